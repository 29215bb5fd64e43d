import { dayText } from '#ui/days.ts'
import { figureText, figureWords } from '#ui/figures.ts'
import { numberText } from '#ui/numbers.ts'
import { m } from '#ui/words/compiled/messages.js'
import { currentLanguage } from '#ui/words/language.ts'
import { type FiguresTable as Table, undecidedIn } from './figures.ts'
import { Page } from './Page.tsx'

/** Each number, how it is counted, and, kept apart, what we read from the paper and why. */
export function FiguresPage({ table }: { table: Table | null }) {
  const language = currentLanguage()
  return (
    <Page title={m.public_figures_title()} path="/figures/rush-it" demonstration={table?.demonstration ?? false}>
      <section className="figures figures--whole">
        <h1>{m.public_figures_title()}</h1>
        {table ? (
          <>
            {table.asOf && <p>{m.public_table_about({ asOf: dayText(table.asOf, language) })}</p>}
            <h2>{m.public_figures_published()}</h2>
            <p>{m.public_figures_published_about()}</p>
            <table>
              <thead>
                <tr>
                  <th scope="col">{m.public_table_figure()}</th>
                  <th scope="col" className="figures__number">
                    {m.public_table_counted()}
                  </th>
                  <th scope="col">{m.public_table_how()}</th>
                </tr>
              </thead>
              <tbody>
                {figureWords.map(({ key, name, counted, isPart, moment }) => (
                  <tr key={key} id={key} data-part={isPart}>
                    <th scope="row">{name()}</th>
                    <td className="figures__number">{figureText(table.figures[key], language)}</td>
                    <td>
                      {counted()} <em>{moment === 'then' ? m.public_how_then() : m.public_how_ever()}</em>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            <Readings table={table} />
            <p>
              <a href="/public/figures/rush-it.json">{m.public_table_json()}</a>
            </p>
          </>
        ) : (
          <p>{m.public_table_missing()}</p>
        )}
        <p>
          <a href="/">{m.public_first_page()}</a>
        </p>
      </section>
    </Page>
  )
}

function Readings({ table }: { table: Table }) {
  const undecided = undecidedIn(table)
  const verified = Number(table.figures.proposals_verified ?? 0)
  const deliveries =
    Number(table.figures.deliveries_to_id_poor ?? 0) + Number(table.figures.deliveries_to_non_id_poor ?? 0)
  const rows = [
    { key: 'undecided', name: m.public_reading_undecided(), value: undecided, why: m.public_reading_undecided_why() },
    {
      key: 'not-yet-verified',
      name: m.public_reading_not_yet_verified(),
      value: undecided - verified,
      why: m.public_reading_not_yet_verified_why(),
    },
    {
      key: 'deliveries',
      name: m.public_reading_deliveries(),
      value: deliveries,
      why: m.public_reading_deliveries_why(),
    },
  ]
  return (
    <>
      <h2>{m.public_figures_readings()}</h2>
      <p>{m.public_figures_readings_about()}</p>
      <table>
        <tbody>
          {rows.map(({ key, name, value, why }) => (
            <tr key={key} id={key}>
              <th scope="row">{name}</th>
              <td className="figures__number">{numberText(value)}</td>
              <td>{why}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
