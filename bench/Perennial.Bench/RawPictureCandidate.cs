namespace Perennial.Bench;

/// <summary>The least that Kestrel can do for a picture: bytes of one length under the headers of ours, for whatever path.</summary>
internal static class RawPictureCandidate
{
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var app = builder.Build();
        var body = new byte[app.Configuration.GetValue<int>("Bench:Bytes")];
        Random.Shared.NextBytes(body);
        app.Run(context =>
        {
            var headers = context.Response.Headers;
            headers.CacheControl = "public, max-age=14400, must-revalidate";
            headers.Age = "0";
            headers.ETag = "\"1f0c6e5b8a2d4c7f9e3a6b5d\"";
            headers.Vary = "Accept";
            headers["Cache-Status"] = "Perennial; hit; ttl=14400";
            headers.ContentType = "image/webp";
            headers.ContentDisposition = "attachment; filename=\"0.webp\"";
            headers.ContentSecurityPolicy = "script-src 'none'; frame-src 'none'; sandbox;";
            headers.XContentTypeOptions = "nosniff";
            headers.ContentLength = body.Length;
            var written = context.Response.BodyWriter.WriteAsync(body);
            return written.IsCompletedSuccessfully ? Task.CompletedTask : written.AsTask();
        });
        await app.RunAsync();
        return 0;
    }
}
