-- How a sender's pace was learned: by which refusal, and how many of them have come since the last calm.

alter table sender add column learned_code integer;
alter table sender add column refusals smallint not null default 0;
alter table sender add column refused_since timestamptz;
