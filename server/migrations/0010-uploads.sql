-- A file a member chose to send, kept until its message takes it over.

create table upload (
  organization_id uuid not null,
  id uuid not null,
  storage_key text not null,
  media_type text not null,
  file_name text not null,
  bytes bigint not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id)
);
call seal_table('upload');
