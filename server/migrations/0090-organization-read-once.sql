-- The organization is read once for each statement. Named without a subquery, PostgreSQL reads the setting anew for every row that is written, which
-- costs a third of a small insertion.

create or replace procedure seal_table(name text, grants text default 'select, insert, update, delete')
  language plpgsql as $$
begin
  execute format('alter table %I enable row level security', name);
  execute format('alter table %I force row level security', name);
  execute format('create policy own_organization on %I to parley_app using (organization_id = (select current_organization())) with check (organization_id = (select current_organization()))', name);
  execute format('grant %s on %I to parley_app', grants, name);
end $$;

do $$
declare
  sealed regclass;
begin
  for sealed in select polrelid from pg_policy where polname = 'own_organization' loop
    execute format('alter policy own_organization on %s using (organization_id = (select current_organization())) with check (organization_id = (select current_organization()))', sealed);
  end loop;
end $$;
