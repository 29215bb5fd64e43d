/**
 * What happens because of the hour, and not because somebody changed something.
 *
 * No clock decides about anybody: it seals the journal, and it asks, in the name of the programme, what
 * the programme's own rules say must be asked on a day. Of several servers on one database one runs
 * each job; a server that was off at the hour runs it when it starts, so a job may run twice and must
 * not mind. A closed programme's clocks stand: no job asks anything about it.
 */
import pg from 'pg'
import PgBoss from 'pg-boss'
import { vouchersToExpire } from '#capabilities/vouchers/voucher.store.ts'
import { homeOf, type Key } from '#door/key.ts'
import { addDays, dayOf } from '#door/values.ts'
import { systemKey } from '#server/actors.ts'
import type { Pool } from '#server/database/connection.ts'
import type { Answer, Door } from '#server/door.ts'
import type { Uploads } from '#server/files/uploads.ts'
import { idFrom } from '#server/reactions.ts'
import type { Seals } from '#server/seals.ts'

export interface Job {
  readonly name: string
  /** One line for the operator. */
  readonly summary: string
  /** Minute, hour, day of the month, month, day of the week, as they are in Cambodia. */
  readonly cron: string
  run(): Promise<void>
}

export interface JobParts {
  readonly door: Pick<Door, 'askAll'>
  readonly pool: Pool
  readonly seals: Pick<Seals, 'seal'>
  readonly uploads: Pick<Uploads, 'forgetUnfinished'>
  readonly now?: () => Date
}

export function jobsOver({ door, pool, seals, uploads, now = () => new Date() }: JobParts): Job[] {
  return [
    {
      name: 'seal-the-journal',
      summary: 'Signs what the journal has come to, and publishes it.',
      cron: '0 * * * *',
      run: async () => void (await seals.seal()),
    },
    {
      name: 'expire-vouchers',
      summary: 'Asks for each voucher whose last day has passed that what is left of it flows back.',
      cron: '10 1 * * *',
      run: () => expireVouchers({ door, pool, now }),
    },
    {
      name: 'forget-unfinished-photos',
      summary: 'Lets go of photos that broke off on their way and that no phone has gone on with.',
      cron: '40 2 * * *',
      run: async () => void (await uploads.forgetUnfinished()),
    },
  ]
}

/** How many are asked at once: a morning of many leaves room for people. */
const portion = 200

async function expireVouchers({ door, pool, now }: Pick<JobParts, 'door' | 'pool'> & { now: () => Date }) {
  for (;;) {
    const keys = await vouchersToExpire(dayOf(now().toISOString()), portion, pool)
    const answers = await askEach(door, 'voucher.expire', keys, now())
    // A refusal is an answer: somebody was quicker. Anything else is a fault of ours.
    const odd = answers.find(({ outcome }) => outcome !== 'accepted' && outcome !== 'refused')
    if (odd) throw new Error(`the clock asked, and was not answered: ${odd.outcome}`)
    if (!answers.some(({ outcome }) => outcome === 'accepted')) return
  }
}

/** The same question on the same day is the same envelope: a job that is run again asks nothing twice. */
function askEach(door: Pick<Door, 'askAll'>, name: string, keys: readonly Key[], at: Date): Promise<Answer[]> {
  const askedAt = `${addDays(dayOf(at.toISOString()), -1)}T17:00:00.000Z`
  const envelopes = keys.map((about) => ({
    id: idFrom(`clock\n${name}\n${about}\n${askedAt}`),
    home: homeOf(about),
    name,
    about,
    input: {},
    person: systemKey,
    device: null,
    n: 0,
    askedAt,
    lastServerTime: null,
    after: [],
    signature: null,
  }))
  return door.askAll(envelopes, systemKey)
}

export interface ClockParts {
  readonly databaseUrl: string
  readonly jobs: readonly Job[]
  readonly onTrouble?: (trouble: { job: string | null; error: unknown }) => void
}

const schema = 'pgboss'
const lock = 7_205_912
const zone = 'Asia/Phnom_Penh'

export type Clock = ReturnType<typeof openClock>

export function openClock({ databaseUrl, jobs, onTrouble }: ClockParts) {
  let boss: PgBoss | undefined

  return { start, stop }

  /** Its queues are tables: servers that start together make them one after the other. */
  async function start() {
    const turn = new pg.Client({ connectionString: databaseUrl })
    await turn.connect()
    try {
      await turn.query('select pg_advisory_lock($1)', [lock])
      await plan()
    } finally {
      await turn.end()
    }
  }

  async function plan() {
    boss = new PgBoss({
      connectionString: databaseUrl,
      schema,
      max: 2,
      application_name: 'chamka clock',
      cronWorkerIntervalSeconds: 10,
    })
    boss.on('error', (error) => onTrouble?.({ job: null, error }))
    await boss.start()

    const known = new Set(jobs.map(({ name }) => name))
    for (const { name } of await boss.getSchedules()) if (!known.has(name)) await boss.unschedule(name)
    for (const { name, cron, run } of jobs) {
      await boss.createQueue(name, { name, policy: 'singleton', retryLimit: 3, retryDelay: 60, retryBackoff: true })
      await boss.schedule(name, cron, {}, { tz: zone })
      const worker = await boss.work(name, { pollingIntervalSeconds: 20 }, async () => {
        await run().catch((error) => {
          onTrouble?.({ job: name, error })
          throw error
        })
      })
      await boss.send(name, {}, { singletonKey: 'start', singletonSeconds: 60 })
      boss.notifyWorker(worker)
    }
  }

  /** Lets a job that runs finish. */
  async function stop() {
    await boss?.stop({ graceful: true, timeout: 10_000 })
    boss = undefined
  }
}
