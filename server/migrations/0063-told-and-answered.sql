-- When a member was last told of something decides when they may be told again; without it each notice reads all that was ever sent to them.
create index notification_delivery_sent on notification_delivery (organization_id, way, target_id, subject, settled_at desc) where state = 'sent';

-- A message that a turn has dealt with opens no other.
create index turn_conversation on turn (organization_id, conversation_id, answers_position desc);
