using Perennial.Parity.Sites;

namespace Perennial.Parity.Questions;

/// <summary>What caches and browsers are told.</summary>
internal static class Headers
{
    private const string AskAgain =
        "browsers ask again at each navigation and fetch, so a visitor sees a change at the next visit; shared caches keep it as long as Next's";

    public static IEnumerable<Question> All =>
    [
        new("Cache-Control of a page without data (App Router)", "116, 123, 124", CacheControlOf("/"),
            new("public, max-age=0, must-revalidate, s-maxage=31536000", AskAgain)),
        new("Cache-Control of a page without data (Pages Router)", "116, 123, 124", CacheControlOf("/p/static"),
            new("public, max-age=0, must-revalidate, s-maxage=31536000", "Next says nothing, so each cache guesses")),
        new("Cache-Control of a page with data and no `revalidate`", "116, 145", CacheControlOf("/p/ssg"),
            new("public, max-age=0, must-revalidate, s-maxage=31536000", AskAgain)),
        new("Cache-Control of a page with `revalidate` 3600", "114, 115, 127", CacheControlOf("/p/isr-long"),
            new("public, max-age=0, must-revalidate, s-maxage=3600, stale-while-revalidate=31532400", AskAgain)),
        new("What caches that know RFC 9213 are told of that page", "114, 127",
            async site => (await site.GetAsync("/p/isr-long")).Header("cdn-cache-control") ?? "nothing",
            new("max-age=3600, stale-while-revalidate=31532400", "must-revalidate is for browsers; a CDN may go on serving stale pages")),
        new("Cache-Control of a kept endpoint with `revalidate` 5", "103, 114", CacheControlOf("/rh/item/1"),
            new("public, max-age=0, must-revalidate, s-maxage=5, stale-while-revalidate=31535995", AskAgain)),
        new("Age of a page that has been kept for two seconds", "114, 127", AgeAsync,
            new("2 to 4 seconds", "a cache in front does not add the whole lifetime again (RFC 9111, 5.1)")),
        new("Cache-Control of a page without data that a header rule speaks of", "111", CacheControlOf("/a/static")),
        new("Cache-Control of a request-time page", "117, 118, 122", CacheControlOf("/a/dynamic")),
        new("Cache-Control that a request-time page sets itself", "117", CacheControlOf("/p/ssr?cc=public,%20max-age=5")),
        new("Cache-Control of a request-time redirect", "117, 118", CacheControlOf("/p/ssr?kind=redirect")),
        new("Cache-Control and text of a page that is not there", "117, 138", async site =>
        {
            var reply = await site.GetAsync("/definitely-missing");
            var text = reply.Body.Contains("app-404", StringComparison.Ordinal) ? "app-404" : "another text";
            return $"{reply.Status}, {reply.CacheControl}, {text}";
        }),
        new("Cache-Control of an endpoint that sets a cookie", "117, 118", CacheControlOf("/rh/cookies"),
            new("private, no-cache, no-store, max-age=0, must-revalidate", "with none, a cache may keep one visitor's cookie for the others")),
        new("ETag of a page: kind, and whether it is the same for gzip", "110, 127", TagsAsync,
            new("strong, another one for gzip", "the bytes differ, so a strong tag must (RFC 9110, 8.8.3.3); Next's is the same")),
        new("If-None-Match with that ETag", "127", async site =>
        {
            var first = await site.GetAsync("/p/isr-long");
            var again = await site.GetAsync("/p/isr-long", ("If-None-Match", first.Header("etag")!));
            var same = again.Header("etag") == first.Header("etag") && again.CacheControl == first.CacheControl;
            return $"{again.Status}, {again.Body.Length} bytes, {(same ? "ETag and Cache-Control repeated" : "other headers")}";
        }),
        new("ETag of a kept endpoint", "103, 127",
            async site => (await site.SettleAsync("/rh/item/1")).Header("etag") is null ? "none" : "one",
            new("one", "endpoints are revalidated with 304 like pages")),
        new("Coding for a browser that takes brotli and gzip", "5, 84", async site =>
            (await site.GetAsync("/p/essay", ("Accept-Encoding", "gzip, deflate, br"))).Header("content-encoding") ?? "none",
            new("br", "made once when the page is kept; Next packs gzip for each request")),
        new("Coding for a client that takes brotli alone", "5, 84", async site =>
            (await site.GetAsync("/p/essay", ("Accept-Encoding", "br"))).Header("content-encoding") ?? "none",
            new("br", "Next has no brotli")),
    ];

    private static Func<Site, Task<string>> CacheControlOf(string path) => async site => (await site.SettleOnceAsync(path)).CacheControl;

    // Twice, because a first visit may find nothing kept yet.
    private static async Task<Reply> SettleOnceAsync(this Site site, string path)
    {
        await site.GetAsync(path);
        return await site.GetAsync(path);
    }

    private static async Task<string> AgeAsync(Site site)
    {
        var path = "/p/blog-block/" + Visits.Fresh();
        await site.GetAsync(path);
        await Pause.ForAsync(2.2);
        return (await site.GetAsync(path)).Header("age") switch
        {
            null => "not said",
            "2" or "3" or "4" => "2 to 4 seconds",
            var age => age,
        };
    }

    private static async Task<string> TagsAsync(Site site)
    {
        var plain = (await site.GetAsync("/p/essay")).Header("etag") ?? "none";
        var packed = (await site.GetAsync("/p/essay", ("Accept-Encoding", "gzip"))).Header("etag");
        var kind = plain.StartsWith('"') ? "strong" : plain;
        return $"{kind}, {(packed == plain ? "the same for gzip" : "another one for gzip")}";
    }
}
