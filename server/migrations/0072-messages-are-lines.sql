-- breaking: an earlier program writes a line of the timeline for each message, which would stand there twice.
-- A message is a line of its contact's timeline by itself, so nothing is written twice; the timeline reads both tables in one order.

delete from activity where kind in ('message_received', 'message_sent');
create index message_timeline on message (organization_id, contact_id, created_at desc, id desc);
