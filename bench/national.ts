/**
 * `npm run bench -- national`: what lists and searches cost at the size of a country.
 *
 * The households are put there by bulk SQL, and the questions are the product's own reads with real
 * scopes, each many times with other words, other places and other days. The floor is fifty rows by
 * primary key with a prepared statement, measured between them on the same data.
 *
 * With `--keep` the data stay in the folder and are measured again the next time: to see what a change
 * does to a search need not take the half hour that two million households take to be made.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { searchTextOf } from '#capabilities/households/household.search.ts'
import type { Household } from '#capabilities/households/household.ts'
import { chanceOf } from '#dev/chance.ts'
import { aName } from '#dev/names.ts'
import { invented, makeNation } from '#dev/nation.ts'
import { programmeCode, startProgramme } from '#dev/testing/programme.ts'
import type { Scope } from '#door/actor.ts'
import { homeOf, idOf, type Key } from '#door/key.ts'
import { addDays } from '#door/values.ts'
import { reads, stores } from '#server/capabilities.ts'
import { openPool, type Pool } from '#server/database/connection.ts'
import { migrate } from '#server/database/migrate.ts'
import { startPostgres } from '#server/postgres/postgres.ts'
import { askOverHttp } from './eight.ts'

interface Asked {
  readonly sizes: readonly number[]
  readonly folder: string
  readonly requests: number
  readonly villages: readonly string[]
  readonly keep: boolean
}

interface Measured {
  readonly what: string
  readonly where: string
  readonly p50: number
  readonly p95: number
  readonly max: number
}

interface Size {
  readonly households: number
  readonly rows: readonly Measured[]
  readonly disk: readonly { name: string; bytes: number }[]
  readonly madeIn: number
}

export async function measureNational(args: string[]): Promise<void> {
  const { sizes, folder, requests, villages, keep } = askedFor(args)
  const measured: Size[] = []
  let version = ''
  for (const households of sizes) {
    const place = join(folder, `national-${households}`)
    const made = join(place, 'made-in')
    const stands = keep && existsSync(made)
    if (!stands) {
      rmSync(place, { recursive: true, force: true })
      refuseWithoutRoom(folder, households)
      mkdirSync(place, { recursive: true })
      chmodSync(folder, 0o755)
    }
    const postgres = await startPostgres(place)
    version = postgres.version
    try {
      await migrate(postgres.url, 'server/database/migrations')
      const madeIn = stands ? Number(readFileSync(made, 'utf8')) : await make(postgres.url, households, villages)
      writeFileSync(made, String(madeIn))
      measured.push({ households, madeIn, ...(await measure(postgres.url, place, requests)) })
      report(measured, { version, requests })
    } finally {
      await postgres.stop()
      if (!keep) rmSync(place, { recursive: true, force: true })
    }
  }
}

function askedFor(args: string[]): Asked {
  const { values } = parseArgs({
    args,
    options: {
      households: { type: 'string', default: '150000,500000,2000000' },
      folder: { type: 'string', default: join(tmpdir(), 'chamka-national') },
      gazetteer: { type: 'string' },
      requests: { type: 'string', default: '200' },
      keep: { type: 'boolean', default: false },
    },
  })
  const sizes = values.households.split(',').map(Number)
  if (!sizes.every((size) => Number.isSafeInteger(size) && size >= 10_000))
    throw new Error('--households takes numbers from 10000 on, with commas between them')
  return {
    sizes: sizes.sort((one, other) => one - other),
    folder: values.folder,
    requests: Number(values.requests),
    keep: values.keep,
    villages: values.gazetteer ? villagesIn(values.gazetteer) : invented(),
  }
}

/** The codes of eight digits in the first column. */
function villagesIn(file: string): string[] {
  const codes = readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.split(',', 1)[0]!.replaceAll('"', ''))
    .filter((code) => /^\d{8}$/.test(code))
  if (codes.length === 0) throw new Error(`${file} has no village codes in its first column`)
  return codes
}

const bytesEach = 9_000
const kept = 10 * 2 ** 30

function refuseWithoutRoom(folder: string, households: number): void {
  mkdirSync(folder, { recursive: true })
  const { bavail, bsize } = statfsSync(folder)
  const [free, needed] = [bavail * bsize, households * bytesEach]
  if (free < needed + kept)
    throw new Error(
      `${households} households need about ${gigabytes(needed)} in ${folder}, and 10 GB are left alone; ${gigabytes(free)} are free. Name another folder with --folder, or fewer households.`,
    )
}

