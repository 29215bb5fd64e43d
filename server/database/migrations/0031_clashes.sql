-- Edits that phones brought and that met another change: a task for whoever supervises the place.
-- safe beside the previous release: yes (a new table)
create table clash (
  home       text    not null,
  id         uuid    not null,
  version    integer not null,
  programme  text    not null,
  place      text    not null,
  about      text    not null,
  command    text    not null,
  household  text,
  fields     jsonb   not null,
  author     text    not null,
  asked_at   timestamptz not null,
  raised_at  timestamptz not null,
  due_on     date    not null,
  state      text    not null,
  settlement jsonb,
  primary key (home, id),
  constraint "a clash is open or settled" check (state in ('open', 'settled')),
  constraint "a settled clash says how and by whom" check ((state = 'settled') = (settlement is not null))
);
create index "clashes that wait, first due first" on clash (programme, due_on, home, id) where state = 'open';
create index "clashes of a household" on clash (home, household);
