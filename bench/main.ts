/**
 * `npm run bench`: what a command costs, as ratios to a floor measured in the same minutes.
 *
 * The floor is one prepared INSERT of 1 kB a commit, with the same driver, on the same cluster, at the
 * same concurrency. Ratios travel between machines; absolute figures do not.
 */
import { fork } from 'node:child_process'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { castId, sreymom } from '#dev/cast.ts'
import { aRegistration } from '#dev/testing/programme.ts'
import { bodyOf, type Envelope } from '#door/envelope.ts'
import { type Key, keyOf, uuidv7 } from '#door/key.ts'
import { measureAttendance } from './attendance.ts'
import { cpuSecondsOf, startCluster } from './cluster.ts'
import { type People, serveCrowd } from './crowd.ts'
import { measureImport } from './import.ts'
import { measureKills } from './kills.ts'
import { measureNational } from './national.ts'
import { measurePhone } from './phone.ts'
import { measureCrowd } from './phones-at-once.ts'
import { samePerson } from './same-person.ts'
import { aName, openStage, type Stage } from './stage.ts'
import { measureStart } from './start.ts'
import { measureTables } from './tables.ts'

const seconds = Number(process.argv.find((word) => word.startsWith('--seconds='))?.split('=')[1] ?? 10)
const rounds = Number(process.argv.find((word) => word.startsWith('--rounds='))?.split('=')[1] ?? 3)
/** `--only=batches` measures the floor and what has the word in its name. */
const only = process.argv.find((word) => word.startsWith('--only='))?.split('=')[1] ?? ''
const households = 60_000
/** In a round, of each kind; a proposal is approved once. */
const approvals = 10_000
const agent = new Agent({ keepAlive: true, maxSockets: 64 })
let made = 0

interface Row {
  readonly what: string
  readonly concurrency: number
  /** Operations a second, CPU milliseconds an operation (server and PostgreSQL), and the round's floor. */
  readonly rate: number
  readonly cpuMs: number | null
}

interface Measurement {
  readonly what: string
  readonly concurrency: number
  readonly work: (worker: number) => Promise<unknown>
  readonly each?: number
  readonly isLeft?: () => boolean
}

async function measure() {
  const cluster = await startCluster()
  const { child, stage } = await openChild(cluster.url, cluster.folder)
  try {
    const settings = await settingsOf(cluster.url)
    const rows: Row[] = []
    const device = await enrol(stage)
    const unapproved = [...stage.proposals]
    for (let round = 0; round < rounds; round++) {
      process.stderr.write(`round ${round + 1} of ${rounds}\n`)
      for (const concurrency of [1, 8, 32]) rows.push(await floor(cluster.url, concurrency))
      const cpu = () => cpuSecondsOf(child.pid!) + cpuSecondsOf(cluster.postmaster)
      const [alone, together] = [unapproved.splice(-approvals), unapproved.splice(-approvals)]
      const measurements: readonly Measurement[] = [
        ...[1, 8].map((concurrency) => ({
          what: 'household.register, signed, singly over HTTP',
          concurrency,
          work: () => registerOne(stage, device),
        })),
        {
          what: 'household.register, signed, batches of 500 over HTTP',
          concurrency: 1,
          work: () => registerMany(stage, device),
          each: 500,
        },
        {
          what: 'proposal.approve, 32 approvers, one budget line',
          concurrency: 32,
          work: (worker) => approveOne(stage, alone, worker),
          isLeft: () => alone.length > 0,
        },
        {
          what: 'proposal.approve, batches of 500 by one approver',
          concurrency: 1,
          work: () => approveMany(stage, together),
          each: 500,
          isLeft: () => together.length > 0,
        },
      ]
      for (const { what, concurrency, work, each, isLeft } of measurements.filter(({ what }) => what.includes(only)))
        rows.push(await timed(what, concurrency, cpu, work, each, isLeft))
    }
    report(rows, settings, stage)
  } finally {
    child.disconnect()
    await new Promise((resolve) => child.once('exit', resolve))
    await cluster.stop()
  }
}

async function openChild(url: string, folder: string) {
  const proposals = String(rounds * approvals * 2)
  const child = fork(fileURLToPath(import.meta.url), ['stage', url, folder, proposals], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const stage = await new Promise<Stage>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Stage))
    child.once('exit', (code) => reject(new Error(`the stage ended with ${code}`)))
  })
  return { child, stage }
}

