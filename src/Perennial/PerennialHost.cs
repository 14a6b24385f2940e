using Microsoft.Extensions.Hosting;
using Perennial.Caching;

namespace Perennial;

/// <summary>What happens before the server listens and after it has stopped, in this order.</summary>
internal sealed class PerennialHost(CacheStorage storage) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) =>
        storage.OpenAsync(static _ => Task.FromResult<ICacheStore>(new EmptyStore()), cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
