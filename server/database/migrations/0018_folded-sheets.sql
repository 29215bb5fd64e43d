-- Which sheets were printed whole, folded over their codes and closed.
-- safe beside the previous release: yes (a column that it does not write)
alter table voucher add column folded jsonb;
create index "vouchers whose sheet is to be printed" on voucher (programme, issued_on, home, id)
  where state = 'open' and folded is null;
