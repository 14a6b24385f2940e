namespace Perennial.Postgres;

/// <summary>
/// What the servers share in PostgreSQL, bound from the configuration section <c>Perennial:Postgres</c>. All servers of a site
/// have the same schema and site.
/// </summary>
public sealed class PostgresOptions
{
    /// <summary>Where the database is, as Npgsql writes it.</summary>
    /// <value>null: <c>ConnectionStrings:perennial</c>, else the <c>NpgsqlDataSource</c> among the app's services</value>
    public string? ConnectionString { get; set; }

    /// <summary>The schema that Perennial's tables are in; nothing else should be there.</summary>
    /// <value>perennial</value>
    public string Schema { get; set; } = "perennial";

    /// <summary>Which site this is, where several keep apart in one schema. Each has its own entries and its own invalidations.</summary>
    /// <value>default</value>
    public string Site { get; set; } = "default";

    /// <summary>
    /// How often the database is asked for invalidations where no notification came: what losing all of them costs. After two
    /// of these times and a second without an answer, what is kept is shown as stale.
    /// </summary>
    /// <value>2 s</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Bytes of entries of this site in the database. What was not used for longest goes first.</summary>
    /// <value>1 073 741 824 (1 GiB)</value>
    public long MaxBytes { get; set; } = 1L << 30;

    /// <summary>Entries of this site in the database.</summary>
    /// <value>100 000</value>
    public int MaxEntries { get; set; } = 100_000;

    /// <summary>An entry with more bytes is not shared: each server keeps its own.</summary>
    /// <value>16 777 216 (16 MiB)</value>
    public int MaxEntryBytes { get; set; } = 16 << 20;

    /// <summary>
    /// Whether a server that finds no tables makes them. Otherwise run <see cref="PostgresSchema.Script"/> before the first one
    /// starts.
    /// </summary>
    /// <value>true</value>
    public bool CreateSchema { get; set; } = true;
}
