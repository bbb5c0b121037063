-- A member's digital twin answers that member's contacts, where the member wants it to.

create table twin (
  organization_id uuid not null,
  agent_id uuid not null,
  agent_kind text not null default 'twin' check (agent_kind = 'twin'),
  -- Whose twin it is. It answers this member's contacts and nobody else's; the agent's mode says what it does by itself.
  member_id text not null,
  -- What always goes to the member: topics Parley knows by name, and words of the member's own.
  topics text[] not null default '{}',
  words text[] not null default '{}',
  primary key (organization_id, agent_id),
  unique (organization_id, member_id),
  foreign key (organization_id, agent_id, agent_kind) references agent (organization_id, id, kind) on delete cascade
);
call seal_table('twin');

-- What it does for one contact, where that differs.
create table twin_contact (
  organization_id uuid not null,
  agent_id uuid not null,
  contact_id uuid not null,
  mode text not null check (mode in ('auto', 'draft', 'off')),
  primary key (organization_id, agent_id, contact_id),
  foreign key (organization_id, agent_id) references twin (organization_id, agent_id) on delete cascade,
  foreign key (organization_id, contact_id) references contact (organization_id, id) on delete cascade
);
create index twin_contact_contact on twin_contact (organization_id, contact_id);
call seal_table('twin_contact');

alter table conversation drop constraint conversation_waiting_reason_check;
alter table conversation add constraint conversation_waiting_reason_check check (waiting_reason in
  ('asked_for_person', 'no_knowledge', 'agent_failed', 'no_agent', 'agent_off', 'draft_waits', 'reserved_topic'));
