-- People we write with. A person may have a phone, a business-scoped user id, or both.

create table contact (
  organization_id uuid not null,
  id uuid not null,
  name text not null default '',
  profile_name text not null default '',
  language text,
  -- The relationship owner: a member, who is told of replies.
  owner_id text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id)
);
create index contact_recent on contact (organization_id, created_at desc, id desc);
call seal_table('contact');

create table contact_identity (
  organization_id uuid not null,
  address text not null check (address like 'whatsapp:%'),
  contact_id uuid not null,
  kind text not null check (kind in ('phone', 'user_id')),
  created_at timestamptz not null default now(),
  primary key (organization_id, address),
  foreign key (organization_id, contact_id) references contact (organization_id, id) on delete cascade
);
create index contact_identity_contact on contact_identity (organization_id, contact_id);
call seal_table('contact_identity');

-- Evidence of a wish to hear nothing more (or to hear again): append-only.
create table opt_out (
  organization_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  sender_address text not null,
  kind text not null check (kind in ('opt_out', 'opt_in')),
  source text not null check (source in ('word', 'twilio', 'member')),
  wording text not null default '',
  message_id uuid,
  at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, contact_id) references contact (organization_id, id) on delete cascade
);
create index opt_out_contact on opt_out (organization_id, contact_id, at);
call seal_table('opt_out', 'select, insert');

-- The addresses a sender must not write to. Keyed by sender, not by organization: it outlives a change of organization,
-- so it has no organization_id and no row-level security; a row tells nothing but "this pair is closed".
create table suppression (
  sender_address text not null,
  contact_address text not null,
  since timestamptz not null,
  primary key (sender_address, contact_address)
);
grant select, insert, update, delete on suppression to parley_app;

create table activity (
  organization_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  conversation_id uuid,
  kind text not null,
  actor_kind text not null check (actor_kind in ('contact', 'member', 'agent', 'system', 'key')),
  actor_id text,
  facts jsonb not null default '{}',
  at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, contact_id) references contact (organization_id, id) on delete cascade
);
create index activity_timeline on activity (organization_id, contact_id, at desc, id desc);
call seal_table('activity', 'select, insert');

create table notification (
  organization_id uuid not null,
  id uuid not null,
  member_id text not null,
  kind text not null check (kind in ('reply', 'hand_over', 'nobody_answers', 'assigned', 'send_failed', 'connector_failed')),
  contact_id uuid,
  conversation_id uuid,
  facts jsonb not null default '{}',
  -- Several messages of one burst make one unread notification that counts them.
  count integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  read_at timestamptz,
  primary key (organization_id, id)
);
create unique index notification_burst on notification (organization_id, member_id, kind, conversation_id) where read_at is null and conversation_id is not null;
create index notification_member on notification (organization_id, member_id, updated_at desc);
call seal_table('notification');
