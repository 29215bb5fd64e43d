import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Ties } from '#capabilities/households/household.relations.ts'
import { type Household, headOf, livingIn } from '#capabilities/households/household.ts'
import type { ProposalRow } from '#capabilities/proposals/proposal.ts'
import { DayText } from '#ui/DayText.tsx'
import { Mark, type Tone } from '#ui/Mark.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { phoneText } from '#ui/numbers.ts'
import { StateBadge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import type { Language } from '#ui/words/language.ts'
import { sexWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { may, useMe } from '../me.ts'
import { PlaceName } from '../places.tsx'
import { today, useRead } from '../reading.tsx'
import { type Agreement, agreementIn, type FieldName, fields } from './agreement.ts'
import { agreementWords, fieldLabels } from './words.ts'

const tones: Record<Agreement, Tone> = { same: 'good', alike: 'waiting', differs: 'bad', unknown: 'quiet' }

/** Two households, field by field. What differs is marked by a shape and a word, and stands first on a phone. */
export function Compare({ one, other }: { one: Household; other: Household }) {
  const language = useLanguage()
  const agreement = agreementIn(one, other)
  return (
    <section className="compare" aria-label={m.judge_title()}>
      <div className="compare__head" aria-hidden="true">
        <span />
        <strong>
          {nameIn(language, headOf(one))}
          <span className="note">{m.judge_this()}</span>
        </strong>
        <strong>
          {nameIn(language, headOf(other))}
          <span className="note">{m.judge_other()}</span>
        </strong>
        <span />
      </div>
      <ul className="compare__fields">
        {fields.map((field) => (
          <Field
            key={field}
            label={fieldLabels[field]()}
            agreement={agreement[field]}
            one={shownOf(field, one, language)}
            other={shownOf(field, other, language)}
          />
        ))}
        <Field
          label={m.compare_registered()}
          one={<Registered household={one} />}
          other={<Registered household={other} />}
        />
        <Field label={m.compare_asked()} one={<Papers household={one} />} other={<Papers household={other} />} />
        <Field label={m.compare_whole()} one={<Open household={one} />} other={<Open household={other} />} />
      </ul>
    </section>
  )
}

function Field({
  label,
  agreement,
  one,
  other,
}: {
  label: string
  agreement?: Agreement
  one: ReactNode
  other: ReactNode
}) {
  return (
    <li className="compare__field" data-agreement={agreement ?? 'none'}>
      <h3>{label}</h3>
      <div className="compare__value">
        <span className="compare__whose">{m.judge_this()}</span>
        <div>{one}</div>
      </div>
      <div className="compare__value">
        <span className="compare__whose">{m.judge_other()}</span>
        <div>{other}</div>
      </div>
      {agreement ? (
        <span className={`badge tone-${tones[agreement]}`}>
          <Mark tone={tones[agreement]} />
          {agreementWords[agreement]()}
        </span>
      ) : (
        <span />
      )}
    </li>
  )
}

function shownOf(field: FieldName, household: Household, language: Language): ReactNode {
  const head = headOf(household)
  switch (field) {
    case 'nameKm':
      return head.nameKm ?? '–'
    case 'nameLatin':
      return head.nameLatin ?? '–'
    case 'sex':
      return wordFor(sexWords, head.sex, language)
    case 'birthYear':
      return head.birthYear === null
        ? '–'
        : m.compare_year({ year: head.birthYear, age: Number(today().slice(0, 4)) - head.birthYear })
    case 'village':
      return <PlaceName code={household.place} levels={3} />
    case 'phones':
      return household.phones.length === 0
        ? m.household_no_phone()
        : household.phones
            .map(({ number, shared }) => `${phoneText(number)}${shared ? ` (${m.household_phone_shared()})` : ''}`)
            .join(', ')
    case 'card':
      return household.card ?? '–'
    case 'identity':
      return household.identityNumbers.join(', ') || '–'
    case 'members':
      return (
        livingIn(household)
          .filter(({ role }) => role !== 'head')
          .map((member) => `${nameIn(language, member)}${member.birthYear ? ` (${member.birthYear})` : ''}`)
          .join(', ') || '–'
      )
  }
}

function Registered({ household }: { household: Household }) {
  const language = useLanguage()
  const ties = useRead<Ties | null>('household.ties', { key: household.key })
  const by = ties.data?.people.find(({ key }) => key === household.registeredBy)
  return (
    <>
      <DayText day={household.registeredOn} length="short" />
      {by && <span className="note"> · {nameIn(language, by)}</span>}
    </>
  )
}

interface VoucherRow {
  readonly key: string
  readonly serial: string
  readonly state: string
}

/** What the household has asked for and holds: both stand whatever is judged. */
function Papers({ household }: { household: Household }) {
  useLanguage()
  const me = useMe()
  const proposals = useRead<ProposalRow[]>('proposal.list', { household: household.key }, may(me, 'proposal.read'))
  const vouchers = useRead<VoucherRow[]>('voucher.list', { household: household.key }, may(me, 'voucher.read'))
  if ((proposals.data ?? []).length + (vouchers.data ?? []).length === 0) return <>–</>
  return (
    <ul className="plain">
      {(proposals.data ?? []).map((one) => (
        <li key={one.key}>
          <Link to="/proposals/$key" params={{ key: one.key }}>
            {m.proposal_title()} <DayText day={one.submittedOn} length="short" />
          </Link>{' '}
          <StateBadge noun="proposal" state={one.state} />
        </li>
      ))}
      {(vouchers.data ?? []).map((one) => (
        <li key={one.key}>
          <Link to="/vouchers/$key" params={{ key: one.key }}>
            {one.serial}
          </Link>{' '}
          <StateBadge noun="voucher" state={one.state} />
        </li>
      ))}
    </ul>
  )
}

function Open({ household }: { household: Household }) {
  return (
    <Link to="/households/$key" params={{ key: household.key }}>
      {m.household_open()}
    </Link>
  )
}
