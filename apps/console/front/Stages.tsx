import { numberText, percentText } from '#ui/numbers.ts'
import { m } from '#ui/words/compiled/messages.js'
import type { Message } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Reading, useRead } from '../reading.tsx'

const stages: readonly [string, Message][] = [
  ['registered', m.stage_registered],
  ['proposed', m.stage_proposed],
  ['approved', m.stage_approved],
  ['supplied', m.stage_supplied],
]
const poor = ['poor1', 'poor2']

interface StageRow {
  readonly stage: string
  readonly category: string
  readonly records: number
}

/** How many of those who asked, were approved and were supplied are ID Poor. Who is lost on the way shows here. */
export function Stages({ programme }: { programme: string }) {
  useLanguage()
  const rows = useRead<StageRow[]>('indicator.stages', { programme })
  return (
    <section className="panel">
      <h2>{m.stages_title()}</h2>
      <p className="quiet">{m.stages_about()}</p>
      <Reading of={rows}>
        {(found) => (
          <ul className="plain">
            {stages.map(([stage, name]) => {
              const all = found.filter((row) => row.stage === stage)
              const total = all.reduce((sum, { records }) => sum + records, 0)
              const listed = all
                .filter(({ category }) => poor.includes(category))
                .reduce((sum, { records }) => sum + records, 0)
              const unknown = all.find(({ category }) => category === 'unknown')?.records ?? 0
              return (
                <li key={stage}>
                  <div className="progress__words">
                    <span>{name()}</span>
                    <span>
                      <strong>{total === 0 ? '–' : percentText(listed / total)}</strong>{' '}
                      <span className="note">
                        {m.stages_of({
                          poor: numberText(listed),
                          total: numberText(total),
                          unknown: numberText(unknown),
                        })}
                      </span>
                    </span>
                  </div>
                  <span className="bar" aria-hidden="true">
                    <span style={{ width: `${total === 0 ? 0 : (100 * listed) / total}%` }} />
                  </span>
                </li>
              )
            })}
          </ul>
        )}
      </Reading>
    </section>
  )
}
