/** A list from a file on this machine: looked into, prepared and begun in somebody's name, as the console does it. */
import { randomBytes } from 'node:crypto'
import { basename } from 'node:path'
import type { InputOf } from '#capabilities/commands.ts'
import { importStore } from '#capabilities/imports/import.store.ts'
import {
  type Import,
  type ImportKind,
  type ImportSettings,
  listKeyOf,
  type Mapping,
} from '#capabilities/imports/import.ts'
import type { TableRefusal } from '#capabilities/imports/table.ts'
import { type Key, keyOf, national, uuidv7 } from '#door/key.ts'
import type { Refusal } from '#door/refusal.ts'
import { isRefused, openTable, type Table } from '#server/tables/table.ts'
import { keepFile } from './keeping.ts'
import { type Look, listBefore, lookInto } from './looking.ts'
import type { RunParts } from './running.ts'

export interface Brought {
  readonly path: string
  readonly by: Key
  readonly programme: string
  readonly area: string
  readonly kind: ImportKind
  readonly list: string
  readonly sheet?: string | undefined
  /** Chosen by a person, header by header; what is not chosen is found by its name. */
  readonly chosen?: Readonly<Record<string, string>>
  readonly settings: ImportSettings
}

export type Seen = { readonly table: Table; readonly look: Look } | { readonly refused: TableRefusal }

export async function lookAt(
  { path, by, programme, kind, list, sheet, chosen = {}, settings }: Brought,
  { pool, now }: Pick<RunParts, 'pool' | 'now'>,
  rowsMax = 20,
): Promise<Seen> {
  const table = await openTable(path, sheet === undefined ? {} : { sheet })
  if (isRefused(table)) return { refused: table }
  const before = await listBefore({ programme, kind, listKey: listKeyOf(list) }, by, pool)
  const wish = { programme, kind, before, settings, year: now().getFullYear(), rowsMax, mapping: undefined }
  const look = await lookInto(table, wish, pool)
  const columns = Object.entries(chosen).map(([title, field]) => ({ column: table.header.indexOf(title), field }))
  if (columns.length === 0) return { table, look }
  const taken = new Set(columns.flatMap(({ column, field }) => [column, field]))
  const rest = look.mapping.filter(({ column, field }) => !taken.has(column) && !taken.has(field))
  const mapping: Mapping = [...columns, ...rest].filter(({ field }) => field !== '')
  return { table, look: await lookInto(table, { ...wish, mapping }, pool) }
}

/** Keeps the file and prepares its import. Nothing is taken in before it is begun. */
export async function prepare(
  brought: Brought,
  { table, look }: Extract<Seen, { table: Table }>,
  { pool, door, dataFolder, now }: RunParts,
): Promise<Import | Refusal> {
  const { digest, bytes } = await keepFile(dataFolder, brought.by, brought.path)
  const key = keyOf(national, uuidv7(now().getTime(), randomBytes(10)))
  const { programme, area, kind, list } = brought
  const input: InputOf<'import.prepare'> = {
    ...{ programme, area, kind, list },
    settings: settingsFor(brought, look),
    file: { name: basename(brought.path), digest, bytes, sheet: table.sheet, rowsAbout: table.rowsAbout },
    header: [...table.header],
    mapping: look.mapping,
  }
  const refusal = await askFor(brought.by, 'import.prepare', key, input, { door, now })
  return refusal ?? (await importStore.find([key], false, pool))[0]!
}

/** With what is remembered of the list that the file corrects. */
export function settingsFor({ settings }: Pick<Brought, 'settings'>, { session }: Look): ImportSettings {
  return settings.session || !session ? settings : { ...settings, session }
}

export async function begin(list: Import, parts: Pick<RunParts, 'door' | 'now'>): Promise<Refusal | undefined> {
  return askFor(list.by, 'import.begin', list.key, {}, parts)
}

async function askFor(
  person: Key,
  name: string,
  about: Key,
  input: Record<string, unknown>,
  { door, now }: Pick<RunParts, 'door' | 'now'>,
): Promise<Refusal | undefined> {
  const id = uuidv7(now().getTime(), randomBytes(10))
  const answer = await door.ask(
    {
      ...{ id, home: national, name, about, input, person, askedAt: now().toISOString() },
      ...{ device: null, n: 0, lastServerTime: null, after: [], signature: null },
    },
    person,
  )
  if (answer.outcome === 'refused') return answer.refusal
  if (answer.outcome !== 'accepted') throw new Error(`${name} was answered ${answer.outcome}`)
}
