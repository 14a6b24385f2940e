using System.Threading.Channels;

namespace Perennial.Caching.Ledger;

/// <summary>
/// Invalidations on their way to a shared log: one append at a time, with all that came while the one before it was under way.
/// One that fails is tried again, which its id makes harmless, and answered when its time is over.
/// </summary>
internal sealed class StampQueue : IAsyncDisposable
{
    private const int Together = 256;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Channel<Pending> _waiting = Channel.CreateUnbounded<Pending>(new() { SingleReader = true });
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private readonly Func<IReadOnlyList<StampRequest>, Task<LedgerPosition>> _append;
    private readonly Task _writing;

    public StampQueue(TimeSpan limit, TimeProvider time, Func<IReadOnlyList<StampRequest>, Task<LedgerPosition>> append)
    {
        (_limit, _time, _append) = (limit, time, append);
        _writing = Task.Run(WriteAsync);
    }

    public Task<LedgerPosition> AddAsync(StampRequest request, CancellationToken cancellationToken)
    {
        var pending = new Pending(request, _time.GetTimestamp(), new(TaskCreationOptions.RunContinuationsAsynchronously));
        return _waiting.Writer.TryWrite(pending)
            ? pending.Answer.Task.WaitAsync(cancellationToken)
            : throw new PerennialException("PER2110", "The invalidation was not applied: the server has stopped.");
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync()
    {
        var batch = new List<Pending>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < Together && _waiting.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            await WriteAsync(batch);
        }
    }

    private async Task WriteAsync(List<Pending> batch)
    {
        var isUnknown = false;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            Exception error;
            try
            {
                var position = await _append([.. batch.Select(static pending => pending.Request)]);
                batch.ForEach(pending => pending.Answer.TrySetResult(position));
                return;
            }
            catch (Exception caught)
            {
                error = caught;
            }

            // Once it is open whether it happened, no later refusal says that it did not.
            isUnknown |= error is not PerennialException { Code: "PER2110" };
            batch.RemoveAll(pending => IsOver(pending, pause) && pending.Answer.TrySetException(Failed(isUnknown, error)));
            if (batch.Count is 0)
            {
                return;
            }

            await Task.Delay(pause, _time);
        }
    }

    private bool IsOver(Pending pending, TimeSpan pause) => _time.GetElapsedTime(pending.Since) + pause >= _limit;

    private static PerennialException Failed(bool isUnknown, Exception error) => isUnknown
        ? new("PER2112", $"Nobody knows whether the invalidation was applied: the shared ledger did not answer ({error.Message}).", error)
        : new("PER2110", $"The invalidation was not applied: the shared ledger cannot be reached ({error.Message}).", error);

    private sealed record Pending(StampRequest Request, long Since, TaskCompletionSource<LedgerPosition> Answer);
}
