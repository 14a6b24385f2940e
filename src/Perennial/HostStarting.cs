using Perennial.Caching;
using Perennial.Client;
using Perennial.Telemetry;

namespace Perennial;

/// <summary>What happens before any other service of the host starts, the server among them.</summary>
internal sealed class HostStarting(
    Invocation invocation,
    ProcessLimits limits,
    VerbCheck verbs,
    VariableCheck variables,
    CacheOpener cache,
    CacheStorage storage,
    KeyAgreement keys,
    Lazy<CacheMeters> meters,
    Instrumentations instrumentations)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        invocation.HasBegun = true;
        limits.Set();
        verbs.Run();
        variables.Run();
        await cache.OpenAsync(cancellationToken);
        await (storage.Brought.Far is { } shared ? keys.CheckAsync(shared, cancellationToken) : Task.CompletedTask);

        // Asked for now and not before: the cache cannot be made before it is open.
        meters.Value.Connect();

        // After the cache, so that they may use all there is; before the server, so that no request comes first.
        await instrumentations.RegisterAsync(cancellationToken);
    }
}
