-- A shop keeps what it handed over for a voucher that was moved to another shop, and its invoices.
-- safe beside the previous release: yes
create index "vouchers that a shop had before" on voucher using gin (former_shops) where former_shops <> '{}';

-- Invoices become documents: those that stand already are touched where their last line stands.
insert into touch (home, kind, key, programme, place, shop, stream, seq)
select distinct on (j.home, j.about) j.home, 'claim', j.about, c.programme, c.place, c.shop, j.stream, j.seq
from journal j join claim c on c.home = j.home and j.about = c.home || '-' || c.id
where j.outcome = 'accepted'
order by j.home, j.about, j.received_at desc, j.position desc
on conflict do nothing;
