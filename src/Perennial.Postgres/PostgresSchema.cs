using Perennial.Postgres.Database;

namespace Perennial.Postgres;

/// <summary>The tables, for those whose app may not make them.</summary>
public static class PostgresSchema
{
    internal const int Version = 1;

    /// <summary>
    /// SQL that makes the tables of this version where they are not there, for psql or a migration. What is in them survives it.
    /// </summary>
    /// <param name="schema">As in <see cref="PostgresOptions.Schema"/>.</param>
    public static string Script(string schema = "perennial")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(schema);
        var name = Identifier.Quoted(schema);
        return $"""
            -- Tables of Perennial.Postgres, version {Version}.
            create schema if not exists {name};
            {Tables(name)}

            -- The app's role needs this and no more ("site" is an example):
            -- grant usage on schema {name} to site;
            -- grant select, insert, update, delete on all tables in schema {name} to site;
            -- grant usage on all sequences in schema {name} to site;

            """;
    }

    // A role that may not create schemas may still create tables in one that was made for it.
    internal static string Tables(string name) => $"""
        create table if not exists {name}.version (number int not null);
        insert into {name}.version select {Version} where not exists (select from {name}.version);

        -- Where the ledger of a site stands; what it has forgotten one by one; and on which history of the server.
        create table if not exists {name}.head (
          site text primary key,
          epoch uuid not null,
          number bigint not null,
          stale_floor bigint not null,
          expired_floor bigint not null,
          system bigint not null,
          timeline text not null,
          swept_at timestamptz not null
        );

        -- The last invalidation of each kind of each tag. Bytes: text takes neither \0 nor half a surrogate pair.
        create table if not exists {name}.stamp (
          site text not null,
          tag bytea not null,
          stale bigint not null,
          expired bigint not null,
          latest bigint generated always as (greatest(stale, expired)) stored,
          primary key (site, tag)
        );
        create index if not exists stamp_latest on {name}.stamp (site, latest);

        -- Which requests have a number, so that one that is made again is the same one.
        create table if not exists {name}.request (
          site text not null,
          id uuid not null,
          number bigint not null,
          made_at timestamptz not null,
          primary key (site, id)
        );
        create index if not exists request_made_at on {name}.request (site, made_at);

        -- Without a body: removed, and its fence is still known.
        create sequence if not exists {name}.entry_version;
        create table if not exists {name}.entry (
          site text not null,
          key bytea not null,
          version bigint not null,
          fence bigint not null,
          used_at timestamptz not null,
          size int not null,
          body bytea,
          primary key (site, key)
        );
        alter table {name}.entry alter column body set storage external;

        create sequence if not exists {name}.lease_fence;
        create table if not exists {name}.lease (
          site text not null,
          key bytea not null,
          holder bigint not null,
          fence bigint not null,
          held_until timestamptz not null,
          result smallint,
          primary key (site, key)
        );
        """;
}
