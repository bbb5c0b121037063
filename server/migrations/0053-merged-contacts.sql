-- Two contacts of one person become one, and so do their threads with one sender.

-- What a contact became that is no more: whoever comes with its id is led on.
create table merged_contact (
  organization_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  merged_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, contact_id) references contact (organization_id, id) on delete cascade
);
create index merged_contact_into on merged_contact (organization_id, contact_id);
call seal_table('merged_contact', 'select, insert, update');

create table joined_conversation (
  organization_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  primary key (organization_id, id),
  foreign key (organization_id, conversation_id) references conversation (organization_id, id) on delete cascade
);
create index joined_conversation_into on joined_conversation (organization_id, conversation_id);
call seal_table('joined_conversation', 'select, insert, update');

-- Evidence and timelines are append-only; whose they are is all that may change.
grant update (contact_id) on consent to parley_app;
grant update (contact_id, conversation_id) on activity to parley_app;

-- An opt-out of one of the two holds for what they became.
alter table consent drop constraint consent_source_check;
alter table consent add constraint consent_source_check
  check (source in ('word', 'twilio', 'member', 'import', 'api', 'page', 'reply', 'merge'));

-- What two records of one person may have in common. Columns, because row-level security lets an index answer for plain equality only.
alter table contact add column mail_address text
  generated always as (lower(jsonb_path_query_first(fields, '$.* ? (@ like_regex "^[^\\s@]+@[^\\s@]+[.][^\\s@]+$")') #>> '{}')) stored;
create index contact_mail on contact (organization_id, mail_address) where mail_address is not null;
create index contact_profile on contact (organization_id, profile_name) where profile_name <> '';
