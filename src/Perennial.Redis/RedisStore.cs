using System.Security.Cryptography;
using Perennial.Caching;
using Perennial.Caching.Files;
using StackExchange.Redis;

namespace Perennial.Redis;

/// <summary>
/// One hash for each entry: its version, the fence of who wrote it, and its bytes as files have them. Where an entry is removed
/// the fence stays for a while, so that a server that was away does not bring back what it holds.
/// </summary>
internal sealed class RedisStore(RedisConnection connection, RedisOptions options, TimeProvider time) : ICacheStore
{
    /// <summary>Longer than any render.</summary>
    private static readonly TimeSpan FenceTime = TimeSpan.FromMinutes(30);

    private static readonly RedisValue[] Fields = ["v", "b"];

    // Any entry that is read, or written, lives on; in four steps, so that a page that is read all the time is not written all the time.
    private readonly TimeSpan _renewedBelow = options.EntryTimeToLive * 0.75;

    public async ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken)
    {
        var name = connection.Keys.Entry(key);
        var reading = connection.Database.HashGetAsync(name, Fields, CommandFlags.DemandMaster);
        var aging = connection.Database.KeyTimeToLiveAsync(name, CommandFlags.DemandMaster);
        await Task.WhenAll(reading, aging).WaitAsync(cancellationToken);
        if (Parse(key, (await reading)[0], (await reading)[1]) is not { } found)
        {
            return null;
        }

        if (await aging < _renewedBelow)
        {
            _ = connection.Database.KeyExpireAsync(name, options.EntryTimeToLive, flags: CommandFlags.FireAndForget);
        }

        return found;
    }

    public async ValueTask<PutResult> PutAsync(EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(condition);
        cancellationToken.ThrowIfCancellationRequested();
        var bytes = entry.Sections.Sum(static section => (long)section.Length) > options.MaxEntryBytes ? null : EntryFormat.Write(key, entry);
        if (bytes is null || bytes.Length > options.MaxEntryBytes)
        {
            return await NotKeptAsync(key, entry, condition, cancellationToken);
        }

        try
        {
            var result = await PutAsync(key, bytes, condition, cancellationToken);

            // What cannot be read is nobody's entry, and must not keep the place for ever.
            return result is (PutResult.Superseded { Current: null }, { } unreadable)
                ? (await PutAsync(key, bytes, PutCondition.IfVersion(unreadable) with { Fence = condition.Fence }, cancellationToken)).Result
                : result.Result;
        }
        catch (RedisServerException error) when (error.Kind is RedisErrorKind.OutOfMemory)
        {
            return await NotKeptAsync(key, entry, condition, cancellationToken);
        }
    }

    public async ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(condition);
        cancellationToken.ThrowIfCancellationRequested();
        await connection.RunAsync(
            StoreScripts.Remove, [connection.Keys.Entry(key)], [.. Condition(condition), (long)FenceTime.TotalMilliseconds], cancellationToken);
    }

    private static RedisValue[] Condition(PutCondition condition) =>
        [condition.IsAbsent ? "absent" : condition.Version is null ? "always" : "version", condition.Version ?? ""];

    /// <returns>And the version of what stands there and cannot be read.</returns>
    private async Task<(PutResult Result, string? Unreadable)> PutAsync(
        EntryKey key, byte[] bytes, PutCondition condition, CancellationToken cancellationToken)
    {
        // By chance and not by counting: a server that lost its end would count the same numbers once more.
        var version = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var answer = (RedisValue[])(await connection.RunAsync(
            StoreScripts.Put,
            [connection.Keys.Entry(key)],
            [.. Condition(condition), condition.Fence, version, bytes, (long)options.EntryTimeToLive.TotalMilliseconds],
            cancellationToken))!;
        if (answer is not [_, var current, var stands])
        {
            return (new PutResult.Kept(version), null);
        }

        var parsed = Parse(key, current, stands);
        return (new PutResult.Superseded(parsed), parsed is null && !current.IsNull ? current.ToString() : null);
    }

    private async Task<PutResult> NotKeptAsync(EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken)
    {
        await RemoveAsync(key, entry.Facts.Kind, condition, cancellationToken);
        return new PutResult.NotKept();
    }

    private StoredEntry? Parse(EntryKey key, RedisValue version, RedisValue bytes) =>
        !version.IsNull && !bytes.IsNull && EntryFormat.Read((ReadOnlyMemory<byte>)bytes, key, time.GetUtcNow()).Entry is { } entry
            ? new(entry, version.ToString())
            : null;
}
