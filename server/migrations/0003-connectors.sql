-- Connectors hold Twilio credentials; senders are the WhatsApp numbers found in them.

create table connector (
  organization_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  account_sid text not null,
  auth_token_sealed bytea,
  previous_auth_token_sealed bytea,
  previous_auth_token_until timestamptz,
  messaging_service_sid text,
  receive_inbound boolean not null default true,
  send_outbound boolean not null default true,
  status text not null check (status in ('active', 'error')),
  health text not null check (health in ('connected', 'wrong_credentials', 'account_suspended', 'account_closed', 'unreachable', 'untested')),
  error_code text,
  error_detail text,
  tested_at timestamptz,
  -- The path of the webhook URL. Sealed because the URL is shown again; found by its hash in webhook_route.
  webhook_token_sealed bytea,
  -- Twilio refused our credentials while sending: nothing is sent until a probe or a person succeeds.
  paused_at timestamptz,
  swept_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id)
);
call seal_table('connector');
call open_to_finder('connector', 'organization_id, status, swept_at, tested_at');

-- Finds the connector of a webhook before any organization is known. Holds only the hash of a 256-bit secret.
create table webhook_route (
  token_hash bytea primary key,
  organization_id uuid not null,
  connector_id uuid not null,
  honoured_until timestamptz,
  created_at timestamptz not null default now()
);
create index webhook_route_connector on webhook_route (organization_id, connector_id);
grant select, insert, update, delete on webhook_route to parley_app;
grant select on webhook_route to parley_finder;

create table sender (
  organization_id uuid not null,
  id uuid not null,
  connector_id uuid not null,
  twilio_sid text not null,
  address text not null check (address like 'whatsapp:%'),
  display_name text,
  status text not null,
  quality text,
  messaging_limit text,
  offline_reasons jsonb not null default '[]',
  profile jsonb not null default '{}',
  active boolean not null default false,
  -- Twilio's last answer about this sender's webhook, and what the doctor made of it.
  webhook_state text not null default 'not_set' check (webhook_state in ('not_set', 'configured', 'foreign', 'wrong_method', 'overridden', 'status_missing', 'unknown')),
  webhook_seen jsonb,
  findings jsonb not null default '[]',
  checked_at timestamptz,
  missing_since timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, connector_id) references connector (organization_id, id) on delete cascade,
  unique (organization_id, connector_id, twilio_sid)
);
create index sender_address on sender (organization_id, address);
call seal_table('sender');
call open_to_finder('sender', 'organization_id, active, checked_at');

-- A number receives in one organization at a time, even when two of them hold the same credentials.
create table sender_claim (
  account_sid text not null,
  address text not null,
  organization_id uuid not null,
  sender_id uuid not null,
  claimed_at timestamptz not null default now(),
  primary key (account_sid, address)
);
create index sender_claim_sender on sender_claim (organization_id, sender_id);
grant select, insert, update, delete on sender_claim to parley_app;
