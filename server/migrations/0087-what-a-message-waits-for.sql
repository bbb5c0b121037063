-- A message takes seven steps from queued to read, and only three of them change what it waits for. The indexes know that alone, so that every
-- other step is written in place: PostgreSQL leaves the indexes of a row alone when no column of any of them changes, and its page has room.

alter table message set (fillfactor = 80);
alter table message add column phase text not null generated always as (case
  when status in ('claimed', 'dispatching') then 'leased'
  when status in ('draft', 'held', 'unknown', 'failed', 'undelivered') then 'attention'
  when status in ('queued', 'scheduled', 'canceled') then status
  else 'settled' end) stored;
grant select (phase) on message to parley_finder;

drop index message_ready, message_leased, message_open, message_attention, message_permit_waiting, message_scheduled, message_template_failed, message_answer_once;
create index message_ready on message (organization_id, lane, priority, due_at, id) where phase = 'queued';
-- A few hundred at a time, read whole: the hour a lease ends would be one more step to write.
create index message_leased on message (organization_id) where phase = 'leased';
create index message_attention on message (organization_id, conversation_id) where phase = 'attention';
create index message_permit_waiting on message (organization_id, permit_id) where permit_id is not null and phase in ('queued', 'attention');
create index message_scheduled on message (organization_id, due_at) where phase = 'scheduled';
create index message_template_failed on message (organization_id, permit_id) where permit_id is not null and error_code in (63013, 63040, 63041, 63042);
create unique index message_answer_once on message (organization_id, conversation_id, answers_position) where answers_position is not null and phase <> 'canceled';

-- The same for attempts: one that is accepted is as alive as one on the wire.
alter table attempt add column alive boolean not null generated always as (state in ('dispatching', 'unknown', 'accepted')) stored;
drop index attempt_one_alive;
create unique index attempt_one_alive on attempt (organization_id, message_id) where alive;
