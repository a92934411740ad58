-- Changes of watches and chats in their order, for the processes that keep them in memory.

-- One row. Whoever changes a watch or a chat counts it up first, and so waits for whoever did before: revisions
-- become visible in their order. Removals up to `forgotten` are not kept any more.
create table watch_revision (
  alone boolean primary key default true check (alone),
  revision bigint not null default 0,
  forgotten bigint not null default 0
);
insert into watch_revision default values;

alter table watches add column revision bigint not null default 0;
create index watches_by_revision on watches (revision);
alter table chats add column revision bigint not null default 0;
create index chats_by_revision on chats (revision);

create table removals (
  place bigint generated always as identity primary key,
  revision bigint not null,
  watch bigint,
  chat text,
  at timestamptz not null default now(),
  check ((watch is null) <> (chat is null))
);
create index removals_by_revision on removals (revision);
