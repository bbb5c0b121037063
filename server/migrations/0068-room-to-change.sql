-- Rows that are written once and changed soon after: with room on their page the change touches no index.
alter table conversation set (fillfactor = 50);
alter table recipient set (fillfactor = 50);
