using Perennial.Caching.Flights;

namespace Perennial.Caching.Memory;

/// <summary>
/// What this process holds of each key: an entry, or that there is none. An entry that was read from a store comes in only
/// where no newer one was kept meanwhile.
/// </summary>
internal sealed class EntryMemory(CacheOptions options, TimeProvider time)
{
    private readonly MemoryTier _entries = new(options.MemoryLimit, int.MaxValue, time, MemoryPressure.LastCollectionUnderPressure);
    private readonly MemoryTier _negatives = new(Math.Max(1024 * 1024, options.MemoryLimit / 10), options.NotFoundLimit, time);
    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, 1024).Select(static _ => new Stripe())];

    public bool IsOn { get; } = options.MemoryLimit > 0;

    public long Bytes => _entries.Bytes + _negatives.Bytes;

    public int Count => _entries.Count + _negatives.Count;

    public CacheCell? Peek(EntryKey key) => _entries.Find(key) ?? _negatives.Find(key);

    /// <summary>Changes whenever an entry of this key is kept; taken before a store is asked.</summary>
    public long VersionOf(EntryKey key) => Volatile.Read(ref StripeOf(key).Version);

    /// <summary>Takes in what a store had. Not where another entry was kept since: that one is newer, and this is not an answer any more.</summary>
    public FlightResult? TryAdmit(EntryKey key, CacheEntry entry, string? farVersion, long since, Action? before = null)
    {
        var stripe = StripeOf(key);
        lock (stripe)
        {
            if (stripe.Version != since)
            {
                return null;
            }

            before?.Invoke();
            return Put(key, entry, farVersion);
        }
    }

    /// <summary>Shows a new entry.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="entry">What was made.</param>
    /// <param name="farVersion">Its version in the store that servers share, if it is there.</param>
    /// <param name="before">Runs before anybody sees it, one at a time for each key.</param>
    /// <param name="unless">Whether what stands in its place, which other servers have, too, is newer and stays.</param>
    public FlightResult Show(EntryKey key, CacheEntry entry, string? farVersion = null, Action? before = null, Func<CacheEntry, bool>? unless = null)
    {
        var stripe = StripeOf(key);
        lock (stripe)
        {
            if (unless is not null && Peek(key) is { Current: { FarVersion: not null } there } cell && unless(there.Entry))
            {
                return new(new RenderOutcome.Kept(there.Entry), there, cell);
            }

            // Before the version, which is read without the lock: who sees the new one must find the entry on its way, or he
            // would take what he reads in a store for newer than it.
            before?.Invoke();
            Volatile.Write(ref stripe.Version, stripe.Version + 1);
            return Put(key, entry, farVersion);
        }
    }

    /// <summary>Puts what stands in the shared store in the place of what was shown before that was known. Another entry that came since stays.</summary>
    public void Settle(EntryKey key, CacheEntry shown, CacheEntry stands, string? farVersion)
    {
        var stripe = StripeOf(key);
        lock (stripe)
        {
            if (!ReferenceEquals(shown, stands))
            {
                // Also where memory holds nothing: who has found the loser on its way must not bring it in now.
                stripe.Version++;
            }

            if (Peek(key)?.Current is not { } slot || !ReferenceEquals(slot.Entry, shown))
            {
                return;
            }

            if (ReferenceEquals(shown, stands))
            {
                slot.FarVersion = farVersion;
            }
            else
            {
                Put(key, stands, farVersion);
            }
        }
    }

    private FlightResult Put(EntryKey key, CacheEntry entry, string? farVersion)
    {
        var slot = new CacheSlot(key, entry, time) { FarVersion = farVersion };
        var (home, other) = entry.Facts.IsNegative ? (_negatives, _entries) : (_entries, _negatives);
        var cell = IsOn ? home.Put(slot) : null;
        other.Remove(key);
        return new(new RenderOutcome.Kept(entry), slot, cell);
    }

    private Stripe StripeOf(EntryKey key) => _stripes[(uint)key.GetHashCode() % (uint)_stripes.Length];

    /// <summary>What some keys share: how often one of them was kept. Locked, so that an older entry is not admitted a moment later.</summary>
    private sealed class Stripe
    {
        public long Version;
    }
}
