-- Lists and searches at national size: each has the index that gives its rows in its order.
-- safe beside the previous release: yes (a column with a default, and indexes)
--
-- Three-letter pieces of a text are what pg_trgm indexes. It comes with PostgreSQL; whoever may create
-- objects in the database may create it.
create extension if not exists pg_trgm;

-- What a search compares, made from the record whenever it is written. Empty where that is still to be done.
alter table household add column search text collate "C" not null default '';
create index "households whose search text is still to be written" on household (home, id) where search = '';

-- A list goes along the first; what it filters by lies in the index itself, so that passing over a
-- household costs no look at its row.
drop index "households of a programme, by place";
create index "households of a programme, by place" on household (programme, place, home, id)
  include (search, state, registered_on, assisted_by);
create index "households by a fragment of a name or number" on household using gin (search gin_trgm_ops);
create index "households under suspicion, by place" on household (programme, place, home, id)
  where cardinality(suspects) > 0;
create index "households no longer active, by place" on household (programme, place, home, id)
  where state <> 'active';
create index "households by day of registration" on household (programme, registered_on);
create index "households by who assisted" on household (assisted_by);

-- The other long lists: what waits, oldest first, in the whole country or in one place; and by state.
create index "proposals waiting in any state, oldest first" on proposal (programme, since, home, id) include (state, tier)
  where state in ('submitted', 'verified', 'appealed', 'returned');
create index "proposals waiting, by place" on proposal (programme, place)
  where state in ('submitted', 'verified', 'appealed', 'returned');
create index "proposals by state and place" on proposal (programme, state, place, home, id);
drop index "vouchers with something to do, most urgent first";
create index "vouchers with something to do, most urgent first" on voucher (programme, due_on, home, id) include (matters)
  where due_on is not null;
create index "vouchers with something to do, by place" on voucher (programme, place) where due_on is not null;
create index "vouchers by state and place" on voucher (programme, state, place, home, id);
create index "the journal's newest lines" on journal (received_at, position);
