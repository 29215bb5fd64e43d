import { columnName } from '#capabilities/imports/table.ts'
import { explainRowProblemInPlace } from '#ui/explain-import.ts'
import { Mark } from '#ui/Mark.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Scroll } from '../frame/Scroll.tsx'
import type { Look, RowSeen } from './look.ts'

/** The first rows as they are written, each with what keeps it from being taken in. */
export function Preview({ look }: { look: Look }) {
  useLanguage()
  return (
    <section className="panel">
      <h2>{m.imports_preview()}</h2>
      <p className="quiet">{m.imports_preview_about()}</p>
      <RowsOfList rows={look.rows} header={look.header} />
    </section>
  )
}

export function RowsOfList({ rows, header }: { rows: readonly RowSeen[]; header: readonly string[] }) {
  useLanguage()
  return (
    <Scroll label={m.imports_preview()}>
      <table className="table table--list">
        <thead>
          <tr>
            <th scope="col">{m.imports_row()}</th>
            <th scope="col">{m.imports_problem()}</th>
            {header.map((title, column) => (
              <th key={columnName(column)} scope="col">
                {title || columnName(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, outcome = 'refused', cells, problems }) => (
            <tr key={row} data-wrong={(problems.length > 0 && outcome === 'refused') || undefined}>
              <th scope="row">{row}</th>
              <td>
                {problems.length === 0 ? (
                  <span className="tone-good table__fine">
                    <Mark tone="good" /> {m.imports_fine()}
                  </span>
                ) : (
                  problems.map((one) => (
                    <p key={`${one.column} ${one.problem.code}`}>{explainRowProblemInPlace(one, header)}</p>
                  ))
                )}
              </td>
              {header.map((_, column) => (
                <td key={columnName(column)} data-wrong={problems.some((one) => one.column === column) || undefined}>
                  {cells[column]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
