-- What waits in a place is put in order without a look at its rows.
-- safe beside the previous release: yes (indexes)

drop index "proposals waiting, by place";
create index "proposals waiting, by place" on proposal (programme, place) include (since, home, id, state, tier)
  where state in ('submitted', 'verified', 'appealed', 'returned');
drop index "vouchers with something to do, by place";
create index "vouchers with something to do, by place" on voucher (programme, place) include (due_on, home, id, matters)
  where due_on is not null;
