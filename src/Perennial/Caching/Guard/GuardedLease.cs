using Microsoft.Extensions.Logging;

namespace Perennial.Caching.Guard;

/// <summary>
/// Stands in front of what says which server renders: asking takes a limited time, and giving back fails nobody. A lease that
/// comes when nobody waits for it any more is given back at once; its backend would renew it for as long as the process lives.
/// </summary>
internal sealed class GuardedLease(IRenderLease leases, CacheOptions options, TimeProvider time, ILogger<GuardedLease> logger) : IRenderLease
{
    private long _taken;
    private long _elsewhere;
    private long _failed;

    public long Taken => Interlocked.Read(ref _taken);

    public long Elsewhere => Interlocked.Read(ref _elsewhere);

    /// <summary>How often nobody could tell.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    public async ValueTask<RenderLease?> TryAcquireAsync(
        EntryKey key, LedgerPosition position, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        try
        {
            var lease = await TimeLimit.RunAsync(
                async token => await leases.TryAcquireAsync(key, position, timeToLive, token) is { } given ? new Held(this, given) : null,
                options.ReadTimeout,
                time,
                cancellationToken,
                late: static held => _ = held?.DisposeAsync().AsTask());
            Interlocked.Increment(ref lease is null ? ref _elsewhere : ref _taken);
            return lease;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            Interlocked.Increment(ref _failed);
            throw;
        }
    }

    // Who waits knows how long a render may take.
    public ValueTask<RenderResult?> WaitAsync(EntryKey key, CancellationToken cancellationToken) => leases.WaitAsync(key, cancellationToken);

    private async ValueTask EndAsync(Func<CancellationToken, ValueTask> end)
    {
        try
        {
            await TimeLimit.RunAsync(end, options.WriteTimeout, time, CancellationToken.None);
        }
        catch (Exception error)
        {
            // Its time ends by itself.
            Log.LeaseNotEnded(logger, error);
        }
    }

    private sealed class Held(GuardedLease guard, RenderLease lease) : RenderLease
    {
        public override long Fence { get; } = lease.Fence;

        public override CancellationToken Lost { get; } = lease.Lost;

        public override ValueTask CompleteAsync(RenderResult result) => guard.EndAsync(_ => lease.CompleteAsync(result));

        public override ValueTask DisposeAsync() => guard.EndAsync(_ => lease.DisposeAsync());
    }
}
