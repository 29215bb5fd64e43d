/** The money and the claims, held against the lines as wholes. */
import type { Client } from '#server/database/connection.ts'
import type { Finding } from './verify.ts'

export async function checkLedger(tx: Client, find: (finding: Finding) => void) {
  const wrong = await tx.query<{ home: string; id: string; balance: number; sum: number }>(
    `with moved as (
       select home, debit as id, currency, minor from posting
       union all select home, credit, currency, -minor from posting
     ), summed as (select home, id, currency, sum(minor)::bigint as sum from moved group by home, id, currency)
     select home, id, currency, coalesce(a.balance, 0) as balance, coalesce(s.sum, 0) as sum
     from account a full join summed s using (home, id, currency)
     where coalesce(a.balance, 0) <> coalesce(s.sum, 0) order by home, id limit 1000`,
  )
  for (const { home, id, balance, sum } of wrong.rows)
    find({ kind: 'ledger', home, says: `Account ${id} stands at ${balance}, and its postings add up to ${sum}.` })

  const orphans = await tx.query<{ home: string; envelope: string }>(
    `select distinct p.home, p.envelope from posting p
     where not exists (select 1 from journal j where j.home = p.home and j.envelope = p.envelope and j.outcome <> 'refused')
     order by p.home, p.envelope limit 1000`,
  )
  for (const { home, envelope } of orphans.rows)
    find({ kind: 'ledger', home, says: `Money was moved by envelope ${envelope}, and no accepted line tells of it.` })

  const untold = await tx.query<{ home: string; id: string }>(
    `select e.home, e.id from envelope e
     where not exists (select 1 from journal j where j.home = e.home and j.envelope = e.id) order by e.home, e.id limit 1000`,
  )
  for (const { home, id } of untold.rows)
    find({ kind: 'claim', home, says: `Envelope ${id} was decided, and no line tells of it: the line was removed.` })

  const counts = await tx.query<{ accounts: number; postings: number }>(
    'select (select count(*) from account) as accounts, (select count(*) from posting) as postings',
  )
  return counts.rows[0]!
}
