-- Messages that go by a Messaging Service: Twilio picks the sender, and tells it afterwards.

-- Until Twilio has told, `sender_id` and the thread are the ones it would most likely pick. Only a template may go from any sender.
alter table message add column by_service boolean not null default false;
alter table message add constraint message_by_service check (not by_service or (direction = 'out' and kind = 'template'));

alter table attempt
  -- The service it was posted to; null: to a sender of ours.
  add column service_sid text,
  -- The sender Twilio picked, once it has told.
  add column sender_address text;

alter table campaign add column through_service boolean not null default false;
alter table campaign drop constraint campaign_hold_reason_check;
alter table campaign add constraint campaign_hold_reason_check check (hold_reason in
  ('fault', 'template_paused', 'template_disabled', 'template_rejected', 'template_failing', 'service_unusable'));
