using Perennial.Caching;
using Perennial.Testing.Conformance;
using Perennial.Testing.Faults;
using Perennial.Tests.Caching.Files;

namespace Perennial.Tests.Caching;

public sealed class DictionaryStoreTests : CacheStoreConformance
{
    public static TheoryData<string> Names => [.. new DictionaryStoreTests().Cases.Select(static each => each.Name)];

    [Theory, MemberData(nameof(Names))]
    public Task Conforms(string name) =>
        Cases.Single(each => each.Name == name).RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task The_cases_find_a_store_that_breaks_its_promises()
    {
        var broken = new ForgetfulOfOrder();

        var found = new List<string>();
        foreach (var each in broken.Cases)
        {
            try
            {
                await each.RunAsync(TestContext.Current.CancellationToken);
            }
            catch (ConformanceException)
            {
                found.Add(each.Name);
            }
        }

        Assert.Contains("the last entry kept is the one that comes back", found);
        Assert.Contains("writers and readers of one key at once never see a torn or older entry", found);
        Assert.Contains("after a restart an entry is whole or absent, and never an older one", found);
        Assert.DoesNotContain("what was kept comes back whole", found);
    }

    [Fact]
    public async Task A_faulty_store_fails_when_told_to_and_a_hanging_one_until_released()
    {
        var faulty = new FaultyStore(new DictionaryStore(), static (method, call) => method is "GetAsync" && call > 1);
        await faulty.SetAsync(Some.Key("x"), Some.Entry(), default);
        await Assert.ThrowsAsync<IOException>(async () => await faulty.EntryAsync(Some.Key("x"), CacheKind.Component, default));
        Assert.Equal(1, faulty.Failures);

        var hanging = new HangingStore(new DictionaryStore());
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var call = hanging.EntryAsync(Some.Key("x"), CacheKind.Component, cancelled.Token).AsTask();
        Assert.False(call.IsCompleted);
        Assert.Equal(1, hanging.Waiting);
        hanging.Release();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(0, hanging.Waiting);
    }

    protected override ValueTask<ICacheStore> CreateAsync(CancellationToken cancellationToken) => new(new DictionaryStore());

    /// <summary>Keeps the first entry of a key for ever.</summary>
    private sealed class ForgetfulOfOrder : CacheStoreConformance, ICacheStore
    {
        private DictionaryStore _store = new();

        public ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken) =>
            _store.GetAsync(key, kind, cancellationToken);

        public async ValueTask<PutResult> PutAsync(
            EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken) =>
            await _store.GetAsync(key, entry.Facts.Kind, cancellationToken) is { } first
                ? new PutResult.Kept(first.Version)
                : await _store.PutAsync(key, entry, condition, cancellationToken);

        public ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken) =>
            _store.RemoveAsync(key, kind, condition, cancellationToken);

        protected override ValueTask<ICacheStore> CreateAsync(CancellationToken cancellationToken)
        {
            _store = new();
            return new(this);
        }

        protected override ValueTask<ICacheStore> ReopenAsync(ICacheStore store, CancellationToken cancellationToken) => new(this);
    }
}
