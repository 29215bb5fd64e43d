-- Recordings of sentences, and which audio files came from whom. The bytes lie in the data folder, named by their digest.
-- safe beside the previous release: yes (new tables)
--
-- The newest recording of a slot counts; it is played only while the sentence is the one that was read out.

create table sound (
  home         text    not null,
  id           uuid    not null,
  version      integer not null,
  programme    text    not null,
  place        text    not null,
  slot         text    not null,
  language     text    not null,
  said         text    not null,
  digest       text    not null,
  bytes        integer not null,
  milliseconds integer not null,
  state        text    not null,
  recorded_by  text    not null,
  recorded_at  timestamptz not null,
  primary key (home, id),
  constraint "a sound is in Khmer or English" check (language in ('km', 'en')),
  constraint "a sound is kept or withdrawn" check (state in ('kept', 'withdrawn')),
  constraint "a sound has at most 60 KB" check (bytes between 1 and 61440),
  constraint "a sound lasts at most 20 seconds" check (milliseconds between 1 and 20000)
);
create index "sounds of a programme, the newest of a slot first" on sound (programme, language, slot, recorded_at desc, id desc);

create table sound_file (
  home    text        not null,
  digest  text        not null,
  person  text        not null,
  type    text        not null,
  bytes   integer     not null,
  kept_at timestamptz not null,
  primary key (home, digest, person),
  constraint "a sound is named by SHA-256 in hexadecimal" check (digest ~ '^[0-9a-f]{64}$'),
  constraint "a file of sound has at most 60 KB" check (bytes between 1 and 61440)
);
