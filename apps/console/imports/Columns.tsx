import { listForms } from '#capabilities/imports/forms.ts'
import type { ImportKind, Mapping } from '#capabilities/imports/import.ts'
import { columnName } from '#capabilities/imports/table.ts'
import { Badge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { importFieldWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import type { Look } from './look.ts'

const examples = 3

/** Each column with what stands in it, and which answer it holds; what is not clear is said to be. */
export function Columns({
  kind,
  look,
  onChange,
}: {
  kind: ImportKind
  look: Look
  onChange: (mapping: Mapping) => void
}) {
  const language = useLanguage()
  const { header, mapping, proposal, rows } = look
  const fieldOf = (column: number) => mapping.find((one) => one.column === column)?.field ?? ''
  const unclear = new Set([
    ...proposal.severalColumns.flatMap(({ columns }) => columns),
    ...proposal.severalFields.map(({ column }) => column),
  ])
  return (
    <section className="panel">
      <h2>{m.imports_columns()}</h2>
      <p className="quiet">{m.imports_columns_about()}</p>
      <ul className="plain columns-of-list">
        {header.map((title, column) => {
          const name = columnName(column)
          return (
            <li key={name}>
              <label className="field">
                <span className="field__label">{title || name}</span>
                <span className="note">
                  {rows
                    .map(({ cells }) => cells[column])
                    .filter(Boolean)
                    .slice(0, examples)
                    .join(' · ') || '–'}
                </span>
                <select
                  className="input"
                  value={fieldOf(column)}
                  onChange={(event) => choose(column, event.currentTarget.value)}
                >
                  <option value="">{m.imports_left_out()}</option>
                  {listForms[kind].fields.map(({ field }) => (
                    <option key={field} value={field}>
                      {wordFor(importFieldWords, field, language)}
                    </option>
                  ))}
                </select>
              </label>
              {unclear.has(column) && fieldOf(column) === '' && (
                <Badge tone="waiting">{m.imports_column_unclear()}</Badge>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )

  /** A field is held by one column: whoever had it before is left out. */
  function choose(column: number, field: string) {
    const others = mapping.filter((one) => one.column !== column && one.field !== field)
    onChange(field === '' ? others : [...others, { column, field }].sort((one, other) => one.column - other.column))
  }
}
