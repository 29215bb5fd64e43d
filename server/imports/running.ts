/**
 * From the file through the door to the disk, a stretch of rows at a time.
 *
 * While one stretch is decided the next is read, and no more than that: whatever the size of the file,
 * two stretches are held. A stretch is written down as decided when all of its rows are; one that was
 * cut off is asked again, and its rows are answered as they were.
 */
import { access } from 'node:fs/promises'
import { type ImportProblemRow, type ImportProgress, importStore } from '#capabilities/imports/import.store.ts'
import type { Import, ImportCounts, StopReason } from '#capabilities/imports/import.ts'
import type { RowProblem } from '#capabilities/imports/row-problem.ts'
import { type TableRow, writtenIn } from '#capabilities/imports/table.ts'
import type { Answer } from '#door/answer.ts'
import type { Envelope } from '#door/envelope.ts'
import { type Home, homeOf, idOf, type Key } from '#door/key.ts'
import { systemKey } from '#server/actors.ts'
import type { Pool } from '#server/database/connection.ts'
import type { Door } from '#server/door.ts'
import { idFrom } from '#server/reactions.ts'
import { TableBroken } from '#server/tables/broken.ts'
import { isRefused, openTable } from '#server/tables/table.ts'
import { fileOf, letGo } from './keeping.ts'
import { type Asking, type Outcome, wrongIn } from './kind.ts'
import { listKinds } from './kinds.ts'
import { columnsOf } from './looking.ts'
import { keepProgress, progressOf } from './progress.ts'

export interface RunParts {
  readonly pool: Pool
  readonly door: Pick<Door, 'ask' | 'askAll'>
  readonly dataFolder: string
  readonly now: () => Date
  readonly onProgress?: (progress: ImportCounts) => void
  /** Asked between stretches: the process is going. */
  readonly isLeaving?: () => boolean
}

/** Rows that are read while as many are decided. */
const stretch = 4_000
/** A short one, so that a person soon sees it move and PostgreSQL soon sees the register grow. */
const firstStretch = 1_000
/** Envelopes asked of one home at a time: what people ask there meanwhile waits for no more than these. */
const portion = 500
const homesAtOnce = 6

export type RunEnd = 'finished' | 'stopped' | 'left'

/** Goes on with a running import where it stands. Somebody holds its lock. */
export async function runImport(key: Key, parts: RunParts): Promise<RunEnd> {
  const { pool, dataFolder } = parts
  const [list] = await importStore.find([key], false, pool)
  if (list?.state !== 'running') return 'stopped'
  const path = fileOf(dataFolder, list)
  const isThere = await access(path).then(
    () => true,
    () => false,
  )
  if (!isThere) return stop(list, 'file-gone', parts)
  const table = await openTable(path, list.file.sheet === null ? {} : { sheet: list.file.sheet })
  if (isRefused(table)) return stop(list, 'file-broken', parts)
  if (table.digest !== list.file.digest) return stop(list, 'file-changed', parts)

  const { facts } = await columnsOf(table, list.kind, list.mapping)
  const read = await listKinds[list.kind].reader(list, facts, pool)
  let progress = await progressOf(key, pool)
  const takeStatistics = statisticsOf(pool)
  const from = progress.nextRow
  // Whoever was cut off had asked no more than the stretch it was at.
  let mayHaveBeenAsked = true
  let deciding: Promise<ImportProgress | 'shut-out'> | undefined

  const turn = async (rows: readonly RowRead[]): Promise<RunEnd | undefined> => {
    const decided = await deciding
    deciding = undefined
    if (decided === 'shut-out') return stop(list, 'bringer-shut-out', parts)
    if (decided) {
      progress = decided
      mayHaveBeenAsked = false
      await takeStatistics(progress.accepted)
      parts.onProgress?.(progress)
    }
    if (parts.isLeaving?.()) return 'left'
    if (!(await stillRuns(list, pool))) return 'stopped'
    if (rows.length > 0) {
      deciding = decideStretch(list, rows, progress, mayHaveBeenAsked, parts)
      // Looked at in the next turn; meanwhile nobody waits for it.
      deciding.catch(() => {})
    }
  }

  try {
    let rows: RowRead[] = []
    for await (const row of table.rows()) {
      if (row.number < from) continue
      rows.push({ row, read: read(row) })
      if (rows.length % 100 === 0) await new Promise(setImmediate)
      if (rows.length < (progress.rows === 0 ? firstStretch : stretch)) continue
      const end = await turn(rows)
      if (end) return end
      rows = []
    }
    const end = (await turn(rows)) ?? (await turn([]))
    if (end) return end
  } catch (error) {
    await deciding?.catch(() => {})
    if (error instanceof TableBroken) return stop(list, 'file-broken', parts)
    throw error
  }
  const { nextRow: _, ...counts } = progress
  await asSystem('import.finish', list, counts, parts)
  await letGo(dataFolder, list, pool)
  return 'finished'
}

