-- Rows that somebody has settled by saying whom they are about, remembered for when the list comes again.
-- safe beside the previous release: yes (a new table, a column that may be empty)
--
-- The mark is a digest of what a row says: the same row of a list of the same name is known by it, and
-- the names and numbers in it are not kept.

alter table import_problem add column mark text;
create index "rows that say the same" on import_problem (home, mark) where mark is not null;

create table import_settled (
  home      text    not null default '00',
  programme text    not null,
  kind      text    not null,
  list_key  text    not null,
  mark      text    not null,
  chosen    text,
  reason    text,
  refused   text[]  not null default '{}',
  import    uuid    not null,
  row       integer not null,
  primary key (home, programme, kind, list_key, mark),
  constraint "a row is about a record that was chosen, or there is a reason why it is about none" check (
    (chosen is null) <> (reason is null))
);
