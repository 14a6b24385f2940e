using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;
using Perennial.Telemetry;

namespace Perennial;

internal sealed class CacheOpener(
    Invocation invocation, CacheStorage storage, ServedPages pages, Readiness readiness, IServiceProvider services) : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private Task? _opening;

    public Task OpenAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_opening is null or { IsFaulted: true } or { IsCanceled: true })
            {
                // Not the caller's token: others wait for the same, and he may be the first to go. Nor his thread, in a lock.
                _opening = Task.Run(OpenAsync, _end.Token);
            }

            return _opening.WaitAsync(cancellationToken);
        }
    }

    public Task EndAsync() => storage.EndAsync();

    /// <summary>A start that was given up on must not leave the folder locked.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await (_opening ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task OpenAsync()
    {
        if (invocation.RendersAndExits)
        {
            storage.OpenInMemory();
            return;
        }

        readiness.InMemoryBecause = () => storage.InMemoryBecause;

        // Asked for now: a storage or a handler of the app's own may itself want what needs an open cache.
        storage.Brought = await services.GetRequiredService<StorageComposer>()
            .OpenAsync(services.GetRequiredService<StorageContextFor>()(StoragePurpose.Serve), _end.Token);
        var handler = services.GetService<CacheHandlerStore>();
        await pages.OpenAsync(handler is null || storage.Brought.Near is null ? handler ?? storage.Brought.Near : throw TwoStores(), _end.Token);
    }

    private static PerennialException TwoStores() => new(
        "PER1007", "A storage brings a store in the place of the cache folder's files, and UseCacheHandler does, too. Add one of them.");
}
