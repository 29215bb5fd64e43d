import { useQuery } from '@tanstack/react-query'
import { dayText } from '#ui/days.ts'
import { figureText, figureWords } from '#ui/figures.ts'
import { amountText, numberText } from '#ui/numbers.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { type Me, may, useMe } from '../me.ts'
import { get } from '../office.ts'
import { Reading, useRead } from '../reading.tsx'

interface Table {
  readonly asOf: string
  readonly figures: Readonly<Record<string, number>>
  readonly faults: readonly unknown[]
}

interface Published {
  readonly asOf: string
  readonly figures: Readonly<Record<string, number | string>>
  readonly readings: Readonly<Record<string, number>>
}

/** Beside a demonstration's programmes stands the published table; a real installation has its own alone. */
export function hasFigures(me: Me, { demonstration }: Me['programmes'][number]): boolean {
  return may(me, 'indicator.read') || demonstration
}

/** The programme's table. Whoever does not see the whole programme sees what is published. */
export function FiguresPanel({ programme }: { programme: Me['programmes'][number] }) {
  const me = useMe()
  return may(me, 'indicator.read') ? <Own programme={programme.programme} /> : <PublicTable />
}

function Own({ programme }: { programme: string }) {
  const language = useLanguage()
  const table = useRead<Table | null>('indicator.table', { programme })
  return (
    <Reading of={table}>
      {(found) =>
        found && (
          <Rows
            title={m.front_figures()}
            asOf={found.asOf}
            undecided={found.figures.proposals_undecided ?? 0}
            verified={found.figures.proposals_verified ?? 0}
            value={(key) => {
              const count = found.figures[key] ?? 0
              return key.endsWith('_usd') ? amountText({ currency: 'USD', minor: count }, language) : numberText(count)
            }}
          />
        )
      }
    </Reading>
  )
}

function PublicTable() {
  const language = useLanguage()
  const { data } = useQuery({
    queryKey: ['published'],
    queryFn: () => get<Published>('/public/figures/rush-it.json'),
    retry: false,
  })
  if (!data) return null
  return (
    <Rows
      title={m.public_table_title()}
      asOf={data.asOf}
      undecided={data.readings.proposals_undecided ?? 0}
      verified={Number(data.figures.proposals_verified ?? 0)}
      value={(key) => figureText(data.figures[key], language)}
    />
  )
}

function Rows({
  title,
  asOf,
  undecided,
  verified,
  value,
}: {
  title: string
  asOf: string
  undecided: number
  verified: number
  value: (key: string) => string
}) {
  const language = useLanguage()
  return (
    <section className="panel">
      <h2>{title}</h2>
      <p className="quiet">{m.front_as_of({ day: dayText(asOf, language) })}</p>
      <table className="table">
        <tbody>
          {figureWords.map(({ key, name, isPart }) => (
            <tr key={key} data-part={isPart}>
              <th scope="row">{name()}</th>
              <td className="end">{value(key)}</td>
            </tr>
          ))}
          {undecided > 0 && (
            <tr className="tone-bad undecided">
              <th scope="row">
                <strong>{m.public_reading_undecided()}</strong>
                <br />
                {m.public_undecided_about({
                  verified: numberText(verified),
                  unverified: numberText(undecided - verified),
                })}
              </th>
              <td className="end">
                <strong>{numberText(undecided)}</strong>
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  )
}
