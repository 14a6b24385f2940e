using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Pages;
using Perennial.Pages.Front;
using Perennial.Pages.Rendering;

namespace Perennial.EndToEnd.Security;

/// <summary>
/// Random addresses cost what they cost and leave nothing behind. Asked past the socket, which would only slow the flood
/// down.
/// </summary>
public sealed class FloodTests
{
    private const int Slugs = 100_000;
    private const int Hot = 100;

    [Fact]
    [Trait("Proves", "S-19")]
    public async Task A_hundred_thousand_unknown_slugs_leave_memory_disk_and_the_hot_pages_as_they_were()
    {
        await using var site = await TestSite.StartAsync(
            static app => app.MapGet("/items/{slug}", static (string slug) =>
                slug.StartsWith("hot", StringComparison.Ordinal) ? Results.Text(slug) : Results.NotFound()).Prerender(),
            options: static options => options.Cache.NotFoundLimit = 500);
        var cache = site.Services.GetRequiredService<EntryCache>();
        await VisitHotAsync(site);
        var memory = cache.Numbers.MemoryBytes;

        await FloodAsync(site, static i => "/items/" + (i * 7919 % 1_000_003).ToString("x", CultureInfo.InvariantCulture));

        Assert.InRange(cache.Numbers.MemoryBytes, memory, memory + (500 * 5000));
        Assert.Equal(Hot, await VisitHotAsync(site));
        await Eventually.IsTrueAsync(() => Task.FromResult(EntryFiles(site) == Hot));
    }

    [Fact]
    [Trait("Proves", "S-19")]
    public async Task A_hundred_thousand_random_queries_are_one_page()
    {
        var renders = 0;
        await using var site = await TestSite.StartAsync(app => app.MapGet("/page", () => $"{++renders}").Prerender());
        await site.TextAsync("/page");

        await FloodAsync(site, static i => "/page?" + (i * 7919 % 1_000_003).ToString("x", CultureInfo.InvariantCulture) + "=1");

        Assert.Equal(1, renders);
    }

    [Fact]
    [Trait("Proves", "S-19")]
    public async Task Pages_that_nobody_listed_take_no_more_room_than_there_is()
    {
        await using var site = await TestSite.StartAsync(
            static app => app.MapGet("/items/{slug}", static (string slug) => new string('x', 10_000) + slug).Prerender(),
            options: static options =>
            {
                options.Cache.MemoryLimit = 500_000;
                options.Cache.DiskFileLimit = 50;
            });
        for (var i = 0; i < 1000; i++)
        {
            await site.TextAsync($"/items/{i}");
        }

        Assert.InRange(site.Services.GetRequiredService<EntryCache>().Numbers.MemoryBytes, 1, 650_000);
        await Eventually.IsTrueAsync(() => Task.FromResult(EntryFiles(site) <= 60));
    }

    private static int EntryFiles(TestSite site) =>
        Directory.EnumerateFiles(Path.Combine(site.Folder, "cache", "entries"), "*", SearchOption.AllDirectories).Count();

    private static async Task<int> VisitHotAsync(TestSite site)
    {
        var hits = 0;
        for (var i = 0; i < Hot; i++)
        {
            using var response = await site.GetAsync($"/items/hot{i}");
            hits += response.Header("Cache-Status")!.Contains("; hit", StringComparison.Ordinal) ? 1 : 0;
        }

        return hits;
    }

    private static async Task FloodAsync(TestSite site, Func<int, string> target)
    {
        var front = site.Services.GetRequiredService<FrontTier>();
        var pipeline = site.Services.GetRequiredService<Pipeline>();
        var contexts = site.Services.GetRequiredService<IHttpContextFactory>();
        await Parallel.ForAsync(0, Slugs, TestContext.Current.CancellationToken, async (i, _) =>
        {
            var parts = target(i).Split('?');
            var features = new FeatureCollection();
            features.Set<IHttpRequestFeature>(new HttpRequestFeature
            {
                Method = "GET",
                Scheme = "http",
                Path = parts[0],
                QueryString = parts.Length > 1 ? "?" + parts[1] : "",
                RawTarget = target(i),
            });
            features.Set<IHttpResponseFeature>(new HttpResponseFeature());
            features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
            var context = contexts.Create(features);
            await front.InvokeAsync(context, pipeline.Rest);
            contexts.Dispose(context);
        });
    }
}
