-- Lists of contacts on their way in.

create table contact_import (
  organization_id uuid not null,
  id uuid not null,
  file_name text not null,
  storage_key text not null,
  delimiter text not null,
  -- Names of the columns, in their order, with the first values of each.
  columns jsonb not null,
  -- What each column is taken for, by its name; and what holds for every row.
  plan jsonb,
  state text not null default 'ready' check (state in ('ready', 'running', 'done', 'failed')),
  detail text,
  rows_read integer not null default 0,
  created integer not null default 0,
  updated integer not null default 0,
  opt_ins integer not null default 0,
  -- People in it who said STOP; they stay closed.
  still_closed integer not null default 0,
  problems integer not null default 0,
  created_by text,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (organization_id, id)
);
create index contact_import_recent on contact_import (organization_id, created_at desc);
call seal_table('contact_import');
call open_to_finder('contact_import', 'organization_id, state');

create table contact_import_problem (
  organization_id uuid not null,
  import_id uuid not null,
  line integer not null,
  reason text not null,
  detail text not null default '',
  cells jsonb not null,
  primary key (organization_id, import_id, line),
  foreign key (organization_id, import_id) references contact_import (organization_id, id) on delete cascade
);
call seal_table('contact_import_problem');
