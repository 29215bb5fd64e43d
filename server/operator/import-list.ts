import { randomBytes } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import type { DayOrder } from '#capabilities/imports/days.ts'
import { listForms } from '#capabilities/imports/forms.ts'
import { importStore } from '#capabilities/imports/import.store.ts'
import {
  type Import,
  type ImportCounts,
  type ImportKind,
  ImportSettings,
  leftOver,
  leftOvers,
  listKeyOf,
  nothingYet,
} from '#capabilities/imports/import.ts'
import type { RowProblem } from '#capabilities/imports/row-problem.ts'
import { Session } from '#capabilities/imports/session.ts'
import { type TableRow, writtenIn } from '#capabilities/imports/table.ts'
import { trainingKinds } from '#capabilities/trainings/training.ts'
import { scopeOf, within } from '#door/actor.ts'
import { type Key, keyOf, national, uuidv7 } from '#door/key.ts'
import { isRefusal } from '#door/refusal.ts'
import { loadActors, programmesOver } from '#server/actors.ts'
import { capabilities, stores } from '#server/capabilities.ts'
import { openPool, type Pool } from '#server/database/connection.ts'
import { openDoor } from '#server/door.ts'
import { type Brought, begin, lookAt, prepare, type Seen, settingsFor } from '#server/imports/bringing.ts'
import { correctionFile, correctionOf } from '#server/imports/corrections.ts'
import { clearAway, forgetRows } from '#server/imports/keeping.ts'
import { type Outcome, type ReadRow, wrongIn } from '#server/imports/kind.ts'
import { listKinds } from '#server/imports/kinds.ts'
import { columnsOf, type Look, type RowSeen } from '#server/imports/looking.ts'
import { progressOf } from '#server/imports/progress.ts'
import { type RunParts, runImport } from '#server/imports/running.ts'
import { alone } from '#server/imports/worker.ts'
import { timeSealWith } from '#server/signatures.ts'
import type { Table } from '#server/tables/table.ts'
import { explain } from '#ui/explain.ts'
import { explainRowProblemInPlace, explainTable, explainTableNote } from '#ui/explain-import.ts'
import type { Language } from '#ui/words/language.ts'
import { importFieldWords, importStopWords, wordFor } from '#ui/words/names.ts'
import { migrateDatabase } from './migrate.ts'
import { type Context, type Operation, WrongArguments } from './operation.ts'

const rowsPreviewed = 3

/** What one kind of list is told beside what all are. */
const usageOf: Partial<Record<ImportKind, string>> = {
  households: '--consent VERSION [--agreed] ',
  attendance:
    '[--held-on 2026-03-04] [--village 05080101] [--topic CODE] [--kind class] [--instrument CODE] [--trainer EMAIL|PERSON-KEY] ',
}

/** `import <kind>`: one kind of list, taken in as the console takes it in. */
export function importing(kind: ImportKind, told: Pick<Operation, 'summary' | 'examples'>): Operation {
  return {
    ...told,
    name: `import ${kind}`,
    usage: `FILE --programme CODE --list NAME --as EMAIL|PERSON-KEY ${usageOf[kind] ?? ''}[--area 0508] [--map "header=field"]… [--sheet S] [--date-order day-first|month-first] [--list-year 2021] [--poverty ministry-list] [--errors OUT.csv] [--language en] [--rehearse]`,
    run: (args, context) => run(kind, args, context),
  }
}

async function run(
  kind: ImportKind,
  args: readonly string[],
  { withDatabase, print, config }: Context,
): Promise<number> {
  const said = argumentsIn(kind, args)
  return withDatabase(async (url) => {
    await migrateDatabase(url)
    const pool = openPool(url, 10)
    const memory = watchMemory()
    try {
      const now = () => new Date()
      const door = openDoor({ capabilities, stores, pool, timeSeal: timeSealWith(randomBytes(32)), now })
      const parts = { pool, door, dataFolder: config.dataFolder, now }
      const by = await personNamed(said.as, pool)
      if (!by) {
        print(`Nobody active is known as ${said.as}.`)
        return 1
      }
      const brought: Brought = { ...said, settings: await withSession(said, pool), by, kind }
      const seen = await lookAt(brought, parts, rowsPreviewed)
      if ('refused' in seen) {
        print(explainTable(seen.refused, said.language))
        return 1
      }
      for (const line of previewOf(seen, said.language)) print(line)
      const begun = performance.now()
      const told = said.rehearse
        ? await rehearse(brought, seen, said, parts)
        : await takeIn(brought, seen, said, { ...parts, onProgress: progressTold(begun) }, print)
      if (!told) return 1
      const seconds = (performance.now() - begun) / 1000
      for (const line of countsTold(told, seconds, memory.peak())) print(line)
      if (leftOver(told) > 0)
        print(
          `The rows that were left over are in ${said.errors}. Correct them there and import that file with the same --list.`,
        )
      if (said.rehearse) print('A rehearsal: nothing was written but that file.')
      return leftOver(told) > 0 ? 3 : 0
    } finally {
      memory.stop()
      await pool.end()
    }
  })
}