interface RowRead {
  readonly row: TableRow
  readonly read: object
}

async function decideStretch(
  list: Import,
  rows: readonly RowRead[],
  was: ImportProgress,
  mayHaveBeenAsked: boolean,
  parts: RunParts,
): Promise<ImportProgress | 'shut-out'> {
  const legible = rows.filter(({ read }) => wrongIn(read).length === 0)
  const weighed = await listKinds[list.kind].weigh(
    list,
    legible.map(({ row, read }) => ({ row: row.number, read })),
    { pool: parts.pool, mayHaveBeenAsked },
  )
  const outcomes = new Map(weighed.outcomes)
  const homes = [...inHomes(weighed.asking)]
  const decided: (Decided | 'shut-out')[] = []
  const work = async () => {
    for (let next = homes.shift(); next; next = homes.shift()) decided.push(await decideHome(list, ...next, parts))
  }
  await Promise.all(Array.from({ length: homesAtOnce }, work))

  let suspected = was.suspected
  for (const one of decided) {
    if (one === 'shut-out') return 'shut-out'
    suspected += one.suspected
    for (const [row, outcome] of one.outcomes) outcomes.set(row, outcome)
  }
  const is = { ...was, nextRow: rows.at(-1)!.row.number + 1, suspected }
  const told: ImportProblemRow[] = []
  for (const { row, read } of rows) {
    const outcome = outcomes.get(row.number) ?? { is: 'refused', problems: wrongIn(read) }
    is.rows += 1
    is[outcome.is] += 1
    if (outcome.problems.length === 0) continue
    const where = outcome.problems.map((one) => blamed(one, list, row))
    // What builds on a row that was taken in may be refused; it is told of all the same.
    const left = outcome.is === 'accepted' || outcome.is === 'repeated' ? 'refused' : outcome.is
    told.push({
      ...{ row: row.number, outcome: left, cells: row.cells.map(writtenIn), problems: where },
      mark: outcome.mark,
    })
  }
  await keepProgress(list.key, was, is, told, parts.pool, parts.now())
  return is
}

function inHomes(asking: readonly Asking[]): Map<Home, Asking[]> {
  const homes = new Map<Home, Asking[]>()
  for (const one of asking) {
    const theirs = homes.get(one.home)
    if (theirs) theirs.push(one)
    else homes.set(one.home, [one])
  }
  return homes
}

interface Decided {
  readonly outcomes: ReadonlyMap<number, Outcome>
  readonly suspected: number
}

/** A portion holds whole what is asked together. */
function* portions(rows: readonly Asking[]): Generator<Asking[]> {
  let some: Asking[] = []
  let envelopes = 0
  for (const row of rows) {
    if (envelopes + row.envelopes.length > portion) {
      yield some
      some = []
      envelopes = 0
    }
    some.push(row)
    envelopes += row.envelopes.length
  }
  if (some.length > 0) yield some
}

