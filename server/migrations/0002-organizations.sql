-- People, their sign-ins, organizations, memberships, invitations and API keys. The tables are those of the sign-in
-- library (better-auth), in a schema of their own that the application role cannot read: it holds password hashes.

create table auth."user" (
  id text primary key,
  name text not null,
  email text not null unique,
  "emailVerified" boolean not null,
  image text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);

create table auth.session (
  id text primary key,
  "expiresAt" timestamptz not null,
  token text not null unique,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references auth."user" (id) on delete cascade,
  "activeOrganizationId" text
);
create index session_by_user on auth.session ("userId");

create table auth.account (
  id text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references auth."user" (id) on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null
);
create index account_user on auth.account ("userId");

create table auth.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index verification_identifier on auth.verification (identifier);

create table auth.organization (
  id text primary key,
  name text not null,
  slug text not null unique,
  logo text,
  "createdAt" timestamptz not null,
  metadata text
);

create table auth.member (
  id text primary key,
  "organizationId" text not null references auth.organization (id) on delete cascade,
  "userId" text not null references auth."user" (id) on delete cascade,
  role text not null check (role in ('owner', 'admin', 'member', 'viewer')),
  "createdAt" timestamptz not null
);
create unique index member_once on auth.member ("organizationId", "userId");
create index member_user on auth.member ("userId");

create table auth.invitation (
  id text primary key,
  "organizationId" text not null references auth.organization (id) on delete cascade,
  email text not null,
  role text,
  status text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "inviterId" text not null references auth."user" (id) on delete cascade
);
create index invitation_organization on auth.invitation ("organizationId");
create index invitation_email on auth.invitation (email);

create table auth.apikey (
  id text primary key,
  "configId" text not null,
  name text,
  start text,
  "referenceId" text not null,
  prefix text,
  key text not null,
  "refillInterval" integer,
  "refillAmount" integer,
  "lastRefillAt" timestamptz,
  enabled boolean,
  "rateLimitEnabled" boolean,
  "rateLimitTimeWindow" integer,
  "rateLimitMax" integer,
  "requestCount" integer,
  remaining integer,
  "lastRequest" timestamptz,
  "expiresAt" timestamptz,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null,
  permissions text,
  metadata text
);
create index apikey_reference on auth.apikey ("referenceId");
create index apikey_key on auth.apikey (key);

-- What the application may know of people: who is a member of the organization it works in, and nothing of the sign-in.
-- The view runs with its owner's rights and filters by itself, so it stays sealed to the organization.
create view organization_member with (security_barrier) as
  select m."organizationId"::uuid as organization_id, m.id as member_id, m."userId" as user_id, u.name, u.email, m.role, m."createdAt" as joined_at
  from auth.member m join auth."user" u on u.id = m."userId"
  where m."organizationId" = current_organization()::text;
grant select on organization_member to parley_app;

-- Every organization, for timers that visit each in turn: an id and nothing else.
create view organization_list as select id::uuid as organization_id from auth.organization;
grant select on organization_list to parley_finder;
