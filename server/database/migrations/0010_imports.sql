-- Imports: lists that somebody brought, how far each has come, and the rows that wait to be corrected.
-- safe beside the previous release: yes (new tables)
--
-- A list may hold rows of many provinces, so its import belongs to none of them. What it has come to is
-- written beside the record, a stretch of rows at a time: no decision reads it.

create table import (
  home        text    not null default '00',
  id          uuid    not null,
  version     integer not null,
  programme   text    not null,
  place       text    not null,
  kind        text    not null,
  list        text    not null,
  list_key    text    not null,
  since       timestamptz not null,
  file        jsonb   not null,
  header      text[]  not null,
  mapping     jsonb   not null,
  settings    jsonb   not null,
  state       text    not null,
  stopped_why text,
  counts      jsonb,
  by          text    not null,
  prepared_at timestamptz not null,
  begun_at    timestamptz,
  ended_at    timestamptz,
  primary key (home, id),
  constraint "an import is prepared, running, stopped, finished or given up" check (
    state in ('prepared', 'running', 'stopped', 'finished', 'given-up')),
  constraint "a stopped import says why" check ((state = 'stopped') = (stopped_why is not null)),
  constraint "a finished import says what it came to" check (state <> 'finished' or counts is not null)
);
create index "imports of a list" on import (home, programme, list_key);
create index "imports of a programme, the latest first" on import (programme, prepared_at desc);
create index "imports to go on with" on import (home) where state = 'running';

create table import_progress (
  home       text    not null,
  id         uuid    not null,
  next_row   integer not null,
  rows       integer not null,
  accepted   integer not null,
  repeated   integer not null,
  refused    integer not null,
  suspected  integer not null,
  updated_at timestamptz not null,
  primary key (home, id),
  constraint "every row of an import is accepted, repeated or refused" check (rows = accepted + repeated + refused),
  constraint "only accepted rows are suspected" check (suspected <= accepted)
);

create table import_problem (
  home     text    not null,
  id       uuid    not null,
  row      integer not null,
  cells    text[]  not null,
  problems jsonb   not null,
  primary key (home, id, row)
);
