-- By which call a delivery was claimed: one whose answer was lost finds again what it had taken.
alter table deliveries add column ticket bigint;
