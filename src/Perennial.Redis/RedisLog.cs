using Perennial.Caching;
using Perennial.Caching.Ledger;
using StackExchange.Redis;

namespace Perennial.Redis;

/// <summary>Numbers and stamps in one hash of Redis.</summary>
internal sealed class RedisLog : ILedgerLog
{
    /// <summary>As many as can be read whole in a good part of a second, which is what a new server does.</summary>
    public const int TagLimit = 100_000;

    /// <summary>Numbers that can be read one by one; who has missed more reads everything.</summary>
    private const int Tail = 1000;

    private static readonly TimeSpan RequestsAreKnownFor = TimeSpan.FromHours(2);
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMilliseconds(500);

    private readonly RedisConnection _connection;
    private readonly ServerFacts _facts;
    private readonly int _replicas;
    private readonly int _tagLimit;
    private readonly LedgerBell _bell;

    public RedisLog(RedisConnection connection, ServerFacts facts, int replicas, int tagLimit = TagLimit)
    {
        (_connection, _facts, _replicas, _tagLimit) = (connection, facts, replicas, tagLimit);
        _bell = new(connection);
        connection.Restored += OnRestored;
    }

    public bool IsDurable => _facts.IsDurable || _replicas > 0;

    public async ValueTask<LedgerReading> ReadAsync(LedgerPosition after, CancellationToken cancellationToken)
    {
        await _facts.KnowAsync(cancellationToken);
        return ReadingFormat.Read(await _connection.RunAsync(
            LedgerScripts.Read, [_connection.Keys.Ledger], [.. Opening(), Epoch(after.Epoch), after.Number], cancellationToken));
    }

    public async ValueTask<LedgerReading> AppendAsync(
        IReadOnlyList<StampRequest> requests, LedgerPosition after, CancellationToken cancellationToken)
    {
        RedisKey[] keys = [_connection.Keys.Ledger, .. requests.Select(request => _connection.Keys.Request(request.Id))];
        RedisValue[] arguments =
        [
            .. Opening(), Epoch(after.Epoch), after.Number, _bell.Own, (long)RequestsAreKnownFor.TotalSeconds, _tagLimit, Tail,
            .. requests.Select(static request => (RedisValue)ReadingFormat.Write(request)),
        ];
        try
        {
            await _facts.KnowAsync(cancellationToken);
            return ReadingFormat.Read(_replicas > 0
                ? await RunOnReplicasAsync(keys, arguments, cancellationToken)
                : await _connection.RunAsync(LedgerScripts.Append, keys, arguments, cancellationToken));
        }
        catch (Exception error) when (RedisErrors.IsCertain(error))
        {
            throw new PerennialException("PER2110", $"The invalidation was not applied: {error.Message}", error);
        }
    }

    public async ValueTask BeginEpochAsync(Guid ended, long above, CancellationToken cancellationToken) => await _connection.RunAsync(
        LedgerScripts.Begin, [_connection.Keys.Ledger], [.. Opening(), Epoch(ended), above], cancellationToken);

    public Task WaitAsync(CancellationToken cancellationToken) => _bell.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _connection.Restored -= OnRestored;
        _bell.Dispose();
        await _connection.DisposeAsync();
    }

    private static RedisValue Epoch(Guid epoch) => epoch.ToString("N");

    private RedisValue[] Opening() => [Epoch(Guid.NewGuid()), _bell.Name];

    /// <remarks>
    /// In one batch, so that both go over one connection: WAIT asks for its own connection's last write, and of a new one it
    /// would say that everybody has all of nothing. The client's way to send a script by its hash asks twice, which a batch
    /// cannot, so the script itself is sent.
    /// </remarks>
    private async Task<RedisResult> RunOnReplicasAsync(RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        var batch = _connection.Database.CreateBatch();
        var appended = batch.ExecuteAsync(
            "EVAL", [LedgerScripts.Append, keys.Length, .. keys.Cast<object>(), .. arguments.Cast<object>()], CommandFlags.DemandMaster);
        var confirmed = batch.ExecuteAsync("WAIT", [_replicas, (long)WaitLimit.TotalMilliseconds], CommandFlags.DemandMaster);
        batch.Execute();
        var result = await appended.WaitAsync(cancellationToken);
        var count = (long)await confirmed.WaitAsync(cancellationToken);
        return count >= _replicas
            ? result
            : throw new IOException($"{count} of {_replicas} replicas have confirmed it.");
    }

    private void OnRestored(object? sender, EventArgs args)
    {
        _facts.Forget();
        _bell.Ring();
    }
}
