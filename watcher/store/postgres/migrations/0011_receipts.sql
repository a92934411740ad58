-- A mail that a server took can come back days later: what it was is looked up by its receipt, its Message-ID.

create index deliveries_by_receipt on deliveries (receipt) where receipt <> '' and state in ('sent', 'dead');
