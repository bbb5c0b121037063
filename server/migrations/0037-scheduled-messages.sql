-- Messages that are to be sent at an hour of their own.

alter table message drop constraint message_status_check;
alter table message add constraint message_status_check check (status in ('received', 'draft', 'scheduled', 'queued', 'claimed', 'dispatching', 'accepted', 'sent', 'delivered', 'read', 'held', 'canceled', 'failed', 'undelivered', 'unknown'));
-- Until then `due_at` is their hour, by the business clock.
create index message_scheduled on message (organization_id, due_at) where status = 'scheduled';