async function make(url: string, households: number, villages: readonly string[]): Promise<number> {
  const began = performance.now()
  const pool = openPool(url, 2, { maintenance_work_mem: '512MB', work_mem: '64MB' })
  const play = await startProgramme({ url, money: 100_000_000_00 })
  await makeNation({ ...play, pool }, { households, villages }, (said) => say(`${households}: ${said}, by bulk SQL`))
  await provenOnSample(pool)
  await pool.query('checkpoint')
  await play.end()
  await pool.end()
  return (performance.now() - began) / 1_000
}

/** What SQL has put into the column of search texts is what the product would have. */
async function provenOnSample(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ key: Key; search: string }>(
    `select home || '-' || id as key, search from household where right(id::text, 3) = '001' limit 500`,
  )
  const texts = new Map(rows.map(({ key, search }) => [key, search]))
  const found = (await stores.household!.find([...texts.keys()], false, pool)) as unknown as Household[]
  const astray = found.filter((household) => searchTextOf(household) !== texts.get(household.key))
  if (found.length === 0 || astray.length > 0)
    throw new Error(`${astray.length} of ${found.length} search texts made by SQL are not the product's`)
}

async function measure(url: string, folder: string, requests: number) {
  const pool = openPool(url, 8)
  const questions = await questionsOn(pool)
  const rows: Measured[] = []
  const floor = await floorOn(pool)
  await timed(requests, floor)
  rows.push({ what: 'floor: 50 rows by primary key, prepared', where: '', ...(await timed(requests, floor)) })
  for (const [where, scope] of Object.entries(scopes)) {
    for (const [what, ask] of Object.entries(questions)) {
      const run = (n: number) => {
        const { read, input } = ask(n)
        return reads[read]!.run(scope, reads[read]!.input.parse(input), pool)
      }
      rows.push({ what, where, ...(await timed(requests, run)) })
      say(lineOf(rows.at(-1)!))
    }
  }
  rows.push({ what: 'floor: 50 rows by primary key, prepared', where: 'again', ...(await timed(requests, floor)) })
  const lists = Object.entries(questions).filter(([what]) => eightAtOnce.includes(what))
  const all = (n: number) => lists[n % lists.length]![1](Math.floor(n / lists.length))
  rows.push({
    what: '8 users at once over HTTP, all of these in turn',
    where: 'national',
    ...quantiles(await askOverHttp(url, join(folder, 'served'), all, requests * 2)),
  })
  say(lineOf(rows.at(-1)!))
  const disk = await sizesOf(pool)
  await pool.end()
  return { rows, disk }
}

const scopes: Record<string, Scope> = {
  national: [{ programme: programmeCode, places: [''] }],
  'one district': [{ programme: programmeCode, places: ['0503'] }],
}

const eightAtOnce = [
  'first page',
  'deep page',
  'search: common, Latin',
  'search: rare, Latin',
  'search: full name, Khmer',
  'search: telephone',
  'filtered: suspected',
  'filtered: a month',
]

type Question = (n: number) => { read: string; input: Record<string, unknown> }

