-- Who wrote a consent down, an organization's own words, pages on which people opt in, and lists taken over from elsewhere.

alter table consent add column actor_kind text not null default 'system' check (actor_kind in ('contact', 'member', 'agent', 'system', 'key'));
alter table consent add column actor_id text;
update consent set actor_kind = 'contact' where source = 'word';

-- One row for an organization that changed something; without one everything is as it comes.
create table consent_settings (
  organization_id uuid not null,
  stop_words text[] not null default '{}',
  start_words text[] not null default '{}',
  -- Whether an opt-out is confirmed by one last message.
  confirms boolean not null default true,
  -- Empty: a sentence in the contact's language.
  confirmation_text text not null default '' check (length(confirmation_text) <= 500),
  updated_at timestamptz not null default now(),
  primary key (organization_id)
);
call seal_table('consent_settings');

create table opt_in_page (
  organization_id uuid not null,
  id uuid not null,
  public_id text not null,
  sender_id uuid not null,
  title text not null check (length(title) between 1 and 120),
  -- double: the person's own message is what counts. single: what is done on the page counts as well.
  confirmation text not null check (confirmation in ('single', 'double')),
  asks_number boolean not null default false,
  open boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, public_id),
  foreign key (organization_id, sender_id) references sender (organization_id, id) on delete cascade,
  -- A number that somebody typed proves nothing where a message of its owner is asked for.
  check (confirmation = 'single' or not asks_number)
);
call seal_table('opt_in_page');

-- Every wording a page ever showed, with the code that its link carries: a message says by it what its writer had read.
create table opt_in_wording (
  organization_id uuid not null,
  code text not null check (code ~ '^[A-Z2-9]{6}$'),
  page_id uuid not null,
  wording text not null check (length(wording) between 1 and 2000),
  -- The address of the page while it showed this.
  place text not null,
  created_at timestamptz not null,
  primary key (organization_id, code),
  foreign key (organization_id, page_id) references opt_in_page (organization_id, id) on delete cascade
);
create index opt_in_wording_page on opt_in_wording (organization_id, page_id, created_at desc);
call seal_table('opt_in_wording', 'select, insert');

-- Finds the organization of a page before anybody has signed in.
create table opt_in_route (
  public_id text primary key,
  organization_id uuid not null,
  page_id uuid not null,
  foreign key (organization_id, page_id) references opt_in_page (organization_id, id) on delete cascade
);
create index opt_in_route_page on opt_in_route (organization_id, page_id);
grant select, insert, delete on opt_in_route to parley_app;
grant select on opt_in_route to parley_finder;

-- Opt-outs brought along from another system: also those of people who are no contacts here.
create table imported_opt_out (
  organization_id uuid not null,
  sender_address text not null,
  contact_address text not null,
  -- The name of the file.
  place text not null,
  actor_kind text not null check (actor_kind in ('member', 'key')),
  actor_id text,
  at timestamptz not null,
  primary key (organization_id, sender_address, contact_address)
);
call seal_table('imported_opt_out');

-- Whoever opted out of the whole organization is closed to the numbers it gets later, too.
create function close_new_sender() returns trigger language plpgsql as $$
begin
  insert into suppression (sender_address, contact_address, since)
  select new.address, identity.address, last.at
  from contact_identity identity
  cross join lateral (
    select kind, at from consent
    where organization_id = identity.organization_id and contact_id = identity.contact_id and sender_address is null
    order by at desc, kind desc, id desc limit 1) last
  where identity.organization_id = new.organization_id and last.kind = 'opt_out'
  on conflict (sender_address, contact_address) do update set since = greatest(suppression.since, excluded.since);
  return null;
end $$;
create trigger close_new_sender after insert on sender for each row execute function close_new_sender();

-- What an organization is called, for pages and papers that bear its name.
create view own_organization with (security_barrier) as
  select id::uuid as organization_id, name from auth.organization where id = current_organization()::text;
grant select on own_organization to parley_app;
