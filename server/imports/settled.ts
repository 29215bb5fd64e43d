/** What somebody has said of rows before, when the list was brought earlier: nobody is asked twice. */
import type { Import } from '#capabilities/imports/import.ts'
import { national } from '#door/key.ts'
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
