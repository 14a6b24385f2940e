using System.Text;
using Microsoft.Coyote.Specifications;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Caching.Ledger;
using Perennial.Caching.Memory;

namespace Perennial.Races.Subject;

/// <summary>Races of the cache, each with what must hold whatever the order of its steps. No scenario waits for time.</summary>
public static class Scenarios
{
    private static readonly EntryKey Key = new EntryKeyBuilder().Add("page").Build();

    /// <summary>Shows that the rewriting and the search work at all: two threads lose an increment.</summary>
    public static async Task PlantedRace()
    {
        var count = 0;
        await Task.WhenAll(Task.Run(CountAsync), Task.Run(CountAsync));
        Specification.Assert(count is 2, "An increment was lost.");

        async Task CountAsync()
        {
            var before = count;
            await Task.Yield();
            count = before + 1;
        }
    }

    public static Task WritesOfShownPages() => WritesAsync(RenderReason.Miss, RenderReason.Miss);

    public static Task WritesOfAHiddenPage() => WritesAsync(RenderReason.Miss, RenderReason.Refresh);

    public static Task WritesOfAPageAfterAHiddenOne() => WritesAsync(RenderReason.Refresh, RenderReason.Miss);

    private static async Task WritesAsync(RenderReason first, RenderReason second)
    {
        var (near, far, ledger, time) = (new SteppingStore(), new SteppingStore(), new MemoryTagLedger(100), new FakeTimeProvider());
        var memory = new EntryMemory(new(), time);
        var keeper = new EntryKeeper(memory, new(new(near, far), ledger, time, NullLogger.Instance), new(), time, NullLogger.Instance);

        // As the engine does: renders of one key come one after the other. Another server's page may come beside them.
        var (_, written) = await KeepAsync("1", RenderReason.Miss);
        await written;
        var reading = Task.Run(async () =>
        {
            var before = memory.VersionOf(Key);
            if (keeper.FindPending(Key) is null && await far.GetAsync(Key, CacheKind.Component, default) is { } found)
            {
                await keeper.AdmitAsync(Key, new(found.Entry) { FarVersion = found.Version }, before);
            }
        });
        var rendering = Task.Run(async () =>
        {
            await KeepAsync("2", first);
            await KeepAsync("3", second);
        });
        await Task.WhenAll(rendering, reading);
        await keeper.DisposeAsync();

        Specification.Assert(Text(memory.Peek(Key)?.Current?.Entry) is "3", "An older page is shown: " + Text(memory.Peek(Key)?.Current?.Entry));
        Specification.Assert(near.Text is "3", "An older page stands near: " + near.Text);
        Specification.Assert(far.Text is "3", "An older page stands far: " + far.Text);

        async Task<(FlightResult Result, Task Written)> KeepAsync(string text, RenderReason reason)
        {
            var known = memory.Peek(Key)?.Current;
            var position = await ledger.StampAsync([CacheTag.User(text)], InvalidationKind.Revalidate, default);
            return await keeper.KeepAsync(Key, Entry(text, position), reason, fence: 0, known);
        }
    }

    public static async Task ExpiryWhileAPageIsRendered()
    {
        var server = new Server(new MemoryTagLedger(100));
        var visitor = Task.Run(() => server.VisitAsync());
        var other = Task.Run(() => server.VisitAsync());
        server.Data = "2";
        await server.Ledger.StampAsync([CacheTag.User("t")], InvalidationKind.Expire, default);

        var seen = await server.VisitAsync();
        Specification.Assert(seen is "2", "Who came after the expiry got " + seen);
        await Task.WhenAll(visitor, other);
        await server.DisposeAsync();
        Specification.Assert(server.MostAtOnce is 1, "Two renders of one key ran at once.");
        Specification.Assert(server.Near.Text is "2", "An older page stands in the store: " + server.Near.Text);
    }

