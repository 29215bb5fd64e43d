import { randomBytes } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import type { DayOrder } from '#capabilities/imports/days.ts'
import { fieldsFor } from '#capabilities/imports/fields.ts'
import { writtenIn } from '#capabilities/imports/household-list.ts'
import { importStore } from '#capabilities/imports/import.store.ts'
import { type Import, type ImportCounts, ImportSettings } from '#capabilities/imports/import.ts'
import type { RowProblem } from '#capabilities/imports/row-problem.ts'
import { scopeOf, within } from '#door/actor.ts'
import { type Key, keyOf } from '#door/key.ts'
import { isRefusal } from '#door/refusal.ts'
import { loadActors, programmesOver } from '#server/actors.ts'
import { capabilities, stores } from '#server/capabilities.ts'
import { openPool, type Pool } from '#server/database/connection.ts'
import { openDoor } from '#server/door.ts'
import { type Brought, begin, lookAt, prepare, type Seen } from '#server/imports/bringing.ts'
import { correctionFile, correctionOf } from '#server/imports/corrections.ts'
import { clearAway } from '#server/imports/keeping.ts'
import { columnsOf, type Look, type RowSeen, readerFor, villagesIn } from '#server/imports/looking.ts'
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
import { type Operation, WrongArguments } from './operation.ts'

const rowsPreviewed = 3

export const operation: Operation = {
  name: 'import households',
  summary: 'take in a list of households, CSV or XLSX, row by row through the door, in somebody’s name',
  usage:
    'FILE --programme CODE --list NAME --as EMAIL|PERSON-KEY --consent VERSION [--agreed] [--area 0508] [--map "header=field"]… [--sheet S] [--date-order day-first|month-first] [--list-year 2021] [--poverty ministry-list] [--errors OUT.csv] [--language en] [--rehearse]',
  examples: [
    'npm run chamka -- import households members.xlsx --programme aspire --list "Cooperative members" --as dara@example.org --consent 2020-10 --agreed --rehearse',
    'npm run chamka -- import households list.csv --programme aspire --list Thpong --as dara@example.org --consent 2020-10 --area 0508 --map "ល.រ=externalId" --errors to-correct.csv',
  ],
  async run(args, { withDatabase, print, config }) {
    const said = argumentsIn(args)
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
        const brought: Brought = { ...said, by, kind: 'households' }
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
        if (told.refused > 0)
          print(`The refused rows are in ${said.errors}. Correct them there and import that file with the same --list.`)
        if (said.rehearse) print('A rehearsal: nothing was written but that file.')
        return told.refused > 0 ? 3 : 0
      } finally {
        memory.stop()
        await pool.end()
      }
    })
  },
}

type Said = ReturnType<typeof argumentsIn>

function argumentsIn(args: readonly string[]) {
  const { values, positionals } = readArguments(args)
  const [path] = positionals
  if (!path || positionals.length > 1) throw new WrongArguments('One file is named, and only one.')
  if (!existsSync(path)) throw new WrongArguments(`There is no file ${path}.`)
  const { programme, list, as, consent, language = 'en' } = values
  if (!programme || !list || !as)
    throw new WrongArguments('A programme, a name for the list and who brings it are needed.')
  if (!consent)
    throw new WrongArguments(
      '--consent names the version of the words that people agreed to; --agreed says that all on the list did.',
    )
  const order = values['date-order']
  if (order !== undefined && order !== 'day-first' && order !== 'month-first')
    throw new WrongArguments('--date-order is day-first or month-first.')
  const poverty = values.poverty
  if (poverty !== undefined && poverty !== 'ministry-list' && poverty !== 'self-declared')
    throw new WrongArguments('--poverty is ministry-list or self-declared.')
  if (language !== 'en' && language !== 'km') throw new WrongArguments('--language is km or en.')
  const settings = ImportSettings.safeParse({
    consentVersion: consent,
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
    chosen: chosenIn(values.map ?? []),
    settings: settings.data,
    rehearse: values.rehearse ?? false,
  }
}

function chosenIn(pairs: readonly string[]): Record<string, string> {
  const known = fieldsFor.households.map(({ field }) => field)
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
  if (progress.refused > 0) await written(errors, correctionFile(list, language, parts.pool))
  else await rm(errors, { force: true })
  await clearAway(parts.dataFolder, parts.pool, parts.now())
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
  { programme, by }: Brought,
  { table, look }: Opened,
  { errors, language, settings }: Said,
  { pool, now }: RunParts,
): Promise<ImportCounts> {
  const programmes = await programmesOver()(pool)
  const actor = (await loadActors([by], now().toISOString(), programmes, pool)).get(by)
  const scope = actor ? scopeOf(actor, 'household.register') : []
  const list: Pick<Import, 'mapping' | 'settings'> = {
    mapping: look.mapping,
    settings: { ...settings, listYear: settings.listYear ?? now().getFullYear() },
  }
  const { facts } = await columnsOf(table, list.mapping)
  const read = readerFor(list, facts, await villagesIn(pool))
  const counts = { rows: 0, accepted: 0, repeated: 0, refused: 0, suspected: 0 }
  const refused = async function* (): AsyncGenerator<RowSeen> {
    for await (const row of table.rows()) {
      const found = read(row)
      const located = { key: by, programme, place: found.problems ? '' : found.household.village }
      const problems = found.problems ?? (within(scope, located) ? [] : [outOfReach])
      counts.rows += 1
      counts[problems.length > 0 ? 'refused' : 'accepted'] += 1
      if (problems.length > 0) yield { row: row.number, cells: row.cells.map(writtenIn), problems }
    }
  }
  await written(errors, correctionOf(table.header, refused(), language))
  return counts
}

const outOfReach: RowProblem = {
  column: null,
  text: '',
  problem: { code: 'refused', refusal: { refused: 'actor.out-of-reach' } },
}

function written(path: string, pieces: AsyncIterable<string>): Promise<void> {
  return pipeline(Readable.from(pieces), createWriteStream(path))
}

function countsTold({ rows, accepted, repeated, refused, suspected }: ImportCounts, seconds: number, peak: number) {
  return [
    `${rows} rows: ${accepted} taken in, ${repeated} known already, ${refused} refused; ${suspected} may be somebody who is registered.`,
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
