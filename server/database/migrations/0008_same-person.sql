-- Same person: what a suspicion rests on, who judges it by when, and what finds it.
-- safe beside the previous release: no (it writes households without the new columns)

alter table household
  add column suspicions  jsonb  not null default '[]',
  add column judge_by    date,
  add column match_keys  text[] not null default '{}',
  add column absorbed    text[] not null default '{}',
  add column served      text[] not null default '{}',
  add column parted_from jsonb,
  add column moves       jsonb  not null default '[]';

-- Open suspicions of before were found by the first rules, which gave no points.
update household set
  suspicions = (
    select jsonb_agg(jsonb_build_object('other', other, 'score', 0, 'grounds', '[]'::jsonb, 'rules', 'first',
      'since', registered_on, 'due', registered_on + 14, 'office', left(place, 4), 'unsure', null) order by n)
    from unnest(suspects) with ordinality as open(other, n)),
  judge_by = registered_on + 14
where cardinality(suspects) > 0;

update household set judgements = (
  select jsonb_agg(judged || '{"grounds": []}') from jsonb_array_elements(judgements) as judged)
where judgements <> '[]';

-- Looked up by every registration: a list of keys waiting to be sorted in would be read through each time.
create index "households by what records of one person share" on household using gin (match_keys) with (fastupdate = off);
create index "households merged into another" on household (merged_into) where merged_into is not null;
create index "households to be judged, most urgent first" on household (programme, judge_by, home, id) where judge_by is not null;
drop index "households of a village, by the head's year of birth";
