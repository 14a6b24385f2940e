using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Perennial.Caching;

namespace Perennial.EndToEnd.Security;

/// <summary>Whoever may invalidate does it too often, or too much at once.</summary>
public sealed class RevalidationAbuseTests
{
    private const int Calls = 10_000;

    [Fact]
    [Trait("Proves", "S-50")]
    public async Task Ten_thousand_calls_for_one_tag_cost_one_render_and_a_bounded_ledger()
    {
        var renders = 0;
        await using var site = await TestSite.StartAsync(app => app.MapGet("/page", () => $"render {Interlocked.Increment(ref renders)}").Revalidate(60, tags: ["a"]));
        await site.TextAsync("/page");

        var receipts = await Task.WhenAll(Enumerable.Range(0, Calls)
            .Select(_ => Task.Run(() => site.Revalidator.RevalidateAsync("a", TestContext.Current.CancellationToken))));

        Assert.All(receipts, static receipt => Assert.True(receipt.IsDurable));
        Assert.Equal(1, renders);
        await Eventually.IsTrueAsync(async () => await site.TextAsync("/page") is "render 2");
        Assert.Equal(2, renders);

        var ledger = Directory.EnumerateFiles(Path.Join(site.Folder, "cache"), "*", SearchOption.AllDirectories)
            .Where(static file => !file.EndsWith(".page", StringComparison.Ordinal)).Sum(static file => new FileInfo(file).Length);
        Assert.InRange(ledger, 1, 4 * 1024 * 1024);
    }

    [Fact]
    [Trait("Proves", "S-50")]
    public async Task A_thousand_regenerations_of_one_page_cost_a_few_renders()
    {
        var renders = 0;
        await using var site = await TestSite.StartAsync(app => app.MapGet("/page", async () =>
        {
            Interlocked.Increment(ref renders);
            await Task.Yield();
            return "page";
        }).Prerender());

        await Task.WhenAll(Enumerable.Range(0, 1000)
            .Select(_ => Task.Run(() => site.Revalidator.RegenerateAsync("/page", TestContext.Current.CancellationToken))));

        // Each call is owed a render that began after it; those that came in the meantime share the next one.
        Assert.InRange(renders, 1, 200);
    }

    [Fact]
    [Trait("Proves", "S-50")]
    public async Task Too_many_or_too_long_tags_are_refused_and_nothing_is_invalidated()
    {
        await using var site = await TestSite.StartAsync(static app => app.MapGet("/page", static () => "page").Revalidate(60, tags: ["a"]));
        await site.TextAsync("/page");
        CacheTag[] many = [.. Enumerable.Range(0, 1000).Select(static i => CacheTag.User($"t{i}")), "a"];

        var tooMany = await Assert.ThrowsAsync<PerennialException>(() => site.Revalidator.ExpireAsync(many, TestContext.Current.CancellationToken));
        var tooLong = Assert.Throws<PerennialException>(static () => CacheTag.User(new string('a', 257)));

        Assert.Equal(("PER2109", "PER2101"), (tooMany.Code, tooLong.Code));
        using var response = await site.GetAsync("/page");
        Assert.Equal("Perennial; hit; ttl=60", response.Header("Cache-Status"));
        await site.Revalidator.ExpireAsync(many[1..], TestContext.Current.CancellationToken);
        using var expired = await site.GetAsync("/page");
        Assert.Contains("detail=expired", expired.Header("Cache-Status"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Proves", "S-95")]
    public async Task Development_adds_no_endpoint_of_ours_that_production_lacks()
    {
        await using var development = await StartAsync("Development");
        await using var production = await StartAsync("Production");

        Assert.Equal(EndpointsOf(production), EndpointsOf(development));
        foreach (var path in new[] { "/_perennial", "/_perennial/dev", "/_framework/aspnetcore-browser-refresh.js", "/__nextjs_original-stack-frame", "/_blazor", "/_vs/browserLink" })
        {
            using var response = await production.GetAsync(path, static request => request.Headers.Add("Origin", "null"));
            Assert.Equal(StatusCodes.Status404NotFound, (int)response.StatusCode);
            Assert.Null(response.Header("Access-Control-Allow-Origin"));
        }

        static Task<TestSite> StartAsync(string environment) =>
            TestSite.StartAsync(static app => app.MapGet("/page", static () => "page").Prerender(), environment: environment);

        static IEnumerable<string> EndpointsOf(TestSite site) => ((Microsoft.AspNetCore.Routing.EndpointDataSource)site.Services
            .GetService(typeof(Microsoft.AspNetCore.Routing.EndpointDataSource))!).Endpoints.Select(static endpoint => endpoint.DisplayName!).Order(StringComparer.Ordinal);
    }
}
