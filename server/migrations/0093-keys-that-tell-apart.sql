-- Every index began with the organization. Where a table has hardly a statistic yet, all of them seem to lead to one row, also the one that finds a
-- thread by its contact where it is asked for by its id; what was planned so was kept, and read all threads for each message until the table was first
-- analyzed. An index that begins with what tells rows apart does not offer itself for that. Where both are given, it finds as well as before.

alter table conversation drop constraint conversation_organization_id_contact_id_sender_id_key;
alter table conversation add unique (contact_id, organization_id, sender_id);

drop index message_timeline;
create index message_timeline on message (contact_id, organization_id, created_at desc, id desc);

drop index message_position;
create unique index message_position on message (conversation_id, organization_id, position);

alter table attempt drop constraint attempt_organization_id_message_id_number_key;
alter table attempt add unique (message_id, organization_id, number);
