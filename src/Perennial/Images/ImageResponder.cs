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
    public static void Send(HttpContext context, string original)
    {
        OwnAnswer.Set(context, StatusCodes.Status307TemporaryRedirect);
        context.Response.Headers.Location = ImageSrc.InHeader(original);
    }

    public static Task RefuseAsync(HttpContext context, ImageProblem problem)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        if (problem.RetryAfter is { } wait)
        {
            headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return OwnAnswer.WriteAsync(context, problem.Status, problem.Message + ".");
    }
}
