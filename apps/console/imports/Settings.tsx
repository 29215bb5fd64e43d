import type { ImportSettings } from '#capabilities/imports/import.ts'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { explainCell, explainContradiction } from '#ui/explain-import.ts'
import { NumberField } from '#ui/NumberField.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { povertySourceWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import type { Look } from './look.ts'

/** What the file does not say of itself: asked only where it matters, never guessed. */
export function Settings({
  look,
  value,
  onChange,
}: {
  look: Look
  value: ImportSettings
  onChange: (settings: ImportSettings) => void
}) {
  useLanguage()
  const has = (field: string) => look.mapping.some((one) => one.field === field)
  const given = (changes: Partial<ImportSettings>) => onChange({ ...value, ...changes })
  return (
    <section className="panel">
      <h2>{m.imports_settings()}</h2>
      {look.legacy.map(({ column, example }) => (
        <Say key={column} tone="bad" quietly>
          {look.header[column]}: {explainCell({ code: 'legacy-font', text: example })}
        </Say>
      ))}
      {look.days.map(({ column, found }) =>
        found.order === 'contradictory' ? (
          <Say key={column} tone="bad" quietly>
            {look.header[column]}: {explainContradiction(found)}
          </Say>
        ) : found.order === 'asked' ? (
          <ChoiceCards
            key={column}
            label={m.imports_day_order({ column: look.header[column] ?? '', example: found.example })}
            value={value.dayOrder ?? undefined}
            onChange={(dayOrder) => given({ dayOrder })}
            choices={[
              { value: 'day-first', label: m.imports_day_first() },
              { value: 'month-first', label: m.imports_month_first() },
            ]}
          />
        ) : null,
      )}
      {has('age') && (
        <NumberField
          label={m.imports_list_year()}
          hint={m.imports_list_year_hint()}
          optional
          value={value.listYear ?? undefined}
          onChange={(year) => given({ listYear: year !== undefined && year >= 1990 && year <= 2100 ? year : null })}
        />
      )}
      {has('povertyCategory') && (
        <ChoiceCards
          label={m.imports_poverty_source()}
          value={value.povertySource}
          onChange={(povertySource) => given({ povertySource })}
          choices={(['ministry-list', 'self-declared'] as const).map((source) => ({
            value: source,
            label: povertySourceWords[source](),
          }))}
        />
      )}
      {!has('consent') && (
        <label className="choice">
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
      )}
    </section>
  )
}
