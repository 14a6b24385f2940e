using Microsoft.Extensions.Primitives;

namespace Perennial.Bench;

/// <summary>
/// The least that Kestrel can do: one terminal middleware that writes the same bytes under the same number of headers. It
/// looks nothing up and never answers 304.
/// </summary>
internal static class RawCandidate
{
    private static readonly StringValues Brotli = "br";
    private static readonly StringValues ETag = "\"1f0c6e5b8a2d4c7f9e3a6b5d8c1f4e7a\"";
    private static readonly StringValues CacheControl = "public, max-age=0, must-revalidate, s-maxage=3600, stale-while-revalidate=31532400";
    private static readonly StringValues CdnCacheControl = "max-age=3600, stale-while-revalidate=31532400";
    private static readonly StringValues CacheStatus = "Perennial; hit; ttl=3600";
    private static readonly StringValues Vary = "Accept-Encoding";
    private static readonly StringValues Age = "0";

    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var app = builder.Build();
        var counters = new Counters();
        app.Run(context => context.Request.Path.Value == "/_bench"
            ? context.Response.WriteAsync(counters.ToJson())
            : Answer(context));
        app.AnnounceWhenReady();
        await app.RunAsync();
        return 0;
    }

    private static Task Answer(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/blocking", StringComparison.Ordinal))
        {
            BlockingPage.Hold();
        }

        var headers = context.Response.Headers;
        var body = SamplePage.Identity;
        if (context.Request.Headers.AcceptEncoding is [{ } accepted] && accepted.Contains("br", StringComparison.Ordinal))
        {
            body = SamplePage.Brotli;
            headers.ContentEncoding = Brotli;
        }

        headers.ContentType = SamplePage.ContentType;
        headers.ContentLength = body.Length;
        headers.ETag = ETag;
        headers.CacheControl = CacheControl;
        headers["CDN-Cache-Control"] = CdnCacheControl;
        headers["Cache-Status"] = CacheStatus;
        headers.Vary = Vary;
        headers.Age = Age;
        var written = context.Response.BodyWriter.WriteAsync(body);
        return written.IsCompletedSuccessfully ? Task.CompletedTask : written.AsTask();
    }
}
