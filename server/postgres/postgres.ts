/**
 * The PostgreSQL that comes with the product: found, made, started, adopted, stopped.
 *
 * It promises a server that keeps what it acknowledged (fsync on), that nobody else can reach (a Unix socket in
 * a closed folder, or loopback; a random password), and that survives the kill of any process: the next start
 * adopts the server that was left running, or recovers the data of one that was killed.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { CannotStart } from '#server/cannot-start.ts'
import { isDatabaseAway } from '#server/database/connection.ts'
import { chooseAccount } from './account.ts'
import { type Candidate, candidates, chooseBinaries } from './binaries.ts'
import { clusterIn, findChoice, makeCluster, passwordOf } from './cluster.ts'
import { Keeper } from './keeper.ts'
import {
  findPostmaster,
  isCurrent,
  type Postmaster,
  type Settings,
  startPostmaster,
  stopPostmaster,
  whyLost,
} from './postmaster.ts'

export interface Postgres {
  readonly url: string
  readonly version: string
  /** It was running already: left by a killed process, or shared with one that lives. */
  readonly adopted: boolean
  /** Settles, with a sentence, if the server ends without having been asked. */
  readonly lost: Promise<string>
  /** Stops the server, unless another process of the product still uses it: then that one will. */
  stop(): Promise<void>
}

export interface Options {
  /** Where programs are looked for beyond the known places: PATH. */
  readonly searchPath?: string
  /** The programs to choose from, instead of looking for them. */
  readonly programs?: readonly Candidate[]
  readonly database?: string
  /** This process serves: another one that serves from the same data is waited for, then refused. */
  readonly serves?: boolean
  readonly settings?: Settings
  /** How long what a killed process left behind may take to leave, in milliseconds. */
  readonly patience?: number
}

export async function startPostgres(folder: string, options: Options = {}): Promise<Postgres> {
  const cluster = clusterIn(folder)
  const choice = findChoice(folder)
  const account = chooseAccount(folder, cluster)
  const among = options.programs ?? candidates(options.searchPath ?? '')
  const binaries = await chooseBinaries(account, choice?.major, folder, among)
  if (!choice) await makeCluster(folder, binaries, account)
  const patience = options.patience ?? 15_000

  const database = options.database ?? 'chamka'
  const urlOf = ({ port, socketFolder }: Postmaster, name: string) => {
    const server = socketFolder ? '' : `127.0.0.1:${port}`
    const socket = socketFolder ? `?host=${encodeURIComponent(socketFolder)}&port=${port}` : ''
    return `postgresql://postgres:${passwordOf(folder)}@${server}/${name}${socket}`
  }

  let adopted = false
  async function meet(): Promise<{ postmaster: Postmaster; keeper: Keeper }> {
    const deadline = Date.now() + patience
    for (;;) {
      const running = findPostmaster(cluster)
      adopted = running !== undefined
      const postmaster = running ?? (await startPostmaster(folder, cluster, binaries, account, options.settings ?? {}))
      if (postmaster !== 'try again' && postmaster.ready) {
        const keeper = await Keeper.open(urlOf(postmaster, 'postgres')).catch(passing)
        // Programs replaced by an update no longer fit the process that began with the old ones.
        const outdated = options.serves && !isCurrent(postmaster, binaries) && (await keeper?.isLast())
        if (keeper && !outdated) return { postmaster, keeper }
        await keeper?.close()
        if (outdated) await stopPostmaster(postmaster)
      }
      // One that recovers from a crash may need long: it is waited for as long as it lives.
      if (Date.now() > deadline && !findPostmaster(cluster))
        throw new CannotStart(`PostgreSQL did not start on the data in ${folder} (see postgres.log there).`)
      await pause(50)
    }
  }

  let { postmaster, keeper } = await meet()
  if (options.serves) await takeTheServing(keeper, folder, patience)
  await keeper.ensureDatabase(database)

  let stopping = false
  const lost = new Promise<string>((resolve) => {
    async function watch(): Promise<void> {
      await keeper.broken
      // The server ends all sessions when one of them is killed, and goes on: so do we.
      const left = findPostmaster(cluster)
      if (stopping) return
      if (left?.pid !== postmaster.pid) return resolve(whyLost(folder))
      const met = await meet().catch(() => undefined)
      if (!met || met.postmaster.pid !== postmaster.pid) return resolve(whyLost(folder))
      keeper = met.keeper
      if (options.serves) await keeper.serve()
      return watch()
    }
    watch()
  })

  let stopped: Promise<void> | undefined
  async function stopOnce(): Promise<void> {
    stopping = true
    const last = await keeper.isLast().catch(() => true)
    if (last && findPostmaster(cluster)?.pid === postmaster.pid) await stopPostmaster(postmaster)
    await keeper.close()
  }
  return {
    url: urlOf(postmaster, database),
    version: binaries.version,
    adopted,
    lost,
    stop() {
      stopped ??= stopOnce()
      return stopped
    },
  }
}

async function takeTheServing(keeper: Keeper, folder: string, patience: number): Promise<void> {
  const deadline = Date.now() + patience
  while (!(await keeper.serve())) {
    if (Date.now() > deadline) {
      await keeper.close()
      throw new CannotStart(
        `Another Chamka is serving from the data in ${folder}; stop it, or name another folder with CHAMKA_DATA.`,
      )
    }
    await pause(100)
  }
}

/** A server that is starting, stopping or recovering says so: ask again. Anything else is not for waiting. */
function passing(error: unknown): undefined {
  if (isDatabaseAway(error) || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
  throw error
}
