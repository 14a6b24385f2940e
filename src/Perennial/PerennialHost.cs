using Microsoft.Extensions.Hosting;
using Perennial.Caching;
using Perennial.Caching.Files;

namespace Perennial;

/// <summary>What happens before the server listens and after it has stopped, in this order.</summary>
internal sealed class PerennialHost(CacheStorage storage, FolderStores stores, CacheHandlerStore? own = null) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => storage.OpenAsync(
        folder => stores.OpenAsync(folder, built: null, own, cancellationToken), cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
