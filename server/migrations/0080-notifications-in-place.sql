-- An unread notification that counts one more is changed in place: no index knows when it was raised last, and its page has room for a next version of each. The
-- unread ones of a member are few enough to be sorted when they are read, and are counted then anyway.

drop index notification_member;
create index notification_unread on notification (organization_id, member_id) where read_at is null;
create index notification_read on notification (organization_id, member_id, updated_at desc, id desc) where read_at is not null;
alter table notification set (fillfactor = 45);
