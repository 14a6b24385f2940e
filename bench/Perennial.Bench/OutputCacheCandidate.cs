namespace Perennial.Bench;

/// <summary>The same page behind ASP.NET Core's own output cache, compressed once for each Accept-Encoding.</summary>
internal static class OutputCacheCandidate
{
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddOutputCache();
        builder.Services.AddResponseCompression();
        var app = builder.Build();
        var counters = new Counters();
        app.UseOutputCache();
        app.UseResponseCompression();
        app.MapGet("/page", () =>
        {
            counters.Rendered();
            return Results.Content(SamplePage.Html, SamplePage.ContentType);
        }).CacheOutput(policy => policy.Expire(TimeSpan.FromHours(1)).SetVaryByHeader("Accept-Encoding"));
        app.MapGet("/slow", () => SlowPage.RenderAsync(counters)).CacheOutput(policy => policy.Expire(TimeSpan.FromSeconds(1)));
        app.MapGet("/cold/{slug}", (string slug) => SlowPage.RenderAsync(counters))
            .CacheOutput(policy => policy.Expire(TimeSpan.FromHours(1)));
        app.MapGet("/_bench", counters.ToJson);
        app.AnnounceWhenReady();
        await app.RunAsync();
        return 0;
    }
}
