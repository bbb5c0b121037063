-- When a message was let go to the wire for the last time, on the business clock; null: not yet. What follows it counts from here.
alter table message add column left_at timestamptz;
