using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Telemetry;

namespace Perennial.EndToEnd;

/// <summary>What an app keeps, and where, that says nothing about it.</summary>
public sealed class DefaultCacheTests
{
    private const long FiftyMegabytes = 50 * 1024 * 1024;
    private const int PageSize = 1024 * 1024;

    private int _renders;

    [Fact]
    public async Task Fifty_megabytes_of_pages_are_in_memory_and_all_of_them_on_disk()
    {
        var site = await StartAsync();
        for (var i = 0; i < 60; i++)
        {
            Assert.Equal(PageSize, (await site.TextAsync(Path(i))).Length);
        }

        // 60 pages are too much for the memory, by bytes and not by their number, and they fill it.
        await Eventually.IsTrueAsync(() => Measured(site, "perennial.cache.disk.entries") == 60);
        Assert.InRange(Measured(site, "perennial.cache.memory.size"), FiftyMegabytes - (2 * PageSize), FiftyMegabytes);
        Assert.InRange(Measured(site, "perennial.cache.memory.entries"), 48, 49);

        // What left the memory comes from the disk.
        Assert.Equal(PageSize, (await site.TextAsync(Path(0))).Length);
        Assert.Equal(60, _renders);

        await using var again = await StartAsync(await site.StopAsync());
        for (var i = 0; i < 60; i++)
        {
            using var kept = await again.GetAsync(Path(i));
            Assert.StartsWith("Perennial; hit", kept.Header("Cache-Status"), StringComparison.Ordinal);
        }

        Assert.Equal(60, _renders);
        Directory.Delete(again.Folder, recursive: true);
    }

    private static string Path(int page) => string.Create(CultureInfo.InvariantCulture, $"/pages/{page}");

    private static long Measured(TestSite site, string instrument)
    {
        var sum = 0L;
        using var listener = new MeterListener();
        var meter = site.Services.GetRequiredService<PerennialMeter>().Meter;
        listener.InstrumentPublished = (published, asked) =>
        {
            if (ReferenceEquals(published.Meter, meter) && published.Name == instrument)
            {
                asked.EnableMeasurementEvents(published);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, measured, tags, _) => sum += IsOfPages(tags) ? measured : 0);
        listener.Start();
        listener.RecordObservableInstruments();
        return sum;
    }

    private static bool IsOfPages(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            if (tag.Value is "images")
            {
                return false;
            }
        }

        return true;
    }

    // A type that is not compressed, so that a page has one form.
    private Task<TestSite> StartAsync(string? folder = null) => TestSite.StartAsync(
        app => app.MapGet("/pages/{number:int}", (int number) =>
        {
            Interlocked.Increment(ref _renders);
            return Results.Bytes(new byte[PageSize], "application/octet-stream");
        }).Prerender(),
        // What a slow disk gives up after a while is not what is measured here.
        options: static options => (options.Cache.ReadTimeout, options.Cache.WriteTimeout) = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)),
        folder: folder);
}
