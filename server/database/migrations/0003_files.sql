-- Photos: which bytes came from whom. The bytes themselves lie in the data folder, named by their digest.
-- safe beside the previous release: yes
--
-- Who may look at a photo follows from the record that names its digest, so nothing of that is kept here.

create table file (
  home     text        not null,
  digest   text        not null,
  person   text        not null,
  type     text        not null,
  bytes    integer     not null,
  width    integer     not null,
  height   integer     not null,
  kept_at  timestamptz not null,
  primary key (home, digest, person),
  constraint "a digest is SHA-256 in hexadecimal" check (digest ~ '^[0-9a-f]{64}$'),
  constraint "a photo has at most 8 MB" check (bytes between 1 and 8388608)
);
