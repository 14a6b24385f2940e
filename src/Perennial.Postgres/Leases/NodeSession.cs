using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;
using Perennial.Postgres.Database;

namespace Perennial.Postgres.Leases;

/// <summary>
/// What this server holds while its connection stands. A lock of the connection's session says that the holder lives: when
/// the process dies, the server notices at once. Where it only stands still, the time of each lease runs out.
/// </summary>
internal sealed class NodeSession(PostgresDatabase database, long id)
{
    // Weak: a lease that was given to somebody who had stopped waiting is nobody's, and must not be renewed for ever.
    private readonly ConcurrentDictionary<long, WeakReference<HeldLease>> _held = new();
    private readonly string _renew = $"""
        update {database.Schema}.lease l set held_until = clock_timestamp() + h.seconds * interval '1 second'
        from unnest($3::bytea[], $4::bigint[], $5::float8[]) h(key, fence, seconds)
        where l.site = $1 and l.key = h.key and l.holder = $2 and l.fence = h.fence and l.result is null
        returning l.fence
        """;

    private volatile bool _isOver;

    public long Id => id;

    public void Add(HeldLease lease)
    {
        _held[lease.Fence] = new(lease);
        if (_isOver)
        {
            lease.Lose();
        }
    }

    public void Remove(HeldLease lease) => _held.TryRemove(lease.Fence, out _);

    /// <summary>Renews what is held; also where nothing is, so that a connection that hangs is noticed.</summary>
    public async Task RenewAsync(NpgsqlConnection connection, int timeout, CancellationToken cancellationToken)
    {
        var held = Held();
        await using var renew = new NpgsqlCommand(held.Count is 0 ? "select 1" : _renew, connection) { CommandTimeout = timeout };
        if (held.Count is 0)
        {
            await renew.ExecuteNonQueryAsync(cancellationToken);
            return;
        }

        renew.Parameters.Add(new() { Value = database.Site });
        renew.Parameters.Add(new() { Value = id });
        renew.Parameters.Add(new() { Value = held.Select(static lease => lease.Key).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        renew.Parameters.Add(new() { Value = held.Select(static lease => lease.Fence).ToArray() });
        renew.Parameters.Add(new() { Value = held.Select(static lease => lease.TimeToLive.TotalSeconds).ToArray() });
        var renewed = new HashSet<long>();
        await using (var rows = await renew.ExecuteReaderAsync(cancellationToken))
        {
            while (await rows.ReadAsync(cancellationToken))
            {
                renewed.Add(rows.GetInt64(0));
            }
        }

        // Completed meanwhile, or another server's now: in both cases it is not this one's.
        foreach (var lease in held.Where(lease => !renewed.Contains(lease.Fence) && _held.ContainsKey(lease.Fence)))
        {
            Remove(lease);
            lease.Lose();
        }
    }

    public void End()
    {
        _isOver = true;
        foreach (var lease in Held())
        {
            lease.Lose();
        }
    }

    private List<HeldLease> Held()
    {
        var held = new List<HeldLease>();
        foreach (var (fence, reference) in _held)
        {
            if (reference.TryGetTarget(out var lease))
            {
                held.Add(lease);
            }
            else
            {
                _held.TryRemove(fence, out _);
            }
        }

        return held;
    }
}
