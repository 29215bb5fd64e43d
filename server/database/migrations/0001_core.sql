-- The door, the journal, the ledger: what every capability stands on.
-- safe beside the previous release: yes (first)
--
-- home, the two-digit province of registration, is the shard key and comes first in every large
-- table's key. Small reference tables (programme, place) are whole on every machine.

create table programme (
  home          text    not null default '00',
  id            uuid    not null,
  version       integer not null,
  programme     text    not null,
  place         text    not null default '',
  state         text    not null,
  as_of         date,
  demonstration boolean not null,
  opened_on     date    not null,
  definition    jsonb   not null,
  primary key (home, id),
  constraint "a programme's code is its own" unique (programme),
  constraint "a programme is open or closed" check (state in ('open', 'closed')),
  constraint "a closed programme stands as of a day" check ((state = 'closed') = (as_of is not null))
);

create table person (
  home         text    not null,
  id           uuid    not null,
  version      integer not null,
  programme    text    not null,
  place        text    not null,
  name_km      text,
  name_latin   text,
  sex          text,
  birth_year   integer,
  phone        text,
  email        text,
  account_id   text,
  household    text,
  shop         text,
  grants       jsonb   not null default '[]',
  relatives    text[]  not null default '{}',
  deputies     jsonb   not null default '[]',
  sample       boolean not null default false,
  state        text    not null default 'active',
  worker       jsonb,
  primary key (home, id),
  constraint "a person has a name" check (name_km is not null or name_latin is not null),
  constraint "a person is active or revoked" check (state in ('active', 'revoked'))
);
create index "persons by account" on person (account_id);
create index "persons by phone" on person (phone);
create index "workers of a programme" on person (programme, place) where worker is not null;
create index "persons whose deputy is" on person using gin (deputies jsonb_path_ops);

create table device (
  home        text    not null,
  id          uuid    not null,
  version     integer not null,
  programme   text    not null,
  place       text    not null,
  person      text    not null,
  label       text    not null,
  public_key  text    not null,
  enrolled_at timestamptz not null,
  revoked_at  timestamptz,
  primary key (home, id)
);
create index "devices of a person" on device (person);

create table envelope (
  home        text   not null,
  id          uuid   not null,
  person      text   not null,
  digest      bytea  not null,
  device      text,
  n           integer not null,
  primary key (home, id)
);

-- A line holds no free input: ids, command, author, outcome, reason, both times, what it touched.
-- seal = sha256 over these columns and the body's digest; hash = sha256(hash before || seq || seal).
create table journal (
  home        text    not null,
  stream      text    not null,
  seq         bigint  not null,
  envelope    uuid    not null,
  programme   text    not null,
  name        text    not null,
  about       text    not null,
  author      text    not null,
  carrier     text    not null,
  device      text,
  outcome     text    not null,
  reason      text,
  happened_at timestamptz not null,
  received_at timestamptz not null,
  position    integer not null,
  touches     text[]  not null,
  digest      bytea   not null,
  hash        bytea   not null,
  primary key (home, stream, seq),
  constraint "an envelope is decided once" unique (home, envelope),
  constraint "a line is accepted, refused or disputed" check (outcome in ('accepted', 'refused', 'disputed')),
  constraint "a refusal and a dispute have a reason" check ((outcome = 'accepted') = (reason is null))
);
create index "the lines about a record" on journal (home, about);
create index "what was decided, by command" on journal (programme, name, happened_at) where outcome <> 'refused';

-- The body lies beside its line, as text, so that its bytes can be digested again. Only erasure and
-- retention delete it, under another role.
create table journal_body (
  home     text   not null,
  stream   text   not null,
  seq      bigint not null,
  envelope text   not null,
  answer   text   not null,
  salt     bytea  not null,
  primary key (home, stream, seq)
);

create table stream (
  home      text   not null,
  stream    text   not null,
  last_seq  bigint not null,
  last_hash bytea  not null,
  primary key (home, stream)
);

-- Which line last changed each document that devices hold.
create table touch (
  home      text   not null,
  kind      text   not null,
  key       text   not null,
  programme text   not null,
  place     text   not null,
  shop      text,
  stream    text   not null,
  seq       bigint not null,
  primary key (home, kind, key)
);
create index "documents of a stream, in order" on touch (home, stream, seq);

create table account (
  home     text   not null,
  id       text   not null,
  currency text   not null,
  balance  bigint not null,
  primary key (home, id),
  constraint "a budget line is never overspent" check (balance >= 0 or id like 'source/%')
);

create table posting (
  home        text   not null,
  envelope    uuid   not null,
  position    integer not null,
  debit       text   not null,
  credit      text   not null,
  currency    text   not null,
  minor       bigint not null,
  happened_on date   not null,
  primary key (home, envelope, position),
  constraint "a posting moves something" check (minor > 0),
  constraint "a posting moves it somewhere else" check (debit <> credit)
);
create index "postings of a debited account" on posting (home, debit);
create index "postings of a credited account" on posting (home, credit);

-- What is still to follow from a line.
create table reaction_state (
  home      text    not null,
  stream    text    not null,
  seq       bigint  not null,
  reaction  text    not null,
  state     text    not null default 'due',
  attempts  integer not null default 0,
  after     timestamptz not null default now(),
  error     text,
  primary key (home, stream, seq, reaction),
  constraint "a reaction is due, done or dead" check (state in ('due', 'done', 'dead'))
);
create index "reactions due" on reaction_state (home, after) where state = 'due';
create index "reactions dead" on reaction_state (home) where state = 'dead';

-- Every external effect has a key, so that it happens once.
create table effect (
  home    text not null,
  key     text not null,
  kind    text not null,
  body    jsonb not null,
  state   text not null default 'due',
  made_at timestamptz not null default now(),
  primary key (home, key)
);

-- What arrived and could not be read, or came from a person or device that was shut out meanwhile.
create table quarantine (
  home        text not null,
  id          uuid not null,
  person      text not null,
  carrier     text not null,
  device      text,
  why         text not null,
  body        text not null,
  received_at timestamptz not null,
  primary key (home, id)
);

-- What this database is: read at start, before anything else is believed.
create table installation (
  one     boolean primary key default true check (one),
  id      uuid not null default gen_random_uuid(),
  made_at timestamptz not null default now(),
  demo    text,
  seeded  text not null default 'no'
);
insert into installation default values;
