import { Link, useParams } from '@tanstack/react-router'
import { categoryOn, type Household, headOf } from '#capabilities/households/household.ts'
import type { ProposalRow } from '#capabilities/proposals/proposal.ts'
import { packageOf, type Window } from '#capabilities/windows/window.ts'
import type { Bilingual } from '#door/values.ts'
import { Amount } from '#ui/Amount.tsx'
import { DayText, InstantText } from '#ui/DayText.tsx'
import { useRecord } from '#ui/engine.ts'
import { Empty } from '#ui/Nothing.tsx'
import { numberText, phoneText } from '#ui/numbers.ts'
import { Badge, StateBadge } from '#ui/StateBadge.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import type { Language } from '#ui/words/language.ts'
import { povertySourceWords, povertyWords, sexWords, unitWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Waiting } from '../frame/Waiting.tsx'
import { History } from '../journal/History.tsx'
import { may, useMe } from '../me.ts'
import { nameIn } from '../names.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import { Reading, today, useRead } from '../reading.tsx'
import { Admit } from './Admit.tsx'
import { Judge } from './Judge.tsx'

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

/** One household: who they are, what they asked for, everything they ever had and who says so. */
export function HouseholdScreen() {
  const language = useLanguage()
  const me = useMe()
  const { key } = useParams({ strict: false }) as { key: string }
  const household = useRecord<Household>('household', key)
  const proposals = useRead<ProposalRow[]>('proposal.list', { household: key }, may(me, 'proposal.read'))
  const received = useRead<Received[]>('voucher.received', { household: key }, may(me, 'voucher.read'))
  const windows = useRead<Window[]>('window.list', {}, may(me, 'window.read'))
  useTitle(m.field_household())

  if (household === 'not-yet') return <Waiting />
  if (!household) {
    return (
      <Empty title={m.households_none()} picture="question">
        <p className="quiet">{m.refusal_household_not_found()}</p>
      </Empty>
    )
  }
  const head = headOf(household)
  return (
    <PlaceNames codes={[household.place]}>
      <div className="page">
        <div className="page__head">
          <div>
            <p className="quiet">
              <PlaceName code={household.place} levels={4} />
            </p>
            <h1>{nameIn(language, head)}</h1>
            <p className="row">
              {head.nameKm && head.nameLatin && <span>{language === 'km' ? head.nameLatin : head.nameKm}</span>}
              {household.state !== 'active' && <Badge tone="quiet">{m.household_merged()}</Badge>}
              {household.consent.withdrawnOn && <Badge tone="bad">{m.household_consent_withdrawn()}</Badge>}
            </p>
          </div>
        </div>
        {household.suspects.map((other) => (
          <Judge key={other} household={household} other={other} />
        ))}
        <div className="columns">
          <div className="columns__main">
            <section className="panel">
              <h2>{m.household_asked()}</h2>
              <Reading of={proposals}>
                {(asked) =>
                  asked.length === 0 ? (
                    <p className="quiet">{m.household_asked_nothing()}</p>
                  ) : (
                    <ul className="plain">
                      {asked.map((one) => (
                        <li key={one.key} className="row">
                          <Link to="/proposals/$key" params={{ key: one.key }}>
                            <DayText day={one.submittedOn} length="short" /> ·{' '}
                            {packageName(windows.data, one, language)} × {numberText(one.quantity)}
                          </Link>
                          <StateBadge noun="proposal" state={one.state} />
                          <Amount money={{ currency: one.currency, minor: one.projectMinor }} />
                        </li>
                      ))}
                    </ul>
                  )
                }
              </Reading>
            </section>
            <section className="panel">
              <h2>{m.household_had()}</h2>
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
            </section>
            {may(me, 'journal.read') && (
              <section className="panel">
                <h2>{m.proposal_history()}</h2>
                <History keys={[key]} />
              </section>
            )}
          </div>
          <div className="columns__side">
            <section className="panel">
              <h2>{m.household_members()}</h2>
              <ul className="plain">
                {household.members.map((member) => (
                  <li key={member.id}>
                    {nameIn(language, member)}{' '}
                    <span className="note">
                      {wordFor(sexWords, member.sex, language)}
                      {member.birthYear && ` · ${member.birthYear}`}
                    </span>
                  </li>
                ))}
              </ul>
              <dl className="facts">
                <dt>{m.field_phone()}</dt>
                <dd>
                  {household.phones.length === 0
                    ? m.household_no_phone()
                    : household.phones
                        .map(
                          ({ number, shared }) =>
                            `${phoneText(number)}${shared ? ` (${m.household_phone_shared()})` : ''}`,
                        )
                        .join(', ')}
                </dd>
                <dt>{m.household_recipient()}</dt>
                <dd>{household.recipient ? `${household.recipient.name} (${household.recipient.relation})` : '–'}</dd>
                <dt>{m.household_registered()}</dt>
                <dd>
                  <DayText day={household.registeredOn} />
                </dd>
              </dl>
            </section>
            {may(me, 'person.admit') && household.state === 'active' && <Admit household={household} />}
            <section className="panel">
              <h2>{m.field_poverty()}</h2>
              <p className="lead">{wordFor(povertyWords, categoryOn(household, today()), language)}</p>
              <ul className="plain">
                {[...household.poverty].reverse().map((entry) => (
                  <li key={`${entry.recordedOn} ${entry.source}`}>
                    <DayText day={entry.recordedOn} length="short" /> ·{' '}
                    {wordFor(povertyWords, entry.category, language)}{' '}
                    <span className="note">{wordFor(povertySourceWords, entry.source, language)}</span>
                  </li>
                ))}
                {household.exception && (
                  <li>
                    <DayText day={household.exception.on} length="short" /> ·{' '}
                    {wordFor(povertyWords, 'exception', language)}{' '}
                    <span className="note">{household.exception.reason}</span>
                  </li>
                )}
              </ul>
            </section>
          </div>
        </div>
      </div>
    </PlaceNames>
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
