-- How members are told beside the app: by mail, by push, and the organization's own addresses (outgoing webhooks).

-- Which kinds there are is the contract's business; here only that it is a word.
alter table notification drop constraint notification_kind_check;
alter table notification add constraint notification_kind_check check (kind ~ '^[a-z_]{3,40}$');

create table notification_preference (
  organization_id uuid not null,
  member_id text not null,
  language text not null default 'en' check (language in ('en', 'pt')),
  time_zone text,
  -- Minutes of the member's own day; both or none.
  quiet_from smallint check (quiet_from between 0 and 1439),
  quiet_until smallint check (quiet_until between 0 and 1439),
  -- By kind what the member chose, {"reply": {"mail": false}}; what is absent goes by the kind's default.
  choices jsonb not null default '{}',
  updated_at timestamptz not null default now(),
  primary key (organization_id, member_id),
  check ((quiet_from is null) = (quiet_until is null))
);
call seal_table('notification_preference');

create table notification_settings (
  organization_id uuid not null primary key,
  shows_text boolean not null default true
);
call seal_table('notification_settings');

create table push_subscription (
  organization_id uuid not null,
  id uuid not null,
  member_id text not null,
  endpoint text not null check (length(endpoint) <= 1000),
  p256dh text not null,
  auth_sealed bytea not null,
  device text not null,
  created_at timestamptz not null default now(),
  last_sent_at timestamptz,
  primary key (organization_id, id),
  -- A browser has one place, whoever signs in there.
  unique (organization_id, endpoint)
);
create index push_subscription_member on push_subscription (organization_id, member_id);
call seal_table('push_subscription');

create table outgoing_webhook (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  -- Whoever knows the address of a chat room can write into it.
  url_sealed bytea not null,
  address_hint text not null,
  secret_sealed bytea not null,
  kinds text[] not null,
  enabled boolean not null default true,
  failing_since timestamptz,
  gave_up_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (organization_id, id)
);
call seal_table('outgoing_webhook');

-- One notification on one way to one target.
create table notification_delivery (
  organization_id uuid not null,
  id uuid not null,
  way text not null check (way in ('mail', 'push', 'webhook')),
  -- The member, the push subscription or the outgoing webhook.
  target_id text not null,
  member_id text,
  kind text,
  notification_id uuid,
  -- What it is about: a burst about one thing is one delivery.
  subject text not null,
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'skipped', 'failed')),
  -- Counted before the wire is touched, so a crash behind it is counted too.
  attempts smallint not null default 0,
  status integer,
  detail text,
  -- On the database's clock; quiet hours are on the business clock.
  due_at timestamptz not null,
  quiet_until timestamptz,
  lease_until timestamptz,
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, notification_id) references notification (organization_id, id) on delete cascade,
  check ((state = 'sending') = (lease_until is not null)),
  check ((state in ('sent', 'skipped', 'failed')) = (settled_at is not null))
);
create unique index notification_delivery_open on notification_delivery (organization_id, way, target_id, subject) where state in ('waiting', 'sending');
create index notification_delivery_due on notification_delivery (organization_id, way, due_at) where state in ('waiting', 'sending');
create index notification_delivery_log on notification_delivery (organization_id, way, target_id, id desc);
create index notification_delivery_notification on notification_delivery (organization_id, notification_id);
create index notification_delivery_settled on notification_delivery (organization_id, settled_at) where settled_at is not null;
call seal_table('notification_delivery');
call open_to_finder('notification_delivery', 'organization_id, way, state, due_at, quiet_until, lease_until');

-- Who this installation is to the push services of browsers (VAPID): one pair of keys, made at its first use. A browser
-- takes one for its one service worker, so it belongs to no organization.
create table push_identity (
  single boolean primary key default true check (single),
  public_key text not null,
  private_sealed bytea not null,
  created_at timestamptz not null default now()
);
grant select, insert, update on push_identity to parley_app;
