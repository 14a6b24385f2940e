namespace Perennial.Bench;

/// <summary>The same page kept by Perennial, and the pages that the other questions need.</summary>
internal static class PerennialCandidate
{
    public static async Task<int> RunAsync(string[] args, Action<PerennialOptions>? configure = null, bool hasProxy = false)
    {
        var builder = PerennialApplication.CreateBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var perennial = builder.AddPerennial(options =>
        {
            options.SiteUrl = "http://127.0.0.1";
            configure?.Invoke(options);
        });
        if (hasProxy)
        {
            perennial.AddProxy<AdminProxy>(static matchers => matchers.Add("/admin/{**path}"));
        }

        var app = builder.Build();
        var counters = new Counters();
        app.UsePerennial();
        app.MapGet("/page", () =>
        {
            counters.Rendered();
            return Results.Content(SamplePage.Html, SamplePage.ContentType);
        }).Revalidate(3600);
        app.MapGet("/slow", () => SlowPage.RenderAsync(counters)).Revalidate(1);
        app.MapGet("/blocking/{slug}", static (string slug) =>
        {
            BlockingPage.Hold();
            return Results.Content(SamplePage.Html, SamplePage.ContentType);
        }).Revalidate(3600);
        app.MapGet("/cold/{slug}", (string slug) => SlowPage.RenderAsync(counters)).Revalidate(3600);
        app.MapGet("/found/{slug}", (string slug) =>
        {
            counters.Rendered();
            return Results.Content(SamplePage.Small(slug, 1000), SamplePage.ContentType);
        }).Revalidate(3600);
        app.MapGet("/missing/{slug}", (string slug) =>
        {
            counters.Rendered();
            return Results.NotFound();
        }).Revalidate(3600);
        app.MapGet("/_bench", counters.ToJson).DynamicPage();
        app.MapGet("/_bench/live", Counters.LiveBytes).DynamicPage();
        app.AnnounceWhenReady();
        return await app.RunPerennialAsync();
    }
}
