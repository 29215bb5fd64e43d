import * as z from 'zod/mini'
import { listForms } from '#capabilities/imports/forms.ts'
import { choosingReads } from '#capabilities/imports/import.choosing.store.ts'
import {
  type Import,
  type ImportCounts,
  type ImportRow,
  importKinds,
  type LeftOver,
  leftOvers,
  nothingYet,
} from '#capabilities/imports/import.ts'
import type { RowProblem } from '#capabilities/imports/row-problem.ts'
import { everything, type Scope } from '#door/actor.ts'
import { homeOf, idOf, type Key, KeyText } from '#door/key.ts'
import { Code, Instant } from '#door/values.ts'
import { pageMax, read, withinSql } from '#server/database/read.ts'
import { recordStore } from '#server/database/records.ts'

export const importStore = recordStore<Import>({
  table: 'import',
  fields: [
    'programme',
    'place',
    'kind',
    'list',
    'listKey',
    'since',
    'file',
    'header',
    'mapping',
    'settings',
    'state',
    'stoppedWhy',
    'counts',
    'by',
    'preparedAt',
    'begunAt',
    'endedAt',
  ],
})

/** How far it has come: the rows below `nextRow` are decided, each of them once. */
export interface ImportProgress extends ImportCounts {
  readonly nextRow: number
}

/** A row that was not taken in, as it was written, and why. */
export interface ImportProblemRow {
  readonly row: number
  readonly outcome: LeftOver
  readonly cells: readonly string[]
  readonly problems: readonly RowProblem[]
  /** What the row says, as a digest, where somebody may settle it. */
  readonly mark?: string | undefined
}

const counted = Object.keys(nothingYet) as (keyof ImportCounts)[]
const counts = counted.map((name) => `coalesce(p.${name}, 0) as ${name}`).join(', ')
const withProgress = `import i left join import_progress p on p.home = i.home and p.id = i.id`

/** A list is seen by whoever may bring one of its kind there: who brings prices sees nobody's household. */
function ofKindsWithin(scope: Scope, first: number): { text: string; values: unknown[] } {
  const values: unknown[] = []
  const kinds = importKinds.map((kind) => {
    const { permission } = listForms[kind]
    const may = scope.filter(({ permissions = [] }) =>
      [permission, everything].some((wanted) => permissions.includes(wanted)),
    )
    const within = withinSql(may, first + values.length, { alias: 'i' })
    values.push(...within.values)
    return `(i.kind = '${kind}' and ${within.text})`
  })
  return { text: `(${kinds.join(' or ')})`, values }
}

export const importReads = {
  ...choosingReads,

  one: read({
    summary: 'One import, with how far it has come.',
    permission: 'import.run',
    input: z.object({ key: KeyText }),
    async run(scope, { key }, db) {
      const within = ofKindsWithin(scope, 3)
      const { rows } = await db.query<ImportCounts>(
        `select ${counts} from ${withProgress} where i.home = $1 and i.id = $2 and ${within.text}`,
        [homeOf(key), idOf(key), ...within.values],
      )
      if (rows.length === 0) return null
      const [found] = await importStore.find([key], false, db)
      return found ? { ...found, progress: rows[0]! } : null
    },
  }),

  list: read({
    summary: 'Imports, the latest first, with how far each has come.',
    permission: 'import.run',
    input: z.object({
      programme: z.optional(Code),
      after: z.optional(z.object({ preparedAt: Instant, key: KeyText })),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { programme, after, limit }, db) {
      const within = ofKindsWithin(scope, 6)
      const { rows } = await db.query<Omit<ImportRow, 'progress'> & ImportCounts>(
        `select i.home || '-' || i.id as key, i.version, i.programme, i.place, i.kind, i.list, i.state,
                i.stopped_why as "stoppedWhy", i.by, i.prepared_at as "preparedAt", i.begun_at as "begunAt",
                i.ended_at as "endedAt", i.file->>'name' as "fileName", ${counts}
         from ${withProgress}
         where ($1::text is null or i.programme = $1)
           and ($2::timestamptz is null or (i.prepared_at, i.home, i.id) < ($2, $3, $4::uuid)) and ${within.text}
         order by i.prepared_at desc, i.home desc, i.id desc limit $5`,
        [
          programme ?? null,
          after?.preparedAt ?? null,
          after ? homeOf(after.key) : null,
          after ? idOf(after.key) : null,
          limit,
          ...within.values,
        ],
      )
      return rows.map((row): ImportRow => {
        const { rows: all, accepted, repeated, refused, possible, unmatched, suspected, ...list } = row
        return { ...list, progress: { rows: all, accepted, repeated, refused, possible, unmatched, suspected } }
      })
    },
  }),

  problems: read({
    summary: 'Rows of an import that were not taken in, each with what is wrong and where.',
    permission: 'import.run',
    input: z.object({
      key: KeyText,
      outcome: z.optional(z.enum(leftOvers)),
      after: z.optional(z.object({ row: z.int() })),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { key, outcome, after, limit }, db) {
      const within = ofKindsWithin(scope, 6)
      const { rows } = await db.query<ImportProblemRow & { key: Key }>(
        `select i.home || '-' || i.id as key, p.row, p.outcome, p.cells, p.problems
         from import i join import_problem p on p.home = i.home and p.id = i.id
         where i.home = $1 and i.id = $2 and p.row > $3 and ($5::text is null or p.outcome = $5)
           and ${within.text} order by p.row limit $4`,
        [homeOf(key), idOf(key), after?.row ?? 0, limit, outcome ?? null, ...within.values],
      )
      return rows
    },
  }),
}
