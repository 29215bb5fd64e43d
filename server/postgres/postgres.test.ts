import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { CannotStart } from '#server/cannot-start.ts'
import { type Options, type Postgres, startPostgres } from './postgres.ts'
import { findPostmaster } from './postmaster.ts'
import { isAlive } from './process.ts'

let place: string
/** Made once: most tests begin with data and leave data. */
let folder: string
const running: Postgres[] = []

// Below a folder that only its owner may enter, as a home is: root's PostgreSQL runs as another user.
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'chamka-postgres-'))
  folder = join(place, 'data')
  mkdirSync(folder)
})

afterEach(async () => {
  for (const postgres of running.splice(0)) await postgres.stop()
})

afterAll(() => rmSync(place, { recursive: true, force: true }))

async function start(options?: Options, where = folder): Promise<Postgres> {
  const postgres = await startPostgres(where, { settings: { shared_buffers: '16MB' }, ...options })
  running.push(postgres)
  return postgres
}

function anotherFolder(...names: string[]): string {
  const made = join(place, ...names)
  mkdirSync(made, { recursive: true })
  return made
}

async function ask(url: string, statement: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  // A session that the test ends from outside is expected to break.
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query({ text: statement, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}

const postmaster = () => findPostmaster(join(folder, 'postgres'))

test('a first start makes the data, and a later one finds them', async () => {
  const first = await start()
  await ask(first.url, 'create table kept as select 7 as seven')
  await first.stop()
  expect(postmaster()).toBeUndefined()

  const second = await start()
  expect(second.adopted).toBe(false)
  expect(await ask(second.url, 'select seven from kept')).toBe(7)
})

test('what is acknowledged is on the disk, and nobody else is let in', async () => {
  const { url } = await start()
  expect(await ask(url, 'show fsync')).toBe('on')
  expect(await ask(url, 'show synchronous_commit')).toBe('on')
  expect(await ask(url, 'show listen_addresses')).toBe('')
  expect(await ask(url, 'show server_encoding')).toBe('UTF8')
  expect(statSync(join(folder, 'postgres')).mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, 'postgres', 'chamka-password')).mode & 0o777).toBe(0o600)
  await expect(ask(url.replace(/:[^:@]+@/, ':guess@'), 'select 1')).rejects.toThrow(/password authentication failed/)
})

test('the choice of programs is written beside the data', async () => {
  const { version } = await start()
  const choice = JSON.parse(readFileSync(join(folder, 'postgres', 'chamka-postgres.json'), 'utf8'))
  expect(choice).toMatchObject({ version, major: Number.parseInt(version, 10) })
})

test('two share one server, and the last one out stops it', async () => {
  const one = await start()
  const two = await start()
  expect(two.adopted).toBe(true)
  await one.stop()
  expect(await ask(two.url, 'select 1')).toBe(1)
  await two.stop()
  expect(postmaster()).toBeUndefined()
})

test('only one process serves from the same data', async () => {
  await start({ serves: true })
  await expect(start({ serves: true, patience: 300 })).rejects.toThrow(/Another Chamka is serving from the data/)
  expect((await start()).adopted).toBe(true)
})

test('a killed server is reported, and its data recover', async () => {
  const first = await start({ serves: true })
  await ask(first.url, 'create table kept_too as select 8 as eight')
  process.kill(postmaster()!.pid, 'SIGKILL')
  expect(await first.lost).toBe('PostgreSQL has stopped; start again with npm start.')

  const second = await start({ serves: true })
  expect(await ask(second.url, 'select eight from kept_too')).toBe(8)
})

test('a killed session ends all sessions, and the server and its keeper go on', async () => {
  const { url, lost } = await start({ serves: true })
  const before = postmaster()!.pid
  const victim = new pg.Client({ connectionString: url })
  victim.on('error', () => {})
  await victim.connect()
  const { rows } = await victim.query('select pg_backend_pid() as pid')
  process.kill(rows[0].pid, 'SIGKILL')

  await expect.poll(() => ask(url, 'select 1').catch(() => 0), { timeout: 10_000 }).toBe(1)
  expect(postmaster()!.pid).toBe(before)
  expect(await Promise.race([lost, pause(500, 'still there')])).toBe('still there')
  await expect(start({ serves: true, patience: 300 })).rejects.toThrow(/Another Chamka is serving/)
})

test('a pid file from before, whose number now belongs to another process, does not stop a start', async () => {
  const first = await start()
  const file = join(folder, 'postgres', 'postmaster.pid')
  const text = readFileSync(file, 'utf8')
  await first.stop()
  writeFileSync(file, text.replace(/^\d+/, String(process.pid)))
  expect((await start()).adopted).toBe(false)
  expect(isAlive(process.pid)).toBe(true)
})

test('what an interrupted first start left is cleared away', async () => {
  const dead = 2 ** 22 - 1
  const interrupted = anotherFolder('interrupted')
  mkdirSync(join(interrupted, `postgres.unfinished-${dead}-a1b2c3`))
  writeFileSync(join(interrupted, `postgres.unfinished-${dead}-a1b2c3.password`), 'secret')
  await start({}, interrupted)
  expect(readdirSync(interrupted).filter((name) => name.includes('unfinished'))).toEqual([])
})

test('two first starts at once make one set of data', async () => {
  const contested = anotherFolder('contested')
  const [one, two] = await Promise.all([start({}, contested), start({}, contested)])
  expect(one.url).toBe(two.url)
  expect(await ask(two.url, 'select 1')).toBe(1)
})

test('a path too long for a socket is served on loopback', async () => {
  const { url } = await start({}, anotherFolder('a'.repeat(100)))
  expect(new URL(url).hostname).toBe('127.0.0.1')
  expect(await ask(url, 'show listen_addresses')).toBe('127.0.0.1')
  expect(await ask(url, 'select 1')).toBe(1)
})

test('data of another major version are left as they are', async () => {
  const other = anotherFolder('other', 'postgres')
  writeFileSync(join(other, 'chamka-postgres.json'), JSON.stringify({ major: 9, version: '9.6', from: 'system' }))
  await expect(start({}, join(place, 'other'))).rejects.toThrow(
    /were made by PostgreSQL 9, which this machine does not have \(it has: /,
  )
  expect(readdirSync(other)).toEqual(['chamka-postgres.json'])
})

test('data that Chamka did not make are left as they are', async () => {
  const foreign = anotherFolder('foreign', 'postgres')
  writeFileSync(join(foreign, 'PG_VERSION'), '18\n')
  await expect(start({}, join(place, 'foreign'))).rejects.toThrow(CannotStart)
  expect(readdirSync(foreign)).toEqual(['PG_VERSION'])
})

test('damaged data are a sentence that names the log', async () => {
  rmSync(join(folder, 'postgres', 'global', 'pg_control'))
  await expect(start()).rejects.toThrow(/^PostgreSQL did not start on the data in .*postgres\.log\)\.$/)
})

test('a machine without PostgreSQL is told so', async () => {
  const programs = [{ folder: join(place, 'nothing'), from: 'system' as const }]
  const bare = anotherFolder('bare')
  await expect(start({ programs }, bare)).rejects.toThrow(/No PostgreSQL 15 or newer runs on this machine/)
  expect(readdirSync(bare)).toEqual([])
})
