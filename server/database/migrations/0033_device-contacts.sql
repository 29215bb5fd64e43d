-- What each device last told of itself. Only the latest counts, so it is no record and stands in no journal.
-- safe beside the previous release: yes (a new table)
create table device_contact (
  home          text    not null,
  id            uuid    not null,
  heard_at      timestamptz not null,
  unsent        integer not null,
  unsent_since  timestamptz,
  documents     integer not null,
  documents_max integer not null,
  version       text,
  is_promised   boolean,
  primary key (home, id),
  constraint "what waits on a device waits since some time" check ((unsent > 0) = (unsent_since is not null))
);
