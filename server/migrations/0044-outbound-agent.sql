-- Three kinds of agents: one answers on channels, one composes what campaigns say, one stands for a member.

alter table agent add column kind text not null default 'answering' check (kind in ('answering', 'outbound', 'twin'));
alter table agent add constraint agent_kind unique (organization_id, id, kind);

-- A number is given to an answering agent and to no other: whoever composes campaigns never answers replies.
alter table channel add column agent_kind text not null default 'answering' check (agent_kind = 'answering');
alter table channel add constraint channel_answers foreign key (organization_id, agent_id, agent_kind) references agent (organization_id, id, kind) on delete cascade;

-- What an outbound agent speaks from. Its rules of tone are the agent's instructions.
create table outbound_voice (
  organization_id uuid not null,
  agent_id uuid not null,
  agent_kind text not null default 'outbound' check (agent_kind = 'outbound'),
  -- What the organization does and for whom: every number and name in it may be said.
  brief text not null default '',
  -- What may be said beside it: name, value and where it is from.
  facts jsonb not null default '[]',
  -- Which facts of contact, lead and owner it may use.
  uses text[] not null default '{}',
  -- For each language: how it sounds there, how it greets and how it closes.
  tones jsonb not null default '[]',
  primary key (organization_id, agent_id),
  foreign key (organization_id, agent_id, agent_kind) references agent (organization_id, id, kind) on delete cascade
);
call seal_table('outbound_voice');

-- Who worded a touch, where its facts are from, and what a person should know of it.
alter table touch add column composed_by text not null default 'plan' check (composed_by in ('plan', 'built_in', 'model'));
alter table touch add column sources jsonb not null default '{}';
alter table touch add column note jsonb;
