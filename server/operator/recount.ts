import type { Household } from '#capabilities/households/household.ts'
import { countedAgain, type Holdings } from '#capabilities/indicators/counting.ts'
import { indicatorReads } from '#capabilities/indicators/indicator.store.ts'
import { type AnyKey, allKeys, indicators, type Split, splits } from '#capabilities/indicators/indicator.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import type { Training } from '#capabilities/trainings/training.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import type { Worker } from '#capabilities/workers/worker.ts'
import type { Subject } from '#door/command.ts'
import { system } from '#server/actors.ts'
import { CannotStart } from '#server/cannot-start.ts'
import { stores } from '#server/capabilities.ts'
import type { Pool } from '#server/database/connection.ts'
import { overPool, programmeIn } from './figures.ts'
import type { Operation } from './operation.ts'

export const operation: Operation = {
  name: 'figures recount',
  summary: 'count every figure a second time from the records alone, cell by cell, and compare',
  usage: '[PROGRAMME]',
  examples: ['npm run chamka -- figures recount', 'npm run chamka -- figures recount practice'],
  async run(args, { withDatabase, print }) {
    const programme = programmeIn(args)
    const { cells, differences } = await withDatabase((url) => overPool(url, (pool) => recounted(programme, pool)))
    for (const difference of differences) print(difference)
    print(
      differences.length === 0
        ? `${cells} cells were counted twice and agree.`
        : `${differences.length} of ${cells} cells differ.`,
    )
    return differences.length === 0 ? 0 : 1
  },
}

export interface Recounted {
  readonly cells: number
  /** A sentence for each cell that differs. */
  readonly differences: readonly string[]
}

/** Holds what SQL counts over records and journal against the rules applied to every record. */
export async function recounted(programme: string, pool: Pool): Promise<Recounted> {
  const { rows } = await pool.query<{ asOf: string; required: string[] | null }>(
    `select coalesce(as_of, ((now() + interval '7 hours') at time zone 'UTC')::date) as "asOf",
            definition -> 'requiredOfWorkers' as required from programme where programme = $1`,
    [programme],
  )
  if (!rows[0]) throw new CannotStart(`There is no programme ${programme} in this database.`)
  const holdings = await holdingsOf(programme, rows[0].required ?? [], pool)
  const differences: string[] = []
  let cells = 0
  for (const figure of allKeys) {
    for (const by of splits) {
      const counted = await cellsIn(figure, by, programme, pool)
      const again = countedAgain(indicators[figure], by, holdings, rows[0].asOf)
      for (const cell of new Set([...Object.keys(counted), ...Object.keys(again)])) {
        cells += 1
        const [one, other] = [counted[cell] ?? 0, again[cell] ?? 0]
        if (one !== other) differences.push(`${figure}, ${by} ${cell}: counted ${one}, and from the records ${other}.`)
      }
    }
  }
  return { cells, differences }
}

async function cellsIn(figure: AnyKey, by: Split, programme: string, pool: Pool) {
  const split = await indicatorReads.split.run(system.grants, { programme, figure, by }, pool)
  return split?.cells ?? {}
}

async function holdingsOf(programme: string, requiredOfWorkers: readonly string[], pool: Pool): Promise<Holdings> {
  const all = async <R extends Subject>(noun: string) =>
    (await stores[noun]!.search(null, [{ programme }], pool)) as R[]
  const byKey = <R extends Subject>(records: readonly R[]) => new Map(records.map((record) => [record.key, record]))
  return {
    requiredOfWorkers,
    workers: await all<Worker>('worker'),
    households: byKey(await all<Household>('household')),
    proposals: byKey(await all<Proposal>('proposal')),
    vouchers: await all<Voucher>('voucher'),
    trainings: await all<Training>('training'),
  }
}
