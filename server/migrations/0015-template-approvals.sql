-- What is ours about a template beside what Twilio tells.

alter table template
  -- The category it was submitted under here; Meta may give it another one.
  add column requested_category text not null default '',
  -- What each variable means, by its key.
  add column variable_names jsonb not null default '{}',
  -- When this row last took what Twilio said, on the database's clock: an older list does not undo it.
  add column read_at timestamptz not null default now();

alter table notification drop constraint notification_kind_check;
alter table notification add constraint notification_kind_check
  check (kind in ('reply', 'hand_over', 'nobody_answers', 'assigned', 'send_failed', 'connector_failed', 'template_changed'));
