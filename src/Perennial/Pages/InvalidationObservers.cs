using Microsoft.Extensions.Logging;
using Perennial.Caching;

namespace Perennial.Pages;

// Called after the invalidation is durable; an observer's exception is logged and goes no further.
internal sealed class InvalidationObservers(IEnumerable<IInvalidationObserver> all, ILogger<InvalidationObservers> logger)
{
    public async Task TellAsync(IReadOnlyCollection<CacheTag> tags, InvalidationKind kind)
    {
        foreach (var observer in all)
        {
            try
            {
                await observer.InvalidatedAsync(tags, kind, CancellationToken.None);
            }
#pragma warning disable CA1031 // The ledger holds the invalidation already; an observer that fails changes nothing about it.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Log.ObserverFailed(logger, observer.GetType().Name, error);
            }
        }
    }

    /// <summary>
    /// A network in front may hold what was fresh in the epoch before, and nobody would purge it. It is not waited for. Of an
    /// epoch that another server began that one tells.
    /// </summary>
    public void TellOfEpochs(ITagLedger ledger) => ledger.Subscribe(change => _ = change is { IsNewEpoch: true, IsBegunElsewhere: false }
        ? Task.Run(() => TellAsync([CacheTag.All], InvalidationKind.Revalidate), CancellationToken.None)
        : Task.CompletedTask);
}