/** Each is asked with other words every time; numbers are those of households that exist. */
async function questionsOn(pool: Pool): Promise<Record<string, Question>> {
  const chance = chanceOf(7, 'questions')
  const { rows } = await pool.query<{
    key: Key
    place: string
    card: string | null
    phone: string | null
    assistedBy: Key | null
  }>(
    `select home || '-' || id as key, place, card, phones -> 0 ->> 'number' as phone, assisted_by as "assistedBy"
     from household where right(id::text, 2) = '07' limit 2000`,
  )
  const some = chance.shuffled(rows)
  const one = (n: number) => some[n % some.length]!
  const withPhone = some.filter(({ phone }) => phone !== null)
  const withCard = some.filter(({ card }) => card !== null)
  const names = Array.from({ length: 500 }, () => aName(chance, chance.happens(0.5) ? 'female' : 'male'))
  const name = (n: number) => names[n % names.length]!
  const syllable = (n: number) => 'abcdefghijklmnopqrstuvwxyz'[(n * 7) % 26]! + 'aeiouhr'[n % 7]!
  const after = (n: number) => ({ place: one(n).place, key: one(n).key })
  const households =
    (input: (n: number) => Record<string, unknown>): Question =>
    (n) => ({ read: 'household.list', input: input(n) })
  const search = (words: (n: number) => string, more: (n: number) => object = () => ({})) =>
    households((n) => ({ search: words(n), ...more(n) }))
  return {
    'first page': households((n) => (n % 2 === 0 ? {} : { place: one(n).place.slice(0, 2 + 2 * (n % 3)) })),
    'deep page': households((n) => ({ after: after(n) })),
    'search: common, Latin': search((n) => name(n).nameLatin.split(' ')[n % 2]!),
    'search: common, Khmer': search((n) => name(n).nameKm.split(' ')[n % 2]!),
    'search: full name, Latin': search((n) => name(n).nameLatin),
    'search: full name, Khmer': search((n) => name(n).nameKm),
    'search: rare, Latin': search((n) => name(n).nameLatin.replace(/([aeiou])([^aeiou ]*)$/, '$1$1$2')),
    'search: three letters within': search((n) => name(n).nameLatin.split(' ')[1]!.slice(-3)),
    'search: two letters': search(syllable),
    'search: nobody': search((n) => `zq${n}x`),
    'search: telephone': search((n) => withPhone[n % withPhone.length]!.phone!.replace('+855', '0')),
    'search: six digits of a telephone': search((n) => withPhone[n % withPhone.length]!.phone!.slice(-6)),
    'search: card': search((n) => withCard[n % withCard.length]!.card!),
    'search: code': search((n) => one(n).key.slice(-8)),
    'search: a district’s cards': search((n) => `ksp${one(n).place.slice(0, 4)}`),
    'search: deep page': search(
      (n) => name(n).nameLatin.split(' ')[n % 2]!,
      (n) => ({ after: after(n) }),
    ),
    'filtered: suspected': households((n) => ({ suspected: true, ...(n % 2 ? { after: after(n) } : {}) })),
    'filtered: closed': households((n) => ({ state: 'closed', ...(n % 2 ? { after: after(n) } : {}) })),
    'filtered: a month': households((n) => month(n)),
    'filtered: who assisted': households((n) => (one(n).assistedBy ? { assistedBy: one(n).assistedBy } : month(n))),
    'filtered: name and month': search((n) => name(n).nameLatin.split(' ')[0]!, month),
    'filtered: name and suspected': search(
      (n) => name(n).nameKm.split(' ')[1]!,
      () => ({ suspected: true }),
    ),
    'about how many': (n) => ({
      read: 'household.estimate',
      input: n % 3 === 0 ? {} : { search: n % 3 === 1 ? name(n).nameLatin : name(n).nameKm.split(' ')[0] },
    }),
    'duplicates: waiting': (n) => ({
      read: 'household.suspected',
      input: n % 2 ? {} : { after: { judgeBy: month(n).registeredFrom, key: one(n).key } },
    }),
    'duplicates: judged': (n) => ({
      read: 'household.judged',
      input: n % 2 ? {} : { after: { judgedAt: `${month(n).registeredFrom}T09:00:00.000Z`, key: one(n).key } },
    }),
    'proposals: waiting': (n) => ({
      read: 'proposal.queue',
      input: n % 3 === 0 ? {} : n % 3 === 1 ? { state: 'verified' } : { place: one(n).place.slice(0, 4) },
    }),
    'proposals: by place': (n) => ({ read: 'proposal.list', input: n % 2 ? {} : { after: after(n) } }),
    'vouchers: waiting': (n) => ({
      read: 'voucher.queue',
      input: n % 2 ? {} : { matter: 'redeem', place: one(n).place.slice(0, 4) },
    }),
    'vouchers: by place': (n) => ({ read: 'voucher.list', input: n % 2 ? {} : { after: after(n) } }),
    'front: proposals that wait': () => ({ read: 'proposal.waiting', input: {} }),
    'front: vouchers that wait': () => ({ read: 'voucher.waiting', input: {} }),
    'a household’s history': (n) => ({ read: 'journal.about', input: { keys: [one(n).key] } }),
  }
}

function month(n: number): { registeredFrom: string; registeredUntil: string } {
  const registeredFrom = addDays('2020-01-01', (n * 37) % 1_400)
  return { registeredFrom, registeredUntil: addDays(registeredFrom, 30) }
}

