-- breaking: an earlier program writes a row for each change.
-- What a transaction changes is one row for those who look on. The rows of the last day keep their places, so a browser that comes back after
-- the upgrade misses nothing.

alter table event rename to single_event;
alter index event_pkey rename to single_event_pkey;
create table event (
  organization_id uuid not null,
  -- A reader takes only rows whose transaction is older than every running one, so a late commit is never passed over.
  transaction_id xid8 not null default pg_current_xact_id(),
  id bigint generated always as identity,
  changes json not null,
  at timestamptz not null default now(),
  -- Events are read in this order. Ids alone do not do: a transaction that commits late may hold a lower id than one already read.
  primary key (organization_id, transaction_id, id)
);
insert into event (organization_id, transaction_id, id, changes, at) overriding system value
  select organization_id, transaction_id, id, json_build_array(json_build_object('topic', topic, 'subjectId', subject_id, 'facts', facts)), at
  from single_event;
select setval(pg_get_serial_sequence('event', 'id'), greatest((select max(id) from single_event), 1));
drop table single_event;
call seal_table('event', 'select, insert, delete');
create index event_at on event using brin (at);
