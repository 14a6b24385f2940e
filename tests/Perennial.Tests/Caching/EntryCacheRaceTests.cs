using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Caching;

namespace Perennial.Tests.Caching;

/// <summary>A page that is kept while the store is slow: what it held before, or is still being given, must not come back.</summary>
public sealed class EntryCacheRaceTests
{
    private static readonly EntryKey Key = Entries.Key("page");

    [Fact]
    [Trait("Proves", "H-2")]
    public async Task A_page_that_went_away_before_it_was_written_does_not_come_back()
    {
        var writing = ScriptedStore.Signal();

        // Guarded as every store of an app is: the guard is what keeps two writes of one key in order.
        var store = new GuardedStore(new ScriptedStore { OnSet = () => writing.Task }, new(), TimeProvider.System, NullLogger<GuardedStore>.Instance);
        await using var engine = new EntryCacheFixture(new() { NotFoundLimit = 0 }, store: store);
        await engine.VisitAsync(Key, engine.Render());

        engine.Data = "gone";
        await engine.Cache.FillAsync(Key, RenderReason.Regenerate, engine.Render(isNegative: true), default);
        writing.SetResult();
        await Eventually.IsTrueAsync(() => engine.Cache.Numbers.QueuedWrites == 0);

        Assert.Equal("gone", await engine.VisitAsync(Key, engine.Render(isNegative: true)));
    }

    [Fact]
    [Trait("Proves", "H-2")]
    public async Task What_was_read_while_a_newer_page_was_kept_does_not_replace_it()
    {
        var reads = new Queue<TaskCompletionSource>([ScriptedStore.Signal(), ScriptedStore.Signal()]);
        TaskCompletionSource[] gates = [.. reads];
        var begun = 0;
        var store = new ScriptedStore
        {
            OnGet = () =>
            {
                lock (reads)
                {
                    begun++;
                    return reads.TryDequeue(out var gate) ? gate.Task : Task.CompletedTask;
                }
            },
        };
        store.Entries[Key] = Entries.Entry("old");
        await using var engine = new EntryCacheFixture(store: store);
        engine.Data = "gone";

        // Whether the store holds something in place of which "gone" must be kept is the first read, the visit's is the second.
        var regenerated = engine.Cache.FillAsync(Key, RenderReason.Regenerate, engine.Render(isNegative: true), default);
        await Eventually.IsTrueAsync(() => Volatile.Read(ref begun) == 1);
        var visit = engine.VisitAsync(Key, engine.Render());
        await Eventually.IsTrueAsync(() => Volatile.Read(ref begun) == 2);
        gates[0].SetResult();
        await regenerated;
        gates[1].SetResult();
        await visit;

        Assert.Equal("gone", await engine.VisitAsync(Key, engine.Render()));
    }
}
