-- The one message that may follow a STOP: that it was heard.
alter table message add column confirms_opt_out boolean not null default false;
