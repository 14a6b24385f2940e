using Microsoft.Extensions.Time.Testing;
using Perennial.Caching;

namespace Perennial.Tests.Caching;

public sealed class CacheHandlerStoreTests
{
    private static readonly EntryKey Key = new EntryKeyBuilder().Add("page").Build();
    private static readonly EntryKey Other = new EntryKeyBuilder().Add("other").Build();

    private readonly RecordingHandler _handler = new();
    private readonly FakeTimeProvider _time = new();
    private readonly CacheOptions _options = new();
    private readonly CollectingLogger<CacheHandlerStore> _logger = new();
    private readonly CacheHandlerStore _store;

    public CacheHandlerStoreTests() => _store = new(_handler, _options, _time, _logger);

    [Fact]
    public async Task A_handler_is_told_key_kind_and_tags()
    {
        await _store.SetAsync(Key, Entry(), CancellationToken.None);
        await _store.EntryAsync(Key, CacheKind.Image, CancellationToken.None);
        await _store.RemoveAsync(Key, CancellationToken.None);

        Assert.Equal(
            [
                $"set {Key.Hash} Endpoint posts,path:/blog/x,route:/blog/{{slug}},all:",
                $"get {Key.Hash} Image ",
                $"set {Key.Hash}  ",
            ],
            _handler.Calls);
    }

    [Fact]
    public async Task An_entry_comes_back_as_it_was()
    {
        await _store.SetAsync(Key, Entry(), CancellationToken.None);

        var entry = await _store.EntryAsync(Key, CacheKind.Endpoint, CancellationToken.None);

        Assert.NotNull(entry);
        Assert.Equal(Entry().Facts.ETag, entry.Facts.ETag);
        Assert.Equal([[1, 2], [3]], entry.Sections.Select(section => section.ToArray()));
        Assert.Equal(Entry().Size, entry.Size);
    }

    [Fact]
    public async Task A_handler_that_mixes_up_its_keys_gives_a_miss()
    {
        await _store.SetAsync(Other, Entry(), CancellationToken.None);
        _handler.Kept[Key.Hash] = _handler.Kept[Other.Hash];

        Assert.Null(await _store.EntryAsync(Key, CacheKind.Endpoint, CancellationToken.None));

        _handler.Kept[Key.Hash] = new(Entry().Facts, []);
        Assert.Null(await _store.EntryAsync(Key, CacheKind.Endpoint, CancellationToken.None));
    }

    [Fact]
    public async Task A_removed_entry_is_a_miss()
    {
        await _store.SetAsync(Key, Entry(), CancellationToken.None);
        await _store.RemoveAsync(Key, CancellationToken.None);

        Assert.Null(await _store.EntryAsync(Key, CacheKind.Endpoint, CancellationToken.None));
    }

    [Fact]
    public async Task Invalidations_are_forwarded_in_the_spelling_of_the_tags()
    {
        await _store.InvalidatedAsync(["posts", CacheTag.Path("/blog/x"), CacheTag.All], InvalidationKind.Revalidate, CancellationToken.None);

        Assert.Equal(["revalidate posts,path:/blog/x,all:"], _handler.Calls);
    }

    [Fact]
    public async Task A_handler_that_fails_to_revalidate_is_logged_and_nothing_more()
    {
        _handler.OnRevalidate = () => throw new InvalidOperationException("no connection");
        await _store.InvalidatedAsync(["posts"], InvalidationKind.Revalidate, CancellationToken.None);

        _handler.OnRevalidate = () => new TaskCompletionSource().Task;
        var hanging = _store.InvalidatedAsync(["posts"], InvalidationKind.Revalidate, CancellationToken.None).AsTask();
        _time.Advance(_options.WriteTimeout);
        await hanging;

        Assert.Equal([1110, 1110], _logger.Events);
    }

    [Fact]
    public void A_handler_that_fails_to_reset_is_logged_and_nothing_more()
    {
        _store.ResetRequestCache();
        _handler.OnReset = () => throw new InvalidOperationException();
        _store.ResetRequestCache();

        Assert.Equal(["reset", "reset"], _handler.Calls);
        Assert.Equal([1111], _logger.Events);
    }

    [Fact]
    public async Task A_handler_that_overrides_nothing_is_an_empty_store()
    {
        var store = new CacheHandlerStore(new EmptyHandler(), _options, _time, _logger);

        await store.SetAsync(Key, Entry(), CancellationToken.None);
        await store.InvalidatedAsync(["posts"], InvalidationKind.Revalidate, CancellationToken.None);
        store.ResetRequestCache();

        Assert.Null(await store.EntryAsync(Key, CacheKind.Endpoint, CancellationToken.None));
        Assert.Empty(_logger.Events);
    }

    private static CacheEntry Entry() => new(
        new()
        {
            Kind = CacheKind.Endpoint,
            Tags = ["posts", CacheTag.Path("/blog/x"), CacheTag.Route("/blog/{slug}")],
            Position = new(Guid.Empty, 7),
            CreatedAt = DateTimeOffset.UnixEpoch,
            Lifetime = Lifetime.Of(60),
            ETag = "abc",
        },
        [new byte[] { 1, 2 }, new byte[] { 3 }]);

    private sealed class EmptyHandler : CacheHandler;

    private sealed class RecordingHandler : CacheHandler
    {
        public List<string> Calls { get; } = [];

        public Dictionary<string, CacheEntry?> Kept { get; } = [];

        public Func<Task> OnRevalidate { get; set; } = () => Task.CompletedTask;

        public Action OnReset { get; set; } = () => { };

        public override ValueTask<CacheEntry?> GetAsync(
            string key, CacheHandlerContext context, CancellationToken cancellationToken)
        {
            Calls.Add($"get {key} {context.Kind} {string.Join(',', context.Tags)}");
            return new(Kept.GetValueOrDefault(key));
        }

        public override ValueTask SetAsync(
            string key, CacheEntry? data, CacheHandlerContext context, CancellationToken cancellationToken)
        {
            Calls.Add($"set {key} {context.Kind} {string.Join(',', context.Tags)}");
            Kept[key] = data;
            return ValueTask.CompletedTask;
        }

        public override ValueTask RevalidateTagAsync(IReadOnlyList<string> tags, CancellationToken cancellationToken)
        {
            Calls.Add($"revalidate {string.Join(',', tags)}");
            return new(OnRevalidate());
        }

        public override void ResetRequestCache()
        {
            Calls.Add("reset");
            OnReset();
        }
    }
}
