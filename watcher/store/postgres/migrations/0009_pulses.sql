-- Since when a process holds its lock, which the server lets go when its connection breaks: one that dies is
-- noticed within seconds. None for a process of a release that took no lock.

alter table processes add column pulse_at timestamptz;