async function settingsOf(url: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<Record<string, string>>(
    `select version() as version, current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
            pg_size_pretty(pg_database_size(current_database())) as size`,
  )
  await client.end()
  return rows[0]!
}

async function floor(url: string, concurrency: number): Promise<Row> {
  const clients = await Promise.all(
    Array.from({ length: concurrency }, async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      return client
    }),
  )
  await clients[0]!.query(
    'create table if not exists floor (id bigint generated always as identity primary key, body text not null)',
  )
  const body = 'x'.repeat(1_000)
  const row = await timed('floor: one prepared 1 kB INSERT a commit', concurrency, null, (worker) =>
    clients[worker]!.query({ name: 'floor', text: 'insert into floor (body) values ($1)', values: [body] }),
  )
  await Promise.all(clients.map((client) => client.end()))
  return row
}

/** As many as `concurrency` workers can do in the time, after a second to warm up. */
async function timed(
  what: string,
  concurrency: number,
  cpu: (() => number) | null,
  work: (worker: number) => Promise<unknown>,
  each = 1,
  isLeft: () => boolean = () => true,
): Promise<Row> {
  let done = 0
  let until = performance.now() + 1_000
  const loop = async (worker: number) => {
    while (performance.now() < until && isLeft()) {
      await work(worker)
      done += each
    }
  }
  await Promise.all(Array.from({ length: concurrency }, (_, worker) => loop(worker)))
  done = 0
  const before = cpu?.() ?? 0
  const began = performance.now()
  until = began + seconds * 1_000
  await Promise.all(Array.from({ length: concurrency }, (_, worker) => loop(worker)))
  const elapsed = (performance.now() - began) / 1_000
  return { what, concurrency, rate: done / elapsed, cpuMs: cpu ? ((cpu() - before) * 1_000) / done : null }
}

interface Device {
  readonly key: Key
  readonly signing: ReturnType<typeof generateKeyPairSync>['privateKey']
}

async function enrol(stage: Stage): Promise<Device> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = keyOf('05', newId())
  const input = { publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64url'), label: 'bench' }
  await post(stage, '/api/ask', stage.worker, envelope(sreymom.key, 'device.enrol', key, input))
  return { key, signing: privateKey }
}

function registerOne(stage: Stage, device: Device) {
  return post(stage, '/api/ask', stage.worker, registration(stage, device))
}

function registerMany(stage: Stage, device: Device) {
  return post(stage, '/api/ask/batch', stage.worker, {
    envelopes: Array.from({ length: 500 }, () => registration(stage, device)),
  })
}

function approveOne(stage: Stage, unapproved: Key[], worker: number) {
  const key = unapproved.pop()!
  const approver = stage.approvers[worker]!
  return post(
    stage,
    '/api/ask',
    approver.cookie,
    envelope(approver.key, 'proposal.approve', key, { seen: 2, note: null }),
  )
}

function approveMany(stage: Stage, unapproved: Key[]) {
  const { key: approver, cookie } = stage.approvers[0]!
  const envelopes = unapproved
    .splice(-500)
    .map((key) => envelope(approver, 'proposal.approve', key, { seen: 2, note: null }))
  return post(stage, '/api/ask/batch', cookie, { envelopes })
}

function registration(stage: Stage, { key, signing }: Device): Envelope {
  made += 1
  const number = households + made
  const asked = envelope(sreymom.key, 'household.register', keyOf('05', newId()), {
    ...aRegistration({
      member: newId(),
      nameKm: null,
      nameLatin: aName(number),
      birthYear: 1931 + (Math.floor(number / stage.villages.length) % 70),
      village: stage.villages[number % stage.villages.length]!,
      phone: null,
      poverty: null,
    }),
  })
  const unsigned = { ...asked, device: key, n: made }
  const signature = sign('sha256', Buffer.from(bodyOf(unsigned)), { key: signing, dsaEncoding: 'ieee-p1363' }).toString(
    'base64url',
  )
  return { ...unsigned, signature }
}

function envelope(person: Key, name: string, about: Key, input: Record<string, unknown>): Envelope {
  const [id, askedAt] = [newId(), new Date().toISOString()]
  return {
    id,
    home: about.slice(0, 2),
    name,
    about,
    input,
    person,
    device: null,
    n: 0,
    askedAt,
    lastServerTime: null,
    after: [],
    signature: null,
  }
}

