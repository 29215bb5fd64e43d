import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Unit } from '#capabilities/places/gazetteer.ts'
import type { Refusal } from '#door/refusal.ts'
import { dayOf, isDay } from '#door/values.ts'
import { builtInPlaces } from '#programmes/places.ts'
import { capabilities, stores } from '#server/capabilities.ts'
import { openPool } from '#server/database/connection.ts'
import { openDoor } from '#server/door.ts'
import { csvRows, NotCsv, type Row } from '#server/files/csv.ts'
import { type PlacesRead, placesIn } from '#server/files/places.ts'
import { type PlaceList, type Published, publishBuiltInPlaces, publishPlaces } from '#server/gazetteers.ts'
import { projectFolder } from '#server/project.ts'
import { timeSealWith } from '#server/signatures.ts'
import { migrateDatabase } from './migrate.ts'
import { type Operation, WrongArguments } from './operation.ts'

const told = 30

export const operation: Operation = {
  name: 'import places',
  summary: 'take in a list of places: the open gazetteer, or the ministry’s own file saved as CSV',
  usage: 'FILE.csv [--as-of 2024-10-14] [--source TEXT] [--partial] [--ends 05=12] [--rehearse]',
  examples: [
    'npm run chamka -- import places gazetteer.csv --as-of 2024-10-14',
    'npm run chamka -- import places kampong-speu.csv --rehearse',
    'npm run chamka -- import places new-villages.csv --partial --source "Prakas of 9 January 2023"',
  ],
  async run(args, { withDatabase, print }) {
    const { file, rehearse, ...said } = argumentsIn(args)
    const read = readPlaces(file)
    if ('sentence' in read || read.problems.length > 0) {
      print('sentence' in read ? read.sentence : problemsOf(read))
      return 1
    }
    const list: PlaceList = {
      source: basename(file),
      asOf: dayOf(new Date().toISOString()),
      ...said,
      units: read.units,
    }

    return withDatabase(async (url) => {
      await migrateDatabase(url)
      const pool = openPool(url, 2)
      try {
        const now = () => new Date()
        const door = openDoor({ capabilities, stores, pool, timeSeal: timeSealWith(randomBytes(32)), now })
        await publishBuiltInPlaces(builtInPlaces(join(projectFolder, 'programmes')), { pool, door, now })
        const begun = performance.now()
        const published = await publishPlaces(list, { pool, door, now }, rehearse ? 'rehearse' : 'publish')
        for (const line of reportOf(published, list, read)) print(line)
        print(
          `${rehearse ? 'A rehearsal: nothing was written.' : 'Done'} ${((performance.now() - begun) / 1000).toFixed(1)} s.`,
        )
        return published.some(({ refusal }) => refusal) ? 1 : 0
      } finally {
        await pool.end()
      }
    })
  },
}

function argumentsIn(args: readonly string[]) {
  const read = readArguments(args)
  const { values, positionals } = read
  const [file] = positionals
  if (!file || positionals.length > 1) throw new WrongArguments('One file is named, and only one.')
  const asOf = values['as-of']
  if (asOf !== undefined && !isDay(asOf)) throw new WrongArguments(`${asOf} is no day; write it as 2024-10-14.`)
  const ends = (values.ends ?? []).map((text) => /^(\d{2})=(\d{1,4})$/.exec(text))
  if (ends.includes(null)) throw new WrongArguments('--ends is followed by a province and a number, as 05=12.')
  return {
    file,
    rehearse: values.rehearse ?? false,
    complete: !(values.partial ?? false),
    ...(asOf === undefined ? {} : { asOf }),
    ...(values.source === undefined ? {} : { source: values.source }),
    ends: Object.fromEntries(ends.map((parts) => [parts![1]!, Number(parts![2])])),
  }
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'as-of': { type: 'string' },
        source: { type: 'string' },
        partial: { type: 'boolean' },
        ends: { type: 'string', multiple: true },
        rehearse: { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new WrongArguments((error as Error).message)
  }
}

function readPlaces(file: string): PlacesRead | { sentence: string } {
  let rows: Row[]
  try {
    rows = csvRows(readFileSync(file))
  } catch (error) {
    if (error instanceof NotCsv) return { sentence: error.message }
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return { sentence: `There is no file ${file}.` }
    if (code === 'EACCES' || code === 'EISDIR') return { sentence: `The file ${file} cannot be read.` }
    throw error
  }
  return placesIn(rows)
}

function problemsOf({ problems }: PlacesRead): string {
  const shown = problems
    .slice(0, told)
    .map(({ line, column, value, what }) => `line ${line}${column && `, ${column}`}${value && ` “${value}”`}: ${what}.`)
  const more = problems.length > told ? [`and ${problems.length - told} more.`] : []
  return [...shown, ...more, 'Nothing was taken in. Correct the file and import it again.'].join('\n')
}

function reportOf(published: readonly Published[], { asOf }: PlaceList, { units, unnamed }: PlacesRead): string[] {
  const named = new Map(units.map((unit) => [unit.code, unit.nameLatin]))
  const details: string[] = []
  const lines = published.map(({ province, before, changes, refusal }) => {
    const known = new Map(before?.units.map((unit): [string, Unit] => [unit.code, unit]))
    const name = named.get(province) ?? known.get(province)?.nameLatin ?? ''
    const line = `${province} ${name}: ${counted(changes)}`
    if (refusal) return `${line}. ${sentenceOf(province, refusal)}`
    for (const code of changes.renamed)
      details.push(`  ${code} ${known.get(code)?.nameLatin} (${known.get(code)?.nameKm}) is now ${named.get(code)}`)
    for (const code of changes.ended) details.push(`  ${code} ${known.get(code)?.nameLatin} has ended`)
    for (const code of changes.restored) details.push(`  ${code} ${named.get(code)} stands again`)
    return line
  })
  const total = published.reduce((sum, { changes }) => sum + changes.unchanged, 0)
  return [
    ...lines,
    ...details.slice(0, told),
    ...(details.length > told ? [`  and ${details.length - told} more`] : []),
    ...(unnamed.length > 0
      ? [`Without a name in Latin letters: ${unnamed.slice(0, told).join(', ')}. The Khmer name stands in for it.`]
      : []),
    `${units.length} places as of ${asOf}, ${total} of them unchanged.`,
  ]
}

function counted({ unchanged, ...changes }: Published['changes']): string {
  const some = Object.entries(changes).flatMap(([what, codes]) => (codes.length > 0 ? [`${codes.length} ${what}`] : []))
  return [...some, `${unchanged} unchanged`].join(', ')
}

function sentenceOf(province: string, refusal: Refusal): string {
  if (refusal.refused === 'place.list-ends-many') {
    return `NOT taken in: ${refusal.ending} of its ${refusal.of} places would end. If that is meant, add --ends ${province}=${refusal.ending}; if the list is only a part, --partial`
  }
  if (refusal.refused === 'place.list-older') return `NOT taken in: a list as of ${refusal.asOf} is kept already`
  if (refusal.refused === 'place.list-wrong')
    return `NOT taken in: ${refusal.code} cannot be right (${refusal.problem})`
  return `NOT taken in: ${JSON.stringify(refusal)}`
}
