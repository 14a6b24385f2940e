using Perennial.Caching;

namespace Perennial.Postgres.Leases;

internal sealed class HeldLease(PostgresLease leases, NodeSession session, byte[] key, long fence, TimeSpan timeToLive) : RenderLease
{
    // Without a timer and never asked for its handle, it needs no disposal; somebody may still ask for its token.
    private readonly CancellationTokenSource _lost = new();
    private int _isOver;

    public byte[] Key => key;

    public TimeSpan TimeToLive => timeToLive;

    public override long Fence => fence;

    public override CancellationToken Lost => _lost.Token;

    public void Lose() => _lost.Cancel();

    public override ValueTask CompleteAsync(RenderResult result) => EndAsync(result);

    public override ValueTask DisposeAsync() => EndAsync(null);

    private ValueTask EndAsync(RenderResult? result)
    {
        if (Interlocked.Exchange(ref _isOver, 1) is 1)
        {
            return default;
        }

        session.Remove(this);
        return leases.EndAsync(this, result);
    }
}
