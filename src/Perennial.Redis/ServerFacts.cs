using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Perennial.Redis;

/// <summary>
/// What the server says of itself: whether it may forget the ledger, and how soon an invalidation is on its disk. Asked again
/// after each new connection, which may lead to another server.
/// </summary>
internal sealed class ServerFacts(RedisConnection connection, ILogger logger)
{
    private volatile bool _isKnown;

    public bool IsDurable { get; private set; }

    /// <summary>Another one may answer now.</summary>
    public void Forget() => _isKnown = false;

    /// <exception cref="PerennialException">PER7110: it evicts keys that have no time to live.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (await LearnAsync(cancellationToken) is { } policy)
        {
            throw new PerennialException(
                "PER7110",
                $"Redis evicts any key when its memory is full (maxmemory-policy {policy}), and so it may forget what was invalidated. "
                + "Set maxmemory-policy to volatile-lru (pages go, invalidations stay) or noeviction, or give the site a Redis of its own.");
        }
    }

    public async Task KnowAsync(CancellationToken cancellationToken)
    {
        if (!_isKnown && await LearnAsync(cancellationToken) is { } policy)
        {
            Log.EvictsAnyKey(logger, policy);
        }
    }

    /// <returns>The policy, where it is one of those that evict any key.</returns>
    private async Task<string?> LearnAsync(CancellationToken cancellationToken)
    {
        _isKnown = true;
        try
        {
            var memory = await InfoAsync("memory", cancellationToken);
            var persistence = await InfoAsync("persistence", cancellationToken);
            var sync = await SettingAsync("appendfsync", cancellationToken);
            var keeps = persistence.GetValueOrDefault("aof_enabled") is "1" ? sync ?? "unknown" : "none";
            IsDurable = keeps is "always";
            Log.Durability(logger, keeps);
            return memory.GetValueOrDefault("maxmemory_policy") is { } policy && policy.StartsWith("allkeys", StringComparison.Ordinal) ? policy : null;
        }
        catch
        {
            _isKnown = false;
            throw;
        }
    }

    private async Task<Dictionary<string, string>> InfoAsync(string section, CancellationToken cancellationToken)
    {
        var text = (string?)await connection.RunAsync("return redis.call('INFO', ARGV[1])", [connection.Keys.Ledger], [section], cancellationToken);
        return (text ?? "").Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split(':', 2))
            .Where(static pair => pair.Length is 2)
            .ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);
    }

    /// <returns>Null where the server does not tell: managed ones refuse CONFIG.</returns>
    private async Task<string?> SettingAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            if (await connection.Database.IdentifyEndpointAsync(connection.Keys.Ledger, CommandFlags.DemandMaster).WaitAsync(cancellationToken) is not { } address)
            {
                return null;
            }

            var answer = (RedisResult[]?)await connection.Multiplexer.GetServer(address).ExecuteAsync("CONFIG", "GET", name).WaitAsync(cancellationToken);
            return answer is [_, var value, ..] ? (string?)value : null;
        }
        catch (Exception error) when (error is RedisServerException or RedisCommandException)
        {
            return null;
        }
    }
}
