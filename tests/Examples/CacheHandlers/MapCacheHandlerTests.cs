namespace Perennial.Examples.CacheHandlers;

public sealed class MapCacheHandlerTests
{
    private static readonly CacheHandlerContext Asked = new() { Kind = CacheKind.Component };

    private readonly MapCacheHandler _handler = new(TimeProvider.System);

    [Fact]
    public async Task What_was_set_is_given_back()
    {
        var page = Page();
        await SetAsync("a", page, "posts");

        Assert.Same(page, await GetAsync("a"));
        Assert.Null(await GetAsync("b"));
    }

    [Fact]
    public async Task A_revalidated_tag_takes_its_entries_and_no_others()
    {
        await SetAsync("a", Page(), "posts", "path:/a");
        await SetAsync("b", Page(), "posts", "path:/b");
        await SetAsync("c", Page(), "shop", "path:/c");

        await _handler.RevalidateTagAsync(["posts"], TestContext.Current.CancellationToken);

        Assert.Null(await GetAsync("a"));
        Assert.Null(await GetAsync("b"));
        Assert.NotNull(await GetAsync("c"));
    }

    [Fact]
    public async Task Several_tags_are_revalidated_at_once()
    {
        await SetAsync("a", Page(), "posts");
        await SetAsync("b", Page(), "shop");
        await SetAsync("c", Page());

        await _handler.RevalidateTagAsync(["posts", "shop"], TestContext.Current.CancellationToken);

        Assert.Null(await GetAsync("a"));
        Assert.Null(await GetAsync("b"));
        Assert.NotNull(await GetAsync("c"));
    }

    [Fact]
    public async Task Nothing_set_forgets_what_was_there()
    {
        await SetAsync("a", Page());
        await SetAsync("a", null);
        _handler.ResetRequestCache();

        Assert.Null(await GetAsync("a"));
    }

    private ValueTask<CacheEntry?> GetAsync(string key) =>
        _handler.GetAsync(key, Asked, TestContext.Current.CancellationToken);

    private ValueTask SetAsync(string key, CacheEntry? page, params string[] tags) =>
        _handler.SetAsync(key, page, Asked with { Tags = tags }, TestContext.Current.CancellationToken);

    private static CacheEntry Page() => new(
        new()
        {
            Kind = CacheKind.Component,
            Tags = [],
            Position = new(Guid.Empty, 0),
            CreatedAt = DateTimeOffset.UnixEpoch,
            Lifetime = Lifetime.Of(60),
        },
        ["<h1>Hello</h1>"u8.ToArray()]);
}
