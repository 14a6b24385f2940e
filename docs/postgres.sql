-- Tables of Perennial.Postgres, version 1.
create schema if not exists "perennial";
create table if not exists "perennial".version (number int not null);
insert into "perennial".version select 1 where not exists (select from "perennial".version);

-- Where the ledger of a site stands; what it has forgotten one by one; and on which history of the server.
create table if not exists "perennial".head (
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
create table if not exists "perennial".stamp (
  site text not null,
  tag bytea not null,
  stale bigint not null,
  expired bigint not null,
  latest bigint generated always as (greatest(stale, expired)) stored,
  primary key (site, tag)
);
create index if not exists stamp_latest on "perennial".stamp (site, latest);

-- Which requests have a number, so that one that is made again is the same one.
create table if not exists "perennial".request (
  site text not null,
  id uuid not null,
  number bigint not null,
  made_at timestamptz not null,
  primary key (site, id)
);
create index if not exists request_made_at on "perennial".request (site, made_at);

-- Without a body: removed, and its fence is still known.
create sequence if not exists "perennial".entry_version;
create table if not exists "perennial".entry (
  site text not null,
  key bytea not null,
  version bigint not null,
  fence bigint not null,
  used_at timestamptz not null,
  size int not null,
  body bytea,
  primary key (site, key)
);
alter table "perennial".entry alter column body set storage external;

create sequence if not exists "perennial".lease_fence;
create table if not exists "perennial".lease (
  site text not null,
  key bytea not null,
  holder bigint not null,
  fence bigint not null,
  held_until timestamptz not null,
  result smallint,
  primary key (site, key)
);

-- The app's role needs this and no more ("site" is an example):
-- grant usage on schema "perennial" to site;
-- grant select, insert, update, delete on all tables in schema "perennial" to site;
-- grant usage on all sequences in schema "perennial" to site;
