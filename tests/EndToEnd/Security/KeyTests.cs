using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;
using Perennial.EndToEnd.Matrix;

namespace Perennial.EndToEnd.Security;

/// <summary>Two requests share an entry only if they ask for the same.</summary>
public sealed class KeyTests
{
    [Fact]
    [Trait("Proves", "S-15")]
    public async Task Queries_that_differ_make_pages_that_differ()
    {
        await using var site = await StartAsync();
        string[] queries =
        [
            "", "?a", "?a=", "?a=B=", "?a%3DB=", "?a=B%3D", "?a=1&a=2", "?a=1,2", "?a=1%2C2", "?a=2&a=1", "?a=12", "?a=1&b=2", "?a=1%26b=2",
            "?a=%1d", "?a=%1e", "?a=%1f", "?a=|", "?a=;", "?a=%20", "?a=%00", "?a=A", "?b=1", "?a=%C3%A9", "?a=e%CC%81", "?a=%FF",
        ];

        // Twice: the second time everything comes out of the cache.
        for (var round = 0; round < 2; round++)
        {
            foreach (var query in queries)
            {
                var text = await site.TextAsync("/search" + query);
                Assert.Equal(Declared(query), text);
            }
        }
    }

    [Fact]
    [Trait("Proves", "S-15")]
    public async Task Concurrent_visits_with_control_characters_each_get_their_own()
    {
        await using var site = await StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i => (i, text: await site.TextAsync($"/search?a=%1E{i}"))));

        Assert.All(answers, static answer => Assert.Equal($"a=\u001e{answer.i};", answer.text));
    }

    [Fact]
    [Trait("Proves", "S-15")]
    public async Task A_base_path_and_a_path_are_not_one_text()
    {
        await using var site = await TestSite.StartAsync(
            static app => app.MapGet("/{**rest}", static (HttpRequest request) => $"{request.PathBase}|{request.Path}").Prerender(),
            use: static app =>
            {
                app.UsePathBase("/a");
                app.UsePathBase("/a/b");
                app.UsePerennial();
            });

        for (var round = 0; round < 2; round++)
        {
            Assert.Equal("/a|/c", await site.TextAsync("/a/c"));
            Assert.Equal("|/c", await site.TextAsync("/c"));
            Assert.Equal("/a|/x/c", await site.TextAsync("/a/x/c"));
            Assert.Equal("|/x/c", await site.TextAsync("/x/c"));
        }
    }

    [Theory]
    [Trait("Proves", "S-18")]
    [InlineData("?a=1&a=2", "a=1,2;")]
    [InlineData("?a=1;a=2", "a=1;a=2;")]
    [InlineData("?a=1;utm_source=x", "a=1;utm_source=x;")]
    [InlineData("?a[]=1", "")]
    [InlineData("?%61=1", "a=1;")]
    [InlineData("?A=1", "a=1;")]
    [InlineData("?a=1&utm_source=;a=2", "a=1;")]
    [InlineData("?utm_source=1%26a=2", "")]
    [InlineData("?b=1&a=2", "a=2;b=1;")]
    [InlineData("?a=2&b=1", "a=2;b=1;")]
    [InlineData("?a=+", "a= ;")]
    [InlineData("??a=1", "")]
    public async Task Key_and_page_read_the_query_in_the_same_way(string query, string expected)
    {
        await using var site = await StartAsync();

        Assert.Equal(expected, await site.TextAsync("/search" + query));
        Assert.Equal(expected, await site.TextAsync("/search" + query));
        Assert.Equal("", await site.TextAsync("/search"));
    }

    [Fact]
    [Trait("Proves", "S-18")]
    public async Task The_order_of_parameters_and_what_is_not_declared_make_no_other_entry()
    {
        var renders = 0;
        await using var site = await TestSite.StartAsync(app => app.MapGet("/search", () => $"{++renders}").Revalidate(60, query: ["b", "a"]));

        foreach (var query in new[] { "?a=1&b=2", "?b=2&a=1", "?b=2&utm_source=x&a=1", "?a=1&b=2&c=3#f", "?%61=1&%62=2" })
        {
            Assert.Equal("1", await site.TextAsync("/search" + query));
        }
    }

    [Fact]
    [Trait("Proves", "S-09"), Trait("Proves", "S-10")]
    public async Task A_page_is_never_answered_with_another_pages_entry()
    {
        var folder = Directory.CreateTempSubdirectory("perennial-").FullName;
        try
        {
            var random = new Random(20261121);
            string[] words = ["index", "404", "_error", "blog", "a", "b", "[slug]", "%5Bslug%5D", "null", "__shell__", "..", "a%2Fb", "ä", "INDEX", "page"];
            var paths = Enumerable.Range(0, 2000)
                .Select(_ => "/" + string.Join('/', Enumerable.Range(0, random.Next(0, 4)).Select(_ => words[random.Next(words.Length)])))
                .ToList();
            for (var start = 0; start < 2; start++)
            {
                await using var site = await TestSite.StartAsync(MapAll, folder: folder);
                foreach (var path in paths)
                {
                    using var response = await site.GetAsync(path);
                    var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                    if (response.StatusCode != HttpStatusCode.PermanentRedirect)
                    {
                        Assert.Equal(Expected(response.RequestMessage!.RequestUri!.AbsolutePath), text);
                    }
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void MapAll(WebApplication app)
    {
        foreach (var path in new[] { "/", "/index", "/404", "/_error", "/index/index" })
        {
            app.MapGet(path, () => $"literal {path}").Prerender();
        }

        app.MapGet("/blog/{slug}", static (string slug) => $"blog {slug}").Prerender();
        app.MapGet("/{**all}", static (string all) => $"all {all}").Prerender();
    }

    // What the router of the framework says, written down by hand.
    private static string Expected(string path)
    {
        var segments = path.Trim('/').Split('/').Select(Decode).ToArray();
        return segments switch
        {
            [""] => "literal /",
            ["index" or "404" or "_error"] => $"literal /{segments[0]}",
            ["index", "index"] => "literal /index/index",
            ["blog", var slug] => $"blog {slug}",
            _ => $"all {string.Join('/', segments)}",
        };
    }

    // As Kestrel does: everything but the slash.
    private static string Decode(string segment) =>
        Uri.UnescapeDataString(segment.Replace("%2F", "%252F", StringComparison.OrdinalIgnoreCase));

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(static app => app
        .MapGet("/search", static (HttpRequest request) => string.Concat(
            request.Query.OrderBy(static item => item.Key, StringComparer.Ordinal).Select(static item => $"{item.Key.ToLowerInvariant()}={string.Join(',', [.. item.Value])};")))
        .Revalidate(60, query: ["a", "b"]));

    private static string Declared(string query) => string.Concat(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query)
        .Where(static item => item.Key is "a" or "b")
        .OrderBy(static item => item.Key, StringComparer.Ordinal)
        .Select(static item => $"{item.Key}={string.Join(',', [.. item.Value])};"));
}
