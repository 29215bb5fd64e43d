/**
 * Kills the server or PostgreSQL with signal 9 while eight people work, again and again, and then asks
 * whether every promise was kept: no acknowledged command lost, none applied twice, every account the
 * sum of its postings, the journal whole.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { build } from 'esbuild'
import { verify } from '#server/audit/verify.ts'
import { openPool, type Pool } from '#server/database/connection.ts'
import { clusterIn } from '#server/postgres/cluster.ts'
import { findPostmaster, stopPostmaster } from '#server/postgres/postmaster.ts'
import { projectFolder } from '#server/project.ts'
import { rawPublicKey, readSeals } from '#server/seals.ts'
import { openSecrets } from '#server/secrets.ts'
import { startTeam, type Team } from './writers.ts'

const victims = ['server', 'postgres', 'one connection', 'both'] as const
export type Victim = (typeof victims)[number]

export interface Cycle {
  readonly victim: Victim
  /** Commands acknowledged since the cycle before. */
  readonly acknowledged: number
  /** Envelopes that got no answer and were sent again. */
  readonly inDoubt: number
  /** From the kill to the first answer to something that was sent after it. */
  readonly backAfterMs: number
}

export interface Verdict {
  readonly acknowledged: number
  /** Acknowledged, and not in the journal with the same answer. */
  readonly lost: number
  /** Records that changed more often than the journal has accepted lines about them. */
  readonly twice: number
  /** Envelopes that are answered differently when they are asked again. */
  readonly answeredDifferently: number
  /** Cents committed beyond, or short of, what is approved. */
  readonly cents: number
  /** What the audit finds in journal, ledger and seals. */
  readonly findings: readonly string[]
}

export interface Campaign {
  readonly cycles: number
  readonly writers?: number
  readonly onCycle?: (number: number, cycle: Cycle) => void
}

export async function killAgainAndAgain({ cycles, writers = 8, onCycle }: Campaign): Promise<Verdict> {
  // Passable for the other user that PostgreSQL runs as when we are root.
  const folder = mkdtempSync(join(tmpdir(), 'chamka-chaos-'))
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o711 })
  const program = await bundled()
  const house = await openHouse(program, data)
  try {
    const team = await startTeam(writers, () => house.url)
    await acknowledges(team, writers)
    for (let number = 0; number < cycles; number++) {
      const before = { acknowledged: team.acknowledged.length, inDoubt: team.inDoubt }
      await pause(200 + Math.random() * 600)
      const victim = victims[number % victims.length]!
      await house.kill(victim)
      const since = performance.now()
      await acknowledges(team, writers, since)
      const first = team.acknowledged.find(({ sentAt }) => sentAt > since)!
      const backAfterMs = Math.round(first.answeredAt - since)
      const acknowledged = team.acknowledged.length - before.acknowledged
      onCycle?.(number + 1, { victim, acknowledged, inDoubt: team.inDoubt - before.inDoubt, backAfterMs })
    }
    await team.stop()
    return await judge(team, house.databaseUrl, data)
  } finally {
    await house.close()
    rmSync(folder, { recursive: true, force: true })
    rmSync(program, { force: true })
  }
}

/** Waits until that many were answered that were sent after a moment. */
async function acknowledges(team: Team, wanted: number, since = 0) {
  const deadline = Date.now() + 60_000
  while (team.acknowledged.filter(({ sentAt }) => sentAt > since).length < wanted) {
    if (Date.now() > deadline) throw new Error('nothing was acknowledged for a minute')
    await pause(5)
  }
}

async function judge(team: Team, databaseUrl: string, data: string): Promise<Verdict> {
  const pool = openPool(databaseUrl, 2)
  try {
    const answeredDifferently = (await team.askAllAgain()).length
    const publicKey = rawPublicKey(createPrivateKey(openSecrets(data).signingKey('seals')))
    const { findings } = await verify({ pool, seals: readSeals(join(data, 'seals')), publicKey })
    return {
      acknowledged: team.acknowledged.length,
      lost: await lost(team, pool),
      twice: await twice(pool),
      answeredDifferently,
      cents: await astray(pool),
      findings: findings.map(({ says }) => says),
    }
  } finally {
    await pool.end()
  }
}

