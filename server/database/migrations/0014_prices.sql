-- Market prices: one row is one commodity in one market in one month, in one unit, from whom to whom.
-- safe beside the previous release: yes (a new table)
--
-- What a commodity and a unit are compared by stands beside what the list calls them: two ways of writing
-- are one, two units never are.

create table price (
  home          text    not null,
  id            uuid    not null,
  version       integer not null,
  programme     text    not null,
  place         text    not null,
  month         text    not null,
  market        text    not null,
  commodity     text    not null,
  commodity_key text    not null,
  unit          text    not null,
  unit_key      text    not null,
  kind          text    not null,
  riel          bigint  not null,
  cents         bigint,
  is_estimate   boolean not null,
  source        text    not null,
  import        text,
  by            text    not null,
  at            timestamptz not null,
  revisions     jsonb   not null,
  primary key (home, id),
  constraint "a price is above zero" check (riel > 0 and (cents is null or cents > 0)),
  constraint "a price stands in a month of the calendar" check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  constraint "a price is retail, wholesale or at the farm gate" check (kind in ('retail', 'wholesale', 'farm-gate')),
  constraint "a price lives in the province of its market" check (place = home)
);
create index "prices of a province, by commodity and month" on price
  (home, programme, commodity_key, unit_key, kind, month desc) include (riel, is_estimate, commodity, unit);
create index "prices of a province, the latest month first" on price (home, programme, month desc);
