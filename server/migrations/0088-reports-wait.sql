-- breaking: an earlier program does not look for reports that wait.
-- What Twilio reports of our messages is durable before it is acknowledged, and shown a moment later. Reports that arrive together are one row,
-- and what has gathered is worked off at once, so that a flood of them costs each less.

create table report_batch (
  organization_id uuid not null,
  id uuid not null,
  reports json not null,
  size integer not null,
  tries smallint not null default 0,
  -- What failed waits a little longer each time.
  due_at timestamptz not null default now(),
  primary key (organization_id, id)
);
call seal_table('report_batch');
call open_to_finder('report_batch', 'organization_id, due_at');
