-- A person can drop a delivery that waits, or is a dead letter.

alter table deliveries drop constraint deliveries_state_check;
alter table deliveries drop constraint deliveries_check1;
alter table deliveries add constraint deliveries_states
  check (state in ('held', 'pending', 'sending', 'sent', 'dead', 'digested', 'dropped'));
alter table deliveries add constraint deliveries_settled_at
  check ((state in ('sent', 'dead', 'digested', 'dropped')) = (settled_at is not null));