async function floorOn(pool: Pool) {
  const { rows } = await pool.query<{ key: Key }>(
    `select home || '-' || id as key from household where right(id::text, 2) = '19' limit 5000`,
  )
  const byHome = new Map<string, string[]>()
  for (const { key } of rows) byHome.set(homeOf(key), [...(byHome.get(homeOf(key)) ?? []), idOf(key)])
  const homes = [...byHome].filter(([, ids]) => ids.length >= 10)
  return (n: number) => {
    const [home, ids] = homes[n % homes.length]!
    const fifty = Array.from({ length: 50 }, (_, at) => ids[(n * 50 + at) % ids.length]!)
    return pool.query({
      name: 'floor',
      text: 'select home, id, place, state, members, phones from household where home = $1 and id = any($2::uuid[])',
      values: [home, fifty],
    })
  }
}

/** One after the other, after a tenth of them to warm up. */
async function timed(requests: number, run: (n: number) => Promise<unknown>) {
  const times: number[] = []
  for (let n = -Math.ceil(requests / 10); n < requests; n++) {
    const began = performance.now()
    await run(n + requests)
    if (n >= 0) times.push(performance.now() - began)
  }
  return quantiles(times)
}

function quantiles(times: readonly number[]) {
  const sorted = [...times].sort((one, other) => one - other)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
  return { p50: at(0.5), p95: at(0.95), max: sorted.at(-1)! }
}

async function sizesOf(pool: Pool) {
  const { rows } = await pool.query<{ name: string; bytes: number }>(
    `select name, bytes from (
       select 'everything' as name, pg_database_size(current_database()) as bytes
       union all
       select relname, pg_relation_size(oid) from pg_class where relkind in ('r', 'i') and relnamespace = 'public'::regnamespace
     ) sized order by bytes desc limit 60`,
  )
  return rows
}

function report(sizes: readonly Size[], { version, requests }: { version: string; requests: number }): void {
  const floors = sizes.map(({ rows }) => rows[0]!.p50)
  const [first, last] = [sizes[0]!, sizes.at(-1)!]
  const found = ({ rows }: Size, { what, where }: Measured) =>
    rows.find((row) => row.what === what && row.where === where)!
  const law = (row: Measured) =>
    first === last
      ? ''
      : (Math.log(found(last, row).p50 / found(first, row).p50) / Math.log(last.households / first.households)).toFixed(
          2,
        )
  const heads = sizes.map(({ households }) => `${households.toLocaleString('en')}: p50 / p95 ms (of the floor)`)
  const lines = [
    `# National size, ${new Date().toISOString().slice(0, 10)}`,
    '',
    `\`npm run bench -- national --households ${sizes.map(({ households }) => households).join(',')}\`. Data by bulk SQL (${sizes.map(({ households, madeIn }) => `${households.toLocaleString('en')} in ${Math.round(madeIn)} s`).join(', ')}), reads with their real scopes, ${requests} requests a line with other words each time; PostgreSQL ${version}, fsync on; Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)}. Journal lines are there without their bodies.`,
    '',
    `| question | scope | ${heads.join(' | ')} | time grows as rows to the power of |`,
    `| --- | --- | ${heads.map(() => '---:').join(' | ')} | ---: |`,
    ...last.rows.map((row) => {
      const cells = sizes.map((size, at) => {
        const { p50, p95 } = found(size, row)
        return `${p50.toFixed(1)} / ${p95.toFixed(1)} (${(p50 / floors[at]!).toFixed(1)})`
      })
      return `| ${row.what} | ${row.where} | ${cells.join(' | ')} | ${law(row)} |`
    }),
    '',
    `| on disk | ${sizes.map(({ households }) => households.toLocaleString('en')).join(' | ')} |`,
    `| --- | ${sizes.map(() => '---:').join(' | ')} |`,
    ...last.disk
      .slice(0, 14)
      .map(
        ({ name }) =>
          `| ${name} | ${sizes.map(({ disk }) => gigabytes(disk.find((one) => one.name === name)?.bytes ?? Number.NaN)).join(' | ')} |`,
      ),
    '',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  if (!existsSync('bench/results')) mkdirSync('bench/results', { recursive: true })
  writeFileSync('bench/results/national.md', lines.join('\n'))
}

function lineOf({ what, where, p50, p95, max }: Measured): string {
  return `${what}, ${where}: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)}, longest ${max.toFixed(1)}`
}

function gigabytes(bytes: number): string {
  return bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(1)} GB` : `${Math.round(bytes / 2 ** 20)} MB`
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
