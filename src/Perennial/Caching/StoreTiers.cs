using Microsoft.Extensions.Logging;
using Perennial.Caching.Guard;
using Perennial.Caching.Ledger;
using Perennial.Caching.Memory;

namespace Perennial.Caching;

/// <summary>
/// Near and far as one. The near store is a step on the way and never stands in front of the far one: what is not fresh there
/// is asked far, or a server would go on with its own old page for as long as its disk remembers it.
/// </summary>
internal sealed class StoreTiers(EntryStores stores, ITagLedger ledger, TimeProvider time, ILogger logger)
{
    /// <summary>Who loses this often writes against somebody who writes all the time. He shows his own, and the next one writes his.</summary>
    private const int Attempts = 3;

    private readonly LedgerGap _gap = new(ledger, logger);

    public async ValueTask<TieredEntry?> FindAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken)
    {
        var near = await stores.Near.GetAsync(key, kind, cancellationToken) is { } found
            ? new TieredEntry(await CountedAsync(found.Entry, cancellationToken))
            : null;
        if (stores.Far is null || (near is not null && Judge(key, near.Entry).State is FreshnessState.Fresh))
        {
            return near;
        }

        var far = await FindFarAsync(key, kind, cancellationToken);
        return far is null || (near is not null && IsNewer(near.Entry, far.Entry)) ? near : far;
    }

    public async ValueTask<TieredEntry?> FindFarAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken)
    {
        if (stores.Far is null || await stores.Far.GetAsync(key, kind, cancellationToken) is not { } found)
        {
            return null;
        }

        return new(await CountedAsync(found.Entry, cancellationToken)) { FarVersion = found.Version };
    }

    /// <returns>What stands now: the entry and the version it has far, or the one that stands there in its place.</returns>
    public async ValueTask<TieredEntry> PutAsync(EntryKey key, EntryPut put, WriteHold hold)
    {
        var stands = put.IsCopy || stores.Far is null ? new(put.Entry) : await PutFarAsync(stores.Far, key, put, hold);
        await stores.Near.PutAsync(key, stands.Entry, PutCondition.Always, hold);
        return stands;
    }

    /// <summary>An entry is not written: what the stores have of its key is older.</summary>
    public void Skip(EntryKey key, EntryPut put)
    {
        (stores.Far as GuardedStore)?.Skip(key, put.Entry);
        (stores.Near as GuardedStore)?.Skip(key, put.Entry);
    }

    public async ValueTask<bool> HoldsNearAsync(EntryKey key, CacheKind kind) =>
        await stores.Near.GetAsync(key, kind, CancellationToken.None) is not null;

    public Freshness Judge(EntryKey key, CacheEntry entry) => new CacheSlot(key, entry, time).Judge(ledger);

    /// <summary>Whether numbers say that another server's entry is newer than one that was made here.</summary>
    public bool IsNewer(CacheEntry there, CacheEntry mine) =>
        EntryOrder.Compare(there.Facts.Position, mine.Facts.Position, ledger.Position) > 0;

    private async ValueTask<TieredEntry> PutFarAsync(ICacheStore far, EntryKey key, EntryPut put, WriteHold hold)
    {
        var (mine, condition) = (new TieredEntry(put.Entry), put.FarVersion is { } known ? PutCondition.IfVersion(known) : PutCondition.IfAbsent);
        if (put.Entry.Facts.IsNegative)
        {
            // "Not found" is remembered in memory alone. What stood there goes, unless somebody has put something newer there.
            await (put.FarVersion is null ? default : far.RemoveAsync(key, put.Entry.Facts.Kind, condition, hold));
            return mine;
        }

        // A refusal does not say whether it was for the fence or for the version. What was made under a lease that another server
        // has taken over since may be the newer one all the same: the numbers say that, and then the fence is of no use.
        for (var (attempt, fence) = (0, put.Fence); attempt < Attempts; attempt++, fence = 0)
        {
            switch (await far.PutAsync(key, put.Entry, condition with { Fence = fence }, hold))
            {
                case PutResult.Kept kept:
                    return mine with { FarVersion = kept.Version };
                case PutResult.Superseded { Current: null }:
                    condition = PutCondition.IfAbsent;
                    break;
                case PutResult.Superseded { Current: { } current }:
                    var there = await CountedAsync(current.Entry, CancellationToken.None);
                    if (Stands(there, put.Entry, key))
                    {
                        return new(there) { FarVersion = current.Version };
                    }

                    condition = PutCondition.IfVersion(current.Version);
                    break;
                default:
                    return mine;
            }
        }

        return mine;
    }

    private async ValueTask<CacheEntry> CountedAsync(CacheEntry entry, CancellationToken cancellationToken)
    {
        var counted = stores.Origin.Counted(entry);
        await _gap.CloseAsync(counted.Facts.Position, cancellationToken);
        return counted;
    }

    private bool Stands(CacheEntry current, CacheEntry mine, EntryKey key) =>
        EntryOrder.Compare(current.Facts.Position, mine.Facts.Position, ledger.Position) switch
        {
            0 => Judge(key, current).State is FreshnessState.Fresh,
            var order => order > 0,
        };
}

/// <param name="Entry">What was found.</param>
internal sealed record TieredEntry(CacheEntry Entry)
{
    /// <summary>Its version in the far store; null where it came from near, or is there no more.</summary>
    public string? FarVersion { get; init; }
}

/// <param name="Entry">What is to be kept.</param>
internal sealed record EntryPut(CacheEntry Entry)
{
    /// <summary>What stood in the far store when the render began, as far as this process knows.</summary>
    public string? FarVersion { get; init; }

    public long Fence { get; init; }

    /// <summary>Whether it came from the far store, and only the near one lacks it.</summary>
    public bool IsCopy { get; init; }
}
