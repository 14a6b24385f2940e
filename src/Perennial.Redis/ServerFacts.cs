using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Perennial.Redis;

/// <summary>
/// What the server says of itself: whether it may forget the ledger, and how soon an invalidation is on its disk. Asked again
/// after each new connection, which may lead to another server.
/// </summary>
internal sealed class ServerFacts(RedisConnection connection, ILogger logger)
{
    /// <summary>Tries each command that the scripts need, at a key of its own. Other refusals (a replica, a full memory) are not for ever.</summary>
    private const string Rights = """
        local refused = {}
        local function try(...)
            local answer = redis.pcall(...)
            if type(answer) == 'table' and answer.err and (string.find(answer.err, 'NOPERM', 1, true) or string.find(answer.err, 'The user executing the script', 1, true)) then
                refused[#refused + 1] = (...)
            end
        end
        try('INFO', 'server')
        try('PUBLISH', ARGV[1], '')
        try('SET', KEYS[1], '0', 'PX', 1000)
        try('GET', KEYS[1])
        try('INCR', KEYS[1])
        try('EXPIRE', KEYS[1], 1)
        try('PEXPIRE', KEYS[1], 1000)
        try('PTTL', KEYS[1])
        try('DEL', KEYS[1])
        try('HSET', KEYS[1], 'f', '')
        try('HGET', KEYS[1], 'f')
        try('HMGET', KEYS[1], 'f')
        try('HGETALL', KEYS[1])
        try('HLEN', KEYS[1])
        try('HSTRLEN', KEYS[1], 'f')
        try('HSCAN', KEYS[1], '0')
        try('HDEL', KEYS[1], 'f')
        return refused
        """;

    private volatile bool _isKnown;

    /// <summary>Whether it is on its disk before it is acknowledged.</summary>
    public bool IsDurable { get; private set; }

    /// <summary>Another one may answer now.</summary>
    public void Forget() => _isKnown = false;

    /// <exception cref="PerennialException">PER7110: it evicts keys that have no time to live. PER7111: the user lacks rights.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var refused = (string[])(await connection.RunAsync(Rights, [connection.Keys.Rights], [connection.ChannelForScripts(connection.Keys.Bell)], cancellationToken))!;
        if (refused.Length > 0)
        {
            throw new PerennialException(
                "PER7111",
                $"The user of Redis may not do what a site needs: {string.Join(", ", refused)}. docs/redis.md has the rule to give it.");
        }

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
