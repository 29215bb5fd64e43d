-- Sign-in: the accounts, sessions and codes of better-auth, apart from everything else.
-- safe beside the previous release: yes
--
-- Nothing references these tables, and their role reaches nothing but them: person.account_id is a
-- plain value. They are small and local, so the law of the shard key does not bind them. Names of
-- tables and columns are the library's; a test holds them against what it expects.

do $$
begin
  if not exists (select from pg_roles where rolname = 'chamka_sign_in') then
    create role chamka_sign_in nologin;
  end if;
exception
  -- Another database of the same server was being prepared at the same moment.
  when duplicate_object or unique_violation then null;
end
$$;

do $$
begin
  if not pg_has_role(current_user, 'chamka_sign_in', 'member') then
    execute format('grant chamka_sign_in to %I', current_user);
  end if;
end
$$;

create schema auth;
grant usage on schema auth to chamka_sign_in;

create table auth."user" (
  id                    text        primary key,
  name                  text        not null,
  email                 text        not null unique,
  "emailVerified"       boolean     not null,
  image                 text,
  "phoneNumber"         text        unique,
  "phoneNumberVerified" boolean,
  "twoFactorEnabled"    boolean,
  -- A sample's password and codes are shown to whoever asks; it never stands beside a real account.
  sample                boolean     not null default false,
  "createdAt"           timestamptz not null default current_timestamp,
  "updatedAt"           timestamptz not null default current_timestamp
);

create table auth.session (
  id          text        primary key,
  "userId"    text        not null references auth."user" (id) on delete cascade,
  token       text        not null unique,
  -- Who of those at a shared number: chosen once, kept as long as the session.
  person      text,
  "expiresAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null
);
create index "session_userId_idx" on auth.session ("userId");

create table auth.account (
  id                      text        primary key,
  "accountId"             text        not null,
  "providerId"            text        not null,
  "userId"                text        not null references auth."user" (id) on delete cascade,
  password                text,
  "accessToken"           text,
  "refreshToken"          text,
  "idToken"               text,
  "accessTokenExpiresAt"  timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope                   text,
  "createdAt"             timestamptz not null default current_timestamp,
  "updatedAt"             timestamptz not null
);
create index "account_userId_idx" on auth.account ("userId");

create table auth.verification (
  id          text        primary key,
  identifier  text        not null,
  value       text        not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp
);
create index "verification_identifier_idx" on auth.verification (identifier);

create table auth."twoFactor" (
  id                        text    primary key,
  "userId"                  text    not null references auth."user" (id) on delete cascade,
  secret                    text    not null,
  "backupCodes"             text    not null,
  verified                  boolean,
  "failedVerificationCount" integer,
  "lockedUntil"             timestamptz
);
create index "twoFactor_userId_idx" on auth."twoFactor" ("userId");
create index "twoFactor_secret_idx" on auth."twoFactor" (secret);

-- The code on paper that confirms a person at a shared number. One for each person, once.
create table auth.paper_code (
  person     text        primary key,
  digest     bytea       not null,
  issued_by  text        not null,
  expires_at timestamptz not null,
  attempts   integer     not null default 0
);

grant select, insert, update, delete on all tables in schema auth to chamka_sign_in;
