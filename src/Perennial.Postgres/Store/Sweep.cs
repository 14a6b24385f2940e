using Microsoft.Extensions.Logging;
using Npgsql;
using Perennial.Postgres.Database;
using Perennial.Postgres.Ledger;

namespace Perennial.Postgres.Store;

/// <summary>Once a minute one of the servers takes away what is over: entries beyond the limits, old requests, leases that ended, old tags.</summary>
internal sealed class Sweep(
    PostgresDatabase database, Readiness readiness, PostgresLog log, PostgresOptions options, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // The row says when it was done last, so of many servers that come at once one does it, and none for the others' minute.
    private readonly string _claim = $"""
        update {database.Schema}.head set swept_at = clock_timestamp()
        where site = $1 and swept_at < clock_timestamp() - interval '55 seconds'
        """;

    // Longer than anybody tries the same request, and longer than a slow holder is away.
    private readonly string _old = $"""
        delete from {database.Schema}.request where site = $1 and made_at < clock_timestamp() - interval '2 hours';
        delete from {database.Schema}.lease where site = $1 and held_until < clock_timestamp() - interval '1 minute';
        delete from {database.Schema}.entry where site = $1 and body is null and used_at < clock_timestamp() - interval '1 hour'
        """;

    private readonly string _measure = $"select coalesce(sum(size), 0)::bigint, count(*) from {database.Schema}.entry where site = $1 and body is not null";

    // Whatever was written since it was chosen has another version and stays.
    private readonly string _evict = $"""
        with ranked as (
          select key, version, sum(size) over newest as bytes, row_number() over newest as n
          from {database.Schema}.entry where site = $1 and body is not null
          window newest as (order by used_at desc, key rows unbounded preceding)
        )
        delete from {database.Schema}.entry e using ranked r
        where e.site = $1 and e.key = r.key and e.version = r.version and (r.bytes > $2 or r.n > $3)
        """;

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public void Start() => _running = Task.Run(RunAsync, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    /// <returns>Whether this server did it.</returns>
    public async Task<bool> TrySweepAsync(CancellationToken cancellationToken)
    {
        await readiness.EnsureAsync(cancellationToken);
        if (await ExecuteAsync(_claim, [database.Site], cancellationToken) is 0)
        {
            return false;
        }

        await SweepAsync(cancellationToken);
        return true;
    }

    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var statement in _old.Split(';'))
        {
            await ExecuteAsync(statement, [database.Site], cancellationToken);
        }

        var entries = await IsOverAsync(cancellationToken)
            ? await ExecuteAsync(_evict, [database.Site, (decimal)options.MaxBytes, (long)options.MaxEntries], cancellationToken)
            : 0;
        Log.Swept(logger, entries, await log.ForgetAsync(cancellationToken));
    }

    private async Task RunAsync()
    {
        // Not all at one moment: servers that were started together would come together for ever.
        var pause = Interval * (0.5 + (Random.Shared.NextDouble() / 2));
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(pause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = Interval;
            try
            {
                await TrySweepAsync(_stop.Token);
            }
            catch (Exception error)
            {
                if (!_stop.IsCancellationRequested)
                {
                    Log.SweepFailed(logger, error);
                }
            }
        }
    }

    private async Task<bool> IsOverAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var measure = new NpgsqlCommand(_measure, connection);
        measure.Parameters.Add(new() { Value = database.Site });
        await using var rows = await measure.ExecuteReaderAsync(cancellationToken);
        await rows.ReadAsync(cancellationToken);
        return rows.GetInt64(0) > options.MaxBytes || rows.GetInt64(1) > options.MaxEntries;
    }

    private async Task<int> ExecuteAsync(string sql, object[] values, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 60 };
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
