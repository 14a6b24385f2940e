using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Perennial.Caching.Flights;
using Perennial.Caching.Guard;

namespace Perennial.Tests.Caching;

/// <summary>A page that is kept while the store is slow: what it held before, or is still being given, must not come back.</summary>
public sealed class EntryCacheRaceTests
{
    private static readonly EntryKey Key = Entries.Key("page");

    [Fact]
    [Trait("Proves", "H-2")]
    public async Task A_page_that_went_away_before_it_was_written_does_not_come_back()
    {
        var store = new ScriptedStore();

        // Guarded as every store of an app is: the guard is what keeps two writes of one key in order.
        await using var engine = new EntryCacheFixture(new() { NotFoundLimit = 0 }, store: Guarded(store));

        // Many pages: without an order it is chance which of two writes is done last.
        for (var page = 0; page < 10; page++)
        {
            var (key, writing, writes, renders) = (Entries.Key($"page {page}"), engine.Hold(), 0, engine.Renders);
            store.OnSet = () => Interlocked.Increment(ref writes) == 1 ? writing.Task : Task.CompletedTask;
            engine.Data = "1";
            await engine.VisitAsync(key, engine.Render());

            engine.Data = "gone";
            var regenerated = engine.RegenerateAsync(key, engine.Render(isNegative: true));
            await Eventually.IsTrueAsync(() => engine.Renders == renders + 2);
            writing.SetResult();
            await regenerated;
            await Eventually.IsTrueAsync(() => engine.Cache.Numbers.QueuedWrites == 0);

            Assert.Equal("gone", await engine.VisitAsync(key, engine.Render(isNegative: true)));
        }
    }

    [Fact]
    [Trait("Proves", "H-2")]
    public async Task What_was_read_while_a_newer_page_was_kept_does_not_replace_it()
    {
        var store = new ScriptedStore();
        store.Entries[Key] = Entries.Entry("old");
        await using var engine = new EntryCacheFixture(store: store);
        TaskCompletionSource[] gates = [engine.Hold(), engine.Hold()];
        var begun = 0;
        store.OnGet = () => Interlocked.Increment(ref begun) is var read && read <= gates.Length ? gates[read - 1].Task : Task.CompletedTask;
        engine.Data = "gone";

        // Whether the store holds something in place of which "gone" must be kept is the first read, the visit's is the second.
        var regenerated = engine.RegenerateAsync(Key, engine.Render(isNegative: true));
        await Eventually.IsTrueAsync(() => Volatile.Read(ref begun) == 1);
        var visit = engine.VisitAsync(Key, engine.Render());
        await Eventually.IsTrueAsync(() => Volatile.Read(ref begun) == 2);
        gates[0].SetResult();
        await regenerated;
        gates[1].SetResult();
        await visit;

        Assert.Equal("gone", await engine.VisitAsync(Key, engine.Render()));
    }

    [Theory, InlineData(1024 * 1024), InlineData(0)]
    [Trait("Proves", "H-2")]
    public async Task What_is_made_behind_a_page_is_shown_when_no_crash_can_take_it_back(int memory)
    {
        var store = new ScriptedStore();
        await using var engine = new EntryCacheFixture(new() { MemoryLimit = memory }, store: Guarded(store));
        var writing = engine.Hold();
        store.Entries[Key] = Entries.Entry("1", new(Guid.NewGuid(), 0));
        store.OnSet = () => writing.Task;
        engine.Data = "2";

        await engine.VisitAsync(Key, engine.Render());
        await Eventually.IsTrueAsync(() => engine.Renders == 1);
        Assert.Equal("1", await engine.VisitAsync(Key, engine.Render()));
        Assert.Equal("1", store.Entries[Key].Text());
        writing.SetResult();

        await Eventually.IsTrueAsync(async () => await engine.VisitAsync(Key, engine.Render()) == "2");
        Assert.Equal("2", store.Entries[Key].Text());
        Assert.Equal(1, engine.Renders);
    }

    [Fact]
    [Trait("Proves", "H-2")]
    public async Task What_is_asked_for_is_made_and_written_before_it_is_called_made()
    {
        var store = new ScriptedStore();
        store.Entries[Key] = Entries.Entry("1", new(Guid.NewGuid(), 0));
        await using var engine = new EntryCacheFixture(store: Guarded(store));
        var writing = engine.Hold();
        store.OnSet = () => writing.Task;
        engine.Data = "2";

        var regenerated = engine.RegenerateAsync(Key, engine.Render());
        await Eventually.IsTrueAsync(() => engine.Renders == 1);

        Assert.False(regenerated.IsCompleted);
        writing.SetResult();
        await regenerated;
        Assert.Equal("2", store.Entries[Key].Text());
    }

    [Fact]
    public async Task What_cannot_be_written_is_shown_all_the_same()
    {
        var store = new ScriptedStore { OnSet = ScriptedStore.Fail };
        store.Entries[Key] = Entries.Entry("1", new(Guid.NewGuid(), 0));
        await using var engine = new EntryCacheFixture(store: Guarded(store));
        engine.Data = "2";

        await engine.VisitAsync(Key, engine.Render());

        await Eventually.IsTrueAsync(async () => await engine.VisitAsync(Key, engine.Render()) == "2");
        Assert.Empty(store.Entries);
    }

    [Fact]
    [Trait("Proves", "H-2")]
    public async Task A_visitor_who_waits_is_not_kept_waiting_by_the_disk()
    {
        var store = new ScriptedStore();
        await using var engine = new EntryCacheFixture(store: Guarded(store));
        var writing = engine.Hold();
        store.OnSet = () => writing.Task;

        Assert.Equal("1", await engine.VisitAsync(Key, engine.Render()));
        Assert.Equal("1", await engine.VisitAsync(Key, engine.Render()));

        // What is made behind it waits for it, and never goes to the disk before it.
        await engine.Ledger.StampAsync([CacheTag.All], InvalidationKind.Revalidate, default);
        engine.Data = "2";
        Assert.Equal("1", await engine.VisitAsync(Key, engine.Render()));
        await Eventually.IsTrueAsync(() => engine.Renders == 2);
        Assert.Equal("1", await engine.VisitAsync(Key, engine.Render()));
        writing.SetResult();
        await Eventually.IsTrueAsync(async () => await engine.VisitAsync(Key, engine.Render()) == "2");
    }

    [Fact]
    [Trait("Proves", "H-1")]
    public async Task An_entry_above_the_ledgers_end_begins_an_epoch_so_that_its_number_is_not_given_again()
    {
        var store = new ScriptedStore();
        await using var engine = new EntryCacheFixture(store: store);
        var epoch = engine.Ledger.Position.Epoch;
        store.Entries[Key] = Entries.Entry("1", new(epoch, 1), tags: "a");
        engine.Data = "2";

        Assert.Equal("1", await engine.VisitAsync(Key, engine.Render(tags: "a")));

        Assert.NotEqual(epoch, engine.Ledger.Position.Epoch);
        await Eventually.IsTrueAsync(async () => await engine.VisitAsync(Key, engine.Render(tags: "a")) == "2");
    }

    private static GuardedStore Guarded(ICacheStore store) =>
        new(store, new CacheOptions(), new FakeTimeProvider(), NullLogger<GuardedStore>.Instance);
}
