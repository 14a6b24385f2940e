using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Perennial.Caching.Guard;

namespace Perennial.Caching.Flights;

/// <summary>
/// Whose turn it is to render among the servers. Nothing here may keep a page from being rendered: where nobody can tell,
/// everybody renders.
/// </summary>
internal sealed class RenderTurns(IRenderLease? leases, TimeSpan? longest, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// How long a holder that has stopped without a word keeps the others waiting. Its backend renews it while it lives.
    /// </summary>
    private static readonly TimeSpan TimeToLive = TimeSpan.FromSeconds(10);

    /// <summary>As long as a render may take, and its end may be told late; who gave up before would make once more what is nearly there.</summary>
    private readonly TimeSpan _patience = (longest ?? TimeToLive) + TimeToLive;

    private readonly ConcurrentDictionary<RenderTurn, Task> _completions = new();

    public async ValueTask<RenderTurn> TryTakeAsync(EntryKey key, LedgerPosition position)
    {
        if (leases is null)
        {
            return RenderTurn.Own;
        }

        try
        {
            var lease = await leases.TryAcquireAsync(key, position, TimeToLive, CancellationToken.None);
            return lease is null ? RenderTurn.Elsewhere : new(lease, Track);
        }
        catch (Exception error)
        {
            Log.LeaseNotAsked(logger, error);
            return RenderTurn.Own;
        }
    }

    /// <returns>
    /// Whether to ask for the turn again. Not after a page that is not kept: each visitor gets his own, and the next holder
    /// would make all others wait once more.
    /// </returns>
    public async ValueTask<bool> WaitAsync(EntryKey key)
    {
        try
        {
            return leases is not null && await TimeLimit.RunAsync(
                token => leases.WaitAsync(key, token), _patience, time, CancellationToken.None) is not RenderResult.NotKept;
        }
        catch (Exception error)
        {
            Log.LeaseNotAsked(logger, error);
            return false;
        }
    }

    /// <summary>At the end: what other servers wait for is given back.</summary>
    public Task WhenCompletedAsync() => Task.WhenAll(_completions.Values);

    private async Task Track(RenderTurn turn, Func<Task> complete)
    {
        var completion = complete();
        _completions[turn] = completion;
        await completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _completions.TryRemove(turn, out _);
    }
}
