-- Shops, vouchers, hand-over events and claims: what was handed over, who says so, and what is owed for it.
-- safe beside the previous release: yes (new tables)
--
-- A shop's home is where it stands; a voucher has its household's home, and a claim the home of the
-- vouchers it bills, so that money moves within one.

create table shop (
  home          text    not null,
  id            uuid    not null,
  version       integer not null,
  programme     text    not null,
  place         text    not null,
  name_km       text,
  name_latin    text,
  phone         text,
  serves        text[]  not null,
  chains        text[]  not null,
  contract      jsonb,
  payment       jsonb   not null,
  state         text    not null,
  suspensions   jsonb   not null,
  registered_on date    not null,
  registered_by text    not null,
  primary key (home, id),
  constraint "a shop has a name" check (name_km is not null or name_latin is not null),
  constraint "a shop stands in a commune or a village" check (place ~ '^([0-9]{6}|[0-9]{8})$'),
  constraint "a shop serves somebody" check (cardinality(serves) > 0),
  constraint "a shop is active or suspended" check (state in ('active', 'suspended')),
  constraint "a contract ends after it began" check (contract is null or contract ->> 'until' >= contract ->> 'from'),
  constraint "a suspended shop is suspended until further notice"
    check ((state = 'suspended') = (suspensions @> '[{"until":null}]'))
);
create index "shops of a programme, by place" on shop (programme, place, home, id);

create table voucher (
  home           text    not null,
  id             uuid    not null,
  version        integer not null,
  programme      text    not null,
  place          text    not null,
  household      text    not null,
  proposal       text    not null,
  "window"       text    not null,
  shop           text    not null,
  former_shops   text[]  not null,
  serial         text    not null,
  chain          text    not null,
  state          text    not null,
  since          timestamptz not null,
  issued_on      date    not null,
  expires_on     date    not null,
  late_days      integer not null,
  deadlines      jsonb   not null,
  currency       text    not null,
  rate           double precision,
  allotment      text    not null,
  recipients     jsonb   not null,
  lines          jsonb   not null,
  handovers_max  integer not null,
  sheet          integer not null,
  wrong_digits   integer not null,
  contribution   text    not null,
  contributions  jsonb   not null,
  handovers      jsonb   not null,
  losses         jsonb   not null,
  reports        jsonb   not null,
  checks         jsonb   not null,
  remarks        jsonb   not null,
  duties         jsonb   not null,
  -- What somebody has still to do, and by when the first of it; worked out whenever a row is written.
  matters        text[]  not null,
  due_on         date,
  primary key (home, id),
  constraint "a voucher is in a known state" check (state in ('open', 'frozen', 'closed', 'expired', 'cancelled')),
  constraint "a voucher has its household's home" check (left(household, 2) = home and left(proposal, 2) = home),
  constraint "a proposal has one voucher" unique (home, proposal),
  constraint "a voucher expires after it was issued" check (expires_on >= issued_on),
  constraint "a voucher has lines" check (jsonb_array_length(lines) > 0),
  constraint "a voucher is not with a shop it was taken from" check (not shop = any(former_shops)),
  constraint "nobody issues what they helped to ask for"
    check (duties ->> 'issuedBy' is distinct from duties ->> 'assistedBy'),
  constraint "what is due is due by a day" check ((due_on is null) = (cardinality(matters) = 0))
);
create index "vouchers of a household" on voucher (home, household);
create index "vouchers of a shop" on voucher (shop, state, home, id);
create index "vouchers by serial" on voucher (serial);
create index "vouchers of a programme, by place" on voucher (programme, place, home, id);
create index "vouchers with something to do, most urgent first" on voucher (programme, due_on, home, id) where due_on is not null;
create index "vouchers that will expire" on voucher (expires_on) where state in ('open', 'frozen');

create table handover_event (
  home        text    not null,
  id          uuid    not null,
  version     integer not null,
  programme   text    not null,
  place       text    not null,
  shop        text    not null,
  held_on     date    not null,
  vouchers    text[]  not null,
  witness     text    not null,
  photo       text    not null,
  "position"  jsonb,
  reported_by text    not null,
  reported_at timestamptz not null,
  primary key (home, id),
  constraint "a hand-over event has somebody on its list" check (cardinality(vouchers) > 0)
);
create index "hand-over events of a programme, by day" on handover_event (programme, held_on, home, id);

create table claim (
  home         text    not null,
  id           uuid    not null,
  version      integer not null,
  programme    text    not null,
  place        text    not null,
  shop         text    not null,
  invoice      text    not null,
  invoiced_on  date    not null,
  lines        jsonb   not null,
  vouchers     text[]  not null,
  state        text    not null,
  since        timestamptz not null,
  submitted_on date    not null,
  submitted_by text    not null,
  due_on       date    not null,
  payments     jsonb   not null,
  primary key (home, id),
  constraint "a claim lies in its province" check (place = home),
  constraint "a claim is in a known state" check (state in ('submitted', 'part-paid', 'paid', 'rejected')),
  constraint "a claim has lines" check (jsonb_array_length(lines) > 0),
  constraint "a paid claim says how it was paid" check (state not in ('part-paid', 'paid') or jsonb_array_length(payments) > 0)
);
create index "claims for a voucher" on claim using gin (vouchers);
create index "claims of a shop" on claim (shop, home, id);
create index "claims waiting, most urgent first" on claim (programme, due_on, home, id) where state in ('submitted', 'part-paid');
