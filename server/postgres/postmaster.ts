/** The running server process: found by its pid file, started, stopped. */
import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { CannotStart } from '#server/cannot-start.ts'
import type { Account } from './account.ts'
import { type Binaries, program } from './binaries.ts'
import { commandOf, isAlive } from './process.ts'

export interface Postmaster {
  readonly pid: number
  /** In seconds, as its file has it. */
  readonly startedAt: number
  readonly port: number
  /** Empty if it listens on loopback. */
  readonly socketFolder: string
  readonly ready: boolean
}

/** A Unix socket's path may not be longer, so deep folders use loopback instead. */
const longestSocketPath = 107

const settings = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '256MB',
  max_connections: '60',
  jit: 'off',
  timezone: 'UTC',
  // Failed statements hold what people typed: they are not written down.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_line_prefix: '%m [%p] ',
  log_timezone: 'UTC',
}

export type Settings = Partial<Record<keyof typeof settings | (string & {}), string>>

/** The server process of this data, if one lives. */
export function findPostmaster(cluster: string): Postmaster | undefined {
  const file = join(cluster, 'postmaster.pid')
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const [pid, , startedAt, port, socketFolder, , , state] = text.split('\n')
  if (!pid || !isAlive(Number(pid)) || !servesThis(cluster, Number(pid))) return undefined
  return {
    pid: Number(pid),
    startedAt: Number(startedAt ?? 0),
    port: Number(port ?? 0),
    socketFolder: socketFolder ?? '',
    ready: state?.trim() === 'ready',
  }
}

/** Whether a process began with the programs as they are now: an update of the packages replaces them. */
export function isCurrent({ startedAt }: Postmaster, binaries: Binaries): boolean {
  return statSync(program(binaries.folder, 'postgres')).ctimeMs < (startedAt + 1) * 1000
}

/** Process numbers are used again: the one in the file counts only if it is a PostgreSQL on this folder. */
function servesThis(cluster: string, pid: number): boolean {
  const command = commandOf(pid)
  if (!command) return true
  const [program = ''] = command
  if (!/^postgres(\.exe)?$/.test(basename(program))) return false
  const folder = command[command.indexOf('-D') + 1]
  // A folder that was moved under a running server is still its folder.
  return !folder || !existsSync(folder) || realpathSync(folder) === realpathSync(cluster)
}

/** Starts the server and waits until it takes connections. Its own process group: Ctrl-C is for us to pass on. */
export async function startPostmaster(
  folder: string,
  cluster: string,
  binaries: Binaries,
  account: Account,
  own: Settings,
): Promise<Postmaster | 'try again'> {
  // What a crash left behind, so that PostgreSQL does not take a stranger with the old number for its own.
  if (!findPostmaster(cluster)) rmSync(join(cluster, 'postmaster.pid'), { force: true })

  const log = join(folder, 'postgres.log')
  if (existsSync(log) && statSync(log).size > 1_000_000) renameSync(log, `${log}.old`)
  const output = openSync(log, 'a', 0o600)
  const start = statSync(log).size

  const { command, args, options } = account.run(program(binaries.folder, 'postgres'), [
    ...['-D', cluster],
    ...Object.entries({ ...settings, ...(await listening(cluster)), ...own }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]),
  ])
  const child = spawn(command, args, { ...options, cwd: '/', detached: true, stdio: ['ignore', output, output] })
  closeSync(output)
  let ended = false
  child.once('exit', () => {
    ended = true
  })
  const failed = new Promise<never>((_, reject) => child.once('error', reject))
  failed.catch(() => {})
  child.unref()

  while (!ended) {
    const postmaster = findPostmaster(cluster)
    if (postmaster?.ready && postmaster.pid === child.pid) return postmaster
    await Promise.race([pause(10), failed])
  }
  return explainFailure(readFileSync(log).subarray(start).toString(), folder, log)
}

/** Fast first: sessions end, everything is written. A server that cannot is ended at once and recovers later. */
export async function stopPostmaster({ pid }: Postmaster, patience = 60_000): Promise<void> {
  for (const [signal, time] of [
    ['SIGINT', patience],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 10_000],
  ] as const) {
    if (!isAlive(pid)) return
    process.kill(pid, signal)
    const end = Date.now() + time
    while (isAlive(pid) && Date.now() < end) await pause(10)
  }
}

async function listening(cluster: string): Promise<Record<string, string>> {
  const socket = join(cluster, '.s.PGSQL.5432')
  if (process.platform !== 'win32' && Buffer.byteLength(socket) <= longestSocketPath) {
    const quoted = `"${cluster.replaceAll('"', '""')}"`
    return { listen_addresses: '', port: '5432', unix_socket_directories: quoted, unix_socket_permissions: '0700' }
  }
  return { listen_addresses: '127.0.0.1', port: String(await freePort()), unix_socket_directories: '' }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

function explainFailure(said: string, folder: string, log: string): 'try again' {
  // Another start was quicker, or the processes of a killed server are still leaving.
  if (/lock file ".*" already exists|is still in use|Address already in use/.test(said)) return 'try again'
  if (fullDisk.test(said)) throw new CannotStart(`The disk is full (${folder}); free some space and start again.`)
  const reason = /(?:FATAL|PANIC): +(.*)/.exec(said)?.[1] ?? said.trim().split('\n').at(-1) ?? 'it said nothing'
  throw new CannotStart(`PostgreSQL did not start on the data in ${folder}: ${reason} (see ${log}).`)
}

/** Why a server ended that was not asked to, as far as its last lines tell. */
export function whyLost(folder: string): string {
  const lines = readFileSync(join(folder, 'postgres.log'), 'utf8').slice(-3000)
  if (fullDisk.test(lines))
    return `PostgreSQL has stopped because the disk is full (${folder}); free some space and start again.`
  return 'PostgreSQL has stopped; start again with npm start.'
}

const fullDisk = /No space left on device|Disk quota exceeded/
