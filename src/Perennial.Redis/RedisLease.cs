using System.Globalization;
using Microsoft.Extensions.Logging;
using Perennial.Caching;
using StackExchange.Redis;

namespace Perennial.Redis;

/// <summary>Leases as keys with a short time to live, which their holders renew.</summary>
internal sealed class RedisLease(RedisConnection connection, TimeProvider time, ILogger logger) : IRenderLease
{
    /// <summary>How long a holder that was killed keeps the others waiting, whatever time it asked for: it renews more often than that.</summary>
    public static readonly TimeSpan ShortTime = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ResultTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    private readonly LeaseNews _news = new(connection);

    public async ValueTask<RenderLease?> TryAcquireAsync(
        EntryKey key, LedgerPosition position, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        var holder = Guid.NewGuid().ToString("N");
        var running = connection.RunAsync(
            LeaseScripts.Acquire, [connection.Keys.Lease(key), connection.Keys.Fences], [holder, Milliseconds(ShortTime)], CancellationToken.None);
        try
        {
            var fence = (long)await running.WaitAsync(cancellationToken);
            return fence is 0 ? null : new HeldLease(this, key, holder, fence, asked, time);
        }
        catch (OperationCanceledException)
        {
            // It may be had all the same, and nobody would give it back.
            _ = running.ContinueWith(_ => ReleaseAsync(key, holder, result: null), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    public async ValueTask<RenderResult?> WaitAsync(EntryKey key, CancellationToken cancellationToken)
    {
        using var news = await _news.ListenAsync(key, cancellationToken);
        while (true)
        {
            var holder = await connection.Database.StringGetAsync(connection.Keys.Lease(key), CommandFlags.DemandMaster).WaitAsync(cancellationToken);
            if (holder.IsNull || holder.ToString() is ['=', ..])
            {
                return Result(holder.IsNull ? "" : holder.ToString()[1..]);
            }

            // Null: a word that was missed, or a holder that is gone and says none.
            if (await news.OfAsync(holder.ToString(), PollInterval, time, cancellationToken) is { } word)
            {
                return Result(word);
            }
        }
    }

    /// <returns>False where another one has it.</returns>
    public async Task<bool> RenewAsync(EntryKey key, string holder, CancellationToken cancellationToken) =>
        (long)await connection.RunAsync(LeaseScripts.Renew, [connection.Keys.Lease(key)], [holder, Milliseconds(ShortTime)], cancellationToken) is 1;

    public async Task ReleaseAsync(EntryKey key, string holder, RenderResult? result)
    {
        try
        {
            await connection.RunAsync(
                LeaseScripts.Release,
                [connection.Keys.Lease(key)],
                [
                    holder,
                    result is { } word ? ((int)word).ToString(CultureInfo.InvariantCulture) : "",
                    Milliseconds(ResultTime),
                    connection.ChannelForScripts(connection.Keys.Results),
                    key.Hash,
                ],
                CancellationToken.None);
        }
        catch (Exception error)
        {
            Log.LeaseNotGivenBack(logger, error);
        }
    }

    private static RedisValue Milliseconds(TimeSpan time) => Math.Max(1, (long)time.TotalMilliseconds);

    private static RenderResult? Result(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Enum.IsDefined((RenderResult)number) ? (RenderResult)number : null;
}
