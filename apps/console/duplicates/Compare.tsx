import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Ties } from '#capabilities/households/household.relations.ts'
import { type Household, headOf, livingIn } from '#capabilities/households/household.ts'
import type { ProposalRow } from '#capabilities/proposals/proposal.ts'
import { DayText } from '#ui/DayText.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { phoneText } from '#ui/numbers.ts'
import { StateBadge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import type { Language } from '#ui/words/language.ts'
import { sexWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { SideBySide, SideField } from '../frame/SideBySide.tsx'
import { may, useMe } from '../me.ts'
import { PlaceName } from '../places.tsx'
import { today, useRead } from '../reading.tsx'
import { agreementIn, type FieldName, fields } from './agreement.ts'
import { agreementWords, fieldLabels } from './words.ts'

/** Two households, field by field. What differs is marked by a shape and a word, and stands first on a phone. */
export function Compare({ one, other }: { one: Household; other: Household }) {
  const language = useLanguage()
  const agreement = agreementIn(one, other)
  const whose = [m.judge_this(), m.judge_other()] as const
  return (
    <SideBySide
      label={m.judge_title()}
      one={{ name: nameIn(language, headOf(one)), whose: whose[0] }}
      other={{ name: nameIn(language, headOf(other)), whose: whose[1] }}
    >
      {fields.map((field) => (
        <SideField
          key={field}
          whose={whose}
          label={fieldLabels[field]()}
          standing={agreement[field]}
          said={agreementWords[agreement[field]]()}
          one={shownOf(field, one, language)}
          other={shownOf(field, other, language)}
        />
      ))}
      <SideField
        whose={whose}
        label={m.compare_registered()}
        one={<Registered household={one} />}
        other={<Registered household={other} />}
      />
      <SideField
        whose={whose}
        label={m.compare_asked()}
        one={<Papers household={one} />}
        other={<Papers household={other} />}
      />
      <SideField
        whose={whose}
        label={m.compare_whole()}
        one={<Open household={one} />}
        other={<Open household={other} />}
      />
    </SideBySide>
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
