using Perennial.Caching;
using Perennial.Parity.Sites;

namespace Perennial.EndToEnd;

/// <summary>One process that <c>start</c> began, on this machine, with nothing beside it but the source of its data.</summary>
public sealed class EveryFeatureTests : IDisposable
{
    private static readonly (string, string) Brotli = ("Accept-Encoding", "br");

    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-features-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_site_that_was_built_and_started_has_every_feature()
    {
        await using var site = await TwinSite.BuildAsync(_folder);
        await site.StartAsync(TestContext.Current.CancellationToken);

        // Each line is what the first visitor of a feature must see; all of them come from one process.
        Assert.Equal(
            [
                "a built page: HIT", "regenerated on demand: 2 after 1", "by tag: new", "a request-time page: 2 renders, private",
                "a path that nobody listed: MISS, then HIT", "not found: 404 app-404", "a conditional request: 304", "compressed: br",
                "a redirect: 308 /a/static?x=1", "a rewrite: a-static", "a rewrite to another server: 200", "a header rule: pages", "the proxy: 418 from-proxy",
                "a picture: image/webp, smaller", "a draft: True, private", "a stream: chunk0 chunk1 chunk2", "after the response: 200",
                "the environment: process",
            ],
            new[]
            {
                $"a built page: {(await site.GetAsync("/p/isr-long")).State}",
                $"regenerated on demand: {await RegenerateAsync(site)}",
                $"by tag: {await RevalidateAsync(site)}",
                $"a request-time page: {await RequestTimeAsync(site)}",
                $"a path that nobody listed: {(await site.GetAsync("/p/blog-block/late")).State}, then {(await site.GetAsync("/p/blog-block/late")).State}",
                $"not found: {await NotFoundAsync(site)}",
                $"a conditional request: {(await site.GetAsync("/p/static", ("If-None-Match", (await site.GetAsync("/p/static")).Header("etag")!))).Status}",
                $"compressed: {(await site.GetAsync("/p/essay", Brotli)).Header("content-encoding")}",
                $"a redirect: {await RedirectAsync(site)}",
                $"a rewrite: {((await site.GetAsync("/rw-before")).Body.Contains("a-static", StringComparison.Ordinal) ? "a-static" : "another page")}",
                $"a rewrite to another server: {(await site.GetAsync("/rw-ext/data/outside")).Status}",
                $"a header rule: {(await site.GetAsync("/p/static")).Header("x-cfg")}",
                $"the proxy: {await ProxyAsync(site)}",
                $"a picture: {await PictureAsync(site)}",
                $"a draft: {await DraftAsync(site)}",
                $"a stream: {(await site.GetAsync("/rh/stream")).Body.ReplaceLineEndings(" ").Trim()}",
                $"after the response: {(await site.GetAsync("/a/after")).Status}",
                $"the environment: {((await site.GetAsync("/p/env")).Body.Contains("PROC&quot;:&quot;process", StringComparison.Ordinal) ? "process" : "none")}",
            });
    }

    [Fact]
    public async Task A_build_makes_no_picture_and_a_visit_makes_the_one_that_it_asks_for()
    {
        await using var site = await TwinSite.BuildAsync(_folder);
        var built = Kept().ToList();

        // Only the blurred preview is part of a page, and no picture is kept.
        Assert.Contains(CacheKind.Component, built);
        Assert.DoesNotContain(CacheKind.Image, built);

        await site.StartAsync(TestContext.Current.CancellationToken);
        var page = await site.GetAsync("/a/image");
        Assert.Equal("HIT", page.State);
        Assert.Contains("srcset=\"/_perennial/image?url=%2Fphoto.png", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(CacheKind.Image, Kept());

        var picture = await site.GetAsync("/_perennial/image?url=%2Fphoto.png&w=640&q=75", ("Accept", "image/webp"));
        Assert.Equal((200, "MISS"), (picture.Status, picture.State));
        await Eventually.IsTrueAsync(() => Kept().Count(static kind => kind is CacheKind.Image) == 1);
    }

    // The sixth byte of a file is its kind.
    private IEnumerable<CacheKind> Kept() => Directory.GetFiles(_folder, "*.page", SearchOption.AllDirectories)
        .Select(static file => (CacheKind)File.ReadAllBytes(file)[5]);

    private static async Task<string> RegenerateAsync(Site site)
    {
        var before = (await site.GetAsync("/p/ssg")).N;
        await site.GetAsync("/api/revalidate?secret=s3cret&path=/p/ssg");
        return $"{(await site.GetAsync("/p/ssg")).N} after {before}";
    }

    private static async Task<string> RevalidateAsync(Site site)
    {
        var before = (await site.GetAsync("/a/fetch-tag")).Body;
        await site.GetAsync("/rh/revalidate?tag=t2&profile=none");
        var after = before;
        await Eventually.IsTrueAsync(async () => (after = (await site.GetAsync("/a/fetch-tag")).Body) != before);
        return after != before ? "new" : "old";
    }

    private static async Task<string> RequestTimeAsync(Site site)
    {
        var (first, second) = (await site.GetAsync("/p/ssr"), await site.GetAsync("/p/ssr"));
        return $"{second.N - first.N + 1} renders, {(second.CacheControl.StartsWith("private, no-cache, no-store", StringComparison.Ordinal) ? "private" : second.CacheControl)}";
    }

    private static async Task<string> NotFoundAsync(Site site)
    {
        var reply = await site.GetAsync("/definitely-missing");
        return $"{reply.Status} {(reply.Body.Contains("app-404", StringComparison.Ordinal) ? "app-404" : "another text")}";
    }

    private static async Task<string> RedirectAsync(Site site)
    {
        var reply = await site.GetAsync("/old?x=1");
        return $"{reply.Status} {reply.Header("location")}";
    }

    private static async Task<string> ProxyAsync(Site site)
    {
        var reply = await site.GetAsync("/mw/respond");
        return $"{reply.Status} {reply.Body}";
    }

    private static async Task<string> PictureAsync(Site site)
    {
        var original = await site.GetAsync("/photo.png");
        var picture = await site.GetAsync("/_perennial/image?url=%2Fphoto.png&w=640&q=75", ("Accept", "image/webp"));
        return $"{picture.Header("content-type")}, {(Length(picture) < Length(original) ? "smaller" : "not smaller")}";
    }

    private static long Length(Reply reply) => long.Parse(reply.Header("content-length") ?? "0", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<string> DraftAsync(Site site)
    {
        var cookie = (await site.GetAsync("/api/draft")).Header("set-cookie")!.Split(';')[0];
        var reply = await site.GetAsync("/a/draft", ("Cookie", cookie));
        return $"{reply.Body.Contains("isEnabled&quot;:true", StringComparison.Ordinal)}, {(reply.CacheControl.Contains("no-store", StringComparison.Ordinal) ? "private" : reply.CacheControl)}";
    }
}
