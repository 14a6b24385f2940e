using Microsoft.Extensions.Logging;
using Perennial.Caching.Flights;
using Perennial.Caching.Guard;
using Perennial.Caching.Memory;

namespace Perennial.Caching;

/// <summary>Keeps what was made: shows it in memory, and brings it into the stores.</summary>
internal sealed class EntryKeeper : IAsyncDisposable
{
    private readonly EntryMemory _memory;
    private readonly StoreTiers _stores;
    private readonly PendingWrites _writes;

    public EntryKeeper(EntryMemory memory, StoreTiers stores, CacheOptions options, TimeProvider time, ILogger logger)
    {
        (_memory, _stores) = (memory, stores);
        _writes = new(stores.PutAsync, stores.Skip, options.WriteTimeout, time, logger);
    }

    public int Queued => _writes.Count;

    /// <summary>What is on its way to the stores, and so newer than what they have.</summary>
    public CacheEntry? FindPending(EntryKey key) => _writes.Find(key);

    /// <param name="key">Its key.</param>
    /// <param name="entry">What was made.</param>
    /// <param name="reason">
    /// Why. What a visitor waited for is shown at once and written behind: it takes the place of nothing, or of what the
    /// ledger says nobody may see. What was made behind a page that is still shown is written first: shown before that, it
    /// would be gone after a crash, and its visitor would find the older page again.
    /// </param>
    /// <param name="fence">Of the lease it was made under; 0 without one.</param>
    /// <param name="known">What stood in its place when its render began: what another server has put there since is not its to replace.</param>
    /// <returns>What is shown, and when it is written.</returns>
    public async ValueTask<(FlightResult Result, Task Written)> KeepAsync(
        EntryKey key, CacheEntry entry, RenderReason reason, long fence, CacheSlot? known)
    {
        var put = new EntryPut(entry) { FarVersion = known?.FarVersion, Fence = fence };
        if (!await MustBeWrittenAsync(key, put))
        {
            return (_memory.Show(key, entry, unless: IsNewer), Task.CompletedTask);
        }

        if (reason is RenderReason.Refresh or RenderReason.Regenerate)
        {
            FlightResult? shown = null;
            await _writes.WriteHiddenAsync(
                key, put, stands => shown = _memory.Show(key, stands.Entry, stands.FarVersion, unless: there => _stores.IsNewer(there, stands.Entry)));
            return (shown ?? _memory.Show(key, entry, unless: IsNewer), Task.CompletedTask);
        }

        PendingWrite? write = null;
        var result = _memory.Show(key, entry, before: () => write = _writes.Add(key, put, stands => Settle(key, entry, stands)), unless: IsNewer);
        await (write?.Backpressure ?? Task.CompletedTask);
        return (result, write?.Ended ?? Task.CompletedTask);

        bool IsNewer(CacheEntry there) => _stores.IsNewer(there, entry);
    }

    /// <summary>Takes in what the stores had, unless something newer was kept since.</summary>
    public async ValueTask<FlightResult?> AdmitAsync(EntryKey key, TieredEntry found, long since)
    {
        PendingWrite? copy = null;
        var result = _memory.TryAdmit(key, found.Entry, found.FarVersion, since, before: () => copy = CopyNear(key, found));
        await (copy?.Backpressure ?? Task.CompletedTask);
        return result;
    }

    /// <summary>Shows what another server made.</summary>
    public async ValueTask<FlightResult> ShowAsync(EntryKey key, TieredEntry found)
    {
        PendingWrite? copy = null;
        var result = _memory.Show(key, found.Entry, found.FarVersion, before: () => copy = CopyNear(key, found));
        await (copy?.Backpressure ?? Task.CompletedTask);
        return result;
    }

    public ValueTask DisposeAsync() => _writes.DisposeAsync();

    // A "not found" that takes the place of nothing is remembered in memory alone, and keeping it asks no server.
    private async ValueTask<bool> MustBeWrittenAsync(EntryKey key, EntryPut put) =>
        !_memory.IsOn || !put.Entry.Facts.IsNegative
        || put.FarVersion is not null
        || _memory.Peek(key) is { Current.Entry.Facts.IsNegative: false }
        || _writes.Find(key) is not null
        || await _stores.HoldsNearAsync(key, put.Entry.Facts.Kind);

    // What another server made comes to the disk of this one, so that it is there after a restart.
    private PendingWrite? CopyNear(EntryKey key, TieredEntry found) =>
        found.FarVersion is null ? null : _writes.Add(key, new(found.Entry) { IsCopy = true });

    // What was shown may be the loser of two renders, for a moment; from then on this server shows what all others show.
    private void Settle(EntryKey key, CacheEntry shown, TieredEntry stands)
    {
        if (stands.FarVersion is not null)
        {
            _memory.Settle(key, shown, stands.Entry, stands.FarVersion);
        }
    }
}
