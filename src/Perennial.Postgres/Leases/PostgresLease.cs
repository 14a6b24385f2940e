using Npgsql;
using Perennial.Caching;
using Perennial.Postgres.Database;

namespace Perennial.Postgres.Leases;

/// <summary>A row for each key that is rendered somewhere. A few bytes that may be lost with a crash: then two servers render.</summary>
internal sealed class PostgresLease(PostgresDatabase database, Readiness readiness, Listener listener, TimeProvider time) : IRenderLease
{
    private const string Asynchronously = "select set_config('synchronous_commit', 'off', true)";

    /// <summary>What losing the notification costs, and how soon a holder that died is noticed.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>A holder renews its leases each second, and may be late.</summary>
    private static readonly TimeSpan ShortestTimeToLive = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    // The lock is tried for an instant only, and shared: two who look at once must not take each other for the holder. Lost
    // with a crash, a fence may be given again; its first holder lost the lease by the same crash.
    private readonly string _acquire = $"""
        insert into {database.Schema}.lease as l (site, key, holder, fence, held_until)
        values ($1, $2, $3, nextval('{database.Schema}.lease_fence'), clock_timestamp() + $4 * interval '1 second')
        on conflict (site, key) do update set holder = excluded.holder, fence = excluded.fence, held_until = excluded.held_until, result = null
        where l.result is not null or l.held_until <= clock_timestamp() or pg_try_advisory_xact_lock_shared(l.holder)
        returning fence
        """;

    private readonly string _complete = $"""
        with ended as (
          update {database.Schema}.lease set result = $4, held_until = clock_timestamp()
          where site = $1 and key = $2 and fence = $3 and result is null returning key)
        select pg_notify($5, $6) from ended
        """;

    private readonly string _giveBack = $"""
        with ended as (delete from {database.Schema}.lease where site = $1 and key = $2 and fence = $3 and result is null returning key)
        select pg_notify($4, $5) from ended
        """;

    // What came of it is known for a second longer than it was held: who asks for the turn and then waits must not miss it.
    private readonly string _look = $"""
        select case when held_until > clock_timestamp() - interval '1 second' then result end,
          result is null and held_until > clock_timestamp() and not pg_try_advisory_xact_lock_shared(holder)
        from {database.Schema}.lease where site = $1 and key = $2
        """;

    private readonly LeaseWaiters _waiters = new();

    public void Hear(string payload)
    {
        if (LeasePayload.TryRead(payload, out var key, out var result))
        {
            _waiters.Tell(key, result);
        }
    }

    public async ValueTask<RenderLease?> TryAcquireAsync(EntryKey key, LedgerPosition position, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var session = listener.Session ?? throw new IOException("Postgres is not connected, so nobody would know that this server lives.");
        await readiness.EnsureAsync(cancellationToken);
        var (hash, time) = (Convert.FromHexString(key.Hash), timeToLive > ShortestTimeToLive ? timeToLive : ShortestTimeToLive);
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new(Asynchronously));
        batch.BatchCommands.Add(Command(_acquire, database.Site, hash, session.Id, time.TotalSeconds));
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        if (!await rows.ReadAsync(cancellationToken))
        {
            return null;
        }

        var lease = new HeldLease(this, session, hash, rows.GetInt64(0), time);
        session.Add(lease);
        return lease;
    }

    public async ValueTask<RenderResult?> WaitAsync(EntryKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);

        // Before the first look, or what is told between the two would be missed.
        using var waiter = _waiters.Add(key.Hash);
        while (true)
        {
            var (isHeld, result) = await LookAsync(Convert.FromHexString(key.Hash), cancellationToken);
            if (!isHeld || waiter.Told.IsCompleted)
            {
                return waiter.Told.IsCompleted ? await waiter.Told : result;
            }

            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(waiter.Told, Task.Delay(PollInterval, time, pause.Token));
            await pause.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            if (waiter.Told.IsCompleted)
            {
                return await waiter.Told;
            }
        }
    }

    /// <summary>Does not throw: without a word the lease is free when its time is over.</summary>
    public async ValueTask EndAsync(HeldLease lease, RenderResult? result)
    {
        using var limit = new CancellationTokenSource(EndLimit, time);
        try
        {
            await using var connection = await database.OpenAsync(limit.Token);
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(new(Asynchronously));
            var payload = LeasePayload.Of(lease.Key, result);
            batch.BatchCommands.Add(result is { } known
                ? Command(_complete, database.Site, lease.Key, lease.Fence, (short)known, database.Channel, payload)
                : Command(_giveBack, database.Site, lease.Key, lease.Fence, database.Channel, payload));
            await batch.ExecuteNonQueryAsync(limit.Token);
        }
        catch (Exception error) when (Fault.IsOutOfReach(error) || error is ObjectDisposedException)
        {
            // As said.
        }
    }

    private async Task<(bool IsHeld, RenderResult? Result)> LookAsync(byte[] key, CancellationToken cancellationToken)
    {
        await readiness.EnsureAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var look = new NpgsqlCommand(_look, connection);
        look.Parameters.Add(new() { Value = database.Site });
        look.Parameters.Add(new() { Value = key });
        await using var rows = await look.ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken)
            ? (rows.GetBoolean(1), await rows.IsDBNullAsync(0, cancellationToken) ? null : (RenderResult)rows.GetInt16(0))
            : (false, null);
    }

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return command;
    }
}
