using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Perennial.Caching;
using Perennial.Pages;
using Perennial.Prerendering;

namespace Perennial.Tests.Prerendering;

public sealed class RouteTableTests
{
    private static readonly BuildOrigin Origin = new("run", "code", HasGivenId: false, new(Guid.Empty, 0));
    private readonly PageTable _pages = new(new PageOptions { Auto = true });

    [Fact]
    public void The_table_shows_each_route_and_says_why_what_is_dynamic_is()
    {
        RouteResult[] routes =
        [
            Route("/", new RevalidateAttribute(60), paths: [Path("/", 28_200, 7_800, elapsed: 419, revalidate: 60)]),
            Route("/about", new PrerenderAttribute(), paths: [Path("/about", 900, null)]),
            Route("/articles/{Slug}", new RevalidateAttribute(3600), typeof(NoPaths), [.. Enumerable.Range(1, 9).Select(i => Path($"/articles/{i}", 10_000 + i, 3_000, elapsed: i == 7 ? 1500 : 20))]),
            Route("/basket", null) with { DynamicBecause = "it reads the cookie 'basket' in Basket.OnInitialized" },
            Route("/now", new DynamicPageAttribute()),
            Route("/shop/{Slug}", new PrerenderAttribute(), typeof(NoPaths), [Path("/shop/rose", 5_000, 1_000), Gone("/shop/weed")]),
        ];

        var lines = RouteTable.Lines(new("gh2kq7", Origin, "/srv/site/.perennial/build", routes, TimeSpan.Zero));

        Assert.Equal(
            """
            Route                    Revalidate  Expire     Size  Brotli
            ┌ ↻ / (419 ms)                   1m      1y  28.2 kB  7.8 kB
            ├ ○ /about                                     900 B
            ├ ↻ /articles/{Slug}             1h      1y
            │ ├ /articles/7 (1.5 s)                      10.0 kB  3.0 kB
            │ ├ /articles/1                              10.0 kB  3.0 kB
            │ ├ /articles/2                              10.0 kB  3.0 kB
            │ └ [+6 more paths]
            ├ ƒ /basket
            ├ ƒ /now
            └ ● /shop/{Slug}
              └ /shop/rose                                5.0 kB  1.0 kB

            ○  (Static)        rendered by the build, kept until invalidated
            ●  (Static paths)  the same, for each path that its provider lists
            ↻  (Incremental)   rendered by the build, renewed behind visits
            ƒ  (Dynamic)       rendered for each request

            6 routes, 12 paths, 124.1 kB (36.7 kB in brotli), written to /srv/site/.perennial/build

            Dynamic, although nothing declares it:
              /basket (Perennial.Tests.Prerendering.RouteTableTests+Page): it reads the cookie 'basket' in Basket.OnInitialized

            Warnings:
              /shop/weed answers 404; it is left out of the build
            """,
            string.Join(Environment.NewLine, lines),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_page_whose_paths_nobody_lists_is_named()
    {
        var lines = RouteTable.Lines(new("x", Origin, "/b", [Route("/shop/{Slug}", new PrerenderAttribute())], TimeSpan.Zero)).ToList();

        Assert.Equal("Rendered by their first visit, since nothing lists their paths ([StaticPaths<T>]):", lines[^2]);
        Assert.StartsWith("  /shop/{Slug} (", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_build_without_a_ledger_says_what_that_costs_and_what_spares_it()
    {
        RouteResult[] routes =
        [
            Route("/about", new PrerenderAttribute(), paths: [Path("/about", 900, null)]),
            Route("/terms", new PrerenderAttribute { ContentIsInImage = true }, paths: [Path("/terms", 900, null)]),
        ];

        var line = RouteTable.Lines(new("x", Origin with { Position = null }, "/b", routes, TimeSpan.Zero)).Last();

        Assert.StartsWith("No ledger could be reached, so 1 page will count as stale", line, StringComparison.Ordinal);
        Assert.DoesNotContain(RouteTable.Lines(new("x", Origin, "/b", routes, TimeSpan.Zero)), static line => line.Contains("ledger", StringComparison.Ordinal));
    }

    [Fact]
    public void A_reason_that_pages_share_is_told_once_with_their_number()
    {
        const string Because = "it is interactive on the server (App.razor: Routes)";
        var routes = Enumerable.Range(1, 127).Select(i => Route($"/page-{i}", null) with { DynamicBecause = Because });

        var lines = RouteTable.Lines(new("x", Origin, "/b", [.. routes, Route("/basket", null) with { DynamicBecause = "it reads a cookie" }], TimeSpan.Zero)).ToList();

        Assert.Equal($"  127 pages (/page-1, /page-2, /page-3 and 124 more): {Because}", lines[^2]);
        Assert.Equal("  /basket (Perennial.Tests.Prerendering.RouteTableTests+Page): it reads a cookie", lines[^1]);
    }

    [Theory]
    [InlineData("{controller=Home}/{action=Index}/{id?}", "Home", "Privacy", "/Home/Privacy/{id?}")]
    [InlineData("shop/{controller}-{action}/{**rest}", "Cart", "Show", "/shop/Cart-Show/{**rest}")]
    [InlineData("plain/{id}", "Home", "Index", "/plain/{id}")]
    public void An_action_is_shown_by_its_own_route_and_not_by_the_pattern_of_all(string pattern, string controller, string action, string shown)
    {
        var named = new { controller, action };
        var parsed = RoutePatternFactory.Parse(pattern, defaults: pattern.Contains("{controller", StringComparison.Ordinal) ? null : named, parameterPolicies: null, requiredValues: named);
        var endpoint = new RouteEndpoint(static _ => Task.CompletedTask, parsed, 0, new(new PrerenderAttribute()), "action");

        Assert.Equal(shown, PageNames.Route(_pages.Find(endpoint)!));
    }

    [Fact]
    public void An_app_without_pages_has_a_table_without_rows() => Assert.Equal(
        ["Route  Revalidate  Expire  Size  Brotli", "", "", "0 routes, 0 paths, 0 B (0 B in brotli), written to /b"],
        RouteTable.Lines(new("x", Origin, "/b", [], TimeSpan.Zero)));

    private RouteResult Route(string pattern, object? declared, Type? provider = null, PathResult[]? paths = null)
    {
        object[] metadata = [new ComponentTypeMetadata(typeof(Page)), .. declared is null ? [] : new[] { declared }, .. provider is null ? [] : new[] { new StaticPathsAttribute<NoPaths>() }];
        var endpoint = new RouteEndpoint(static _ => Task.CompletedTask, RoutePatternFactory.Parse(pattern), 0, new(metadata), pattern);
        return new(_pages.Find(endpoint)!) { Paths = paths ?? [] };
    }

    private PathResult Path(string path, long size, long? brotli, int elapsed = 5, int? revalidate = null) =>
        new(Address(path), TimeSpan.FromMilliseconds(elapsed))
        {
            Entry = "e",
            Status = 200,
            Size = size,
            Brotli = brotli,
            Lifetime = revalidate is { } seconds ? Lifetime.Of(seconds) : default,
        };

    private PathResult Gone(string path) => new(Address(path), TimeSpan.Zero) { Status = 404, Warning = $"{path} answers 404; it is left out of the build" };

    private PageAddress Address(string path) =>
        new(Route(path, new PrerenderAttribute()).Page, new("https://example.com"), "", path, [], [], null);

    internal sealed class Page : Microsoft.AspNetCore.Components.ComponentBase;

    internal sealed class NoPaths : IStaticPathsProvider
    {
        public IAsyncEnumerable<RouteValueDictionary> GetPathsAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<RouteValueDictionary>();
    }
}
