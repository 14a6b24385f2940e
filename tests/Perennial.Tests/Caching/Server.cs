using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Caching.Guard;
using Perennial.Caching.Ledger;
using Perennial.Testing.Fleet;

namespace Perennial.Tests.Caching;

/// <summary>A server of a fleet: the engine, with a disk of its own and all that servers share.</summary>
internal sealed class Server : IAsyncDisposable
{
    private int _renders;

    private Server(MemoryNode node, StorageParts parts, FakeTimeProvider time)
    {
        Node = node;
        Ledger = new GuardedLedger(parts.Ledger!, time);
        var lease = new GuardedLease(parts.Lease!, new(), time, NullLogger<GuardedLease>.Instance);
        var far = new GuardedStore(parts.Store!, new(), time, NullLogger<GuardedStore>.Instance, () => Ledger.Position);
        Cache = new(new(), new(16, 16), Ledger, new(Near, far, lease), time, NullLogger<EntryCache>.Instance);
        Time = time;
    }

    public MemoryNode Node { get; }

    public ITagLedger Ledger { get; }

    public DictionaryStore Near { get; } = new();

    public EntryCache Cache { get; }

    public FakeTimeProvider Time { get; }

    public int Renders => Volatile.Read(ref _renders);

    /// <summary>What its renders read.</summary>
    public Func<string> Data { get; set; } = static () => "1";

    public static async Task<Server> StartAsync(MemoryFleet fleet, FakeTimeProvider time)
    {
        var node = fleet.AddNode();
        return new(node, await node.OpenAsync(MemoryFleetTests.Context(time), default), time);
    }

    public Render Render(Task? held = null, TaskCompletionSource? begun = null, Lifetime lifetime = default, bool isNegative = false, params CacheTag[] tags) =>
        async (startedAt, _, _) =>
        {
            Interlocked.Increment(ref _renders);
            var data = Data();
            begun?.TrySetResult();
            await (held ?? Task.CompletedTask);
            return new RenderOutcome.Kept(Entries.Entry(data, startedAt, lifetime, Time.GetUtcNow(), isNegative, tags));
        };

    public async Task<string> VisitAsync(EntryKey key, Render? render = null)
    {
        render ??= Render(tags: CacheTag.User("t"));
        if (await Cache.FindAsync(key, CacheKind.Component, default) is { Slot: { } slot } found)
        {
            var (state, reason) = slot.Judge(Ledger) is var judged ? (judged.State, judged.Reason) : default;
            if (state is FreshnessState.Stale && reason is not FreshnessReason.Unsynced)
            {
                await Cache.RefreshBehind(key, CacheKind.Component, Cache.GateOf(key, found.Cell), render);
            }

            if (state is not FreshnessState.Expired)
            {
                return slot.Entry.Text();
            }
        }

        var (result, _) = await Cache.FillAsync(key, CacheKind.Component, RenderReason.Miss, render, default);
        return result.Slot?.Entry.Text() ?? result.Outcome.GetType().Name;
    }

    public string? Shown(EntryKey key) => Cache.Peek(key)?.Current?.Entry.Text();

    public ValueTask DisposeAsync() => Cache.DisposeAsync();
}
