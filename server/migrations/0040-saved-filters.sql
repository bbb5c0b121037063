-- Filters by a name, and the order of names.

create table saved_filter (
  organization_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  filter jsonb not null,
  created_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null default now(),
  primary key (organization_id, id)
);
create unique index saved_filter_name on saved_filter (organization_id, lower(name));
call seal_table('saved_filter');

-- The name a contact is sorted by, in the order of the alphabet of all languages; who has none comes last.
alter table contact add column sort_name text collate "und-x-icu" not null
  generated always as (lower(coalesce(nullif(name, ''), nullif(profile_name, ''), E'\uFFFF'))) stored;
create index contact_by_name on contact (organization_id, sort_name, id);

-- The last word of a contact is read from the end of an index, without sorting.
drop index consent_contact;
create index consent_contact on consent (organization_id, contact_id, at, kind, id);
