using Perennial.Caching;
using StackExchange.Redis;

namespace Perennial.Redis;

/// <summary>The names of everything. The braces keep all of a site in one slot of a cluster, as scripts need it.</summary>
internal sealed class RedisKeys(string prefix)
{
    private readonly string _root = $"{{{prefix}}}:";

    public RedisKey Ledger => _root + "ledger";

    public RedisKey Fences => _root + "fences";

    /// <summary>Where the rights of the user are tried.</summary>
    public RedisKey Rights => _root + "rights";

    public string Bell => _root + "bell";

    public string Results => _root + "results";

    public RedisKey Request(Guid id) => $"{_root}request:{id:N}";

    public RedisKey Entry(EntryKey key) => $"{_root}entry:{key.Hash}";

    public RedisKey Lease(EntryKey key) => $"{_root}lease:{key.Hash}";
}
