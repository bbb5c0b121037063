-- Agents answer; their knowledge is the only thing they answer from; a channel hands one sender to one agent.

create extension if not exists unaccent;
create extension if not exists pg_trgm;

create table agent (
  organization_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  mode text not null default 'auto' check (mode in ('auto', 'draft', 'off')),
  brain text not null default 'built_in' check (brain in ('built_in', 'model', 'application')),
  language text not null default 'en',
  instructions text not null default '',
  welcome text not null default '',
  application_url text,
  application_secret_sealed bytea,
  debounce_ms integer not null default 1000 check (debounce_ms between 0 and 30000),
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  check (brain <> 'application' or application_url is not null)
);
call seal_table('agent');

create table article (
  organization_id uuid not null,
  id uuid not null,
  agent_id uuid not null,
  title text not null check (length(title) between 1 and 200),
  body text not null,
  source text not null default 'editor' check (source in ('editor', 'file')),
  file_name text,
  media_type text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, agent_id) references agent (organization_id, id) on delete cascade
);
create index article_agent on article (organization_id, agent_id, title);
call seal_table('article');

-- An article cut into the pieces that are searched and cited. Rewritten whole with its article.
create table passage (
  organization_id uuid not null,
  id uuid not null,
  article_id uuid not null,
  agent_id uuid not null,
  position integer not null,
  heading text not null default '',
  text text not null,
  search tsvector not null,
  primary key (organization_id, id),
  foreign key (organization_id, article_id) references article (organization_id, id) on delete cascade
);
create index passage_article on passage (organization_id, article_id, position);
create index passage_agent on passage (organization_id, agent_id);
create index passage_search on passage using gin (search);
call seal_table('passage');

create table channel (
  organization_id uuid not null,
  id uuid not null,
  sender_id uuid not null,
  agent_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  -- One number answers for one agent: the constraint, not a check before it, refuses the second binding.
  constraint channel_sender_bound_once unique (organization_id, sender_id),
  foreign key (organization_id, sender_id) references sender (organization_id, id) on delete cascade,
  foreign key (organization_id, agent_id) references agent (organization_id, id) on delete cascade
);
create index channel_agent on channel (organization_id, agent_id);
call seal_table('channel');
