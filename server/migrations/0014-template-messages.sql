-- Messages that go out as a template, always or only once the service window is closed.

-- What our row of the template was called; Twilio's list may have lost it since.
alter table message add column template_id uuid;
-- HX…, and the values of its variables by key. A text that has them goes out as this template when the window is closed.
alter table message add column content_sid text;
alter table message add column variables jsonb;
-- The message this one goes out instead of: one at most, whoever finds out first.
alter table message add column replaces_id uuid;
-- What allowed it: the open window, an opt-in (and which), or that the contact had written before.
alter table message add column allowed_by text check (allowed_by in ('window', 'opt_in', 'written'));
alter table message add column consent_id uuid;
alter table message add constraint message_template check (direction = 'in' or kind <> 'template' or content_sid is not null);
alter table message add constraint message_content check ((content_sid is null) = (variables is null) and (content_sid is null) = (template_id is null));
create unique index message_replaces_once on message (organization_id, replaces_id) where replaces_id is not null;
