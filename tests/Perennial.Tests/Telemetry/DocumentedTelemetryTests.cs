using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perennial.Tests.Caching.Files;
using Perennial.Tests.House;

namespace Perennial.Tests.Telemetry;

/// <summary>What docs/telemetry.md says is what there is.</summary>
public sealed partial class DocumentedTelemetryTests
{
    [Fact]
    public async Task Every_instrument_stands_in_the_table_with_its_kind_and_unit_and_nothing_else_does()
    {
        using var folder = new TemporaryFolder();
        await using var app = Make(folder.Path);
        var instruments = Listen(app);
        await app.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            instruments.Select(static instrument => $"{instrument.Name}, {KindOf(instrument)}, {instrument.Unit}").Order(StringComparer.Ordinal),
            Instruments().Matches(Repository.Read("docs/telemetry.md"))
                .Select(static row => $"{row.Groups["name"].Value}, {row.Groups["kind"].Value}, {row.Groups["unit"].Value}")
                .Order(StringComparer.Ordinal));
        Assert.All(instruments, static instrument => Assert.EndsWith(".", instrument.Description, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_tag_of_the_sources_stands_in_the_document()
    {
        var document = Repository.Read("docs/telemetry.md");

        var tags = TagNames().Matches(Repository.Read("src/Perennial/Telemetry/Tags.cs")).Select(static match => match.Groups["name"].Value).ToList();

        Assert.NotEmpty(tags);
        Assert.All(tags, tag => Assert.Contains($"`{tag}`", document, StringComparison.Ordinal));
    }

    private static WebApplication Make(string folder)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.AddPerennial(options =>
        {
            options.SiteUrl = "https://garden.test";
            options.Cache.Directory = Path.Combine(folder, "cache");
            options.Deployment.BuildDirectory = Path.Combine(folder, "build");
        });
        var app = builder.Build();
        app.UsePerennial();
        return app;
    }

    private static List<Instrument> Listen(WebApplication app)
    {
        var factory = app.Services.GetRequiredService<IMeterFactory>();
        var instruments = new List<Instrument>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == "Perennial" && ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    instruments.Add(instrument);
                }
            },
        };
        listener.Start();
        return instruments;
    }

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" or "ObservableCounter" => "counter",
        "UpDownCounter" or "ObservableUpDownCounter" => "up-down counter",
        "ObservableGauge" => "gauge",
        "Histogram" => "histogram",
        var other => other,
    };

    [GeneratedRegex(@"^\| `(?<name>perennial\.[a-z_.]+)` \| (?<kind>[a-z -]+) \| `(?<unit>[^`]+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Instruments();

    [GeneratedRegex("= \"(?<name>[a-z_.]+)\";", RegexOptions.ExplicitCapture)]
    private static partial Regex TagNames();
}
