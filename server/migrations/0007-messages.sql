-- What was said, in both directions, and every attempt to have Twilio say it.

create table inbound_event (
  organization_id uuid not null,
  connector_id uuid not null,
  message_sid text not null,
  id uuid not null,
  -- Events of one pair are taken in the order of their arrival.
  pair text not null,
  parameters jsonb not null,
  origin text not null default 'webhook' check (origin in ('webhook', 'fallback', 'quarantine', 'spool', 'gap_fill')),
  state text not null default 'received' check (state in ('received', 'processed', 'unparsed')),
  detail text,
  tries integer not null default 0,
  received_at timestamptz not null default now(),
  processed_at timestamptz,
  -- Twilio repeats a webhook it is not sure of: the second copy is refused here, and that is a success.
  primary key (organization_id, connector_id, message_sid)
);
create index inbound_event_ready on inbound_event (organization_id, id) where state = 'received';
call seal_table('inbound_event');
call open_to_finder('inbound_event', 'organization_id, state, received_at');

-- Right path, wrong signature: kept, bounded, and believed only when Twilio itself confirms the message.
create table quarantine (
  organization_id uuid not null,
  id uuid not null,
  connector_id uuid not null,
  message_sid text not null,
  parameters jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'confirmed', 'refuted')),
  tries integer not null default 0,
  next_try_at timestamptz not null default now(),
  received_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, connector_id, message_sid)
);
create index quarantine_waiting on quarantine (organization_id, next_try_at) where state = 'waiting';
call seal_table('quarantine');
call open_to_finder('quarantine', 'organization_id, state, next_try_at');

create table message (
  organization_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  contact_id uuid not null,
  sender_id uuid not null,
  connector_id uuid not null,
  position bigint not null,
  direction text not null check (direction in ('in', 'out')),
  kind text not null check (kind in ('text', 'media', 'location', 'contacts', 'button', 'list', 'flow', 'template', 'unknown')),
  body text not null default '',
  -- Button payload, place, referral, forwarded mark: what the kind carries beside its text.
  details jsonb not null default '{}',
  quoted_sid text,
  origin text not null check (origin in ('contact', 'member', 'agent', 'campaign', 'api', 'system')),
  author_id text,
  agent_id uuid,
  sources jsonb not null default '[]',
  -- Life of an outbound message; an inbound one is 'received'.
  status text not null check (status in ('received', 'draft', 'queued', 'claimed', 'dispatching', 'accepted', 'sent', 'delivered', 'read', 'held', 'canceled', 'failed', 'undelivered', 'unknown')),
  status_reason text,
  error_code integer,
  provider_sid text,
  lane text,
  priority smallint,
  due_at timestamptz,
  -- The conversation's epoch this was written under; null: it does not depend on who holds.
  holder_epoch integer,
  -- The inbound position this answers: one agent answer for each.
  answers_position bigint,
  claim_epoch integer not null default 0,
  lease_until timestamptz,
  retries smallint not null default 0,
  late boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, conversation_id) references conversation (organization_id, id) on delete cascade,
  check ((direction = 'in') = (status = 'received')),
  check (direction = 'in' or (lane is not null and priority is not null and due_at is not null)),
  check ((status in ('claimed', 'dispatching')) = (lease_until is not null))
);
create unique index message_position on message (organization_id, conversation_id, position);
create unique index message_inbound_once on message (organization_id, connector_id, provider_sid) where direction = 'in';
create index message_provider_sid on message (organization_id, provider_sid) where provider_sid is not null;
create unique index message_answer_once on message (organization_id, conversation_id, answers_position) where answers_position is not null and status not in ('canceled');
create index message_ready on message (organization_id, lane, priority, due_at, id) where status = 'queued';
create index message_leased on message (organization_id, lease_until) where status in ('claimed', 'dispatching');
create index message_open on message (organization_id, status, updated_at) where status in ('unknown', 'held', 'accepted', 'sent', 'draft');
-- What a person has to look at, for the inbox. Its list of states is that of the query, word for word.
create index message_attention on message (organization_id, conversation_id) where status in ('draft', 'held', 'unknown', 'failed', 'undelivered');
call seal_table('message');
call open_to_finder('message', 'organization_id, status, due_at, lease_until, updated_at');

create table attempt (
  organization_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  number integer not null,
  claim_epoch integer not null,
  state text not null check (state in ('dispatching', 'accepted', 'rejected', 'not_sent', 'unknown', 'failed', 'abandoned')),
  provider_sid text,
  http_status integer,
  error_code integer,
  detail text,
  dispatched_at timestamptz not null,
  settled_at timestamptz,
  next_check_at timestamptz,
  checks smallint not null default 0,
  primary key (organization_id, id),
  unique (organization_id, message_id, number),
  foreign key (organization_id, message_id) references message (organization_id, id) on delete cascade
);
-- At most one attempt of a message is alive. The database refuses the second, whatever the program believes.
create unique index attempt_one_alive on attempt (organization_id, message_id) where state in ('dispatching', 'unknown', 'accepted');
create index attempt_check on attempt (organization_id, next_check_at) where next_check_at is not null;
create index attempt_sid on attempt (organization_id, provider_sid) where provider_sid is not null;
call seal_table('attempt');
call open_to_finder('attempt', 'organization_id, state, next_check_at');

-- What Twilio told us of an attempt: a set that only grows. What is shown is its maximum.
create table delivery_status (
  organization_id uuid not null,
  attempt_id uuid not null,
  status text not null,
  error_code integer not null default 0,
  detail text,
  at timestamptz not null default now(),
  primary key (organization_id, attempt_id, status, error_code)
);
call seal_table('delivery_status');

-- Callbacks whose attempt we do not know (a restored backup, a sender-level callback): kept until one claims them.
create table orphan_status (
  organization_id uuid not null,
  connector_id uuid not null,
  provider_sid text not null,
  status text not null,
  error_code integer not null default 0,
  detail text,
  at timestamptz not null default now(),
  primary key (organization_id, connector_id, provider_sid, status, error_code)
);
call seal_table('orphan_status');

create table media (
  organization_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  position integer not null,
  provider_url text,
  declared_type text,
  media_type text,
  file_name text,
  bytes bigint,
  storage_key text,
  state text not null check (state in ('waiting', 'stored', 'failed')),
  detail text,
  tries integer not null default 0,
  next_try_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, message_id, position),
  foreign key (organization_id, message_id) references message (organization_id, id) on delete cascade
);
create index media_waiting on media (organization_id, next_try_at) where state = 'waiting';
call seal_table('media');
call open_to_finder('media', 'organization_id, state, next_try_at');