function newId(): string {
  return uuidv7(
    Date.now(),
    createHash('sha256')
      .update(`${castId(1)} ${process.hrtime.bigint()} ${Math.random()}`)
      .digest()
      .subarray(0, 10),
  )
}

/** Anything but "accepted" ends the measurement: a refused command costs less and would flatter. */
function post(stage: Stage, path: string, cookie: string, body: unknown): Promise<void> {
  const text = JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const asking = request(`${stage.address}${path}`, {
      method: 'POST',
      agent,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        cookie,
        origin: stage.address,
      },
    })
    asking.once('error', reject)
    asking.once('response', (response) => {
      let answer = ''
      response.setEncoding('utf8')
      response.on('data', (part) => {
        answer += part
      })
      response.once('end', () => {
        const accepted = answer.split('"outcome":"accepted"').length - 1
        const wanted = path.endsWith('batch') ? 500 : 1
        if (accepted === wanted) resolve()
        else reject(new Error(`${path} answered ${response.statusCode}: ${answer.slice(0, 2_000)}`))
      })
    })
    asking.end(text)
  })
}

function report(rows: readonly Row[], settings: Record<string, string>, stage: Stage) {
  const groups = new Map<string, Row[]>()
  for (const row of rows)
    groups.set(`${row.what} @${row.concurrency}`, [...(groups.get(`${row.what} @${row.concurrency}`) ?? []), row])
  const floorAt = (concurrency: number) =>
    median(
      rows
        .filter(({ what, concurrency: at }) => what.startsWith('floor') && at === concurrency)
        .map(({ rate }) => rate),
    )
  const lines = [
    `| operation | at once | a second (median of ${rounds}) | min – max | CPU ms each (server + PostgreSQL) | of the floor |`,
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...[...groups.values()].map((group) => {
      const { what, concurrency, cpuMs } = group[0]!
      const rates = group.map(({ rate }) => rate)
      const share = what.startsWith('floor') ? 1 : median(rates) / floorAt(concurrency)
      const cpu = cpuMs === null ? '' : median(group.map((row) => row.cpuMs!)).toFixed(2)
      return `| ${what} | ${concurrency} | ${Math.round(median(rates))} | ${Math.round(Math.min(...rates))} – ${Math.round(Math.max(...rates))} | ${cpu} | ${Math.round(share * 100)} % |`
    }),
  ]
  const conditions = `${settings.version!.split(',')[0]}; fsync ${settings.fsync}, synchronous_commit ${settings.commit}; ${stage.households} households, ${settings.size}; ${rounds} runs of ${seconds} s; Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)}`
  const text = [`# Bench, ${new Date().toISOString().slice(0, 10)}`, '', conditions, '', ...lines, ''].join('\n')
  process.stdout.write(`${text}\n`)
  mkdirSync('bench/results', { recursive: true })
  writeFileSync('bench/results/latest.md', text)
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

if (process.argv[2] === 'stage') {
  const [, , , url, folder, proposals] = process.argv
  process.send!(await openStage(url!, folder!, households, Number(proposals)))
} else if (process.argv[2] === 'crowd') {
  const [, , , url, folder] = process.argv
  process.once('message', async (people) => process.send!(await serveCrowd(url!, folder!, people as People)))
} else if (process.argv[2] === 'phones-at-once') {
  await measureCrowd(process.argv.slice(3))
} else if (process.argv[2] === 'same-person') {
  samePerson(process.argv.slice(3))
} else if (process.argv[2] === 'attendance') {
  measureAttendance(process.argv.slice(3))
} else if (process.argv[2] === 'national') {
  await measureNational(process.argv.slice(3))
} else if (process.argv[2] === 'tables') {
  await measureTables(process.argv.slice(3))
} else if (process.argv[2] === 'start') {
  await measureStart(process.argv.slice(3))
} else if (process.argv[2] === 'kills') {
  await measureKills(process.argv.slice(3))
} else if (process.argv[2] === 'phone') {
  await measurePhone(process.argv.slice(3))
} else if (process.argv[2] === 'import') {
  await measureImport(process.argv.slice(3))
} else {
  await measure()
}
