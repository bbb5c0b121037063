-- breaking: an earlier program looks for what was taken and lost where nothing leads to it any more.
-- A message takes seven steps from queued to read, and one of them changes what it waits for: that it leaves. The indexes know that alone, so that
-- every other step is written in place. PostgreSQL leaves the indexes of a row as they are when no column of any of them changes and its page has room.

drop index message_ready, message_leased, message_open, message_attention, message_permit_waiting, message_scheduled, message_template_failed,
  message_answer_once, message_provider_sid, message_inbound_once;
alter table message set (fillfactor = 80);
alter table message
  add column phase text not null generated always as (case
    when status in ('queued', 'claimed') then 'outbox'
    when status in ('draft', 'held', 'unknown') then 'attention'
    when status in ('failed', 'undelivered') then 'failed'
    when status in ('scheduled', 'canceled') then status
    else 'past' end) stored,
  -- Twilio's name of what went is that of its attempt; that of what came never changes, so an index may know it.
  add column inbound_sid text generated always as (case when direction = 'in' then provider_sid end) stored;
revoke select (status, lease_until, updated_at) on message from parley_finder;
grant select (phase) on message to parley_finder;

-- With what a worker has taken a moment ago: it is passed over, unless that worker is lost.
create index message_ready on message (organization_id, lane, priority, due_at, id) where phase = 'outbox';
-- What a person has to look at, for the inbox and for its list.
create index message_attention on message (organization_id, phase, conversation_id) where phase in ('attention', 'failed');
create index message_permit_waiting on message (organization_id, permit_id) where permit_id is not null and phase in ('outbox', 'attention');
create index message_scheduled on message (organization_id, due_at) where phase = 'scheduled';
create index message_template_failed on message (organization_id, permit_id) where permit_id is not null and error_code in (63013, 63040, 63041, 63042);
create unique index message_answer_once on message (organization_id, conversation_id, answers_position) where answers_position is not null and phase <> 'canceled';
create unique index message_inbound_once on message (organization_id, inbound_sid, connector_id) where inbound_sid is not null;

-- What is on the wire, a few hundred at a time; a lost worker's is known by its age.
create index attempt_on_wire on attempt (organization_id, dispatched_at) where state = 'dispatching';
grant select (dispatched_at) on attempt to parley_finder;
