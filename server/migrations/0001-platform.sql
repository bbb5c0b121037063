-- The ground under every other table: who may read what, live events, sealed keys, idempotency.
--
-- parley_app     the role of every request and job. No BYPASSRLS: it sees one organization at a time.
-- parley_finder  finds WHICH organization has work. It is granted an organization's id and due times, nothing else.

create schema if not exists auth;

-- The organization of the running transaction, or null: no context sees no rows.
create function current_organization() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.organization', true), '')::uuid;

-- Seals a table for its organization: forced row-level security, and the grants of the application role.
create procedure seal_table(name text, grants text default 'select, insert, update, delete')
  language plpgsql as $$
begin
  execute format('alter table %I enable row level security', name);
  execute format('alter table %I force row level security', name);
  execute format('create policy own_organization on %I to parley_app using (organization_id = current_organization()) with check (organization_id = current_organization())', name);
  execute format('grant %s on %I to parley_app', grants, name);
end $$;

-- Lets the finder learn in which organizations rows wait. The columns are named by each table's migration.
create procedure open_to_finder(name text, columns text)
  language plpgsql as $$
begin
  execute format('create policy finder_looks on %I for select to parley_finder using (true)', name);
  execute format('grant select (%s) on %I to parley_finder', columns, name);
end $$;

grant usage on schema public to parley_app, parley_finder;

create table event (
  organization_id uuid not null,
  id bigint generated always as identity,
  topic text not null,
  subject_id uuid not null,
  facts jsonb not null default '{}',
  -- A reader takes only rows whose transaction is older than every running one, so a late commit is never passed over.
  transaction_id xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  primary key (organization_id, id)
);
call seal_table('event', 'select, insert, delete');
create index event_at on event (organization_id, at);

create table organization_key (
  organization_id uuid not null,
  key_id text not null,
  sealed bytea not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, key_id)
);
call seal_table('organization_key');

create table idempotency (
  organization_id uuid not null,
  key text not null check (length(key) between 1 and 255),
  operation text not null,
  request_hash bytea not null,
  status integer,
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (organization_id, key)
);
call seal_table('idempotency');
