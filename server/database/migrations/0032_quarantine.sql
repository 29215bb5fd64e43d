-- What was laid aside is somebody's to look at: what it was to do, as far as it said so, and who looked.
-- Nothing of it is ever taken away.
alter table quarantine
  add column name      text,
  add column about     text,
  add column looked_at timestamptz,
  add column looked_by text,
  add column word      text,
  add constraint "what was looked at says by whom and with which word"
    check ((looked_at is null) = (looked_by is null) and (looked_at is null) = (word is null));
create index "what was laid aside, newest first" on quarantine (date_trunc('milliseconds', received_at at time zone 'UTC') desc, home desc, id desc);
