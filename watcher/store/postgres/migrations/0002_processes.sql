-- Which processes share the store, and what is whose.

create table processes (
  id bigint generated always as identity primary key,
  seen_at timestamptz not null default now()
);

-- Who claimed it. A process that is not seen any more has died.
alter table deliveries add column sender bigint;

create table leases (
  name text primary key,
  holder bigint not null,
  until timestamptz not null
);
