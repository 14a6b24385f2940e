namespace Perennial.Redis;

/// <summary>
/// A lease is a key that holds who has it, and lives as long as he renews it. Given back with a word it holds that word for a
/// moment (<c>=0</c>): who came too late to hear it reads it.
/// </summary>
internal static class LeaseScripts
{
    /// <summary>KEYS[1]: the lease. KEYS[2]: the fences. ARGV[1]: who. ARGV[2]: milliseconds.</summary>
    public const string Acquire = """
        local holder = redis.call('GET', KEYS[1])
        if holder and string.sub(holder, 1, 1) ~= '=' then
            return 0
        end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return redis.call('INCR', KEYS[2])
        """;

    public const string Renew = """
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then
            return 0
        end
        return redis.call('PEXPIRE', KEYS[1], ARGV[2])
        """;

    /// <summary>ARGV[2]: what came of it, or nothing. ARGV[3]: milliseconds that it can be read. ARGV[4], ARGV[5]: channel and key.</summary>
    public const string Release = """
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then
            return 0
        end
        if ARGV[2] == '' then
            redis.call('DEL', KEYS[1])
        else
            redis.call('SET', KEYS[1], '=' .. ARGV[2], 'PX', ARGV[3])
        end
        redis.call('PUBLISH', ARGV[4], ARGV[5] .. ' ' .. ARGV[1] .. ' ' .. ARGV[2])
        return 1
        """;
}