/** One portion is asked while the one before it is decided, so that the door need not wait for us. */
async function decideHome(
  list: Import,
  home: Home,
  asking: readonly Asking[],
  { pool, door }: Pick<RunParts, 'pool' | 'door'>,
): Promise<Decided | 'shut-out'> {
  const outcomes = new Map<number, Outcome>()
  const accepted: Key[] = []
  let isShutOut = false
  const ask = async (some: readonly Asking[]) => {
    const envelopes = some.flatMap((row) => row.envelopes)
    const answers = await door.askAll(envelopes, list.by)
    isShutOut ||= answers.some(({ outcome }) => outcome === 'quarantined')
    if (isShutOut) return
    let at = 0
    for (const { rows, key, envelopes } of some) {
      const theirs = answers.slice(at, at + envelopes.length)
      at += envelopes.length
      const isAccepted = theirs[0]!.outcome === 'accepted'
      if (isAccepted) accepted.push(key)
      const problems = theirs.flatMap((answer, place) => refusalIn(answer, envelopes[place]!))
      for (const row of rows) outcomes.set(row, { is: isAccepted ? 'accepted' : 'refused', problems })
    }
  }
  let before: Promise<void> | undefined
  for (const some of portions(asking)) {
    const now = ask(some)
    // Waited for in the next turn, or in the one after it.
    now.catch(() => {})
    await before
    before = now
    if (isShutOut) break
  }
  await before
  if (isShutOut) return 'shut-out'
  return { outcomes, suspected: (await listKinds[list.kind].suspected?.(home, accepted, pool)) ?? 0 }
}

function refusalIn(answer: Answer, { name }: Envelope): RowProblem[] {
  if (answer.outcome === 'accepted') return []
  if (answer.outcome === 'refused')
    return [{ column: null, text: '', problem: { code: 'refused', refusal: answer.refusal } }]
  // It waits for a registration that was refused, which is told.
  if (answer.outcome === 'held') return []
  throw new Error(`${name} of a list was answered ${answer.outcome}`)
}

function blamed(one: RowProblem, { kind, mapping }: Import, raw: TableRow): RowProblem {
  if (one.column !== null || one.problem.code !== 'refused') return one
  const fields = listKinds[kind].blamed[one.problem.refusal.refused] ?? []
  const column = mapping.find(({ field }) => fields.includes(field))?.column
  return column === undefined ? one : { ...one, column, text: writtenIn(raw.cells[column]) }
}

/**
 * PostgreSQL keeps the plans it made when the register was small, and looks at its size again in its own
 * time. Whenever a list has doubled the register, it is told at once: the look for duplicates would read
 * through all of it for every row.
 */
function statisticsOf(pool: Pool) {
  let counted = 0
  return async (accepted: number) => {
    const { rows } = await pool.query<{ known: number }>(
      `select greatest(reltuples, 500)::float8 as known from pg_class where oid = 'household'::regclass`,
    )
    if (accepted - counted < rows[0]!.known) return
    counted = accepted
    await pool.query('analyze household')
  }
}

async function stillRuns({ key }: Import, pool: Pool): Promise<boolean> {
  const { rows } = await pool.query('select state from import where home = $1 and id = $2', [homeOf(key), idOf(key)])
  return rows[0]?.state === 'running'
}

async function stop(list: Import, why: StopReason, parts: RunParts): Promise<RunEnd> {
  await asSystem('import.stop', list, { why }, parts)
  return 'stopped'
}

/** Said again after a cut, it is the same envelope: an import is stopped for one reason at one place once. */
async function asSystem(name: string, list: Import, input: Record<string, unknown>, { door, now }: RunParts) {
  const askedAt = now().toISOString()
  const answer = await door.ask(
    {
      ...{ name, about: list.key, input, askedAt, person: systemKey, home: homeOf(list.key) },
      id: idFrom(`${list.key}\n${list.version}\n${name}\n${askedAt}`),
      ...{ device: null, n: 0, lastServerTime: null, after: [], signature: null },
    },
    systemKey,
  )
  // Somebody stopped or gave it up in the same moment: that is an answer too.
  if (answer.outcome !== 'accepted' && answer.outcome !== 'refused')
    throw new Error(`${name} was answered ${answer.outcome}`)
}
