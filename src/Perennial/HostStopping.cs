using Microsoft.Extensions.Hosting;
using Perennial.Telemetry;

namespace Perennial;

/// <summary>What happens before the host stops its other services.</summary>
internal sealed class HostStopping(
    IHostApplicationLifetime lifetime, Readiness readiness, DeployedAssets assets, CacheOpener cache, Lazy<Shutdown> shutdown)
{
    // Its making reads the cache, so it cannot be made before that is open. A start that fails earlier has nothing to end.
    private Shutdown? _shutdown;

    public void Prepare()
    {
        lifetime.ApplicationStopping.Register(readiness.Drain);
        _shutdown = shutdown.Value;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        assets.Close();
        await cache.EndAsync();
        await (_shutdown?.RunAsync(cancellationToken) ?? Task.CompletedTask);
    }
}
