using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Npgsql;
using Perennial.Caching;

namespace Perennial.Postgres.Database;

/// <summary>
/// Looks once whether the database is one that can be used: at start, or when it can be reached for the first time. Its tables
/// are made then.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose handle nobody asks for holds nothing.")]
internal sealed class Readiness(PostgresDatabase database, PostgresOptions options, StoragePurpose purpose, ILogger logger)
{
    private static readonly string[] Tables = ["version", "head", "stamp", "request", "entry", "lease"];

    private readonly SemaphoreSlim _one = new(1);
    private volatile bool _isReady;

    /// <exception cref="PerennialException">PER7010 to PER7014: it cannot be used as it is.</exception>
    public ValueTask EnsureAsync(CancellationToken cancellationToken) => _isReady ? default : CheckOnceAsync(cancellationToken);

    /// <summary>The tables were gone when they were asked: somebody dropped or emptied them.</summary>
    public void Doubt() => _isReady = false;

    private async ValueTask CheckOnceAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (!_isReady)
            {
                await CheckAsync(cancellationToken);
                _isReady = true;
            }
        }
        catch (PostgresException error) when (Fault.IsMissingRight(error))
        {
            throw Missing(error.MessageText, error);
        }
        catch (PostgresException error) when (Fault.IsRefusedLogin(error))
        {
            throw new PerennialException(
                "PER7010", $"Postgres refuses the connection of Perennial:Postgres: {error.MessageText}. Correct the connection string, or make the role and the database.", error);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var version = await VersionAsync(connection, cancellationToken);
        if (version > PostgresSchema.Version)
        {
            throw new PerennialException(
                "PER7012", $"The tables in the schema '{options.Schema}' have version {version}, and this Perennial.Postgres knows {PostgresSchema.Version}. Deploy the version that made them, or give another Schema.");
        }

        if (purpose is StoragePurpose.Build)
        {
            return;
        }

        if (version is null)
        {
            await CreateAsync(connection, cancellationToken);
        }

        await RequireRightsAsync(connection, cancellationToken);
        await EnsureSiteAsync(connection, cancellationToken);
        if (purpose is StoragePurpose.Serve)
        {
            await new NotificationProbe(database).RequireAsync(connection, cancellationToken);
        }
    }

    private async Task<int?> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand("select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname = 'version')", connection);
        find.Parameters.Add(new() { Value = options.Schema });
        if (await find.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return null;
        }

        await using var read = new NpgsqlCommand($"select number from {database.Schema}.version", connection);
        return (int?)await read.ExecuteScalarAsync(cancellationToken);
    }

    private async Task CreateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!options.CreateSchema)
        {
            throw new PerennialException(
                "PER7011", $"The schema '{options.Schema}' has no tables of Perennial's, and Perennial:Postgres:CreateSchema is false. Run docs/postgres.sql, which PostgresSchema.Script(\"{options.Schema}\") gives.");
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        // "If not exists" is no protection: of two that make a table at once, one meets an error of the catalogue.
        await using (var take = new NpgsqlCommand("select pg_advisory_xact_lock($1)", connection, transaction))
        {
            take.Parameters.Add(new() { Value = database.LockOf("tables") });
            await take.ExecuteNonQueryAsync(cancellationToken);
        }

        if (await VersionAsync(connection, cancellationToken) is null)
        {
            // Who may not create schemas may not say "if not exists" either.
            await using var find = new NpgsqlCommand("select exists (select from pg_namespace where nspname = $1)", connection, transaction);
            find.Parameters.Add(new() { Value = options.Schema });
            var schema = await find.ExecuteScalarAsync(cancellationToken) is true ? "" : $"create schema {database.Schema};";
            await using var create = new NpgsqlCommand(schema + PostgresSchema.Tables(database.Schema), connection, transaction);
            await create.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            Log.TablesMade(logger, PostgresSchema.Version, options.Schema);
        }
    }

    private async Task RequireRightsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var ask = new NpgsqlCommand(
            $"""
            select t.name from unnest($1::text[]) t(name)
            where not has_table_privilege('{database.Schema}.' || t.name, 'select')
              or (t.name <> 'version' and not (
                has_table_privilege('{database.Schema}.' || t.name, 'insert')
                and has_table_privilege('{database.Schema}.' || t.name, 'update')
                and has_table_privilege('{database.Schema}.' || t.name, 'delete')))
            union all
            select s.name from unnest(array['entry_version', 'lease_fence']) s(name)
            where not has_sequence_privilege('{database.Schema}.' || s.name, 'usage')
            limit 1
            """,
            connection);
        ask.Parameters.Add(new() { Value = Tables });
        if (await ask.ExecuteScalarAsync(cancellationToken) is string lacking)
        {
            throw Missing($"not all rights on {options.Schema}.{lacking}", null);
        }
    }

    private PerennialException Missing(string what, Exception? error)
    {
        var message = $"The role of Perennial:Postgres lacks rights in the schema '{options.Schema}': {what}. "
            + "Let a role that may create run docs/postgres.sql, which PostgresSchema.Script gives, with the grants at its end.";
        return error is null ? new("PER7013", message) : new("PER7013", message, error);
    }

    private async Task EnsureSiteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Asked first: a conflict on insert would write, and wait for whoever appends.
        await using var insert = new NpgsqlCommand(
            $"""
            insert into {database.Schema}.head (site, epoch, number, stale_floor, expired_floor, system, timeline, swept_at)
            select $1, $2, 0, 0, 0, system_identifier, {ServerIdentity.Timeline}, clock_timestamp() from pg_control_system()
            where not exists (select from {database.Schema}.head where site = $1)
            on conflict do nothing
            """,
            connection);
        insert.Parameters.Add(new() { Value = database.Site });
        insert.Parameters.Add(new() { Value = Guid.NewGuid() });
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }
}
