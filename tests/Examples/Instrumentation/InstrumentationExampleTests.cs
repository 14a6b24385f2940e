using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Perennial.Examples.Instrumentation;

public sealed class InstrumentationExampleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-").FullName;

    [Fact]
    public async Task Metrics_and_spans_arrive_at_a_collector()
    {
        await using var collector = await Collector.StartAsync();
        await using (var app = Make(static (builder, _) => builder.AddMonitoring(), collector.Address))
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            using var visitor = new HttpClient { BaseAddress = new(app.Urls.Single()) };
            for (var i = 0; i < 2; i++)
            {
                Assert.Equal("rose", await visitor.GetStringAsync(new Uri("/plants/rose", UriKind.Relative), TestContext.Current.CancellationToken));
            }

            await app.StopAsync(TestContext.Current.CancellationToken);
        }

        // Disposed of with the app's services, and what was not sent yet is sent then.
        Assert.All(
            ["next-app", "Perennial", "render /plants/{name}", "perennial.render.reason", "kept"],
            text => Assert.Contains(text, collector.Received("traces"), StringComparison.Ordinal));
        Assert.All(
            ["next-app", "Perennial", "perennial.page.requests", "perennial.page.render.duration", "perennial.cache.memory.size", "hit", "{request}", "By"],
            text => Assert.Contains(text, collector.Received("metrics"), StringComparison.Ordinal));
        Assert.DoesNotContain("rose", collector.Received("traces") + collector.Received("metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Side_effects_happen_when_the_server_starts()
    {
        await using var app = Make(static (_, perennial) => perennial.AddInstrumentation<SideEffects>());
        Assert.Null(AppContext.GetData("package-with-side-effect"));

        await app.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal("loaded", AppContext.GetData("package-with-side-effect"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private WebApplication Make(Action<WebApplicationBuilder, PerennialBuilder> add, string? collector = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration["Collector"] = collector;
        add(builder, builder.AddPerennial(options =>
        {
            options.SiteUrl = "https://example.com";
            options.Cache.Directory = Path.Combine(_folder, "cache");
            options.Deployment.BuildDirectory = Path.Combine(_folder, "build");
        }));
        var app = builder.Build();
        app.UsePerennial();
        app.MapGet("/plants/{name}", static (string name) => name).Revalidate(60);
        return app;
    }
}
