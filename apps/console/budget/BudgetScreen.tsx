import { useState } from 'react'
import type { Bilingual, Currency } from '#door/values.ts'
import { Amount } from '#ui/Amount.tsx'
import { AmountField } from '#ui/AmountField.tsx'
import { AskButton } from '#ui/AskButton.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { Scroll } from '../frame/Scroll.tsx'
import { may, useMe } from '../me.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import { useProgramme } from '../programme.tsx'
import { Reading, useRead } from '../reading.tsx'

interface LineRow {
  readonly key: string
  readonly programme: string
  readonly code: string
  readonly names: Bilingual
  readonly fundingSource: string
  readonly component: string
  readonly category: string
  readonly currency: Currency
  readonly minor: number
  readonly unallotted: number
}

interface AllotmentRow {
  readonly key: string
  readonly place: string
  readonly line: string
  readonly currency: Currency
  readonly minor: number
  readonly available: number
  readonly committed: number
  readonly payable: number
  readonly paid: number
}

/** Whose money, for what, and how much of it is still free. Every amount is a balance of the ledger. */
export function BudgetScreen() {
  const language = useLanguage()
  const me = useMe()
  useTitle(m.budget_title())
  const { programme } = useProgramme()
  const lines = useRead<LineRow[]>('budget.lines')
  const allotments = useRead<AllotmentRow[]>('budget.allotments')
  return (
    <div className="page">
      <PageHead title={m.budget_title()} intro={m.budget_intro()} />
      <Reading of={lines}>
        {(known) => {
          const own = known.filter((line) => line.programme === programme?.programme)
          if (own.length === 0) return <Empty title={m.budget_none()} picture="budget" />
          return own.map((line) => (
            <section key={line.key} className="panel">
              <h2>{line.names[language]}</h2>
              <p className="quiet">
                {line.fundingSource} · {line.component} · {line.category}
              </p>
              <dl className="facts">
                <dt>{m.budget_total()}</dt>
                <dd>
                  <Amount money={line} />
                </dd>
                <dt>{m.budget_unallotted()}</dt>
                <dd>
                  <Amount money={{ currency: line.currency, minor: line.unallotted }} />
                </dd>
              </dl>
              <Reading of={allotments}>
                {(all) => <Allotments rows={all.filter((allotment) => allotment.line === line.key)} />}
              </Reading>
              {may(me, 'budget.allot') && programme?.state === 'open' && <Allot line={line} />}
            </section>
          ))
        }}
      </Reading>
    </div>
  )
}

const conditions = [
  ['minor', m.budget_allotted],
  ['available', m.budget_available],
  ['committed', m.budget_committed],
  ['payable', m.budget_payable],
  ['paid', m.budget_paid],
] as const

function Allotments({ rows }: { rows: readonly AllotmentRow[] }) {
  useLanguage()
  if (rows.length === 0) return <p className="quiet">{m.budget_no_allotments()}</p>
  return (
    <PlaceNames codes={rows.map(({ place }) => place)}>
      <Scroll label={m.budget_title()}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{m.field_place()}</th>
              {[
                m.budget_allotted(),
                m.budget_available(),
                m.budget_committed(),
                m.budget_payable(),
                m.budget_paid(),
              ].map((label) => (
                <th key={label} scope="col" className="end">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">
                  <PlaceName code={row.place} levels={1} />
                  <Bar row={row} />
                </th>
                {conditions.map(([field]) => (
                  <td key={field} className="end">
                    <Amount money={{ currency: row.currency, minor: row[field] }} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </PlaceNames>
  )
}

/** The same figures as lengths: paid, payable, committed, and what is left. */
function Bar({ row }: { row: AllotmentRow }) {
  return (
    <span className="bar" aria-hidden="true">
      {(['paid', 'payable', 'committed'] as const).map((part) => (
        <span key={part} style={{ width: `${row.minor === 0 ? 0 : (100 * row[part]) / row.minor}%` }} />
      ))}
    </span>
  )
}

function Allot({ line }: { line: LineRow }) {
  const language = useLanguage()
  const provinces = useRead<{ code: string; nameKm: string; nameLatin: string }[]>('place.under', { parent: null })
  const [to, setTo] = useState('')
  const [minor, setMinor] = useState<number>()
  return (
    <div className="row row--fields">
      <label className="field">
        <span className="field__label">{m.budget_allot_to()}</span>
        <select className="input" value={to} onChange={(event) => setTo(event.currentTarget.value)}>
          <option value="">–</option>
          {(provinces.data ?? []).map((place) => (
            <option key={place.code} value={place.code}>
              {language === 'km' ? place.nameKm : place.nameLatin}
            </option>
          ))}
        </select>
      </label>
      <AmountField label={m.field_minor()} currency={line.currency} value={minor} onChange={setMinor} />
      {to !== '' && minor !== undefined && minor > 0 && (
        <AskButton command="budget.allot" about={line.key} input={{ to, minor }} look="second">
          {m.budget_allot()}
        </AskButton>
      )}
    </div>
  )
}
