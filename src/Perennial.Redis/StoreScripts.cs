namespace Perennial.Redis;

/// <summary>What is done to an entry: v its version, f the fence of who wrote it, b its bytes.</summary>
internal static class StoreScripts
{
    /// <remarks>ARGV[1]: always, absent or version. ARGV[2]: the version.</remarks>
    private const string Compare = """
        local known = redis.call('HMGET', KEYS[1], 'v', 'f')
        local version, fence = known[1], tonumber(known[2] or '0')
        local holds = ARGV[1] == 'always' or (ARGV[1] == 'absent' and not version) or (ARGV[1] == 'version' and version == ARGV[2])

        """;

    /// <summary>ARGV[3]: the fence. ARGV[4]: the new version. ARGV[5]: the bytes. ARGV[6]: milliseconds to live.</summary>
    public const string Put = Compare + """
        local mine = tonumber(ARGV[3])
        if not holds or (mine > 0 and mine < fence) then
            return {0, version, version and redis.call('HGET', KEYS[1], 'b')}
        end
        redis.call('HSET', KEYS[1], 'v', ARGV[4], 'f', math.max(mine, fence), 'b', ARGV[5])
        redis.call('PEXPIRE', KEYS[1], ARGV[6])
        return {1}
        """;

    /// <summary>ARGV[3]: milliseconds that the fence stays.</summary>
    public const string Remove = Compare + """
        if version and holds then
            if fence == 0 then
                return redis.call('DEL', KEYS[1])
            end
            redis.call('HDEL', KEYS[1], 'v', 'b')
            redis.call('PEXPIRE', KEYS[1], ARGV[3])
        end
        """;
}
