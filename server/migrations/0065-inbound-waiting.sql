-- breaking: an earlier program keeps the state of a webhook in the journal itself.
-- The journal of webhooks is only added to. What waits to become a message, or was set aside because it could not, is a narrow row beside it:
-- to be done with it costs its removal, not another copy of the whole webhook.

create table inbound_waiting (
  organization_id uuid not null,
  state text not null default 'received' check (state in ('received', 'unparsed')),
  -- That of the journal's row. It is no foreign key: both are written by one statement, and checking each would cost as much as writing it.
  id uuid not null,
  connector_id uuid not null,
  message_sid text not null,
  -- Sender and contact: events of one pair are taken in the order of their arrival.
  pair text not null,
  detail text,
  tries integer not null default 0,
  primary key (organization_id, state, id)
);
call seal_table('inbound_waiting');
call open_to_finder('inbound_waiting', 'organization_id, state');
insert into inbound_waiting (organization_id, state, id, connector_id, message_sid, pair, detail, tries)
  select organization_id, state, id, connector_id, message_sid, pair, detail, tries from inbound_event where state <> 'processed';

drop policy finder_looks on inbound_event;
revoke select (organization_id, state, received_at) on inbound_event from parley_finder;
drop index inbound_event_ready;
alter table inbound_event drop column state, drop column pair, drop column detail, drop column tries, drop column processed_at;
