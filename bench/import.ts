/**
 * `npm run bench -- import`: a list of households from its file through the door to the disk, every one held
 * against those who may be the same, in rows a second and at how much memory.
 *
 * `--rows=10000,50000` says how long the lists are: the peak of a long one is to be that of a short one.
 * `--seed=1` makes other people; `--sources=FOLDER` lends its names.csv and gazetteer.csv. Five rows in a
 * hundred cannot be taken in, and as many are written oddly and can.
 */
import { fork } from 'node:child_process'
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { ImportCounts } from '#capabilities/imports/import.ts'
import { dara } from '#dev/cast.ts'
import { type Chance, chanceOf } from '#dev/chance.ts'
import { namesFrom } from '#dev/labelled/names.ts'
import { type Registration, registrations, villagesFrom } from '#dev/labelled/registrations.ts'
import { someSettings } from '#dev/testing/lists.ts'
import { programmeCode, startProgramme } from '#dev/testing/programme.ts'
import { idOf, type Key } from '#door/key.ts'
import { isRefusal } from '#door/refusal.ts'
import { capabilities, stores } from '#server/capabilities.ts'
import { openPool } from '#server/database/connection.ts'
import { openDoor } from '#server/door.ts'
import { begin, lookAt, prepare } from '#server/imports/bringing.ts'
import { runImport } from '#server/imports/running.ts'
import { timeSealWith } from '#server/signatures.ts'
import { cpuSecondsOf, startCluster } from './cluster.ts'

interface Done {
  readonly counts: ImportCounts
  readonly seconds: number
  readonly peakMegabytes: number
  readonly cpuSeconds: number
}

interface Row extends Done {
  readonly what: string
  readonly fileMegabytes: number
  readonly serverSeconds: number
}

export async function measureImport(words: readonly string[]): Promise<void> {
  if (words[0] === 'run') return runInChild(words.slice(1))
  const asked = (name: string) => words.find((word) => word.startsWith(`--${name}=`))?.split('=')[1]
  const lengths = (asked('rows') ?? '10000,50000').split(',').map(Number)
  const seed = Number(asked('seed') ?? 1)
  const sources = asked('sources') ?? process.env.CHAMKA_DATA_SOURCES
  const rows: Row[] = []
  const floors: number[] = []
  let settings = ''
  for (const spread of ['of one province', 'of the whole country'] as const) {
    for (const length of lengths) {
      process.stderr.write(`${length} rows ${spread}\n`)
      const cluster = await startCluster()
      try {
        floors.push(await floor(cluster.url))
        const villages = villagesOf(sources, spread === 'of one province' ? '05' : '')
        await settle(cluster.url, villages)
        const file = join(cluster.folder, 'list.csv')
        const bytes = await write(
          file,
          registrations({ seed, households: length, names: namesFrom(sources), villages }),
          chanceOf(seed, 'dirt'),
        )
        const before = cpuSecondsOf(cluster.postmaster)
        const done = await runOutside(cluster.url, cluster.folder, file)
        const serverSeconds = cpuSecondsOf(cluster.postmaster) - before
        rows.push({ what: `${length} rows ${spread}`, fileMegabytes: bytes / 1e6, serverSeconds, ...done })
        settings = cluster.version
      } finally {
        await cluster.stop()
      }
    }
  }
  report(rows, floors, settings)
}

/** In a process of its own, whose memory is the import's alone. */
function runOutside(url: string, folder: string, file: string): Promise<Done> {
  const child = fork(fileURLToPath(import.meta.url), ['import', 'run', url, folder, file], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return new Promise((resolve, reject) => {
    child.once('message', (done) => resolve(done as Done))
    child.once('exit', (code) => reject(new Error(`the import ended with ${code}`)))
  })
}

async function runInChild([url, folder, path]: readonly string[]) {
  const pool = openPool(url!, 10)
  const now = () => new Date()
  const door = openDoor({ capabilities, stores, pool, timeSeal: timeSealWith(Buffer.alloc(32, 7)), now })
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 50)
  const parts = { pool, door, dataFolder: folder!, now }
  const began = performance.now()
  const brought = { path: path!, by: dara.key, programme: programmeCode, area: '', kind: 'households' } as const
  const named = { ...brought, list: 'Bench', settings: someSettings }
  const seen = await lookAt(named, parts)
  if ('refused' in seen) throw new Error(JSON.stringify(seen.refused))
  const list = await prepare(named, seen, parts)
  if (isRefusal(list)) throw new Error(JSON.stringify(list))
  await begin(list, parts)
  let counts: ImportCounts | undefined
  const end = await runImport(list.key as Key, {
    ...parts,
    onProgress: (progress) => {
      counts = progress
      process.stderr.write(
        `${progress.rows} rows, ${Math.round(progress.rows / ((performance.now() - began) / 1000))} a second\n`,
      )
    },
  })
  const seconds = (performance.now() - began) / 1000
  clearInterval(watch)
  if (end !== 'finished' || !counts) throw new Error(`the import ended as ${end}`)
  const { user, system } = process.cpuUsage()
  await pool.end()
  process.send!({ counts, seconds, peakMegabytes: peak / 1e6, cpuSeconds: (user + system) / 1e6 } satisfies Done)
  process.disconnect()
}

