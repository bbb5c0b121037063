-- Meta: a business portfolio writes first to so many people in 24 hours, whichever of its numbers does; and people have hours of rest.

-- Meta's account the number belongs to; its numbers share one daily limit.
alter table sender add column waba_id text;

-- Whom a portfolio wrote to first, and when that was counted. Shared by all organizations that send for it, so contacts are hashes only.
create table portfolio_contact (
  portfolio text not null,
  contact_hash bigint not null,
  counted_at timestamptz not null,
  primary key (portfolio, contact_hash)
);
create index portfolio_contact_counted on portfolio_contact (portfolio, counted_at);
grant select, insert, update, delete on portfolio_contact to parley_app;

-- The same, counted by the minute: a day is a sum of at most 1,441 rows.
create table portfolio_minute (
  portfolio text not null,
  minute timestamptz not null,
  people integer not null,
  primary key (portfolio, minute)
);
grant select, insert, update, delete on portfolio_minute to parley_app;

-- Minutes of the contact's day in which the message does not go out, and the zone they are read in.
alter table message add column quiet jsonb;
