-- Plans of outbound contact, their recipients and what is said to each.

-- A thread that a campaign opened stays out of the inbox until somebody answers in it.
alter table conversation add column quiet boolean not null default false;
drop index conversation_inbox;
create index conversation_inbox on conversation (organization_id, last_message_at desc, id desc) where not quiet;

create table campaign (
  organization_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  kind text not null check (kind in ('one_shot', 'drip', 'follow_up')),
  state text not null default 'draft' check (state in ('draft', 'launching', 'running', 'paused', 'done', 'canceled')),
  -- What it wants to achieve, for the agent that composes.
  goal text not null default '',
  connector_id uuid not null,
  -- The senders it may use; a contact keeps the one they have a thread with.
  sender_ids uuid[] not null check (cardinality(sender_ids) > 0),
  -- The agent in whose voice it writes.
  agent_id uuid,
  audience jsonb not null default '{}',
  -- Contacts that come to match later are added while it runs.
  audience_is_live boolean not null default false,
  -- What is said at each step, in order: text, wait in seconds since the step before, template or null for the best suited.
  steps jsonb not null,
  approval text not null default 'all' check (approval in ('all', 'first', 'none')),
  approval_first integer not null default 20,
  starts_at timestamptz,
  -- Minutes of the contact's own day between which nothing is sent; null: at any time.
  quiet_from smallint check (quiet_from between 0 and 1439),
  quiet_until smallint check (quiet_until between 0 and 1439),
  permit_id uuid,
  permit_epoch integer not null default 0,
  -- Contacts up to this one were looked at.
  expanded_to uuid,
  expanded_at timestamptz,
  created_by text,
  launched_by text,
  launched_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, connector_id) references connector (organization_id, id),
  check ((state = 'draft') = (launched_at is null)),
  check ((state = 'draft') = (permit_id is null)),
  check ((quiet_from is null) = (quiet_until is null))
);
create index campaign_state on campaign (organization_id, state);
call seal_table('campaign');
call open_to_finder('campaign', 'organization_id, state');

-- A contact's place in a campaign.
create table recipient (
  organization_id uuid not null,
  campaign_id uuid not null,
  contact_id uuid not null,
  state text not null default 'active' check (state in ('active', 'replied', 'finished', 'skipped')),
  reason text,
  replied_at timestamptz,
  primary key (organization_id, campaign_id, contact_id),
  -- No foreign key to the contact, here and below: it would lock, and so rewrite, the row of everybody who is written to.
  foreign key (organization_id, campaign_id) references campaign (organization_id, id) on delete cascade
);
create index recipient_contact on recipient (organization_id, contact_id) where state = 'active';
call seal_table('recipient');

-- One planned message of a campaign to one contact.
create table touch (
  organization_id uuid not null,
  campaign_id uuid not null,
  contact_id uuid not null,
  step smallint not null,
  state text not null default 'planned' check (state in ('planned', 'review', 'approved', 'sent', 'skipped', 'held', 'rejected')),
  text text not null default '',
  template_id uuid,
  variables jsonb,
  -- Which facts of the contact went into it, for whoever reviews.
  facts jsonb not null default '{}',
  reason text,
  due_at timestamptz not null,
  message_id uuid,
  decided_by text,
  updated_at timestamptz not null default now(),
  -- One message of a step for each contact, whoever plans it twice.
  primary key (organization_id, campaign_id, contact_id, step),
  foreign key (organization_id, campaign_id) references campaign (organization_id, id) on delete cascade,
  check ((state = 'sent') = (message_id is not null))
);
create index touch_due on touch (organization_id, campaign_id, state, due_at, contact_id) where state in ('planned', 'review', 'approved', 'held');
create index touch_message on touch (organization_id, message_id) where message_id is not null;
call seal_table('touch');
