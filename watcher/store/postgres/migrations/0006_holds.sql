-- What a held delivery waits for: nothing named is the digest of its destination.
alter table deliveries add column hold text not null default '';
drop index deliveries_held;
create index deliveries_held on deliveries (destination, hold, place) where state = 'held';
