-- What the port's verbs need. Text that PostgreSQL does not take (NUL, lone surrogates) is escaped on the way in.

create table sources (
  place bigint generated always as identity,
  id text primary key,
  address text not null default '',
  validators json not null default '{}',
  baseline_at timestamptz,
  last_poll timestamptz,
  last_success timestamptz,
  last_change timestamptz,
  failures integer not null default 0 check (failures >= 0),
  error text not null default '',
  retry_at timestamptz,
  polls bigint not null default 0,
  articles_read integer not null default 0,
  page_ids text[] not null default '{}',
  profile json not null default '{}',
  doubt json
);

create table articles (
  place bigint generated always as identity primary key,
  source text not null,
  id text not null,
  body json not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  unique (source, id)
);
create index articles_by_first_seen on articles (first_seen desc, place desc);
create index articles_by_last_seen on articles (last_seen, place);

-- Every key that an article of a source may be known by.
create table article_keys (
  source text not null,
  key text not null,
  article bigint not null references articles on delete cascade,
  primary key (source, key, article)
);
create index article_keys_by_article on article_keys (article);

create table deliveries (
  place bigint generated always as identity primary key,
  id text not null unique,
  event text not null,
  destination text not null,
  entries json not null,
  text text not null,
  part integer not null,
  same_as text not null,
  reason text not null,
  remark text not null,
  created_at timestamptz not null,
  state text not null check (state in ('held', 'pending', 'sending', 'sent', 'dead', 'digested')),
  not_before timestamptz,
  attempts integer not null,
  fence bigint not null,
  claimed_at timestamptz,
  maybe_dup boolean not null,
  error text not null,
  receipt text not null,
  settled_at timestamptz,
  check (state <> 'sending' or claimed_at is not null),
  check ((state in ('sent', 'dead', 'digested')) = (settled_at is not null))
);
create index deliveries_queue on deliveries (destination, not_before nulls first, place) where state = 'pending';
create index deliveries_sending on deliveries (destination) where state = 'sending';
create index deliveries_held on deliveries (destination, place) where state = 'held';
create index deliveries_by_state on deliveries (state, place);
create index deliveries_settled on deliveries (settled_at, place) where settled_at is not null;

-- Which articles a delivery tells of.
create table delivery_articles (
  source text not null,
  article text not null,
  delivery bigint not null references deliveries on delete cascade,
  primary key (source, article, delivery)
);
create index delivery_articles_by_delivery on delivery_articles (delivery);

-- One row a destination that ever had a delivery: from when its next may leave. Its lock is the right to change
-- the destination's deliveries.
create table lanes (
  destination text primary key,
  not_before timestamptz,
  state text not null default 'idle' check (state in ('idle', 'busy', 'ready', 'timed')),
  place bigint,
  opens_at timestamptz,
  check ((state = 'ready') = (place is not null)),
  check ((state = 'timed') = (opens_at is not null))
);
create index lanes_ready on lanes (place) where state = 'ready';
create index lanes_timed on lanes (opens_at) where state = 'timed';

-- What was used of each quota on the last day that any of it was. The lane's lock guards these rows too.
create table quotas (
  destination text not null,
  subject text not null,
  day text not null,
  number integer not null,
  primary key (destination, subject)
);

create table watches (
  id bigint generated always as identity primary key,
  owner text not null,
  sameness text not null,
  body json not null
);
create unique index watches_by_owner on watches (owner, md5(sameness));

create table chats (
  place bigint generated always as identity,
  id text primary key,
  body json not null
);

create table small_values (
  key text primary key,
  value text not null
);
