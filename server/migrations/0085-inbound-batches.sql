-- breaking: an earlier program does not look for batches.
-- Webhooks that were journaled together wait together: one row is written for them and one removed, however many they are. Those of a batch
-- that fails, or that cannot become messages, have rows of their own in inbound_waiting, as what waits already has.

create table inbound_batch (
  organization_id uuid not null,
  -- That of its first webhook, so batches sort as they came.
  id uuid not null,
  connector_id uuid not null,
  -- Of the journal's rows, in the order of their arrival. No foreign keys: both are written by one statement.
  ids uuid[] not null,
  message_sids text[] not null,
  primary key (organization_id, id)
);
call seal_table('inbound_batch');
call open_to_finder('inbound_batch', 'organization_id');
