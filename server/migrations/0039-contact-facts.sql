-- What is known of a contact beside their name: where they live, tags, fields of the organization's own, and the lists they came by.

-- Two letters, ZZ where the address tells none. Null: nobody has looked yet; a job does.
alter table contact add column country text check (country ~ '^[A-Z]{2}$');
alter table contact add column time_zone text;
alter table contact add column tags text[] not null default '{}';
-- Values by the id of their field: text, a number, a day as YYYY-MM-DD, or a list of choices.
alter table contact add column fields jsonb not null default '{}';
alter table contact add column import_ids uuid[] not null default '{}';
create index contact_unplaced on contact (organization_id, id) where country is null;
call open_to_finder('contact', 'organization_id, country');

-- What an organization keeps of its contacts. The kind of a field never changes, so that its values stay readable.
create table contact_field (
  organization_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 60),
  kind text not null check (kind in ('text', 'number', 'date', 'select', 'multi_select')),
  options text[] not null default '{}',
  position integer not null,
  created_at timestamptz not null,
  -- Nobody sees it any more; a job takes its values from the contacts and then the row away.
  removed_at timestamptz,
  primary key (organization_id, id)
);
create unique index contact_field_name on contact_field (organization_id, lower(name)) where removed_at is null;
call seal_table('contact_field');
call open_to_finder('contact_field', 'organization_id, removed_at');
