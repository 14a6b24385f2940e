using Perennial.Caching.Guard;
using Perennial.Caching.Ledger;

namespace Perennial.Caching;

/// <summary>Opens what the app's providers bring, and puts one whole together of it.</summary>
internal sealed class StorageComposer(IEnumerable<IStorageProvider> providers)
{
    public async Task<ComposedStorage> OpenAsync(StorageContext context, CancellationToken cancellationToken)
    {
        var composed = new ComposedStorage();
        try
        {
            foreach (var provider in providers)
            {
                var parts = await provider.OpenAsync(context, cancellationToken);
                composed.Own(parts);
                var name = provider.GetType().Name;
                composed.Ledger = One(composed.Ledger, parts.Ledger, "ledger", name);
                composed.EpochBegan |= parts.Ledger is not null && parts.EpochBegan;
                composed.Lease = One(composed.Lease, parts.Lease, "lease", name);
                if (parts.StoreIsShared)
                {
                    composed.Far = One(composed.Far, parts.Store, "store", name);
                }
                else
                {
                    composed.Near = One(composed.Near, parts.Store, "store", name);
                }
            }

            Check(composed, context.Purpose);

            // A SharedLedger limits its own calls, and says itself what became of them.
            if (composed.Ledger is not (null or SharedLedger))
            {
                composed.Ledger = new GuardedLedger(composed.Ledger, context.Time);
            }

            return composed;
        }
        catch
        {
            await composed.DisposeAsync();
            throw;
        }
    }

    private static void Check(ComposedStorage composed, StoragePurpose purpose)
    {
        if (purpose is not StoragePurpose.Serve)
        {
            return;
        }

        if (composed.Far is not null && composed.Ledger is not { Status.IsShared: true })
        {
            throw new PerennialException(
                "PER1006",
                "The servers would share their pages and not their invalidations: what one of them invalidates, the others would go on showing. "
                + "Add a storage that brings a shared ledger.");
        }

        if (composed.Ledger is { Status: { IsShared: true, TrustedUntil: null } })
        {
            throw new PerennialException(
                "PER1008",
                "The shared ledger never says until when it may be believed (LedgerStatus.TrustedUntil): a server that is cut off would show for ever what "
                + "the others have invalidated. It must set a time and move it on for as long as it hears of the others.");
        }

        if (composed.Lease is not null && composed.Far is null)
        {
            throw new PerennialException(
                "PER1009",
                "The servers would wait for each other's renders and not find them: a storage brings leases, and none a store that servers share "
                + "(StorageParts.StoreIsShared). Add one, or leave the leases out.");
        }
    }

    private static T? One<T>(T? before, T? brought, string what, string provider)
        where T : class =>
        before is null ? brought
        : brought is null ? before
        : throw new PerennialException("PER1007", $"{provider} brings a {what}, and a storage that was added before it does, too. Add one of them.");
}

/// <summary>What the app's providers bring together; null what none does.</summary>
internal sealed class ComposedStorage : IAsyncDisposable
{
    private readonly List<StorageParts> _parts = [];

    public ITagLedger? Ledger { get; set; }

    /// <summary>Whether its epoch began when it was opened here.</summary>
    public bool EpochBegan { get; set; }

    public IRenderLease? Lease { get; set; }

    public ICacheStore? Near { get; set; }

    public ICacheStore? Far { get; set; }

    public void Own(StorageParts parts) => _parts.Add(parts);

    /// <summary>Stores first: what they still write is judged by the ledger.</summary>
    public async ValueTask DisposeAsync()
    {
        object?[] ordered =
        [
            .. _parts.Select(static part => part.Store),
            .. _parts.Select(static part => part.Lease),
            .. _parts.Select(static part => part.Ledger),
        ];
        _parts.Clear();
        foreach (var part in ordered.Distinct())
        {
            await (part is IAsyncDisposable open ? open.DisposeAsync() : default);
        }
    }
}

/// <summary>For whom a provider is opened now: what it is told is known in other rooms.</summary>
internal delegate StorageContext StorageContextFor(StoragePurpose purpose);
