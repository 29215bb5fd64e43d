import { dayText } from '#ui/days.ts'
import { figureText, figureWords } from '#ui/figures.ts'
import { numberText } from '#ui/numbers.ts'
import { m } from '#ui/words/compiled/messages.js'
import { currentLanguage } from '#ui/words/language.ts'
import { type FiguresTable as Table, undecidedIn } from './figures.ts'

/** The table as it was published, counted from records, with what it leaves out in red beneath. */
export function FiguresTable({ table }: { table: Table }) {
  const language = currentLanguage()
  const undecided = undecidedIn(table)
  const verified = Number(table.figures.proposals_verified ?? 0)
  return (
    <section aria-labelledby="table-title" className="figures">
      <h2 id="table-title">{m.public_table_title()}</h2>
      {table.asOf && <p className="figures__about">{m.public_table_about({ asOf: dayText(table.asOf, language) })}</p>}
      <table>
        <thead>
          <tr>
            <th scope="col">{m.public_table_figure()}</th>
            <th scope="col" className="figures__number">
              {m.public_table_counted()}
            </th>
          </tr>
        </thead>
        <tbody>
          {figureWords.map(({ key, name, isPart }) => (
            <tr key={key} data-part={isPart}>
              <th scope="row">
                <a href={`/figures/rush-it#${key}`}>{name()}</a>
              </th>
              <td className="figures__number">{figureText(table.figures[key], language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {undecided > 0 && (
        <p className="figures__undecided">
          <strong>{m.public_undecided({ count: numberText(undecided) })}</strong>{' '}
          {m.public_undecided_about({ verified: numberText(verified), unverified: numberText(undecided - verified) })}
        </p>
      )}
      <p className="figures__more">
        <a href="/figures/rush-it">{m.public_table_open()}</a> ·{' '}
        <a href="/public/figures/rush-it.json">{m.public_table_json()}</a>
      </p>
    </section>
  )
}
