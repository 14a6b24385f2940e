using Perennial.Caching;

namespace Perennial.Redis;

/// <summary>A lease that this server has, and renews while it renders.</summary>
internal sealed class HeldLease : RenderLease
{
    private static readonly TimeSpan RenewInterval = TimeSpan.FromMilliseconds(300);

    /// <summary>Shorter than the key lives, so that who has lost a lease knows it before another one gets it.</summary>
    private static readonly TimeSpan BelievedFor = RedisLease.ShortTime * 0.8;

    private readonly RedisLease _leases;
    private readonly EntryKey _key;
    private readonly string _holder;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _ended = new();
    private int _isEnded;

    public HeldLease(RedisLease leases, EntryKey key, string holder, long fence, long asked, TimeProvider time)
    {
        (_leases, _key, _holder, Fence, _time) = (leases, key, holder, fence, time);
        _ = RenewAsync(asked);
    }

    public override long Fence { get; }

    public override CancellationToken Lost => _lost.Token;

    public override async ValueTask CompleteAsync(RenderResult result) => await EndAsync(result);

    public override async ValueTask DisposeAsync() => await EndAsync(result: null);

    private async Task EndAsync(RenderResult? result)
    {
        if (Interlocked.Exchange(ref _isEnded, 1) is 0)
        {
            await _ended.CancelAsync();
            await _leases.ReleaseAsync(_key, _holder, result);
        }
    }

    /// <summary>
    /// Until it ends, or nobody can say any more that it is this server's: by this machine's own clock, from the moment before it
    /// asked.
    /// </summary>
    private async Task RenewAsync(long since)
    {
        for (var confirmed = since; !_ended.IsCancellationRequested;)
        {
            await Task.Delay(Least(Left(), RenewInterval), _time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_ended.IsCancellationRequested)
            {
                return;
            }

            var asked = _time.GetTimestamp();
            var isMine = Left() > TimeSpan.Zero ? await AskAsync(Left()) : false;
            if (isMine is false)
            {
                await _lost.CancelAsync();
                return;
            }

            confirmed = isMine is null ? confirmed : asked;

            TimeSpan Left() => Least(BelievedFor - _time.GetElapsedTime(confirmed), BelievedFor);
        }
    }

    /// <returns>Null where nobody answered: it is this server's until its time is over.</returns>
    private async Task<bool?> AskAsync(TimeSpan limit)
    {
        try
        {
            return await _leases.RenewAsync(_key, _holder, _ended.Token).WaitAsync(limit, _time, _ended.Token);
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => TimeSpan.FromTicks(Math.Max(0, Math.Min(one.Ticks, other.Ticks)));
}
