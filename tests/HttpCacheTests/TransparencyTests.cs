using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Perennial.HttpCacheTests;

/// <summary>A rewrite to another origin adds no caching and loses no header: the suite cannot tell it from the origin alone.</summary>
public sealed class TransparencyTests
{
    /// <summary>
    /// Here the origin closes the connection without an answer, or sends more than the length that it announced. Alone,
    /// the suite's client meets a network error; through us it meets 502, or the answer as long as it was announced.
    /// </summary>
    private static readonly string[] BrokenByTheOrigin =
    [
        "304-etag-update-response-Content-Length", "headers-store-Content-Length", "stale-close", "stale-close-must-revalidate",
        "stale-close-no-cache", "stale-close-proxy-revalidate", "stale-close-s-maxage=2", "stale-sie-503", "stale-sie-close",
        "stale-warning-become", "stale-warning-stored",
    ];

    /// <summary>
    /// Here the origin names a transfer coding that nobody knows. The suite's client reads on; who passes a message on must
    /// undo its coding first (RFC 9112 §6.1), and cannot.
    /// </summary>
    private const string InAnUnknownCoding = "headers-store-Transfer-Encoding";

    [Fact]
    public async Task The_public_cache_test_suite_sees_the_same_through_a_rewrite_as_without()
    {
        var token = TestContext.Current.CancellationToken;
        await using var engine = await Engine.StartAsync(token);
        await using var site = await StartAsync(engine.Url, token);

        // The suite waits in seconds. What two runs in a row do not both show was the machine's doing.
        var differences = await CompareAsync(engine, site.Urls.Single(), token);
        if (differences.Count > 0)
        {
            var again = await CompareAsync(engine, site.Urls.Single(), token);
            differences = differences.Intersect(again, StringComparer.Ordinal).ToList();
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static async Task<IReadOnlyList<string>> CompareAsync(Engine engine, string url, CancellationToken token)
    {
        var runs = await Task.WhenAll(engine.RunAsync(engine.Url, token), engine.RunAsync(url, token));
        var (alone, through) = (runs[0], runs[1]);
        Assert.True(alone.Count >= 350, $"{alone.Count} tests");
        Assert.Equal(alone.Keys.Order(StringComparer.Ordinal), through.Keys.Order(StringComparer.Ordinal));
        return
        [
            .. alone.Keys
                .Where(id => BrokenByTheOrigin.Contains(id, StringComparer.Ordinal) ? !IsNetworkError(alone[id]) || IsNetworkError(through[id])
                    : id is InAnUnknownCoding ? !through[id].Contains("status is 502", StringComparison.Ordinal)
                    : alone[id] != through[id])
                .Select(id => $"{id}: {alone[id]} alone, {through[id]} through a rewrite"),
        ];
    }

    private static bool IsNetworkError(string result) => result.Contains("FetchError", StringComparison.Ordinal);

    private static async Task<WebApplication> StartAsync(string origin, CancellationToken token)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.AddPerennial(options =>
        {
            options.SiteUrl = "http://garden.test";
            options.Rules.Rewrites.Add("/{**path}", origin + "/{path}");
        });
        var app = builder.Build();
        app.UsePerennial();
        await app.StartAsync(token);
        return app;
    }
}
