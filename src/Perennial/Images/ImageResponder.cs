using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Perennial.Answers;
using Perennial.Caching.Reads;
using Perennial.Http;

namespace Perennial.Images;

internal sealed class ImageResponder(ImageOptions options, HttpOptions http, CorsUsage cors)
{
    private static readonly StringValues AcrossOrigins = new(["Accept", CorsUsage.Vary]);

    private readonly bool _hasStatus = http.CacheStatus;

    public Task WriteAsync(HttpContext context, in ReadResult read, ImageEntry image)
    {
        var head = KeptHead.Decide(
            image.Facts(cors.IsUsed ? AcrossOrigins : new("Accept")),
            AskedFor.Of(context, _hasStatus),
            image.ClockAt(read.Slot!.Age),
            read.Freshness.IsInvalidated,
            CacheAnswer.StatusOf(read));
        head.WriteTo(context);
        if (!head.HasContent)
        {
            return Task.CompletedTask;
        }

        var headers = context.Response.Headers;
        headers.ContentType = image.MediaType;
        headers.ContentDisposition = image.Disposition(options.ContentDisposition);
        headers.ContentSecurityPolicy = options.ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        return KeptContent.WriteAsync(context, image.Bytes);
    }

    // A temporary redirect to the original: what was refused may be made the next time.
    public static void Send(HttpResponse response, string original)
    {
        response.StatusCode = StatusCodes.Status307TemporaryRedirect;
        response.Headers.CacheControl = FreshnessHeaders.Private;
        response.Headers.Location = ImageSrc.InHeader(original);
    }

    public Task RefuseAsync(HttpContext context, ImageProblem problem)
    {
        var response = context.Response;
        response.StatusCode = problem.Status;
        response.Headers.CacheControl = FreshnessHeaders.Private;
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentType = "text/plain; charset=utf-8";
        if (problem.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.WriteAsync(problem.Message + ".", context.RequestAborted);
    }
}