    /// <summary>The entry was made before the invalidation: whatever a reader has seen of the ledger, afterwards it is not fresh.</summary>
    public static async Task JudgementsWhileALedgerGoesOn()
    {
        var ledger = new MemoryTagLedger(tagLimit: 2);
        var slot = new CacheSlot(Key, Entry("1", ledger.Position, "t"), new FakeTimeProvider());
        var readers = Task.WhenAll(Task.Run(() => slot.Judge(ledger)), Task.Run(() => slot.Judge(ledger)));
        var others = Task.Run(async () =>
        {
            for (var i = 0; i < 4; i++)
            {
                await ledger.StampAsync([CacheTag.User($"{i}")], InvalidationKind.Revalidate, default);
            }
        });
        await ledger.StampAsync([CacheTag.User("t")], InvalidationKind.Expire, default);
        Specification.Assert(slot.Judge(ledger).State is not FreshnessState.Fresh, "It is fresh after its expiry.");
        await Task.WhenAll(readers, others);
        Specification.Assert(slot.Judge(ledger).State is not FreshnessState.Fresh, "It is fresh again.");
    }

    private static CacheEntry Entry(string text, LedgerPosition position, params string[] tags) => new(
        new()
        {
            Kind = CacheKind.Component,
            Tags = [.. tags.Select(CacheTag.User)],
            Position = position,
            CreatedAt = DateTimeOffset.UnixEpoch,
            Lifetime = Lifetime.Forever,
        },
        [Encoding.UTF8.GetBytes(text)]);

    private static string? Text(CacheEntry? entry) => entry is null ? null : Encoding.UTF8.GetString(entry.Sections[0].Span);

    /// <summary>A store with a moment between the beginning of a write and its end, in which no other one may begin.</summary>
    private sealed class SteppingStore : ICacheStore
    {
        private StoredEntry? _entry;
        private int _writing;
        private int _version;

        public string? Text => Scenarios.Text(_entry?.Entry);

        public async ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken)
        {
            var found = _entry;
            await Task.Yield();
            return found;
        }

        public async ValueTask<PutResult> PutAsync(EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken)
        {
            Specification.Assert(++_writing is 1, "Two writes of one key overlap.");
            await Task.Yield();
            _writing--;
            if (!condition.HoldsFor(_entry?.Version))
            {
                return new PutResult.Superseded(_entry);
            }

            _entry = new(entry, $"{++_version}");
            return new PutResult.Kept(_entry.Version);
        }

        public async ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken)
        {
            Specification.Assert(++_writing is 1, "Two writes of one key overlap.");
            await Task.Yield();
            _writing--;
            _entry = condition.HoldsFor(_entry?.Version) ? null : _entry;
        }
    }

    private sealed class Server : IAsyncDisposable
    {
        private readonly EntryCache _cache;
        private int _running;

        public Server(ITagLedger ledger)
        {
            Ledger = ledger;
            _cache = new(
                new(), new(16, 16), ledger, new(Near), new FakeTimeProvider(),
                NullLogger<EntryCache>.Instance);
        }

        public ITagLedger Ledger { get; }

        public SteppingStore Near { get; } = new();

        public string Data { get; set; } = "1";

        public int Renders { get; private set; }

        public int MostAtOnce { get; private set; }

        public async Task<string?> VisitAsync()
        {
            if (await _cache.FindAsync(Key, CacheKind.Component, default) is { Slot: { } slot }
                && slot.Judge(Ledger).State is not FreshnessState.Expired)
            {
                return Text(slot.Entry);
            }

            var (result, _) = await _cache.FillAsync(Key, CacheKind.Component, RenderReason.Miss, RenderAsync, default);
            return Text(result.Slot?.Entry);
        }

        public ValueTask DisposeAsync() => _cache.DisposeAsync();

        private async Task<RenderOutcome> RenderAsync(LedgerPosition startedAt, RenderReason reason, CancellationToken cancellationToken)
        {
            (Renders, MostAtOnce) = (Renders + 1, Math.Max(MostAtOnce, ++_running));
            var data = Data;
            await Task.Yield();
            _running--;
            return new RenderOutcome.Kept(Entry(data, startedAt, "t"));
        }
    }
}
