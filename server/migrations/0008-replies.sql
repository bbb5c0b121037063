-- An agent's turn: what it is answering, under which epoch, and how it ended.

create table turn (
  organization_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  agent_id uuid not null,
  epoch integer not null,
  -- The last inbound message it answers; later quick messages raise it while the turn waits.
  answers_position bigint not null,
  state text not null check (state in ('waiting', 'thinking', 'answered', 'drafted', 'handed_over', 'dropped', 'failed')),
  due_at timestamptz not null,
  lease_until timestamptz,
  tries smallint not null default 0,
  detail text,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, conversation_id) references conversation (organization_id, id) on delete cascade
);
-- One turn at a time in a conversation: several quick messages get one answer.
create unique index turn_one_open on turn (organization_id, conversation_id) where state in ('waiting', 'thinking');
create index turn_due on turn (organization_id, due_at) where state in ('waiting', 'thinking');
call seal_table('turn');
call open_to_finder('turn', 'organization_id, state, due_at, lease_until');
