-- Places, extension workers and trainings: where, by whom and with whom the work is done.
-- safe beside the previous release: yes (new tables; a column of person that nothing read is dropped)
--
-- place is a small reference table, whole on every machine, and its key is the gazetteer code. Its
-- rows change only with their province's gazetteer, whose version each of them bears.

create table gazetteer (
  home         text    not null,
  id           uuid    not null,
  version      integer not null,
  programme    text    not null,
  place        text    not null,
  source       text    not null,
  as_of        date    not null,
  complete     boolean not null,
  published_at timestamptz not null,
  published_by text    not null,
  changes      jsonb   not null,
  primary key (home, id),
  constraint "a gazetteer is a province's own" check (place = home)
);

create table place (
  code         text    not null primary key,
  version      integer not null default 1,
  kind         text    not null,
  parent       text,
  name_km      text    not null,
  name_latin   text    not null,
  alternatives text[]  not null default '{}',
  latitude     double precision,
  longitude    double precision,
  valid_from   date,
  valid_to     date,
  successors   text[]  not null default '{}',
  legal_act    text,
  constraint "a place lies in the place whose code its own begins with"
    check (parent is not distinct from nullif(left(code, -2), '')),
  constraint "a kind of place has its length of code" check (
    code ~ '^[0-9]+$' and length(code) = case
      when kind in ('province', 'capital') then 2
      when kind in ('district', 'municipality', 'khan') then 4
      when kind in ('commune', 'sangkat') then 6
      when kind = 'village' then 8
      else 0
    end),
  constraint "a place ends after it began" check (valid_to >= valid_from),
  constraint "a place has both its coordinates or none" check ((latitude is null) = (longitude is null))
);
create index "places of a place" on place (parent, code);

-- Who a farmer's account is within the household. An extension worker's record stands for itself.
alter table person add column member text;
alter table person drop column worker;
create index "persons of a household" on person (household) where household is not null;
create index "persons of a programme, by place" on person (programme, place, home, id);

alter table device add column household text;
alter table device add column shop text;
create index "devices by public key" on device (public_key);

-- A worker's key is the person's own.
create table worker (
  home         text    not null,
  id           uuid    not null,
  version      integer not null,
  programme    text    not null,
  place        text    not null,
  sex          text,
  state        text    not null,
  communes     text[]  not null,
  recruited_on date    not null,
  left_on      date,
  contract     text,
  passed       jsonb   not null,
  primary key (home, id),
  constraint "a worker serves or has left" check (state in ('serving', 'left')),
  constraint "a worker who left did so on a day" check ((state = 'left') = (left_on is not null)),
  constraint "a worker leaves after being recruited" check (left_on >= recruited_on),
  constraint "a worker has communes" check (cardinality(communes) > 0)
);
create index "workers of a programme, by place" on worker (programme, place, home, id);
create index "workers of a commune" on worker using gin (communes);

create table training (
  home       text    not null,
  id         uuid    not null,
  version    integer not null,
  programme  text    not null,
  place      text    not null,
  topic      text    not null,
  chain      text,
  "window"   text,
  kind       text    not null,
  instrument text    not null,
  held_on    date    not null,
  trainer    text    not null,
  attendance jsonb   not null,
  photos     text[]  not null,
  sheet      text,
  reported_by text   not null,
  reported_at timestamptz not null,
  primary key (home, id),
  constraint "a training is held in a village" check (place ~ '^[0-9]{8}$'),
  constraint "a training is held with somebody" check (jsonb_array_length(attendance) > 0)
);
create index "trainings of a programme, by place" on training (programme, place, home, id);
create index "trainings by day" on training (programme, held_on, home, id);
create index "trainings of a trainer" on training (trainer);
create index "trainings of a household" on training using gin (attendance jsonb_path_ops);
