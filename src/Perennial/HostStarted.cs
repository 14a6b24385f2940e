using Perennial.Caching;
using Perennial.Deployment;
using Perennial.Pages;
using Perennial.Telemetry;

namespace Perennial;

/// <summary>
/// What happens when the server listens and the endpoints are known. Browsers of this deployment cannot miss its files yet.
/// </summary>
internal sealed class HostStarted(
    Readiness readiness,
    BuildAnnouncement build,
    SignalWatch signals,
    ServedPages pages,
    DeployedAssets assets,
    CacheStorage storage,
    Lazy<InvalidationObservers> observers)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        readiness.Start();

        // Now and not before: what keeps an app from starting (a port that another instance has, which has the cache folder
        // as well) is to be read alone.
        build.Announce();
        signals.LogIfLeft();
        pages.LogProblems();
        await assets.OpenAsync(cancellationToken);
        observers.Value.TellOfEpochs(storage.Ledger);
    }
}
