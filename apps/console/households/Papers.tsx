import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Relation } from '#capabilities/households/household.relations.ts'
import type { ProposalRow } from '#capabilities/proposals/proposal.ts'
import { packageOf, type Window } from '#capabilities/windows/window.ts'
import type { Key } from '#door/key.ts'
import type { Bilingual } from '#door/values.ts'
import { Amount } from '#ui/Amount.tsx'
import { DayText, InstantText } from '#ui/DayText.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { numberText } from '#ui/numbers.ts'
import { Badge, StateBadge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import type { Language } from '#ui/words/language.ts'
import { unitWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { may, useMe } from '../me.ts'
import { Reading, useRead } from '../reading.tsx'

interface Received {
  readonly voucher: string
  readonly handover: string
  readonly at: string
  readonly item: string
  readonly names: Bilingual
  readonly unit: string
  readonly quantity: number
  readonly byFarmer: boolean
}

/** What the family asked for, under every registration that it had. */
export function Asked({ household, joined }: { household: Key; joined: readonly Relation[] }) {
  useLanguage()
  return (
    <section className="panel">
      <h2>{m.household_asked()}</h2>
      <AskedAs household={household} />
      {joined.map((one) => (
        <Under key={one.key} registration={one}>
          <AskedAs household={one.key} />
        </Under>
      ))}
    </section>
  )
}

/** What the family received, under every registration that it had. */
export function Had({ household, joined }: { household: Key; joined: readonly Relation[] }) {
  useLanguage()
  return (
    <section className="panel">
      <h2>{m.household_had()}</h2>
      <HadAs household={household} />
      {joined.map((one) => (
        <Under key={one.key} registration={one}>
          <HadAs household={one.key} />
        </Under>
      ))}
    </section>
  )
}

function Under({ registration, children }: { registration: Relation; children: ReactNode }) {
  const language = useLanguage()
  return (
    <>
      <h3>
        {m.household_registered_as({ name: nameIn(language, registration.head) })}{' '}
        <span className="note">
          {m.household_registered_on()} <DayText day={registration.registeredOn} length="short" />
        </span>
      </h3>
      {children}
    </>
  )
}

function AskedAs({ household }: { household: Key }) {
  const language = useLanguage()
  const me = useMe()
  const proposals = useRead<ProposalRow[]>('proposal.list', { household }, may(me, 'proposal.read'))
  const windows = useRead<Window[]>('window.list', {}, may(me, 'window.read'))
  return (
    <Reading of={proposals}>
      {(asked) =>
        asked.length === 0 ? (
          <p className="quiet">{m.household_asked_nothing()}</p>
        ) : (
          <ul className="plain">
            {asked.map((one) => (
              <li key={one.key} className="row">
                <Link to="/proposals/$key" params={{ key: one.key }}>
                  <DayText day={one.submittedOn} length="short" /> · {packageName(windows.data, one, language)} ×{' '}
                  {numberText(one.quantity)}
                </Link>
                <StateBadge noun="proposal" state={one.state} />
                <Amount money={{ currency: one.currency, minor: one.projectMinor }} />
              </li>
            ))}
          </ul>
        )
      }
    </Reading>
  )
}

function HadAs({ household }: { household: Key }) {
  const language = useLanguage()
  const me = useMe()
  const received = useRead<Received[]>('voucher.received', { household }, may(me, 'voucher.read'))
  return (
    <Reading of={received}>
      {(had) =>
        had.length === 0 ? (
          <p className="quiet">{m.household_had_nothing()}</p>
        ) : (
          <ul className="plain">
            {had.map((one) => (
              <li key={`${one.handover} ${one.item}`} className="row">
                <Link to="/vouchers/$key" params={{ key: one.voucher }}>
                  <InstantText at={one.at} />
                </Link>
                <span>
                  {one.names[language]} · {numberText(one.quantity)} {wordFor(unitWords, one.unit, language)}
                </span>
                <Badge tone={one.byFarmer ? 'good' : 'waiting'}>
                  {one.byFarmer ? m.household_had_confirmed() : m.household_had_witnessed()}
                </Badge>
              </li>
            ))}
          </ul>
        )
      }
    </Reading>
  )
}

function packageName(
  windows: readonly Window[] | undefined,
  { window: key, package: code }: ProposalRow,
  language: Language,
): string {
  const window = windows?.find((one) => one.key === key)
  return (window && packageOf(window, code)?.names[language]) ?? code
}
