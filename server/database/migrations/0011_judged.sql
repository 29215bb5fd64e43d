-- When two records were last judged, so that judgements are listed newest first.
-- safe beside the previous release: yes (a column that may be empty, and an index)

alter table household add column judged_at timestamptz;
update household set judged_at = (
  select max((judged ->> 'at')::timestamptz) from jsonb_array_elements(judgements) judged)
where judgements <> '[]';

create index "households that were judged, newest first" on household (programme, judged_at, home, id) where judged_at is not null;
