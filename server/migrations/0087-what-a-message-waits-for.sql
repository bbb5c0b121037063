-- breaking: an earlier program looks for what was taken and lost where nothing leads to it any more.
-- A message takes seven steps from queued to read, and one of them changes what it waits for: that it leaves. The indexes know that alone, so that
-- every other step is written in place. PostgreSQL leaves the indexes of a row as they are when no column of any of them changes and its page has room.

alter table message set (fillfactor = 60);
alter table message add column phase text not null generated always as (case
  when status in ('queued', 'claimed') then 'outbox'
  when status in ('draft', 'held', 'unknown', 'failed', 'undelivered') then 'attention'
  when status in ('scheduled', 'canceled') then status
  else 'left' end) stored;
grant select (phase) on message to parley_finder;

drop index message_ready, message_leased, message_open, message_attention, message_permit_waiting, message_scheduled, message_template_failed, message_answer_once;
-- With what a worker has taken a moment ago: it is passed over, unless that worker is lost.
create index message_ready on message (organization_id, lane, priority, due_at, id) where phase = 'outbox';
create index message_attention on message (organization_id, conversation_id) where phase = 'attention';
create index message_permit_waiting on message (organization_id, permit_id) where permit_id is not null and phase in ('outbox', 'attention');
create index message_scheduled on message (organization_id, due_at) where phase = 'scheduled';
create index message_template_failed on message (organization_id, permit_id) where permit_id is not null and error_code in (63013, 63040, 63041, 63042);
create unique index message_answer_once on message (organization_id, conversation_id, answers_position) where answers_position is not null and phase <> 'canceled';
-- Twilio's name of what went is that of its attempt; that of what came, which never changes, has a column that an index may know.
drop index message_provider_sid, message_inbound_once;
alter table message add column inbound_sid text generated always as (case when direction = 'in' then provider_sid end) stored;
create unique index message_inbound_once on message (organization_id, inbound_sid, connector_id) where inbound_sid is not null;

-- The same for attempts: one that is accepted is as alive as one on the wire.
alter table attempt add column alive boolean not null generated always as (state in ('dispatching', 'unknown', 'accepted')) stored;
drop index attempt_one_alive;
create unique index attempt_one_alive on attempt (organization_id, message_id) where alive;
-- Those of whose outcome nobody heard, among them what a lost worker had on the wire.
create index attempt_unsettled on attempt (organization_id, dispatched_at) where settled_at is null;
grant select (dispatched_at, settled_at) on attempt to parley_finder;
