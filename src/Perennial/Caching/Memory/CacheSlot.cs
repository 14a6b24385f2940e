using Perennial.Caching.Ledger;

namespace Perennial.Caching.Memory;

// The entry never changes. What is found out about it is noted beside it, at any time and by anybody: each note is one reference
// or one flag, and whoever misses it finds it out again.
internal sealed class CacheSlot
{
    private readonly TimeProvider _time;
    private readonly long _madeAt;
    private readonly TimeSpan _ageWhenMade;
    private Judgement? _judgement;

    /// <remarks>
    /// The wall clock is read once, here; from then on age grows by the monotonic clock. An entry from the future is as old
    /// as this moment: never "fresh for years" because a clock was wrong once.
    /// </remarks>
    public CacheSlot(EntryKey key, CacheEntry entry, TimeProvider time)
    {
        (Key, Entry, _time) = (key, entry, time);
        _madeAt = time.GetTimestamp();
        var age = time.GetUtcNow() - entry.Facts.CreatedAt;
        _ageWhenMade = age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }

    public EntryKey Key { get; }

    public CacheEntry Entry { get; }

    public object? View { get; set; }

    /// <summary>Its version in the store that servers share; null where there is none, or it is not known yet.</summary>
    public string? FarVersion { get; set; }

    /// <summary>Whether the room that reads such entries (pages, pictures) found no sense in the payload: then the entry counts as missing, and must not keep a render from beginning.</summary>
    public bool IsUnreadable { get; set; }

    public TimeSpan Age => _ageWhenMade + _time.GetElapsedTime(_madeAt);

    public Freshness Judge(ITagLedger ledger) => ByLedger(ledger)
        .Worse(Freshness.ByAge(Entry.Facts.Lifetime, Age))
        .Worse(Freshness.ByTrust(ledger.Status, _time));

    private Freshness ByLedger(ITagLedger ledger)
    {
        var position = ledger.Position;
        var known = Volatile.Read(ref _judgement);
        if (known is not null && ReferenceEquals(known.At, position))
        {
            return known.Freshness;
        }

        // The position was read before the stamps: what is concluded is at least as new as what it is filed under.
        var freshness = Freshness.ByLedger(Entry.Facts, ledger);
        Volatile.Write(ref _judgement, new(position, freshness));
        return freshness;
    }

    private sealed record Judgement(LedgerPosition At, Freshness Freshness);
}