type Said = ReturnType<typeof argumentsIn>

function argumentsIn(kind: ImportKind, args: readonly string[]) {
  const { values, positionals } = readArguments(args)
  const [path] = positionals
  if (!path || positionals.length > 1) throw new WrongArguments('One file is named, and only one.')
  if (!existsSync(path)) throw new WrongArguments(`There is no file ${path}.`)
  const { programme, list, as, consent, language = 'en' } = values
  if (!programme || !list || !as)
    throw new WrongArguments('A programme, a name for the list and who brings it are needed.')
  if (kind === 'households' && !consent)
    throw new WrongArguments(
      '--consent names the version of the words that people agreed to; --agreed says that all on the list did.',
    )
  if (kind === 'poverty' && !values.poverty)
    throw new WrongArguments('--poverty says how the list knows who is poor: ministry-list or self-declared.')
  const order = values['date-order']
  if (order !== undefined && order !== 'day-first' && order !== 'month-first')
    throw new WrongArguments('--date-order is day-first or month-first.')
  const poverty = values.poverty
  if (poverty !== undefined && poverty !== 'ministry-list' && poverty !== 'self-declared')
    throw new WrongArguments('--poverty is ministry-list or self-declared.')
  if (language !== 'en' && language !== 'km') throw new WrongArguments('--language is km or en.')
  const settings = ImportSettings.safeParse({
    consentVersion: consent ?? null,
    consentDeclared: values.agreed ?? false,
    ...(order ? { dayOrder: order satisfies DayOrder } : {}),
    ...(poverty ? { povertySource: poverty } : {}),
    ...(values['list-year'] ? { listYear: Number(values['list-year']) } : {}),
  })
  if (!settings.success)
    throw new WrongArguments('--list-year is a year such as 2021, and --consent at most 40 letters.')
  const errors = values.errors ?? `${path.replace(/\.[^./]*$/, '')}-corrections.csv`
  if (errors === path) throw new WrongArguments('--errors names another file than the list itself.')
  return {
    ...{ path, programme, list, as, errors },
    language: language as Language,
    area: values.area ?? '',
    sheet: values.sheet,
    chosen: chosenIn(kind, values.map ?? []),
    settings: settings.data,
    session: sessionIn(kind, values),
    rehearse: values.rehearse ?? false,
  }
}

type SessionValues = {
  readonly [option in 'held-on' | Exclude<keyof Session, 'heldOn' | 'homes'>]?: string | undefined
}

/** What is said of the session of an attendance sheet. */
function sessionIn(
  kind: ImportKind,
  { 'held-on': heldOn, village, topic, kind: how, instrument, trainer }: SessionValues,
): SessionValues | null {
  const said = { 'held-on': heldOn, village, topic, kind: how, instrument, trainer }
  const named = Object.entries(said).flatMap(([option, value]) => (value === undefined ? [] : [`--${option}`]))
  if (named.length === 0) return null
  if (kind !== 'attendance') throw new WrongArguments(`Of an attendance sheet alone is said: ${named.join(', ')}.`)
  return said
}

/** A trainer may be named as whoever brings the sheet is. */
async function withSession({ settings, session: said }: Said, pool: Pool): Promise<ImportSettings> {
  if (!said) return settings
  const { 'held-on': heldOn, trainer, ...rest } = said
  const key = trainer === undefined ? undefined : await personNamed(trainer, pool)
  if (trainer !== undefined && !key) throw new WrongArguments(`Nobody active is known as ${trainer}.`)
  const session = Session.safeParse({ ...rest, heldOn, trainer: key })
  if (session.success) return { ...settings, session: session.data }
  const wrong = session.error.issues.map(({ path }) => `--${path[0] === 'heldOn' ? 'held-on' : String(path[0])}`)
  throw new WrongArguments(`Cannot be read: ${wrong.join(', ')}. --kind is one of: ${trainingKinds.join(', ')}.`)
}

