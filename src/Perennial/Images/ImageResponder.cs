using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Perennial.Caching;
using Perennial.Caching.Memory;
using Perennial.Http;

namespace Perennial.Images;

internal sealed class ImageResponder(ImageOptions options, HttpOptions http, ITagLedger ledger, CorsUsage cors)
{
    private static readonly StringValues AcrossOrigins = new(["Accept", CorsUsage.Vary]);

    private readonly bool _hasStatus = http.CacheStatus;

    public Task WriteAsync(HttpContext context, CacheSlot slot, ImageEntry image, string? cacheStatus)
    {
        var response = context.Response;
        var headers = response.Headers;
        var clock = image.ClockAt(slot.Age);

        headers.CacheControl = slot.Judge(ledger).IsInvalidated ? FreshnessHeaders.Outdated.CacheControl : image.CacheControl;
        AppOutputCache.Exclude(context);
        headers.Age = clock.Age;
        headers.ETag = image.ETag;
        StringValues vary = cors.IsUsed ? AcrossOrigins : new("Accept");
        headers.Vary = headers.Vary.Count == 0 ? vary : StringValues.Concat(headers.Vary, vary);
        if (_hasStatus)
        {
            headers["Cache-Status"] = cacheStatus ?? clock.Hit;
        }

        if (Preconditions.Evaluate(context.Request.Headers.IfNoneMatch, StringValues.Empty, image.ETag) is Preconditions.Verdict.NotModified)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        headers.ContentType = image.MediaType;
        headers.ContentDisposition = image.Disposition(options.ContentDisposition);
        headers.ContentSecurityPolicy = options.ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentLength = image.Bytes.Length;
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            return Task.CompletedTask;
        }

        var written = response.BodyWriter.WriteAsync(image.Bytes, CancellationToken.None);
        return written.IsCompletedSuccessfully ? Task.CompletedTask : written.AsTask();
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
