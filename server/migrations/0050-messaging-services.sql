-- What Twilio told of a connector's Messaging Service, and which of its senders are in its pool.

alter table connector
  add column service_name text,
  -- unread: Twilio was not asked about this SID yet, or did not answer.
  add column service_state text not null default 'unread' check (service_state in ('unread', 'found', 'not_found')),
  -- WhatsApp addresses in the pool that are none of the account's senders here.
  add column service_strangers text[] not null default '{}',
  add column service_read_at timestamptz;
alter table sender add column in_service boolean not null default false;