function chosenIn(kind: ImportKind, pairs: readonly string[]): Record<string, string> {
  const known = listForms[kind].fields.map(({ field }) => field)
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.lastIndexOf('=')
      const field = pair.slice(at + 1)
      if (at < 1 || (field !== '' && !known.includes(field)))
        throw new WrongArguments(`--map is a header, = and one of: ${known.join(', ')}.`)
      return [pair.slice(0, at), field]
    }),
  )
}

function readArguments(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{ programme: text, list: text, as: text, consent: text, area: text, sheet: text, 'date-order': text },
        ...{ 'list-year': text, poverty: text, errors: text, language: text },
        ...{ 'held-on': text, village: text, topic: text, kind: text, instrument: text, trainer: text },
        agreed: { type: 'boolean' },
        map: { type: 'string', multiple: true },
        rehearse: { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new WrongArguments((error as Error).message)
  }
}

async function personNamed(name: string, pool: Pool): Promise<Key | undefined> {
  const { rows } = await pool.query<{ home: string; id: string }>(
    `select home, id from person where state = 'active' and (email = $1 or home || '-' || id = $1)`,
    [name.toLowerCase()],
  )
  return rows.length === 1 ? keyOf(rows[0]!.home, rows[0]!.id) : undefined
}

type Opened = Extract<Seen, { table: Table }>

function previewOf({ look }: Opened, language: Language): string[] {
  const named = (field: string) => `${field} (${wordFor(importFieldWords, field, language)})`
  const { header, mapping, proposal, notes, days, legacy } = look
  const mapped = new Map(mapping.map(({ column, field }) => [column, field]))
  return [
    ...notes.map((note) => explainTableNote(note, language)),
    ...header.flatMap((title, column) => {
      const field = mapped.get(column)
      return title === '' ? [] : [`  “${title}” ${field ? `is ${named(field)}` : 'is not read'}`]
    }),
    ...proposal.severalColumns
      .filter(({ field }) => !mapping.some((chosen) => chosen.field === field))
      .map(
        ({ field, columns }) =>
          `Several columns could be ${named(field)}: ${columns.map((at) => header[at]).join(', ')}. Choose with --map.`,
      ),
    ...days
      .filter(({ found }) => found.order === 'asked')
      .map(
        ({ column, found }) =>
          `In “${header[column]}” ${'example' in found ? found.example : ''} can be two days. Say which with --date-order.`,
      ),
    ...legacy.map(
      ({ column, example }) =>
        `“${header[column]}” is written in an old Khmer font (${example}); its names are refused.`,
    ),
    'The first rows:',
    ...look.rows.flatMap((row) => rowTold(row, look, language)),
  ]
}

function rowTold({ row, cells, problems }: RowSeen, { header }: Look, language: Language): string[] {
  return [
    `  ${row}: ${cells.join(' | ')}`,
    ...problems.map((problem) => `     ${explainRowProblemInPlace(problem, header, language)}`),
  ]
}

async function takeIn(
  brought: Brought,
  seen: Opened,
  { errors, language }: Said,
  parts: RunParts,
  print: (line: string) => void,
): Promise<ImportCounts | undefined> {
  const list = await prepare(brought, seen, parts)
  if (isRefusal(list)) {
    print(explain(list, language))
    return
  }
  // A server beside us would go through it as well: whoever has the lock does.
  const end = await alone(list.key, parts.pool, async () => {
    const refusal = await begin(list, parts)
    if (refusal) print(explain(refusal, language))
    return refusal ? 'stopped' : runImport(list.key, parts)
  })
  const progress = await progressOf(list.key, parts.pool)
  if (leftOver(progress) > 0) await written(errors, correctionFile(list, language, parts.pool))
  else await rm(errors, { force: true })
  await clearAway(parts.dataFolder, parts.pool, parts.now())
  await forgetRows(parts.pool, parts.now())
  if (end !== 'finished') {
    const why = (await importStore.find([list.key], false, parts.pool))[0]?.stoppedWhy
    print(
      `The import ${list.key} did not come to its end. ${why ? importStopWords[why]({}, { locale: language }) : ''}`,
    )
  }
  return progress
}

