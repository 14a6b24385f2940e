namespace Perennial.Redis;

/// <summary>Where the servers of a site meet, bound from the configuration section <c>Perennial:Redis</c>.</summary>
public sealed class RedisOptions
{
    /// <summary>
    /// A connection string of StackExchange.Redis; it carries TLS and the user, too. Where there is none, the app's own
    /// <see cref="StackExchange.Redis.IConnectionMultiplexer"/> is used.
    /// </summary>
    /// <value>The connection string <c>perennial</c> (<c>ConnectionStrings:perennial</c>)</value>
    public string? ConnectionString { get; set; }

    /// <summary>Where every key begins, in braces, so that a cluster keeps them together. Sites that share a Redis have different ones.</summary>
    /// <value>perennial</value>
    public string Prefix { get; set; } = "perennial";

    /// <summary>The number of the database.</summary>
    /// <value>null: what the connection string says</value>
    public int? Database { get; set; }

    /// <summary>How often invalidations are asked for where no notification came.</summary>
    /// <value>2 s</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>An entry that no server asks Redis for goes after this time.</summary>
    /// <value>7 days</value>
    public TimeSpan EntryTimeToLive { get; set; } = TimeSpan.FromDays(7);

    /// <summary>A larger entry stays on the server that made it.</summary>
    /// <value>16 777 216 (16 MiB)</value>
    public int MaxEntryBytes { get; set; } = 16 << 20;

    /// <summary>
    /// Replicas that must have an invalidation before it is acknowledged (Redis' <c>WAIT</c>), so that a failover does not lose
    /// it. The connection waits meanwhile, for half a second at the most.
    /// </summary>
    /// <value>0: none</value>
    public int WaitForReplicas { get; set; }
}
