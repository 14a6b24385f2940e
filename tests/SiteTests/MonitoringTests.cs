using Microsoft.AspNetCore.Hosting;
using Perennial.Examples.Instrumentation;

namespace Perennial.SiteTests;

/// <summary>What the operator turns on by OpenTelemetry's own variable.</summary>
public sealed class MonitoringTests
{
    [Fact]
    public async Task Metrics_and_spans_go_to_the_collector_that_the_configuration_names()
    {
        await using var collector = await Collector.StartAsync();
        await using (var site = new RunningSite())
        await using (var watched = site.WithWebHostBuilder(builder => builder.UseSetting("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address)))
        {
            watched.UseKestrel(0);
            watched.StartServer();
            using var visitor = new HttpClient { BaseAddress = watched.ClientOptions.BaseAddress };
            Assert.Equal("ready", await visitor.GetStringAsync(new Uri("/_perennial/health/ready", UriKind.Relative), TestContext.Current.CancellationToken));
            await visitor.GetStringAsync(new Uri("/about", UriKind.Relative), TestContext.Current.CancellationToken);
        }

        // The app is disposed of by its own program, which the factory does not wait for; what was not sent yet is sent then.
        await Eventually.ContainsAsync("render /about", () => Task.FromResult(collector.Received("traces")));
        await Eventually.ContainsAsync("perennial.page.requests", () => Task.FromResult(collector.Received("metrics")));
        Assert.Contains("the-perennial", collector.Received("traces"), StringComparison.Ordinal);
    }
}
