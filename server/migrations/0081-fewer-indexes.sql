-- What is written with every message: an index that another one can stand for is left out.

-- Twilio's name of a message is sought among those that came, or among those that went.
drop index message_provider_sid;
create index message_provider_sid on message (organization_id, provider_sid) where direction = 'out' and provider_sid is not null;
drop index message_inbound_once;
create unique index message_inbound_once on message (organization_id, provider_sid, connector_id) where direction = 'in';

-- The threads of a contact, and the one with a number of ours.
drop index conversation_contact;
alter table conversation drop constraint conversation_organization_id_sender_id_contact_id_key;
alter table conversation add unique (organization_id, contact_id, sender_id);
