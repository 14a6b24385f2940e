using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Perennial.Caching.Flights;
using Perennial.Caching.Reads;
using Perennial.Tests.Caching.Reads;

namespace Perennial.Tests.Caching;

/// <summary>The engine on a dictionary, with renders that a test can hold.</summary>
internal sealed class EntryCacheFixture : IAsyncDisposable
{
    private readonly List<TaskCompletionSource> _held = [];
    private int _renders;

    public EntryCacheFixture(CacheOptions? options = null, RenderLimits? limits = null, ICacheStore? store = null)
    {
        Store = store ?? new DictionaryStore();
        Cache = new(options ?? new(), limits ?? new(16, 16), Ledger, new EntryStores(Store), Time, NullLogger<EntryCache>.Instance);
        Reads = new(Cache, Time);
    }

    public FakeTimeProvider Time { get; } = new();

    public FakeLedger Ledger { get; } = new();

    public ICacheStore Store { get; }

    public EntryCache Cache { get; }

    public ReadThrough Reads { get; }

    public int Renders => Volatile.Read(ref _renders);

    /// <summary>What the next renders read; changes as an editor changes data.</summary>
    public string Data { get; set; } = "1";

    public Exception? Fault { get; set; }

    /// <summary>A render of the current data, which may be held after it has read it.</summary>
    public Render Render(Task? held = null, Lifetime lifetime = default, bool isNegative = false, params CacheTag[] tags) =>
        async (startedAt, _, _) =>
        {
            Interlocked.Increment(ref _renders);
            var data = Data;
            await (held ?? Task.CompletedTask);
            return Fault is { } fault
                ? new RenderOutcome.Failed(fault)
                : new RenderOutcome.Kept(Entries.Entry(data, startedAt, lifetime, Time.GetUtcNow(), isNegative, tags));
        };

    /// <summary>
    /// What a test makes the store wait for. It goes on when the test ends, however it ends: closing the engine waits for its
    /// writes, and an assertion that failed before would be seen by nobody.
    /// </summary>
    public TaskCompletionSource Hold()
    {
        var signal = ScriptedStore.Signal();
        _held.Add(signal);
        return signal;
    }

    public Task<string> VisitAsync(EntryKey key, Render render) => Eventually.EndsAsync(VisitNowAsync(key, render), "A visit");

    public Task<(FlightResult Result, bool Joined)> RegenerateAsync(EntryKey key, Render render) =>
        Eventually.EndsAsync(Cache.FillAsync(key, CacheKind.Component, RenderReason.Regenerate, render, default), "A page that was asked for");

    public async ValueTask DisposeAsync()
    {
        _held.ForEach(static signal => signal.TrySetResult());
        await Cache.DisposeAsync();
    }

    private async Task<string> VisitNowAsync(EntryKey key, Render render)
    {
        var read = await Reads.ReadAsync(new ScriptedRead(key, render), default);
        return read.Slot?.Entry.Text() ?? read.Outcome!.GetType().Name;
    }
}
