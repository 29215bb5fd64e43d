-- Complaints by telephone: what somebody said, kept from those it names, and answered by its reference.
-- safe beside the previous release: yes (a new table, and an index)
create table complaint (
  home      text    not null,
  id        uuid    not null,
  version   integer not null,
  programme text    not null,
  place     text    not null,
  reference text    not null,
  kind      text    not null,
  subject   text,
  voucher   text,
  handover  text,
  about     text    not null,
  kept_from text[]  not null,
  desk      text    not null,
  caller    jsonb   not null,
  said      text    not null,
  logged_by text    not null,
  logged_at timestamptz not null,
  state     text    not null,
  since     timestamptz not null,
  due_on    date    not null,
  taken_by  text,
  answer    jsonb,
  primary key (home, id),
  constraint "a complaint belongs to no district" check (place = ''),
  constraint "a complaint is received, looked at, answered or passed on"
    check (state in ('received', 'looked-at', 'answered', 'passed-on')),
  constraint "a complaint lies at a desk" check (desk in ('secretariat', 'director', 'outside')),
  constraint "a complaint that is closed was answered" check ((state in ('answered', 'passed-on')) = (answer is not null))
);
create index "complaints, first due first" on complaint (programme, due_on, home, id);
create index "a complaint by its reference" on complaint (reference);
create index "complaints about a voucher" on complaint (home, voucher) where state in ('received', 'looked-at');
