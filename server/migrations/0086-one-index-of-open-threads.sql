-- What waits or is unread is looked for in one index: a thread that waits is nearly always unread too, and each message of a contact moves it in
-- every index that has it.

create index conversation_open on conversation (organization_id, last_message_at desc, id desc) where unread_count > 0 or waiting_reason is not null;
drop index conversation_unread;
drop index conversation_waiting;
