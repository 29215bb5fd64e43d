-- Pieces of Khmer and pieces of Latin letters, each in an index of their own.
-- safe beside the previous release: yes, but its searches are slow until it is replaced
--
-- An index of pieces does not tell capitals, in which a search text writes Khmer, from small letters: two
-- letters of a Latin name then stood for tens of thousands of Khmer ones, and each was looked at. Khmer
-- letters are one capital or Z with a small letter or digit behind it (household.search.ts).
alter table household add column search_latin text collate "C" not null
  generated always as (regexp_replace(search, '[A-Y]|Zz.{6}|Z.', '', 'g')) stored;
create index "households by a fragment in Latin letters or digits" on household using gin (search_latin gin_trgm_ops);
create index "households by a fragment in Khmer" on household
  using gin (translate(search, 'abcdefghijklmnopqrstuvwxyz0123456789', '') gin_trgm_ops);
drop index "households by a fragment of a name or number";