/** Everything that can be said without asking the door. */
async function rehearse(
  brought: Brought,
  { table, look }: Opened,
  { errors, language }: Said,
  { pool, now }: RunParts,
): Promise<ImportCounts> {
  const { programme, by } = brought
  const { reader, weigh, placeOf } = listKinds[brought.kind]
  const programmes = await programmesOver()(pool)
  const actor = (await loadActors([by], now().toISOString(), programmes, pool)).get(by)
  const scope = actor ? scopeOf(actor, listForms[brought.kind].permission) : []
  const list = await asIfPrepared(brought, look, pool, now())
  const { facts } = await columnsOf(table, list.kind, list.mapping)
  const read = await reader(list, facts, pool)
  const counts: { -readonly [name in keyof ImportCounts]: ImportCounts[name] } = { ...nothingYet }

  const weighed = async function* (rows: readonly (ReadRow<object> & { raw: TableRow })[]): AsyncGenerator<RowSeen> {
    const legible = rows.filter(({ read }) => wrongIn(read).length === 0)
    const inReach = legible.filter((row) => {
      const place = placeOf(row.read)
      return place === null || within(scope, { key: by, programme, place })
    })
    const reached = new Set(inReach.map(({ row }) => row))
    const { outcomes } = await weigh(list, inReach, { pool, mayHaveBeenAsked: false })
    for (const { row, read, raw } of rows) {
      const wrong = wrongIn(read)
      const { is, problems }: Outcome =
        wrong.length > 0
          ? { is: 'refused', problems: wrong }
          : reached.has(row)
            ? (outcomes.get(row) ?? { is: 'accepted', problems: [] })
            : { is: 'refused', problems: [outOfReach] }
      counts.rows += 1
      counts[is] += 1
      const outcome = leftOvers.find((one) => one === is) ?? 'refused'
      if (problems.length > 0) yield { row, outcome, cells: raw.cells.map(writtenIn), problems }
    }
  }
  const left = async function* (): AsyncGenerator<RowSeen> {
    let rows: (ReadRow<object> & { raw: TableRow })[] = []
    for await (const raw of table.rows()) {
      rows.push({ row: raw.number, read: read(raw), raw })
      if (rows.length < rehearsedAtOnce) continue
      yield* weighed(rows)
      rows = []
    }
    yield* weighed(rows)
  }
  await written(errors, correctionOf(table.header, left(), language))
  return counts
}

const rehearsedAtOnce = 4_000

/** The import that it would be. */
async function asIfPrepared(brought: Brought, look: Look, pool: Pool, now: Date): Promise<Import> {
  const { programme, by, kind, list, settings, area } = brought
  const at = now.toISOString()
  const earlier = await importStore.search(national, [{ programme, kind, listKey: listKeyOf(list) }], pool)
  const since = [at, ...earlier.map((one) => one.since)].sort()[0]!
  return {
    ...{ key: keyOf(national, uuidv7(now.getTime(), randomBytes(10))), version: 1, programme, place: area, by },
    ...{ kind, list, listKey: listKeyOf(list), since, mapping: look.mapping, header: look.header },
    file: { name: brought.path, digest: look.digest, bytes: look.bytes, sheet: look.sheet },
    settings: { ...settingsFor(brought, look), listYear: settings.listYear ?? Number(since.slice(0, 4)) },
    ...{ state: 'prepared', stoppedWhy: null, counts: null, preparedAt: at, begunAt: null, endedAt: null },
  }
}

const outOfReach: RowProblem = {
  column: null,
  text: '',
  problem: { code: 'refused', refusal: { refused: 'actor.out-of-reach' } },
}

function written(path: string, pieces: AsyncIterable<string>): Promise<void> {
  return pipeline(Readable.from(pieces), createWriteStream(path))
}

function countsTold(counts: ImportCounts, seconds: number, peak: number) {
  const { rows, accepted, repeated, refused, possible, unmatched, suspected } = counts
  const told = [
    `${accepted} taken in`,
    `${repeated} known already`,
    ...(possible > 0 ? [`${possible} may be somebody who is registered: choose`] : []),
    ...(unmatched > 0 ? [`${unmatched} not registered`] : []),
    `${refused} refused`,
  ]
  return [
    `${rows} rows: ${told.join(', ')}${suspected > 0 ? `; ${suspected} may be somebody who is registered` : ''}.`,
    `${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} rows a second, at most ${Math.round(peak / 1e6)} MB of memory.`,
  ]
}

/** On the terminal only: a line that writes over itself. */
function progressTold(begun: number): (progress: ImportCounts) => void {
  return ({ rows, refused }) => {
    if (!process.stderr.isTTY) return
    const each = Math.round(rows / ((performance.now() - begun) / 1000))
    process.stderr.write(`\r${rows} rows, ${refused} refused, ${each} a second `)
  }
}

function watchMemory() {
  let most = process.memoryUsage.rss()
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 100)
  return {
    peak: () => Math.max(most, process.memoryUsage.rss()),
    stop: () => clearInterval(timer),
  }
}
