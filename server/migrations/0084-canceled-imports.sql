-- A list that a person stopped on its way in.
alter table contact_import drop constraint contact_import_state_check;
alter table contact_import add constraint contact_import_state_check
  check (state in ('ready', 'running', 'done', 'failed', 'canceled'));
