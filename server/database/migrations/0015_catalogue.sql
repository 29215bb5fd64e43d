-- The catalogue: what a programme may give, and what people said it costs.
-- safe beside the previous release: yes (a new table)
--
-- An item belongs to the whole programme. Its quotations lie inside it: what somebody asked on a day is
-- a part of what is known of the item, and is never taken away.

create table item (
  home           text    not null default '00',
  id             uuid    not null,
  version        integer not null,
  programme      text    not null,
  place          text    not null default '',
  code           text    not null,
  names          jsonb   not null,
  unit           text    not null,
  chain          text,
  specification  text,
  substitutes    jsonb   not null,
  mortality_days integer,
  quotations     jsonb   not null,
  state          text    not null,
  retirements    jsonb   not null,
  search         text    not null,
  primary key (home, id),
  constraint "an item has a name in both languages" check (names ? 'km' and names ? 'en'),
  constraint "an item is in use or retired" check (state in ('in-use', 'retired')),
  constraint "a retired item says why" check ((state = 'retired') = (retirements @> '[{"restored": null}]')),
  constraint "an item is nobody's substitute for itself" check (not substitutes @> to_jsonb(code))
);
create unique index "an item's code is its own in its programme" on item (home, programme, code);
create index "items of a programme, by chain" on item (home, programme, (coalesce(chain, '')) collate "C", code collate "C", id);
