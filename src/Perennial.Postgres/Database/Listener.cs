using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Npgsql;
using Perennial.Postgres.Leases;

namespace Perennial.Postgres.Database;

/// <summary>
/// One connection that stays open: it hears what other servers do, and its session says that this one lives. It connects again
/// by itself.
/// </summary>
/// <param name="database">Where it connects to.</param>
/// <param name="readiness">Whether there is anything to listen to.</param>
/// <param name="heard">Gets what was told; null after each connection, because anything may have happened before it.</param>
/// <param name="time">For its pauses.</param>
/// <param name="logger">Is told when the connection goes and comes.</param>
internal sealed class Listener(PostgresDatabase database, Readiness readiness, Action<string?> heard, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>A connection that hangs looks like one on which nothing happens, so it is asked.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan BeatLimit = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private const int BeatTimeout = 2;

    private readonly CancellationTokenSource _stop = new();
    private volatile NodeSession? _session;
    private Task _running = Task.CompletedTask;
    private bool _isLost;

    /// <summary>Under which this server's leases stand; null while it is not connected.</summary>
    public NodeSession? Session => _session;

    public void Start() => _running = Task.Run(RunAsync, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var pause = FirstPause;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await readiness.EnsureAsync(_stop.Token);
                await ListenAsync(() => pause = FirstPause);
            }
            catch (Exception error)
            {
                if (!_isLost && !_stop.IsCancellationRequested)
                {
                    _isLost = true;
                    Log.ListeningLost(logger, error.Message);
                }
            }

            await Task.Delay(pause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task ListenAsync(Action connected)
    {
        await using var connection = await database.OpenAsync(_stop.Token);
        connection.Notification += (_, notification) =>
        {
            if (notification.Channel == database.Channel)
            {
                heard(notification.Payload);
            }
        };

        // Another one each time: the last session's lock may be held by a backend that has not noticed its end.
        var session = new NodeSession(database, BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)));
        try
        {
            // Leases are worth no wait for the disk.
            await ExecuteAsync(connection, $"set synchronous_commit = off; select pg_advisory_lock({session.Id}); listen {database.Channel}", _stop.Token);
            _session = session;
            connected();
            heard(null);
            if (_isLost)
            {
                _isLost = false;
                Log.ListeningAgain(logger);
            }

            await HearAsync(connection, session);
        }
        finally
        {
            Leave(session);
            await CloseAsync(connection);
        }
    }

    private async Task HearAsync(NpgsqlConnection connection, NodeSession session)
    {
        for (var since = time.GetTimestamp(); ;)
        {
            // At least a millisecond: zero is for ever.
            var left = Beat - time.GetElapsedTime(since);
            if (left > TimeSpan.FromMilliseconds(1) && await connection.WaitAsync(left, _stop.Token))
            {
                continue;
            }

            since = time.GetTimestamp();

            // Npgsql gives up on a server that hangs only after it has tried to reach it once more.
            using var limit = new CancellationTokenSource(BeatLimit, time);
            using var late = limit.Token.Register(() => Leave(session));
            await session.RenewAsync(connection, BeatTimeout, _stop.Token);
        }
    }

    private void Leave(NodeSession session)
    {
        _session = null;
        session.End();
    }

    // A connection that goes back to a pool keeps its locks until somebody takes it out again.
    private static async Task CloseAsync(NpgsqlConnection connection)
    {
        try
        {
            await ExecuteAsync(connection, "select pg_advisory_unlock_all(); unlisten *", CancellationToken.None);
        }
        catch (Exception error) when (Fault.IsOutOfReach(error) || error is InvalidOperationException)
        {
            // It is broken, and its session ends with it.
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = BeatTimeout };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
