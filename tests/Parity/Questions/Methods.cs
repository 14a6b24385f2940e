using Perennial.Parity.Sites;

namespace Perennial.Parity.Questions;

/// <summary>Methods, and other spellings of a path.</summary>
internal static class Methods
{
    public static IEnumerable<Question> All =>
    [
        new("HEAD of a kept page", "127", async site =>
        {
            var get = await site.GetAsync("/p/isr-long");
            var head = await site.SendAsync(HttpMethod.Head, "/p/isr-long");
            var same = head.Header("etag") == get.Header("etag") && head.Header("content-length") == get.Header("content-length");
            return $"{head.Status}, {head.Body.Length} bytes, {(same ? "ETag and Content-Length of GET" : "other headers")}";
        }),
        .. from method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Options }
           select new Question($"{method} of a page without a form", "127", async site =>
           {
               var reply = await site.SendAsync(method, "/p/static");
               var allow = (reply.Header("allow") ?? "").Split(',', StringSplitOptions.TrimEntries);
               return $"{reply.Status} {reply.Body}, Allow {string.Join(" and ", allow.Distinct().Order())}";
           }),
        new("POST of a path that was never rendered", "137", async site =>
        {
            var slug = Visits.Fresh();
            var reply = await site.SendAsync(HttpMethod.Post, "/p/blog-block/" + slug);
            return $"{reply.Status}, {site.Source.Count("blog-block-" + slug)} renders";
        }),
        new("POST of a path that was never rendered (App Router), then GET", "118, 137", async site =>
        {
            var path = "/a/post/" + Visits.Fresh();
            var reply = await site.SendAsync(HttpMethod.Post, path);
            return $"{reply.Status}, then {(await site.GetAsync(path)).State}";
        }, new("405, then MISS", "a POST of Next's fills the cache for everybody")),
        new("A trailing slash", "142", LocationAsync("/p/static/")),
        new("A doubled slash", "142", LocationAsync("/p//static")),
        new("An encoded letter in an existing path", "127", async site =>
        {
            var reply = await site.GetAsync("/p/%73tatic");
            return $"{reply.Status}, {reply.CacheControl}";
        }, new("200, public, max-age=0, must-revalidate, s-maxage=31536000", "RFC 3986, 6.2.2.2: it is the same path; Next lets caches keep a 404 for a year")),
        new("A broken escape in a path", "127", async site =>
        {
            var reply = await site.GetAsync("/p/blog-block/%zz");
            return $"{reply.Status}, {reply.CacheControl}";
        }),
        new("A slug with an encoded slash, and one outside ASCII", "129, 137", async site =>
        {
            var slash = await site.GetAsync("/p/blog-block/a%2Fb");
            var check = await site.GetAsync("/p/blog-block/%E2%9C%93");
            return $"{Slug(slash)} and {Slug(check)}";
        }),
        new("Another query of the same page", "123", async site =>
        {
            var path = "/p/blog-block/" + Visits.Fresh();
            var first = await site.GetAsync(path + "?x=1");
            var second = await site.GetAsync(path + "?x=2");
            return $"{first.State}, then {second.State}, {Visits.Moved(first, second)}";
        }),
        new("Another cookie and language for the same page", "118, 123", async site =>
        {
            var path = "/p/blog-block/" + Visits.Fresh();
            var first = await site.GetAsync(path, ("Cookie", "who=ann"), ("Accept-Language", "de"));
            var second = await site.GetAsync(path, ("Cookie", "who=bob"), ("Accept-Language", "fr"));
            return $"{first.State}, then {second.State}, {Visits.Moved(first, second)}";
        }),
        new("Range of a page", "127", async site =>
            $"{(await site.GetAsync("/p/isr-long", ("Range", "bytes=0-9"))).Status}"),
    ];

    private static Func<Site, Task<string>> LocationAsync(string path) => async site =>
    {
        var reply = await site.GetAsync(path);
        return $"{reply.Status} to {reply.Header("location")}";
    };

    private static string Slug(Reply reply)
    {
        var text = System.Net.WebUtility.HtmlDecode(reply.Body);
        return text.Contains("\"slug\":\"a/b\"", StringComparison.Ordinal) ? "a/b"
            : text.Contains("\"slug\":\"✓\"", StringComparison.Ordinal) ? "✓"
            : $"{reply.Status} without it";
    }
}
