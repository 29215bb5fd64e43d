import { useQueryClient } from '@tanstack/react-query'
import { type ComponentType, useState } from 'react'
import type { RowToChoose } from '#capabilities/imports/choosing.ts'
import type { Import, ImportCounts, ImportKind } from '#capabilities/imports/import.ts'
import { explainRowProblemInPlace } from '#ui/explain-import.ts'
import { numberText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More } from '../frame/More.tsx'
import { usePages } from '../paged.ts'
import { PlaceNames } from '../places.tsx'
import { Reading } from '../reading.tsx'
import { HouseholdChoice } from './HouseholdChoice.tsx'
import { NoneOfThese } from './NoneOfThese.tsx'
import { PersonChoice } from './PersonChoice.tsx'

export interface Choosing {
  readonly list: Import
  readonly row: RowToChoose
  /** Somebody has said whom it is about, and the door has accepted it. */
  readonly onSettled: () => void
}

/** How a row is shown beside those who may be meant, and what is asked for the one who is. */
const choices: Partial<Record<ImportKind, ComponentType<Choosing>>> = {
  attendance: PersonChoice,
  poverty: HouseholdChoice,
}

/** By then the row has left those that wait, with the counts. */
const settlingMilliseconds = 1_200

/** Rows that may be about somebody who is registered: whoever knows says about whom. */
export function ToChoose({ list }: { list: Import & { readonly progress: ImportCounts } }) {
  useLanguage()
  const client = useQueryClient()
  const [settled, setSettled] = useState<ReadonlySet<number>>(new Set())
  const [last, setLast] = useState<number>()
  const rows = usePages<RowToChoose>('import.toChoose', { key: list.key }, ({ row }) => ({ row }))
  const Choice = choices[list.kind]
  // With the last row settled it still says so.
  if (!Choice || (list.progress.possible === 0 && last === undefined)) return null
  return (
    <section className="panel choosing">
      <h2>{m.choosing_title()}</h2>
      <p className="quiet">{m.choosing_about()}</p>
      {list.state === 'running' && (
        <Say tone="waiting" quietly>
          {m.choosing_running()}
        </Say>
      )}
      {last !== undefined && <Say tone="good">{m.choosing_settled({ row: numberText(last) })}</Say>}
      <Reading of={rows}>
        {(found) => {
          const waiting = found.filter(({ row }) => !settled.has(row))
          const places = waiting.flatMap(({ offered }) => offered.map(({ place }) => place))
          return (
            <PlaceNames codes={[list.place, ...places, ...waiting.flatMap(villageIn)]}>
              <ol className="plain choosing__rows">
                {waiting.map((row) => (
                  <li key={row.row} className="choosing__row">
                    <h3>{m.choosing_row({ row: numberText(row.row) })}</h3>
                    {row.problems
                      .filter(({ problem }) => problem.code !== 'to-choose')
                      .map((one) => (
                        <Say key={one.problem.code} tone="waiting" quietly>
                          {explainRowProblemInPlace(one, list.header)}
                        </Say>
                      ))}
                    <Choice list={list} row={row} onSettled={() => settle(row.row)} />
                    {row.problems.some(({ problem }) => problem.code === 'to-choose') && (
                      <NoneOfThese list={list} row={row.row} onSettled={() => settle(row.row)} />
                    )}
                  </li>
                ))}
              </ol>
              <More of={rows} />
            </PlaceNames>
          )
        }}
      </Reading>
    </section>
  )

  function settle(row: number) {
    setSettled((before) => new Set([...before, row]))
    setLast(row)
    setTimeout(() => void client.invalidateQueries(), settlingMilliseconds)
  }
}

function villageIn({ problems }: RowToChoose): string[] {
  return problems.flatMap(({ problem }) => ('status' in problem ? (problem.status?.village ?? []) : []))
}
