-- The one thread of a contact with a sender. Holder and epoch say who answers: whoever acts under an old epoch is too late.

create table conversation (
  organization_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  contact_address text not null,
  sender_id uuid not null,
  connector_id uuid not null,
  holder text not null default 'agent' check (holder in ('agent', 'member', 'nobody')),
  holder_id text,
  epoch integer not null default 0,
  -- Why a person is needed; null when nobody waits.
  waiting_reason text check (waiting_reason in ('asked_for_person', 'no_knowledge', 'agent_failed', 'no_agent', 'agent_off', 'draft_waits')),
  waiting_since timestamptz,
  assigned_to text,
  last_inbound_at timestamptz,
  last_inbound_sid text,
  last_message_at timestamptz not null,
  last_message_preview text not null default '',
  last_message_direction text not null default 'in' check (last_message_direction in ('in', 'out')),
  unread_count integer not null default 0,
  -- Order of messages in the thread; raised in the transaction that adds one.
  last_position bigint not null default 0,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, sender_id, contact_id),
  check ((holder = 'member') = (holder_id is not null)),
  check ((waiting_reason is null) = (waiting_since is null)),
  foreign key (organization_id, contact_id) references contact (organization_id, id) on delete cascade,
  foreign key (organization_id, sender_id) references sender (organization_id, id)
);
create index conversation_inbox on conversation (organization_id, last_message_at desc, id desc);
create index conversation_contact on conversation (organization_id, contact_id);
create index conversation_waiting on conversation (organization_id, last_message_at desc, id desc) where waiting_reason is not null;
create index conversation_unread on conversation (organization_id, last_message_at desc, id desc) where unread_count > 0;
call seal_table('conversation');

create table note (
  organization_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  author_id text not null,
  body text not null check (length(body) between 1 and 4000),
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, conversation_id) references conversation (organization_id, id) on delete cascade
);
create index note_conversation on note (organization_id, conversation_id, created_at);
call seal_table('note');
