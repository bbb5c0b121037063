-- Who serves a lane, how fast, and what a producer can withdraw.

-- One process at a time sends for a lane: two, each at the sender's pace, would be twice as fast as Twilio allows.
create table lane (
  organization_id uuid not null,
  lane text not null,
  owner_id uuid not null,
  owned_until timestamptz not null,
  primary key (organization_id, lane)
);
call seal_table('lane');

-- Messages a second: what a member set, and what Twilio's refusals taught us since. Null: Twilio's usual 80.
alter table sender add column pace smallint check (pace between 1 and 1000);
alter table sender add column learned_pace smallint check (learned_pace >= 1);
alter table sender add column learned_at timestamptz;

-- A producer of many messages gives them a permit, and stops them all by closing it.
create table permit (
  organization_id uuid not null,
  id uuid not null,
  open boolean not null,
  -- A message written under an older epoch is not sent any more.
  epoch integer not null default 0,
  primary key (organization_id, id)
);
call seal_table('permit');
alter table message add column permit_id uuid;
alter table message add column permit_epoch integer;
alter table message add constraint message_permit check ((permit_id is null) = (permit_epoch is null));
create index message_permit_waiting on message (organization_id, permit_id) where permit_id is not null and status in ('queued', 'held');
