/** What somebody has said of rows before, when the list was brought earlier: nobody is asked twice. */
import type { Import } from '#capabilities/imports/import.ts'
import type { RowProblem } from '#capabilities/imports/row-problem.ts'
import { idOf, type Key, national } from '#door/key.ts'
import type { Queryable } from '#server/database/connection.ts'

export interface SettledRow {
  /** Whom it is about: a household, or `<household>/<member>`. */
  readonly chosen: string | null
  /** Why it is about nobody who was offered. */
  readonly reason: string | null
  /** Households that it is not about. Who was registered since may be meant. */
  readonly refused: readonly string[]
}

/** By the mark of the row. */
export async function settledAmong(
  { programme, kind, listKey }: Pick<Import, 'programme' | 'kind' | 'listKey'>,
  marks: readonly string[],
  db: Queryable,
): Promise<Map<string, SettledRow>> {
  const { rows } = await db.query<SettledRow & { mark: string }>(
    `select mark, chosen, reason, refused from import_settled
     where home = $1 and programme = $2 and kind = $3 and list_key = $4 and mark = any($5::text[])`,
    [national, programme, kind, listKey, marks],
  )
  return new Map(rows.map(({ mark, ...settled }) => [mark, settled]))
}

/**
 * Rows that an earlier import of the list left to a person, with whom they may be about. They stay with a
 * person: what the list itself has told the register since is no proof of what the list says.
 */
export async function leftToChoose(
  { key, programme, kind, listKey }: Pick<Import, 'key' | 'programme' | 'kind' | 'listKey'>,
  marks: readonly string[],
  db: Queryable,
): Promise<Map<string, Set<Key>>> {
  const { rows } = await db.query<{ mark: string; problems: RowProblem[] }>(
    `select p.mark, p.problems from import_problem p join import i on i.home = p.home and i.id = p.id
     where p.home = $1 and p.mark = any($2::text[]) and p.outcome = 'possible'
       and i.programme = $3 and i.kind = $4 and i.list_key = $5 and i.id <> $6`,
    [national, marks, programme, kind, listKey, idOf(key)],
  )
  const left = new Map<string, Set<Key>>()
  for (const { mark, problems } of rows) {
    const offered = problems.flatMap(({ problem }) => ('candidates' in problem ? problem.candidates : []))
    left.set(mark, new Set([...(left.get(mark) ?? []), ...offered.map(({ household }) => household)]))
  }
  return left
}