async function lost({ acknowledged }: Team, pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ envelope: string; answer: string }>(
    'select j.envelope, b.answer from journal j join journal_body b using (home, stream, seq)',
  )
  const answers = new Map(rows.map(({ envelope, answer }) => [envelope, answer]))
  return acknowledged.filter(({ envelope, answer }) => answers.get(envelope.id) !== JSON.stringify(answer)).length
}

/** Records that changed more often, or less often, than the journal has accepted lines about them. */
export async function twice(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ records: number }>(
    `select count(*)::int as records from (
       select home, id, version from household union all select home, id, version from proposal union all select home, id, version from allotment
     ) r where version <> (select count(*) from journal j where j.home = r.home and j.about = r.home || '-' || r.id and j.outcome <> 'refused')`,
  )
  return rows[0]!.records
}

async function astray(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ cents: number }>(
    `select (coalesce((select sum(balance) from account where id like 'allotment/%/committed'), 0)
           - coalesce((select sum(project_minor) from proposal where state = 'approved'), 0))::bigint as cents`,
  )
  return rows[0]!.cents
}

/**
 * Where the server lives: started again as soon as it is gone, by whoever looks after it. Without a port of
 * its own it has another with each start; what a browser keeps belongs to its address.
 */
export async function openHouse(program: string, data: string, port = 0) {
  let server: ChildProcess | undefined
  let closing = false
  const house = { url: '', databaseUrl: '', kill, close }
  await start('first')
  return house

  async function start(first?: 'first'): Promise<void> {
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', program, data, `${port}`, ...(first ? [first] : [])],
      {
        cwd: projectFolder,
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      },
    )
    server = child
    let said = ''
    child.stderr!.on('data', (text) => {
      said = (said + text).slice(-4000)
    })
    child.once('exit', () => {
      if (!closing && house.url !== '') void start()
    })
    await new Promise<void>((resolve, reject) => {
      child.once('message', ({ url, databaseUrl }: { url: string; databaseUrl: string }) => {
        Object.assign(house, { url, databaseUrl })
        resolve()
      })
      if (first) child.once('exit', () => reject(new Error(`the server did not start: ${said}`)))
      else child.once('exit', () => resolve())
    })
  }

  async function kill(victim: Victim) {
    const postmaster = findPostmaster(clusterIn(data))
    if (victim === 'one connection') return killOneConnection(house.databaseUrl)
    if (victim !== 'server' && postmaster) process.kill(postmaster.pid, 'SIGKILL')
    if (victim !== 'postgres') server?.kill('SIGKILL')
  }

  async function close() {
    closing = true
    const gone = new Promise((resolve) => server?.once('exit', resolve))
    if (server?.exitCode === null && server.signalCode === null) {
      server.kill('SIGTERM')
      await gone
    }
    const left = findPostmaster(clusterIn(data))
    if (left) await stopPostmaster(left)
  }
}

/** PostgreSQL then ends all connections and recovers by itself. */
async function killOneConnection(databaseUrl: string) {
  const pool = openPool(databaseUrl, 1)
  try {
    const { rows } = await pool.query<{ pid: number }>(
      "select pid from pg_stat_activity where application_name = 'chamka' and pid <> pg_backend_pid() order by random() limit 1",
    )
    if (rows[0]) process.kill(rows[0].pid, 'SIGKILL')
  } finally {
    await pool.end().catch(() => {})
  }
}

/** The server as one file that node can run, beside the project's other caches. */
export async function bundled(): Promise<string> {
  const outfile = join(projectFolder, '.cache', `chaos-${process.pid}.mjs`)
  await build({
    entryPoints: [join(projectFolder, 'dev/chaos/server.ts')],
    absWorkingDir: projectFolder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    external: ['vitest'],
    sourcemap: 'inline',
    outfile,
    logLevel: 'error',
  })
  return outfile
}
