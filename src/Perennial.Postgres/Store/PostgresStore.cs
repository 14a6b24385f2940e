using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Perennial.Caching;
using Perennial.Caching.Files;
using Perennial.Postgres.Database;

namespace Perennial.Postgres.Store;

/// <summary>Entries in a table, by the hash of their keys; the whole key is compared when an entry is read.</summary>
internal sealed class PostgresStore(
    PostgresDatabase database, Readiness readiness, int maxEntryBytes, TimeProvider time, params IReadOnlyList<IAsyncDisposable> owned) : ICacheStore, IAsyncDisposable
{
    private readonly StoreStatements _sql = new(database.Schema);

    public async ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken) =>
        await FindAsync(key, cancellationToken) is { Entry: { } entry } row ? new(entry, Text(row.Version)) : null;

    public async ValueTask<PutResult> PutAsync(EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(condition);
        cancellationToken.ThrowIfCancellationRequested();
        if (entry.Sections.Sum(static section => (long)section.Length) > maxEntryBytes || EntryFormat.Write(key, entry) is not { } body || body.Length > maxEntryBytes)
        {
            await RemoveAsync(key, entry.Facts.Kind, condition, cancellationToken);
            return new PutResult.NotKept();
        }

        if (await TryPutAsync(key, body, condition, cancellationToken) is { } version)
        {
            return new PutResult.Kept(Text(version));
        }

        // What cannot be read, because a later version of the format wrote it, is nothing; it must not be in the way for ever.
        var row = await FindAsync(key, cancellationToken);
        return row is { Entry: null } unreadable && condition.IsAbsent
            && await TryPutAsync(key, body, PutCondition.IfVersion(Text(unreadable.Version)) with { Fence = condition.Fence }, cancellationToken) is { } replaced
                ? new PutResult.Kept(Text(replaced))
                : new PutResult.Superseded(row is { Entry: { } current } ? new(current, Text(row.Value.Version)) : null);
    }

    public async ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(condition);
        if (condition.IsAbsent || !IsVersion(condition, out var version))
        {
            return;
        }

        await using var connection = await OpenAsync(cancellationToken);
        await using var remove = Command(_sql.Remove, connection, key);
        remove.Parameters.Add(new() { Value = condition.Fence });
        remove.Parameters.Add(new() { Value = (object?)version ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        await remove.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in owned)
        {
            await part.DisposeAsync();
        }
    }

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);

    // Another store's version is none that stands here.
    private static bool IsVersion(PutCondition condition, out long? version)
    {
        version = long.TryParse(condition.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return condition.Version is null || version is not null;
    }

    private async Task<long?> TryPutAsync(EntryKey key, byte[] body, PutCondition condition, CancellationToken cancellationToken)
    {
        if (!IsVersion(condition, out var version))
        {
            return null;
        }

        await using var connection = await OpenAsync(cancellationToken);
        await using var put = Command(version is null ? _sql.Put : _sql.Replace, connection, key);
        put.Parameters.Add(new() { Value = condition.Fence });
        put.Parameters.Add(new() { Value = body });
        put.Parameters.Add(new() { Value = version is { } number ? number : condition.IsAbsent });
        return (long?)await put.ExecuteScalarAsync(cancellationToken);
    }

    private async Task<(CacheEntry? Entry, long Version)?> FindAsync(EntryKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        await using var connection = await OpenAsync(cancellationToken);
        long version;
        byte[] body;
        bool isLongUnused;
        await using (var get = Command(_sql.Get, connection, key))
        await using (var rows = await get.ExecuteReaderAsync(cancellationToken))
        {
            if (!await rows.ReadAsync(cancellationToken))
            {
                return null;
            }

            (version, body, isLongUnused) = (rows.GetInt64(0), rows.GetFieldValue<byte[]>(1), rows.GetBoolean(2));
        }

        if (isLongUnused)
        {
            await using var touch = Command(_sql.Touch, connection, key);
            await touch.ExecuteNonQueryAsync(cancellationToken);
        }

        return (EntryFormat.Read(body, key, time.GetUtcNow()).Entry, version);
    }

    private async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await readiness.EnsureAsync(cancellationToken);
        return await database.OpenAsync(cancellationToken);
    }

    private NpgsqlCommand Command(string sql, NpgsqlConnection connection, EntryKey key)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new() { Value = database.Site });
        command.Parameters.Add(new() { Value = Convert.FromHexString(key.Hash) });
        return command;
    }
}
