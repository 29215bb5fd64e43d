/**
 * Goes through the lists that are running, one after another, and takes up those that a process left when
 * it ended. Of several servers on one database one goes through a list: it holds its lock.
 */
import { type Key, keyOf, national } from '#door/key.ts'
import type { Client, Pool } from '#server/database/connection.ts'
import { clearAway, forgetRows } from './keeping.ts'
import { type RunParts, runImport } from './running.ts'

/** The first number of the advisory locks of imports; the second is made from the key. */
const lock = 7_205_920
/** Imports that another process began, or that a fault interrupted, are looked for this often. */
const restMs = 15_000

export interface WorkerParts extends Pick<RunParts, 'pool' | 'door' | 'dataFolder' | 'now'> {
  readonly onTrouble?: (trouble: { import: Key | null; error: unknown }) => void
}

export function openImports({ onTrouble, ...parts }: WorkerParts) {
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> | undefined
  let isLeaving = false
  let isWoken = false

  return {
    start() {
      timer = setInterval(wake, restMs)
      wake()
    },
    wake,
    /** The stretch that is being decided is decided to its end. */
    async stop() {
      isLeaving = true
      clearInterval(timer)
      await working
    },
  }

  function wake() {
    isWoken = timer !== undefined && !isLeaving
    if (!isWoken || working) return
    working = goThrough().finally(() => {
      working = undefined
      // Woken again in the moment between the last look and now.
      if (isWoken && !isLeaving) wake()
    })
  }

  async function goThrough() {
    while (isWoken && !isLeaving) {
      isWoken = false
      try {
        for (const key of await running(parts.pool)) {
          if (isLeaving) return
          await alone(key, parts.pool, async () => {
            await runImport(key, { ...parts, isLeaving: () => isLeaving })
          }).catch((error) => onTrouble?.({ import: key, error }))
        }
        await clearAway(parts.dataFolder, parts.pool, parts.now())
        await forgetRows(parts.pool, parts.now())
      } catch (error) {
        onTrouble?.({ import: null, error })
      }
    }
  }
}

async function running(pool: Pool): Promise<Key[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from import where home = $1 and state = 'running' order by begun_at, id`,
    [national],
  )
  return rows.map(({ id }) => keyOf(national, id))
}

/** Runs the work if nobody else does; the lock goes with the connection, however the process ends. */
export async function alone<T>(key: Key, pool: Pool, work: () => Promise<T>): Promise<T | 'elsewhere'> {
  const client: Client = await pool.connect()
  let broken: Error | undefined
  try {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as mine', [
      lock,
      key,
    ])
    if (!rows[0]!.mine) return 'elsewhere'
    try {
      return await work()
    } finally {
      await client.query('select pg_advisory_unlock($1, hashtext($2))', [lock, key]).catch((error: Error) => {
        broken = error
      })
    }
  } finally {
    client.release(broken)
  }
}
