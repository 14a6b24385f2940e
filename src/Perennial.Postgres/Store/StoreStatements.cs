namespace Perennial.Postgres.Store;

/// <summary>What the store says to the server. $1 is the site and $2 the key everywhere. A fence of 0 asks for none.</summary>
internal sealed class StoreStatements(string schema)
{
    public string Get { get; } = $"""
        select version, body, used_at < clock_timestamp() - interval '1 hour' from {schema}.entry
        where site = $1 and key = $2 and body is not null
        """;

    /// <summary>Once an hour at the most, or each hit would be a write.</summary>
    public string Touch { get; } = $"""
        update {schema}.entry set used_at = clock_timestamp()
        where site = $1 and key = $2 and used_at < clock_timestamp() - interval '1 hour'
        """;

    /// <summary>$3 fence, $4 body, $5 whether there must be nothing.</summary>
    public string Put { get; } = $"""
        insert into {schema}.entry as e (site, key, version, fence, used_at, size, body)
        values ($1, $2, nextval('{schema}.entry_version'), $3, clock_timestamp(), octet_length($4), $4)
        on conflict (site, key) do update set version = excluded.version, fence = greatest(e.fence, excluded.fence),
          used_at = excluded.used_at, size = excluded.size, body = excluded.body
        where ($3 = 0 or $3 >= e.fence) and (not $5 or e.body is null)
        returning version
        """;

    /// <summary>$3 fence, $4 body, $5 the version that must be there.</summary>
    public string Replace { get; } = $"""
        update {schema}.entry set version = nextval('{schema}.entry_version'), fence = greatest(fence, $3),
          used_at = clock_timestamp(), size = octet_length($4), body = $4
        where site = $1 and key = $2 and version = $5 and body is not null and ($3 = 0 or $3 >= fence)
        returning version
        """;

    /// <summary>$3 fence, $4 the version that must be there, or null. The row stays, for its fence.</summary>
    public string Remove { get; } = $"""
        update {schema}.entry set version = nextval('{schema}.entry_version'), fence = greatest(fence, $3), used_at = clock_timestamp(), size = 0, body = null
        where site = $1 and key = $2 and body is not null and ($4::bigint is null or version = $4) and ($3 = 0 or $3 >= fence)
        """;
}
