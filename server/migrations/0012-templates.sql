-- Templates live at Twilio; this is what was last read of them.

create table template (
  organization_id uuid not null,
  id uuid not null,
  connector_id uuid not null,
  -- HX…
  twilio_sid text not null,
  name text not null,
  language text not null,
  -- The kind of content that WhatsApp shows: twilio/text, twilio/quick-reply, …
  content_type text not null,
  content jsonb not null,
  -- Samples by key.
  variables jsonb not null default '{}',
  category text not null default '',
  status text not null,
  rejection_reason text not null default '',
  synced_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, connector_id, twilio_sid),
  foreign key (organization_id, connector_id) references connector (organization_id, id) on delete cascade
);
create index template_name on template (organization_id, name, language);
call seal_table('template');
