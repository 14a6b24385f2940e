using Microsoft.AspNetCore.StaticFiles;

namespace Twin.Http;

/// <summary>Headers of the files under <c>wwwroot</c>.</summary>
internal static class FileHeaders
{
    public static StaticFileOptions Options { get; } = new() { OnPrepareResponse = Prepare };

    private static void Prepare(StaticFileResponseContext context)
    {
        var headers = context.Context.Response.Headers;
        headers.CacheControl = "public, max-age=0";

        // Compression changes the bytes behind the tag, so a strong one would promise too much (RFC 9110, 8.8.1).
        if (headers.ETag is [['"', ..] tag])
        {
            headers.ETag = "W/" + tag;
        }

        if (headers.ContentType is ["text/plain"])
        {
            headers.ContentType = "text/plain; charset=utf-8";
        }
    }
}
