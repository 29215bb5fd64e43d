import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ClaimState } from '#capabilities/claims/claim.ts'
import type { Currency } from '#door/values.ts'
import { Amount } from '#ui/Amount.tsx'
import { Clock } from '#ui/Clock.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { Badge, StateBadge } from '#ui/StateBadge.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More } from '../frame/More.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { Show } from '../frame/Show.tsx'
import { may, useMe } from '../me.ts'
import { usePages } from '../paged.ts'
import { Reading, today } from '../reading.tsx'
import { NewClaim } from './NewClaim.tsx'

interface ClaimRow {
  readonly key: string
  readonly invoice: string
  readonly nameKm: string | null
  readonly nameLatin: string | null
  readonly state: ClaimState
  readonly submittedOn: string
  readonly dueOn: string
  readonly lines: Readonly<Record<string, number>>
  readonly agreed: Readonly<Record<string, number>>
}

/** What shops ask to be paid, the first due first. The clock is the programme's own delay. */
export function ClaimsScreen() {
  const language = useLanguage()
  const me = useMe()
  useTitle(m.claims_title())
  const [shown, setShown] = useState<'waiting' | 'all'>('waiting')
  const pages = usePages<ClaimRow>('claim.list', { waiting: shown === 'waiting' || undefined }, ({ dueOn, key }) => ({
    dueOn,
    key,
  }))
  return (
    <div className="page">
      <PageHead title={m.claims_title()} intro={m.claims_intro()} />
      {may(me, 'claim.submit') && <NewClaim />}
      <Show
        part={shown}
        onChange={setShown}
        parts={[
          { value: 'waiting', label: m.claims_waiting() },
          { value: 'all', label: m.review_all() },
        ]}
      />
      <Reading of={pages}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={m.claims_none()} picture="claim" />
          ) : (
            <>
              <ul className="queue">
                {rows.map((row) => (
                  <li key={row.key} className="queue__one queue__one--plain">
                    <Link to="/claims/$key" params={{ key: row.key }} className="queue__link">
                      <span className="queue__name">{nameIn(language, row)}</span>
                      <span className="quiet">{m.claim_invoice({ number: row.invoice })}</span>
                    </Link>
                    <span className="queue__facts">
                      <StateBadge noun="claim" state={row.state} />
                      {(row.lines.disputed ?? 0) > 0 && (
                        <Badge tone="bad">{m.claim_disputed_lines({ count: row.lines.disputed! })}</Badge>
                      )}
                    </span>
                    <span className="queue__end">
                      {Object.entries(row.agreed).map(([currency, minor]) => (
                        <Amount key={currency} money={{ currency: currency as Currency, minor }} />
                      ))}
                      {row.state !== 'paid' && row.state !== 'rejected' && (
                        <Clock since={`${row.submittedOn}T00:00:00.000Z`} dueOn={row.dueOn} today={today()} />
                      )}
                    </span>
                  </li>
                ))}
              </ul>
              <More of={pages} />
            </>
          )
        }
      </Reading>
    </div>
  )
}
