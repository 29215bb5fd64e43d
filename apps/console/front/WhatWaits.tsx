import { Link } from '@tanstack/react-router'
import { dayOf, daysBetween } from '#door/values.ts'
import { numberText } from '#ui/numbers.ts'
import { Badge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { proposalStateWords, tierWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { may, useMe } from '../me.ts'
import { useProgramme } from '../programme.tsx'
import { today, useRead } from '../reading.tsx'
import { matterWords } from '../vouchers/words.ts'

interface Waits {
  readonly to: '/review' | '/vouchers' | '/clashes' | '/quarantine' | '/claims' | '/complaints' | '/duplicates'
  readonly what: string
  readonly with: string | undefined
  readonly count: number
  /** How many days the oldest has been waiting, or is late. */
  readonly days: number
  readonly isLate: boolean
}

/** What waits for an answer, by state and by the level that must act; the oldest of each says how long. */
export function WhatWaits() {
  const language = useLanguage()
  const me = useMe()
  const { programme } = useProgramme()
  const proposals = useRead<{ programme: string; state: string; tier: number; proposals: number; oldest: string }[]>(
    'proposal.waiting',
    {},
    may(me, 'proposal.read'),
  )
  const vouchers = useRead<{ programme: string; matter: string; vouchers: number; firstDueOn: string }[]>(
    'voucher.waiting',
    {},
    may(me, 'voucher.read'),
  )
  const claims = useRead<{ programme: string; claims: number; firstDueOn: string }[]>(
    'claim.waiting',
    {},
    may(me, 'claim.read'),
  )
  const complaints = useRead<{ programme: string; complaints: number; firstDueOn: string }[]>(
    'complaint.waiting',
    { on: today() },
    may(me, 'complaint.answer'),
  )
  const clashes = useRead<{ programme: string; clashes: number; firstDueOn: string }[]>(
    'clash.waiting',
    {},
    may(me, 'clash.settle'),
  )
  const laidAside = useRead<{ programme: string; entries: number; oldest: string }[]>(
    'quarantine.waiting',
    {},
    may(me, 'quarantine.look'),
  )
  const suspected = useRead<{ programme: string; households: number; firstDueOn: string }[]>(
    'household.waitingToBeJudged',
    {},
    may(me, 'household.judge'),
  )
  const own = <T extends { programme: string }>(rows: readonly T[] | undefined) =>
    (rows ?? []).filter((row) => row.programme === programme?.programme)
  const late = (day: string) => ({ days: Math.abs(daysBetween(day, today())), isLate: day < today() })

  const waiting: Waits[] = [
    ...own(proposals.data).map(
      (row): Waits => ({
        to: '/review',
        what: wordFor(proposalStateWords, row.state, language),
        with: wordFor(tierWords, row.tier, language),
        count: row.proposals,
        days: daysBetween(dayOf(row.oldest), today()),
        isLate: false,
      }),
    ),
    ...own(vouchers.data).map(
      (row): Waits => ({
        to: '/vouchers',
        what: wordFor(matterWords, row.matter, language),
        with: undefined,
        count: row.vouchers,
        ...late(row.firstDueOn),
      }),
    ),
    ...own(suspected.data).map(
      (row): Waits => ({
        to: '/duplicates',
        what: m.duplicates_title(),
        with: undefined,
        count: row.households,
        ...late(row.firstDueOn),
      }),
    ),
    ...own(clashes.data).map(
      (row): Waits => ({
        to: '/clashes',
        what: m.clashes_title(),
        with: undefined,
        count: row.clashes,
        ...late(row.firstDueOn),
      }),
    ),
    ...own(laidAside.data).map(
      (row): Waits => ({
        to: '/quarantine',
        what: m.quarantine_title(),
        with: undefined,
        count: row.entries,
        days: daysBetween(dayOf(row.oldest), today()),
        isLate: false,
      }),
    ),
    ...own(complaints.data).map(
      (row): Waits => ({
        to: '/complaints',
        what: m.complaints_waiting(),
        with: undefined,
        count: row.complaints,
        ...late(row.firstDueOn),
      }),
    ),
    ...own(claims.data).map(
      (row): Waits => ({
        to: '/claims',
        what: m.claims_waiting(),
        with: undefined,
        count: row.claims,
        ...late(row.firstDueOn),
      }),
    ),
  ]
  if (waiting.length === 0 || programme?.state === 'closed') return null
  return (
    <section className="panel">
      <h2>{m.front_waiting()}</h2>
      <ul className="tiles">
        {waiting.map((one) => (
          <li key={`${one.to} ${one.what} ${one.with}`}>
            <Link to={one.to} className="tile">
              <span className="tile__count">{numberText(one.count)}</span>
              <span>{one.what}</span>
              {one.with && <span className="note">{m.review_with({ who: one.with })}</span>}
              {one.isLate ? (
                <Badge tone="bad">{m.clock_late({ count: one.days })}</Badge>
              ) : one.to === '/review' || one.to === '/quarantine' ? (
                <span className="note">{m.front_oldest({ count: one.days })}</span>
              ) : (
                <span className="note">{m.front_first_due({ count: one.days })}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
