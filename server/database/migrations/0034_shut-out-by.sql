-- A device that was shut out says by whom and why; those before it are told from the journal.
-- safe beside the previous release: yes (columns that may be empty)
alter table device
  add column revoked_by  text,
  add column revoked_why text;
update device d
set revoked_by = j.author, revoked_why = b.envelope::jsonb #>> '{input,reason}'
from journal j
left join journal_body b on (b.home, b.stream, b.seq) = (j.home, j.stream, j.seq)
where j.name = 'device.revoke' and j.outcome = 'accepted' and j.home = d.home and j.about = d.home || '-' || d.id;
