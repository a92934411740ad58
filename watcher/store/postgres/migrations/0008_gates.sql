-- What was sent lately to whom, under the keys that notifiers give: see watcher/delivery/gate.py. One row's lock is the
-- right to let somebody pass; whoever needs lanes too has locked these before.
create table gates (
  key text primary key,
  body json not null default '{}',
  at timestamptz not null default now()
);
create index gates_by_age on gates (at);

-- The turn that a destination waits for, and since when nothing it was sent is taken.
alter table lanes add column turn timestamptz;
alter table lanes add column failures integer not null default 0;
alter table lanes add column failing_since timestamptz;
alter table lanes add column error text not null default '';
create index lanes_failing on lanes (failing_since) where failures > 0;
