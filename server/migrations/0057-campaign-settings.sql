-- What holds for all campaigns of an organization.

create table campaign_settings (
  organization_id uuid not null,
  -- Minutes of the contact's own day between which campaigns send nothing that set no quiet hours of their own; null: at any time.
  quiet_from smallint check (quiet_from between 0 and 1439),
  quiet_until smallint check (quiet_until between 0 and 1439),
  updated_at timestamptz not null default now(),
  primary key (organization_id),
  check ((quiet_from is null) = (quiet_until is null))
);
call seal_table('campaign_settings');
