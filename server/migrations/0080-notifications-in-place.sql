-- An unread notification that counts one more is changed in place: no index knows when it was raised last, and its page has room for a next
-- version of each. The unread ones of a member are few enough to be sorted when they are read, and are counted then anyway.

drop index notification_member;
alter table notification set (fillfactor = 45);
-- The same instant as `updated_at`, once it cannot change any more.
alter table notification add column settled_at timestamptz generated always as (case when read_at is not null then updated_at end) stored;
create index notification_unread on notification (organization_id, member_id) where read_at is null;
create index notification_read on notification (organization_id, member_id, settled_at desc, id desc) where settled_at is not null;
