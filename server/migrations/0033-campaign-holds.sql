-- Campaigns that wait, end or were prepared; recipients who said STOP.

alter table campaign drop constraint campaign_state_check;
alter table campaign add constraint campaign_state_check
  check (state in ('draft', 'prepared', 'launching', 'running', 'paused', 'done', 'canceled'));
alter table campaign drop constraint campaign_check;
alter table campaign drop constraint campaign_check1;
alter table campaign add constraint campaign_launched
  check (case when state in ('draft', 'prepared') then launched_at is null else launched_at is not null or state = 'canceled' end);
alter table campaign add constraint campaign_permit check ((state = 'draft') = (permit_id is null));
alter table campaign
  -- After so many days what has not left is given up, and what is answered later counts for nothing.
  add column ends_after_days smallint check (ends_after_days between 1 and 90),
  -- Why it waits although it is not paused: fault, or what became of a template.
  add column hold_reason text check (hold_reason in ('fault', 'template_paused', 'template_disabled', 'template_rejected', 'template_failing')),
  -- The template the hold is about.
  add column hold_template_id uuid,
  add column held_at timestamptz,
  -- Its owner was asked to look at touches that are held.
  add column asked_at timestamptz,
  add constraint campaign_hold check ((hold_reason is null) = (held_at is null));

alter table recipient drop constraint recipient_state_check;
alter table recipient add constraint recipient_state_check check (state in ('active', 'replied', 'opted_out', 'finished', 'skipped'));
alter table recipient add column opted_out_at timestamptz;
-- Whoever answers may have heard everything already.
drop index recipient_contact;
create index recipient_contact on recipient (organization_id, contact_id);

-- A campaign's messages that failed because of their template: a handful of them together holds it.
create index message_template_failed on message (organization_id, permit_id, updated_at)
  where permit_id is not null and error_code in (63013, 63040, 63041, 63042);
-- Organizations in which somebody waits for an answer are served before those with campaigns only.
grant select (priority) on message to parley_finder;
