/**
 * From the file through the door to the disk, a stretch of rows at a time.
 *
 * While one stretch is decided the next is read, and no more than that: whatever the size of the file,
 * two stretches are held. A stretch is written down as decided when all of its rows are; one that was
 * cut off is asked again, and its rows are answered as they were.
 */
import { access } from 'node:fs/promises'
import { writtenIn } from '#capabilities/imports/household-list.ts'
import { type ImportProblemRow, type ImportProgress, importStore } from '#capabilities/imports/import.store.ts'
import type { Import, ImportCounts, StopReason } from '#capabilities/imports/import.ts'
import type { RowProblem } from '#capabilities/imports/row-problem.ts'
import type { TableRow } from '#capabilities/imports/table.ts'
import type { Answer } from '#door/answer.ts'
import type { Envelope } from '#door/envelope.ts'
import { type Home, homeOf, idOf, type Key } from '#door/key.ts'
import type { Refusal } from '#door/refusal.ts'
import { systemKey } from '#server/actors.ts'
import type { Pool } from '#server/database/connection.ts'
import type { Door } from '#server/door.ts'
import { idFrom } from '#server/reactions.ts'
import { TableBroken } from '#server/tables/broken.ts'
import { isRefused, openTable } from '#server/tables/table.ts'
import { askingFor, type RowAsked } from './asking.ts'
import { fileOf, letGo } from './keeping.ts'
import { columnsOf, readerFor, villagesIn } from './looking.ts'
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

  const { facts } = await columnsOf(table, list.mapping)
  const read = readerFor(list, facts, await villagesIn(pool))
  let progress = await progressOf(key, pool)
  const asked = askingFor(list)
  const readRow = (row: TableRow): ReadRow => {
    const found = read(row)
    if (found.problems) return { row, asking: null, problems: found.problems }
    return { row, asking: asked(row.number, found), problems: [] }
  }
  const takeStatistics = statisticsOf(pool)
  const from = progress.nextRow
  // Whoever was cut off had asked no more than the stretch it was at.
  let mayHaveBeenAsked = true
  let deciding: Promise<ImportProgress | 'shut-out'> | undefined

  const turn = async (rows: readonly ReadRow[]): Promise<RunEnd | undefined> => {
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
    let rows: ReadRow[] = []
    for await (const row of table.rows()) {
      if (row.number < from) continue
      rows.push(readRow(row))
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

interface ReadRow {
  readonly row: TableRow
  readonly asking: RowAsked | null
  readonly problems: readonly RowProblem[]
}

interface Outcome {
  readonly is: 'accepted' | 'repeated' | 'refused'
  readonly problems: readonly RowProblem[]
}

interface Decided {
  readonly outcomes: ReadonlyMap<number, Outcome>
  readonly suspected: number
}

async function decideStretch(
  list: Import,
  rows: readonly ReadRow[],
  was: ImportProgress,
  mayHaveBeenAsked: boolean,
  parts: RunParts,
): Promise<ImportProgress | 'shut-out'> {
  const byHome = new Map<Home, RowAsked[]>()
  for (const { asking } of rows) {
    if (!asking) continue
    const theirs = byHome.get(asking.home)
    if (theirs) theirs.push(asking)
    else byHome.set(asking.home, [asking])
  }
  const homes = [...byHome]
  const decided: (Decided | 'shut-out')[] = []
  const work = async () => {
    for (let next = homes.shift(); next; next = homes.shift())
      decided.push(await decideHome(list, next[0], next[1], mayHaveBeenAsked, parts))
  }
  await Promise.all(Array.from({ length: homesAtOnce }, work))

  let suspected = was.suspected
  const outcomes = new Map<number, Outcome>()
  for (const one of decided) {
    if (one === 'shut-out') return 'shut-out'
    suspected += one.suspected
    for (const [row, outcome] of one.outcomes) outcomes.set(row, outcome)
  }
  const is = { ...was, nextRow: rows.at(-1)!.row.number + 1, suspected }
  const told: ImportProblemRow[] = []
  for (const { row, problems } of rows) {
    const outcome: Outcome = outcomes.get(row.number) ?? { is: 'refused', problems }
    is.rows += 1
    is[outcome.is] += 1
    if (outcome.problems.length === 0) continue
    const where = outcome.problems.map((one) => blamed(one, list, row))
    told.push({ row: row.number, cells: row.cells.map(writtenIn), problems: where })
  }
  await keepProgress(list.key, was, is, told, parts.pool, parts.now())
  return is
}

/** A portion holds a row with all that is asked for it. */
function* portions(rows: readonly RowAsked[]): Generator<RowAsked[]> {
  let some: RowAsked[] = []
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
  rows: readonly RowAsked[],
  mayHaveBeenAsked: boolean,
  { pool, door }: Pick<RunParts, 'pool' | 'door'>,
): Promise<Decided | 'shut-out'> {
  const [known, own] = await Promise.all([
    knownAmong(home, rows, pool),
    mayHaveBeenAsked ? askedBefore(home, rows, pool) : new Set<string>(),
  ])
  const outcomes = new Map<number, Outcome>()
  const asking: RowAsked[] = []
  const heads = new Map<Key, string>()
  for (const row of rows) {
    const head = heads.get(row.key)
    const before = head === undefined ? known.get(row.key) : head === row.head ? 'same' : 'changed'
    if (before === undefined || own.has(row.envelopes[0]!.id)) {
      heads.set(row.key, row.head)
      asking.push(row)
    } else outcomes.set(row.row, before === 'same' ? repeated : changedSince)
  }

  const accepted: Key[] = []
  let isShutOut = false
  const ask = async (some: readonly RowAsked[]) => {
    const envelopes = some.flatMap((row) => row.envelopes)
    const answers = await door.askAll(envelopes, list.by)
    isShutOut ||= answers.some(({ outcome }) => outcome === 'quarantined')
    if (isShutOut) return
    let at = 0
    for (const { row, key, envelopes } of some) {
      const theirs = answers.slice(at, at + envelopes.length)
      at += envelopes.length
      const isAccepted = theirs[0]!.outcome === 'accepted'
      if (isAccepted) accepted.push(key)
      const problems = theirs.flatMap((answer, place) => refusalIn(answer, envelopes[place]!))
      outcomes.set(row, { is: isAccepted ? 'accepted' : 'refused', problems })
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
  return { outcomes, suspected: await suspectedAmong(home, accepted, pool) }
}

const repeated: Outcome = { is: 'repeated', problems: [] }
const changedSince: Outcome = {
  is: 'refused',
  problems: [{ column: null, text: '', problem: { code: 'changed-since' } }],
}

function refusalIn(answer: Answer, { name }: Envelope): RowProblem[] {
  if (answer.outcome === 'accepted') return []
  if (answer.outcome === 'refused')
    return [{ column: null, text: '', problem: { code: 'refused', refusal: answer.refusal } }]
  // It waits for a registration that was refused, which is told.
  if (answer.outcome === 'held') return []
  throw new Error(`${name} of a list was answered ${answer.outcome}`)
}

/** Which of these households are registered already, and whether as the row says. */
async function knownAmong(home: Home, rows: readonly RowAsked[], pool: Pool): Promise<Map<Key, 'same' | 'changed'>> {
  const { rows: found } = await pool.query<{ key: Key; same: boolean }>(
    `select h.home || '-' || h.id as key, h.members @> jsonb_build_array(jsonb_build_object('id', given.head)) as same
     from unnest($2::uuid[], $3::text[]) as given(id, head) join household h on h.home = $1 and h.id = given.id`,
    [home, rows.map(({ key }) => idOf(key)), rows.map(({ head }) => head)],
  )
  const known = new Map<Key, 'same' | 'changed'>()
  for (const { key, same } of found) if (known.get(key) !== 'same') known.set(key, same ? 'same' : 'changed')
  return known
}

/** Registrations that this import asked before it was cut off. */
async function askedBefore(home: Home, rows: readonly RowAsked[], pool: Pool): Promise<Set<string>> {
  const { rows: found } = await pool.query<{ envelope: string }>(
    'select envelope from journal where home = $1 and envelope = any($2::uuid[])',
    [home, rows.map(({ envelopes }) => envelopes[0]!.id)],
  )
  return new Set(found.map(({ envelope }) => envelope))
}

async function suspectedAmong(home: Home, keys: readonly Key[], pool: Pool): Promise<number> {
  if (keys.length === 0) return 0
  const { rows } = await pool.query<{ suspected: number }>(
    `select count(*)::int as suspected from household where home = $1 and id = any($2::uuid[]) and cardinality(suspects) > 0`,
    [home, keys.map(idOf)],
  )
  return rows[0]!.suspected
}

/** Which answers a refusal is about, where it is about one: its column is the one to correct. */
const fieldsOf: Partial<Record<Refusal['refused'], readonly string[]>> = {
  'household.birth-year': ['birthYear', 'age'],
  'place.unknown': ['villageCode', 'village'],
  'place.ended': ['villageCode', 'village'],
  'actor.out-of-reach': ['villageCode', 'village'],
}

function blamed(one: RowProblem, { mapping }: Import, raw: TableRow): RowProblem {
  if (one.column !== null || one.problem.code !== 'refused') return one
  const fields = fieldsOf[one.problem.refusal.refused] ?? []
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
