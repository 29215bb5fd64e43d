-- Households, windows, proposals and budgets: what is asked for, by whom, and from which money.
-- safe beside the previous release: yes (new tables)
--
-- The steps between states live in the capabilities. The tables hold what must be true of a row
-- however it was written.

create table household (
  home             text    not null,
  id               uuid    not null,
  version          integer not null,
  programme        text    not null,
  place            text    not null,
  state            text    not null,
  merged_into      text,
  members          jsonb   not null,
  birth_year       integer,
  card             text,
  identity_numbers text[]  not null,
  phones           jsonb   not null,
  poverty          jsonb   not null,
  exception        jsonb,
  consent          jsonb   not null,
  recipient        jsonb,
  assisted_by      text,
  registered_by    text    not null,
  registered_on    date    not null,
  "position"       jsonb,
  suspects         text[]  not null,
  judgements       jsonb   not null,
  land_square_metres integer,
  water            text,
  primary key (home, id),
  constraint "a household is active, merged or closed" check (state in ('active', 'merged', 'closed')),
  constraint "a merged household says into which" check ((state = 'merged') = (merged_into is not null)),
  constraint "a household lives in a village" check (place ~ '^[0-9]{8}$'),
  constraint "a household has a head" check (members @> '[{"role":"head"}]'),
  constraint "a household consented when it was registered" check (consent ? 'version')
);
create index "households of a village, by the head's year of birth" on household (home, place, birth_year);
create index "households of a programme, by place" on household (programme, place, home, id);
create index "households by poverty card" on household (card) where card is not null;
create index "households by identity number" on household using gin (identity_numbers);
create index "households under suspicion" on household using gin (suspects);

create table funding_window (
  home          text    not null default '00',
  id            uuid    not null,
  version       integer not null,
  programme     text    not null,
  place         text    not null default '',
  state         text    not null,
  published_on  date    not null,
  code          text    not null,
  names         jsonb   not null,
  chain         text    not null,
  area          text[]  not null,
  opens_on      date    not null,
  closes_on     date    not null,
  budget_line   text    not null,
  currency      text    not null,
  ceiling_per_household bigint not null,
  items         jsonb   not null,
  packages      jsonb   not null,
  prices        jsonb   not null,
  rates         jsonb   not null,
  shares        jsonb   not null,
  contributions jsonb   not null,
  plan_above    bigint  not null,
  deadlines     jsonb   not null,
  late_days     integer not null,
  verification  jsonb   not null,
  verify_tier   integer not null,
  tiers         jsonb   not null,
  reasons       jsonb   not null,
  voucher_days  integer not null,
  handovers_max integer not null,
  primary key (home, id),
  constraint "a window is published or closed" check (state in ('published', 'closed')),
  constraint "a window closes after it opens" check (closes_on >= opens_on)
);

create table proposal (
  home          text    not null,
  id            uuid    not null,
  version       integer not null,
  programme     text    not null,
  place         text    not null,
  household     text    not null,
  "window"      text    not null,
  chain         text    not null,
  package       text    not null,
  quantity      integer not null,
  lines         jsonb   not null,
  category      text    not null,
  percent       integer not null,
  contribution  text    not null,
  plan          jsonb   not null,
  "position"    jsonb,
  photos        text[]  not null,
  shop          text,
  doubts        text[]  not null,
  sampled       boolean not null,
  currency      text    not null,
  project_minor bigint  not null,
  rate          double precision,
  state         text    not null,
  since         timestamptz not null,
  tier          integer not null,
  referrals     jsonb   not null,
  submitted_on  date    not null,
  submitted_by  text    not null,
  assisted_by   text,
  returns       jsonb   not null,
  verification  jsonb,
  approval      jsonb,
  rejections    jsonb   not null,
  appeal        jsonb,
  primary key (home, id),
  constraint "a proposal is in a known state" check (state in
    ('draft', 'submitted', 'returned', 'verified', 'approved', 'rejected', 'appealed', 'withdrawn', 'cancelled', 'duplicate')),
  constraint "an approved proposal was verified and approved by two people" check (state <> 'approved'
    or (verification is not null and approval is not null and verification ->> 'by' <> approval ->> 'by')),
  constraint "nobody decides about what they helped with" check (assisted_by is null
    or (coalesce(verification ->> 'by', '') <> assisted_by and coalesce(approval ->> 'by', '') <> assisted_by)),
  constraint "a rejected proposal says why" check (state <> 'rejected' or jsonb_array_length(rejections) > 0),
  constraint "a poverty category is one of five" check (category in ('poor1', 'poor2', 'general', 'unknown', 'exception'))
);
create index "proposals of a household" on proposal (home, household);
create index "proposals waiting, oldest first" on proposal (programme, state, since, home, id)
  where state in ('submitted', 'verified', 'appealed', 'returned');
create index "proposals of a programme, by place" on proposal (programme, place, home, id);

create table budget_line (
  home           text    not null default '00',
  id             uuid    not null,
  version        integer not null,
  programme      text    not null,
  place          text    not null default '',
  code           text    not null,
  names          jsonb   not null,
  funding_source text    not null,
  component      text    not null,
  category       text    not null,
  currency       text    not null,
  minor          bigint  not null,
  set_on         date    not null,
  primary key (home, id)
);

create table allotment (
  home      text    not null,
  id        uuid    not null,
  version   integer not null,
  programme text    not null,
  place     text    not null,
  line      text    not null,
  currency  text    not null,
  minor     bigint  not null,
  primary key (home, id),
  constraint "an allotment lies in its province" check (place = home)
);