function villagesOf(sources: string | undefined, province: string): string[] {
  const known = villagesFrom(sources)
  const made = () =>
    Array.from({ length: 14_000 }, (_, at) => {
      const two = (number: number) => String(number).padStart(2, '0')
      return `${two((at % 24) + 1)}${two((Math.floor(at / 24) % 8) + 1)}${two((Math.floor(at / 192) % 9) + 1)}${two(Math.floor(at / 1728) + 1)}`
    })
  return (known ?? made()).filter((code) => code.startsWith(province))
}

/** The places and somebody who may bring a list for all of them. */
async function settle(url: string, villages: readonly string[]) {
  const play = await startProgramme({ url, bare: true })
  const codes = [...new Set(villages.flatMap((code) => [2, 4, 6, 8].map((digits) => code.slice(0, digits))))]
  await play.pool.query(
    `insert into place (code, kind, parent, name_km, name_latin, valid_from)
     select code, (array['province', 'district', 'commune', 'village'])[length(code) / 2], nullif(left(code, -2), ''),
            'កន្លែង ' || code, 'Place ' || code, date '2000-01-01' from unnest($1::text[]) code on conflict do nothing`,
    [codes],
  )
  await play.pool.query(`update person set grants = jsonb_set(grants, '{0,places}', '[""]') where id = $1`, [
    idOf(dara.key),
  ])
  await play.pool.query('vacuum analyze')
  await play.end()
}

const header =
  'ល.រ,ឈ្មោះ,Name (Latin),ភេទ,Year of birth,Village code,Phone,Identity number,Card number,Poverty category,Spouse name'

async function write(path: string, people: Iterable<Registration>, chance: Chance): Promise<number> {
  let bytes = 0
  const lines = function* () {
    yield `${header}\r\n`
    let number = 0
    for (const one of people) {
      number += 1
      const line = `${cellsOf(number, one, chance).join(',')}\r\n`
      bytes += Buffer.byteLength(line)
      yield line
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(path))
  return bytes
}

function cellsOf(number: number, one: Registration, chance: Chance): string[] {
  const cells = [
    String(number),
    one.nameKm ?? '',
    one.nameLatin ?? '',
    one.sex === 'female' ? 'ស្រី' : 'M',
    String(one.birthYear ?? ''),
    one.village,
    one.phone?.number.replace('+855', '0') ?? '',
    one.identityNumber ?? '',
    one.card ?? '',
    one.card === null ? '' : number % 2 === 0 ? 'poor 1' : 'ក្រ២',
    one.spouse?.nameKm ?? one.spouse?.nameLatin ?? '',
  ]
  const spoilt: readonly [number, string][] = [
    [3, '1'],
    [3, ''],
    [4, '30/02/1980'],
    [5, '99999999'],
    [6, '012 34'],
    [7, '7.71E+08'],
    [9, '?'],
  ]
  const odd: readonly [number, string][] = [
    [5, one.village.replace(/^0/, '')],
    [4, one.birthYear === null ? '' : `${one.birthYear + 543}`],
    [4, one.birthYear === null ? '' : khmerDigits(String(one.birthYear))],
    [3, one.sex === 'female' ? ' Female ' : 'ប្រុស\u200b'],
  ]
  const dirt = chance.happens(0.05) ? chance.pick(spoilt) : chance.happens(0.05) ? chance.pick(odd) : undefined
  if (dirt) cells[dirt[0]] = dirt[1]
  return cells
}

function khmerDigits(text: string): string {
  return text.replace(/\d/g, (digit) => String.fromCharCode(0x17e0 + Number(digit)))
}

/** One prepared INSERT of 1 kB a commit, for five seconds: what this machine's disk and database do at all. */
async function floor(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('create table floor (id bigint generated always as identity primary key, body text not null)')
  const body = 'x'.repeat(1_000)
  const until = performance.now() + 5_000
  let done = 0
  while (performance.now() < until) {
    await client.query({ name: 'floor', text: 'insert into floor (body) values ($1)', values: [body] })
    done += 1
  }
  await client.query('drop table floor')
  await client.end()
  return done / 5
}

function report(rows: readonly Row[], floors: readonly number[], version: string) {
  const each = (share: number) => share.toFixed(2)
  const text = [
    `# Import, ${new Date().toISOString().slice(0, 10)}`,
    '',
    `PostgreSQL ${version}, fsync on; from the opened file to the last row on disk, duplicate check on; Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)}. Floor (one prepared 1 kB INSERT a commit, one connection): ${floors.map(Math.round).join(', ')} a second.`,
    '',
    '| list | file MB | seconds | rows a second | taken in | refused | suspected | peak MB | CPU ms a row, import | PostgreSQL |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map(({ what, fileMegabytes, seconds, counts, peakMegabytes, cpuSeconds, serverSeconds }) => {
      const { rows: all, accepted, refused, suspected } = counts
      return `| ${what} | ${fileMegabytes.toFixed(1)} | ${seconds.toFixed(1)} | ${Math.round(all / seconds)} | ${accepted} | ${refused} | ${suspected} | ${Math.round(peakMegabytes)} | ${each((cpuSeconds * 1000) / all)} | ${each((serverSeconds * 1000) / all)} |`
    }),
    '',
  ].join('\n')
  process.stdout.write(`${text}\n`)
  mkdirSync('bench/results', { recursive: true })
  writeFileSync('bench/results/import.md', text)
}
