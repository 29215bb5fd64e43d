-- Which Khmer sentences a named reader has approved.
-- safe beside the previous release: yes (new table)
--
-- A row is named by message and sentence together: a changed sentence has none, and is unreviewed.

create table word_review (
  home        text    not null,
  id          uuid    not null,
  version     integer not null,
  programme   text    not null,
  place       text    not null,
  message     text    not null,
  khmer       text    not null,
  reviewed_by text    not null,
  reviewed_at timestamptz not null,
  primary key (home, id)
);
create index "reviews of a message" on word_review (message);
