/** A list as it is seen before anything is taken in: its columns, what they say of themselves, and its first rows. */
import { type DayOrder, dayOrderOf, type OrderFound } from '#capabilities/imports/days.ts'
import { fieldsMissing, listForms } from '#capabilities/imports/forms.ts'
import { type ColumnProposal, proposeColumns } from '#capabilities/imports/headers.ts'
import type { Import, ImportKind, ImportSettings, LeftOver, Mapping } from '#capabilities/imports/import.ts'
import { legacyFontIn } from '#capabilities/imports/legacy-font.ts'
import type { ColumnFacts } from '#capabilities/imports/row.ts'
import type { RowProblem } from '#capabilities/imports/row-problem.ts'
import type { Session } from '#capabilities/imports/session.ts'
import { type Cell, writtenIn } from '#capabilities/imports/table.ts'
import { type Key, national } from '#door/key.ts'
import type { Queryable } from '#server/database/connection.ts'
import type { Table } from '#server/tables/table.ts'
import { isCorrection } from './corrections.ts'
import { wrongIn } from './kind.ts'
import { listKinds } from './kinds.ts'

/** So many rows are asked what their columns say of themselves. */
const askedMax = 20_000
export interface ColumnsSeen {
  readonly facts: ColumnFacts
  readonly days: readonly { readonly column: number; readonly field: string; readonly found: OrderFound }[]
  readonly legacy: readonly { readonly column: number; readonly example: string }[]
}

export async function columnsOf(table: Table, kind: ImportKind, mapping: Mapping): Promise<ColumnsSeen> {
  const { days: dayFields, words } = listForms[kind]
  const wanted = mapping.filter(({ field }) => dayFields.includes(field) || words.includes(field))
  const cells = new Map<number, Cell[]>(wanted.map(({ column }) => [column, []]))
  let asked = 0
  if (wanted.length > 0) {
    for await (const row of table.rows()) {
      for (const [column, seen] of cells) if (row.cells[column]) seen.push(row.cells[column])
      asked += 1
      if (asked >= askedMax) break
    }
  }
  const days = wanted
    .filter(({ field }) => dayFields.includes(field))
    .map(({ column, field }) => ({ column, field, found: dayOrderOf(cells.get(column)!) }))
  const legacy = wanted
    .filter(({ field }) => words.includes(field))
    .flatMap(({ column }) => {
      const { isLikely, example } = legacyFontIn(cells.get(column)!)
      return isLikely ? [{ column, example: example ?? '' }] : []
    })
  const proven = days.flatMap(({ column, found }): [number, DayOrder][] =>
    found.order === 'day-first' || found.order === 'month-first' ? [[column, found.order]] : [],
  )
  return {
    days,
    legacy,
    facts: {
      dayOrders: new Map(proven),
      legacy: new Set(legacy.map(({ column }) => column)),
      serialsFrom: table.serialsFrom,
    },
  }
}

export interface RowSeen {
  readonly row: number
  /** What became of it, where it was gone through. */
  readonly outcome?: LeftOver
  readonly cells: readonly string[]
  readonly problems: readonly RowProblem[]
}

export interface Look
  extends Pick<Table, 'format' | 'encoding' | 'sheets' | 'sheet' | 'headerRow' | 'header' | 'rowsAbout'> {
  readonly digest: string
  readonly bytes: number
  readonly notes: Table['notes']
  readonly proposal: ColumnProposal
  /** The mapping that the rows below were read by: the one asked for, else the one proposed. */
  readonly mapping: Mapping
  readonly missing: readonly string[]
  /** What was said of the session when the list was brought that this file corrects. */
  readonly session?: Session
  readonly days: ColumnsSeen['days']
  readonly legacy: ColumnsSeen['legacy']
  readonly rows: readonly RowSeen[]
}

/** How the same person read the last list of this name, and what was said of it. */
export async function listBefore(
  { programme, kind, listKey }: Pick<Import, 'programme' | 'kind' | 'listKey'>,
  by: Key,
  db: Queryable,
): Promise<Before | undefined> {
  const { rows } = await db.query<Before>(
    `select header, mapping, settings from import where home = $1 and programme = $2 and list_key = $3 and kind = $4 and by = $5
     order by prepared_at desc limit 1`,
    [national, programme, listKey, kind, by],
  )
  return rows[0]
}

type Before = Pick<Import, 'header' | 'mapping'> & Partial<Pick<Import, 'settings'>>

interface Wish {
  readonly programme: string
  readonly kind: ImportKind
  readonly mapping: Mapping | undefined
  /** How the columns of a list of this name were called, and what they held. */
  readonly before: Before | undefined
  readonly settings: ImportSettings
  readonly year: number
  readonly rowsMax: number
}

export async function lookInto(table: Table, wish: Wish, db: Queryable): Promise<Look> {
  const proposal = proposeColumns(listForms[wish.kind].fields, table.header)
  const mapping = wish.mapping ?? mappingFor(table.header, proposal, wish.before)
  const { facts, days, legacy } = await columnsOf(table, wish.kind, mapping)
  // Another sheet of the same name may be of another session: only a corrected one is of the same.
  const remembered = isCorrection(table.header) ? wish.before?.settings?.session : undefined
  const session = wish.settings.session ?? remembered
  const settings = { ...wish.settings, ...(session ? { session } : {}), listYear: wish.settings.listYear ?? wish.year }
  const read = await listKinds[wish.kind].reader({ programme: wish.programme, mapping, settings }, facts, db)
  const rows: RowSeen[] = []
  for await (const row of table.rows()) {
    rows.push({ row: row.number, cells: row.cells.map(writtenIn), problems: wrongIn(read(row)) })
    if (rows.length >= wish.rowsMax) break
  }
  const { format, encoding, sheets, sheet, headerRow, header, digest, bytes, notes, rowsAbout } = table
  return {
    ...{ format, encoding, sheets, sheet, headerRow, header, digest, bytes, notes, rowsAbout },
    proposal,
    mapping,
    missing: fieldsMissing(
      wish.kind,
      mapping.map(({ field }) => field),
      settings,
    ),
    ...(remembered ? { session: remembered } : {}),
    days,
    legacy,
    rows,
  }
}

/** What a person chose before goes before what a name suggests. */
function mappingFor(header: readonly string[], { matches }: ColumnProposal, before: Wish['before']): Mapping {
  const chosen = new Map((before?.mapping ?? []).map(({ column, field }) => [before!.header[column], field]))
  const remembered = header.flatMap((title, column) => {
    const field = chosen.get(title)
    return field === undefined || header.indexOf(title) !== column ? [] : [{ column, field }]
  })
  const taken = new Set(remembered.flatMap(({ column, field }) => [column, field]))
  const named = matches.filter(({ column, field }) => !taken.has(column) && !taken.has(field))
  return [...remembered, ...named.map(({ column, field }) => ({ column, field }))].sort((a, b) => a.column - b.column)
}
