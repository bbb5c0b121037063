-- A lead is a deal with a contact in a stage of a pipeline.

create table pipeline (
  organization_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  created_at timestamptz not null,
  primary key (organization_id, id)
);
call seal_table('pipeline');

create table stage (
  organization_id uuid not null,
  id uuid not null,
  pipeline_id uuid not null,
  name text not null check (length(name) between 1 and 80),
  kind text not null check (kind in ('open', 'won', 'lost')),
  position integer not null,
  primary key (organization_id, id),
  unique (organization_id, pipeline_id, id),
  unique (organization_id, pipeline_id, position) deferrable initially deferred,
  foreign key (organization_id, pipeline_id) references pipeline (organization_id, id) on delete cascade
);
call seal_table('stage');

create table lead (
  organization_id uuid not null,
  id uuid not null,
  pipeline_id uuid not null,
  stage_id uuid not null,
  contact_id uuid not null,
  title text not null check (length(title) between 1 and 200),
  -- Millionths of the currency; null: nobody said.
  value bigint check (value >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  owner_id text,
  -- Its place in the stage. Between two there is always room: halves of numbers are exact.
  position numeric not null,
  stage_since timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, pipeline_id, stage_id) references stage (organization_id, pipeline_id, id),
  foreign key (organization_id, contact_id) references contact (organization_id, id) on delete cascade
);
create index lead_board on lead (organization_id, stage_id, position, id);
create index lead_contact on lead (organization_id, contact_id);
call seal_table('lead');
