using Perennial.Postgres.Database;

namespace Perennial.Postgres.Ledger;

/// <summary>What the ledger says to the server. $1 is the site everywhere.</summary>
internal sealed class LogStatements(string schema)
{
    // set_config, because "set local" does nothing in a batch's own transaction.
    public const string Durably = "select set_config('synchronous_commit', 'on', true)";

    public const string Lock = "select pg_advisory_xact_lock($1)";

    /// <summary>
    /// $2 epoch, $3 number. One statement is one snapshot: head and stamps as one moment saw them. The identity is asked once,
    /// and not for each row.
    /// </summary>
    public string Read { get; } = $"""
        with head as materialized (
          select h.*, h.system = c.system_identifier and h.timeline = {ServerIdentity.Timeline} as is_same,
            current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on' as is_durable
          from {schema}.head h cross join pg_control_system() c where h.site = $1
        )
        select h.epoch, h.number, h.stale_floor, h.expired_floor, h.is_same, h.is_durable, s.tag, s.stale, s.expired
        from head h left join {schema}.stamp s on s.site = h.site and s.latest > case when h.epoch = $2 then $3 else -1 end
        """;

    /// <summary>
    /// $2 ids, $3 kinds, each of one request; $4 tags, $5 the request of each, from 1; $6 the channel. Known requests get no
    /// number. Under the lock, which the statement before it took: this one's snapshot is later than every number before.
    /// </summary>
    public string Append { get; } = $"""
        with asked as (
          select a.id, a.kind, a.i, row_number() over (order by a.i) as n
          from unnest($2::uuid[], $3::smallint[]) with ordinality a(id, kind, i)
          where not exists (select from {schema}.request r where r.site = $1 and r.id = a.id)
        ), given as (
          update {schema}.head set number = number + (select count(*) from asked) where site = $1
          returning number - (select count(*) from asked) as before, number
        ), numbered as (
          select a.id, a.kind, a.i, g.before + a.n as number from asked a cross join given g
        ), noted as (
          insert into {schema}.request (site, id, number, made_at) select $1, id, number, clock_timestamp() from numbered
        ), stamped as (
          insert into {schema}.stamp as s (site, tag, stale, expired)
          select $1, t.tag, coalesce(max(n.number) filter (where n.kind <> 2), 0), coalesce(max(n.number) filter (where n.kind = 2), 0)
          from unnest($4::bytea[], $5::int[]) t(tag, i) join numbered n on n.i = t.i
          group by t.tag
          on conflict (site, tag) do update set stale = greatest(s.stale, excluded.stale), expired = greatest(s.expired, excluded.expired)
        )
        select pg_notify($6, g.number::text), array(select number from numbered order by number) from given g
        """;

    /// <summary>$2 the epoch that ends, $3 the new one, $4 above which number, $5 the channel. "e": its number may be the one that was told last.</summary>
    public string BeginEpoch { get; } = $"""
        with begun as (
          update {schema}.head set epoch = $3, number = greatest(number, $4),
            system = (select system_identifier from pg_control_system()), timeline = {ServerIdentity.Timeline}
          where site = $1 and epoch = $2
          returning epoch
        )
        select pg_notify($5, 'e') from begun
        """;

    /// <summary>$2 how many tags may stay.</summary>
    public string Forget { get; } = $"""
        with gone as (
          delete from {schema}.stamp where site = $1 and tag in (
            select tag from {schema}.stamp where site = $1 order by latest
            limit (select case when count(*) > $2 then count(*) - $2 + $2 / 4 else 0 end from {schema}.stamp where site = $1))
          returning stale, expired
        ), risen as (
          update {schema}.head set
            stale_floor = greatest(stale_floor, (select max(stale) from gone)),
            expired_floor = greatest(expired_floor, (select max(expired) from gone))
          where site = $1 and exists (select from gone)
        )
        select count(*) from gone
        """;

    public string Count { get; } = $"select count(*) from {schema}.stamp where site = $1";
}
