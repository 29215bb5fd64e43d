/** How far an import has come, written with the rows that were not taken in: a stretch is told of whole or not at all. */
import type { ImportProblemRow, ImportProgress } from '#capabilities/imports/import.store.ts'
import { type ImportCounts, nothingYet } from '#capabilities/imports/import.ts'
import { homeOf, idOf, type Key } from '#door/key.ts'
import { inTransaction, type Pool, type Queryable } from '#server/database/connection.ts'

const counted = Object.keys(nothingYet) as (keyof ImportCounts)[]

export async function progressOf(key: Key, db: Queryable): Promise<ImportProgress> {
  const { rows } = await db.query<ImportProgress>(
    `select next_row as "nextRow", ${counted.join(', ')} from import_progress where home = $1 and id = $2`,
    [homeOf(key), idOf(key)],
  )
  return rows[0] ?? { ...nothingYet, nextRow: 0 }
}

/** `was` is what the run began the stretch with: another run that came further is not overwritten. */
export async function keepProgress(
  key: Key,
  was: ImportProgress,
  is: ImportProgress,
  problems: readonly ImportProblemRow[],
  pool: Pool,
  now: Date,
): Promise<void> {
  await inTransaction(pool, async (tx) => {
    const { rowCount } = await tx.query(
      `insert into import_progress (home, id, updated_at, next_row, ${counted.join(', ')})
       values ($1, $2, $3, $5, ${counted.map((_, at) => `$${at + 6}`).join(', ')})
       on conflict (home, id) do update set updated_at = excluded.updated_at, next_row = excluded.next_row,
         ${counted.map((name) => `${name} = excluded.${name}`).join(', ')}
       where import_progress.next_row = $4`,
      [homeOf(key), idOf(key), now.toISOString(), was.nextRow, is.nextRow, ...counted.map((name) => is[name])],
    )
    if (rowCount !== 1) throw new Error('two runs go through one import')
    if (problems.length === 0) return
    await tx.query(
      `insert into import_problem (home, id, row, outcome, mark, cells, problems)
       select $1, $2, p.row, p.outcome, p.mark, array(select jsonb_array_elements_text(p.cells)), p.problems
       from jsonb_to_recordset($3) as p(row int, outcome text, mark text, cells jsonb, problems jsonb)`,
      [homeOf(key), idOf(key), JSON.stringify(problems).replaceAll('\\u0000', '')],
    )
  })
}

export async function* problemRows(key: Key, db: Queryable, columns?: number): AsyncGenerator<ImportProblemRow> {
  const portion = 500
  for (let after = 0; ; ) {
    const { rows } = await db.query<ImportProblemRow>(
      `select row, outcome, cells, problems from import_problem where home = $1 and id = $2 and row > $3 order by row limit ${portion}`,
      [homeOf(key), idOf(key), after],
    )
    for (const row of rows) yield columns ? { ...row, cells: row.cells.slice(0, columns) } : row
    if (rows.length < portion) return
    after = rows.at(-1)!.row
  }
}
