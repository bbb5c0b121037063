-- Live events are read in the order (transaction, id), up to the oldest running transaction. Ids alone do not do: a
-- transaction that commits late may hold a lower id than one already read.
create index event_order on event (organization_id, transaction_id, id);
