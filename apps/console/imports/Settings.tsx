import type { ReactElement } from 'react'
import type { ImportKind, ImportSettings } from '#capabilities/imports/import.ts'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { explainCell, explainContradiction } from '#ui/explain-import.ts'
import { NumberField } from '#ui/NumberField.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { povertySourceWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import type { Look } from './look.ts'
import { SessionFields } from './SessionFields.tsx'

interface Asked {
  readonly look: Look
  readonly value: ImportSettings
  /** Whether one of the columns holds it. */
  readonly has: (field: string) => boolean
  readonly given: (changes: Partial<ImportSettings>) => void
}

/** None, one, or one for each column that it is about. */
type Question = (asked: Asked) => ReactElement | null | (ReactElement | null)[]

/** What matters to each kind of list; the order of its days is asked of every kind that has some. */
const questionsOf: Record<ImportKind, readonly Question[]> = {
  households: [listYear, povertySource, consent],
  attendance: [session],
  catalogue: [],
  poverty: [listYear, povertySource],
  prices: [],
}

/** What the file does not say of itself: asked only where it matters, never guessed. */
export function Settings({
  kind,
  look,
  value,
  onChange,
}: {
  kind: ImportKind
  look: Look
  value: ImportSettings
  onChange: (settings: ImportSettings) => void
}) {
  useLanguage()
  const asked: Asked = {
    look,
    value,
    has: (field) => look.mapping.some((one) => one.field === field),
    given: (changes) => onChange({ ...value, ...changes }),
  }
  const questions = [legacyColumns, dayOrders, ...questionsOf[kind]]
    .flatMap((question) => question(asked))
    .filter((one) => one !== null)
  if (questions.length === 0) return null
  return (
    <section className="panel">
      <h2>{m.imports_settings()}</h2>
      {questions}
    </section>
  )
}

function legacyColumns({ look }: Asked) {
  return look.legacy.map(({ column, example }) => (
    <Say key={`legacy ${column}`} tone="bad" quietly>
      {look.header[column]}: {explainCell({ code: 'legacy-font', text: example })}
    </Say>
  ))
}

function dayOrders({ look, value, given }: Asked) {
  return look.days.map(({ column, found }) =>
    found.order === 'contradictory' ? (
      <Say key={`days ${column}`} tone="bad" quietly>
        {look.header[column]}: {explainContradiction(found)}
      </Say>
    ) : found.order === 'asked' ? (
      <ChoiceCards
        key={`days ${column}`}
        label={m.imports_day_order({ column: look.header[column] ?? '', example: found.example })}
        value={value.dayOrder ?? undefined}
        onChange={(dayOrder) => given({ dayOrder })}
        choices={[
          { value: 'day-first', label: m.imports_day_first() },
          { value: 'month-first', label: m.imports_month_first() },
        ]}
      />
    ) : null,
  )
}

function listYear({ value, has, given }: Asked) {
  if (!has('age')) return null
  return (
    <NumberField
      key="year"
      label={m.imports_list_year()}
      hint={m.imports_list_year_hint()}
      optional
      value={value.listYear ?? undefined}
      onChange={(year) => given({ listYear: year !== undefined && year >= 1990 && year <= 2100 ? year : null })}
    />
  )
}

function povertySource({ value, has, given }: Asked) {
  if (!has('povertyCategory')) return null
  return (
    <ChoiceCards
      key="source"
      label={m.imports_poverty_source()}
      value={value.povertySource}
      onChange={(povertySource) => given({ povertySource })}
      choices={(['ministry-list', 'self-declared'] as const).map((source) => ({
        value: source,
        label: povertySourceWords[source](),
      }))}
    />
  )
}

function session({ look, value, has, given }: Asked) {
  return (
    <SessionFields
      key={`session ${look.session?.village}`}
      value={value.session ?? null}
      has={has}
      onChange={(session) => given({ session })}
    />
  )
}

function consent({ value, has, given }: Asked) {
  if (has('consent')) return null
  return (
    <label className="choice" key="consent">
      <input
        type="checkbox"
        checked={value.consentDeclared}
        onChange={(event) => given({ consentDeclared: event.currentTarget.checked })}
      />
      <span className="choice__words">
        {m.imports_consent()}
        <span className="choice__hint">{m.phone_consent_register()}</span>
      </span>
      <span className="choice__mark" aria-hidden="true">
        <Pictogram name="check" size={16} />
      </span>
    </label>
  )
}
