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
    private readonly WriteBehind _writes;

    public EntryKeeper(EntryMemory memory, StoreTiers stores, ILogger logger)
    {
        (_memory, _stores) = (memory, stores);
        _writes = new(WriteAsync, logger);
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
    /// <returns>What is shown, and when it is written.</returns>
    public async ValueTask<(FlightResult Result, Task Written)> KeepAsync(
        EntryKey key, CacheEntry entry, RenderReason reason, long fence)
    {
        var put = new EntryPut(entry) { FarVersion = _memory.Peek(key)?.Current?.FarVersion, Fence = fence };
        if (!await MustBeWrittenAsync(key, put))
        {
            return (_memory.Show(key, entry), Task.CompletedTask);
        }

        if (reason is RenderReason.Refresh or RenderReason.Regenerate)
        {
            var stands = new Stands(put.Entry, null);
            await _writes.WriteAsync(key, async () => stands = await PutAsync(key, put, isHidden: true));
            return (_memory.Show(key, stands.Entry, stands.FarVersion), Task.CompletedTask);
        }

        var written = Task.CompletedTask;
        var result = _memory.Show(key, entry, before: () => written = _writes.Note(key, put));
        await _writes.QueueAsync(key, CancellationToken.None);
        return (result, written);
    }

    /// <summary>Brings an entry that another server made to the disk of this one, so that it is there after a restart.</summary>
    public async ValueTask CopyNearAsync(EntryKey key, TieredEntry found)
    {
        if (found.FarVersion is not null)
        {
            _ = _writes.Note(key, new(found.Entry) { IsCopy = true });
            await _writes.QueueAsync(key, CancellationToken.None);
        }
    }

    public ValueTask DisposeAsync() => _writes.DisposeAsync();

    // A "not found" that takes the place of nothing is remembered in memory alone, and keeping it asks no server.
    private async ValueTask<bool> MustBeWrittenAsync(EntryKey key, EntryPut put) =>
        !_memory.IsOn || !put.Entry.Facts.IsNegative
        || put.FarVersion is not null
        || _memory.Peek(key) is { Current.Entry.Facts.IsNegative: false }
        || _writes.Find(key) is not null
        || await _stores.HoldsNearAsync(key, put.Entry.Facts.Kind);

    // What was shown may be the loser of two renders, for a moment; from then on this server shows what all others show.
    private async ValueTask WriteAsync(EntryKey key, EntryPut put)
    {
        var stands = await PutAsync(key, put, isHidden: false);
        if (stands.FarVersion is not null)
        {
            _memory.Settle(key, put.Entry, stands.Entry, stands.FarVersion);
        }
    }

    private async ValueTask<Stands> PutAsync(EntryKey key, EntryPut put, bool isHidden)
    {
        var (version, winner) = await _stores.PutAsync(key, put, isHidden);
        return winner is null ? new(put.Entry, version) : new(winner.Entry, winner.FarVersion);
    }

    private readonly record struct Stands(CacheEntry Entry, string? FarVersion);
}
