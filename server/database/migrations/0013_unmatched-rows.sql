-- Rows of a list that are about a record which stands: found, possibly found, or not found.
-- safe beside the previous release: yes (new columns with a default)

alter table import_progress
  add column possible  integer not null default 0,
  add column unmatched integer not null default 0,
  drop constraint "every row of an import is accepted, repeated or refused",
  add constraint "every row of an import has one outcome" check (
    rows = accepted + repeated + refused + possible + unmatched);

alter table import_problem
  add column outcome text not null default 'refused',
  add constraint "a row that is left over was refused, possible or unmatched" check (
    outcome in ('refused', 'possible', 'unmatched'));
