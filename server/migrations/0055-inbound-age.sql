-- Webhooks that became messages are forgotten by their age. They are written in the order of time, so a summary of each part of the
-- table is enough to find them, and costs the writers nothing.
create index inbound_event_age on inbound_event using brin (received_at);
