/**
 * The whole product on a database of its own, for a browser: the built apps, the practice season as it stands
 * on its first day, and everybody in it a sample who may sign in with one tap.
 */
import { randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CommandName, InputOf } from '#capabilities/commands.ts'
import { castId, type Player, practiceProgramme } from '#dev/cast.ts'
import { seedPractice } from '#dev/practice/seed.ts'
import type { Answer } from '#door/answer.ts'
import { homeOf, type Key, keyOf, uuidv7 } from '#door/key.ts'
import { dayOf } from '#door/values.ts'
import { systemKey } from '#server/actors.ts'
import { stores } from '#server/capabilities.ts'
import { openLog } from '#server/logs.ts'
import { assemble } from '#server/main.ts'
import { migrateDatabase } from '#server/operator/migrate.ts'
import { startPostgres } from '#server/postgres/postgres.ts'
import { readProgrammes } from '#server/programmes.ts'

/** The shop that most of the season's vouchers do not name. */
export const otherShop: Key = keyOf('05', castId(202))

function player(number: number, said: Omit<Player, 'key' | 'email' | 'phone' | 'drawing'>): Player {
  return { ...said, key: keyOf('05', castId(number)), phone: `+855120000${number}`, email: null, drawing: said.role }
}

/** Sells for the other shop. */
export const chanthy = player(16, {
  nameKm: 'ហុង ចន្ធី',
  nameLatin: 'Hong Chanthy',
  sex: 'female',
  role: 'shop',
  places: [],
  place: '0508',
})
/** Extension worker of the second commune, and of no other. */
export const phal = player(17, {
  nameKm: 'ហួត ផល',
  nameLatin: 'Huot Phal',
  sex: 'male',
  role: 'cew',
  places: ['050802'],
  place: '050802',
})

export type Stage = Awaited<ReturnType<typeof openStage>>

interface Wanted {
  readonly port?: number
  /** What else is put on it before anybody is let in. */
  readonly also?: (chamka: Awaited<ReturnType<typeof assemble>>, databaseUrl: string) => Promise<void>
}

export async function openStage(wanted: Wanted = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'chamka-stage-'))
  if (process.env.VITEST && !wanted.also) return stageOnCopy(folder, wanted)
  const postgres = await startPostgres(folder, { settings: { fsync: 'off', synchronous_commit: 'off' } })
  const strike = async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    return await stageOn(folder, postgres.url, strike, wanted)
  } catch (error) {
    // A stage that was never finished leaves nothing running.
    await strike()
    throw error
  }
}

/** On a copy of the season that all journeys of a run share. */
async function stageOnCopy(folder: string, wanted: Wanted) {
  const { inject } = await import('vitest')
  const { copyOf } = await import('./database.ts')
  const season = inject('season')
  cpSync(season.folder, folder, { recursive: true })
  const strike = async () => rmSync(folder, { recursive: true, force: true })
  return stageOn(folder, await copyOf(season.url), strike, { ...wanted, isTold: true })
}

async function stageOn(
  folder: string,
  databaseUrl: string,
  strike: () => Promise<void>,
  { port = 0, also, isTold = false }: Wanted & { readonly isTold?: boolean },
) {
  await migrateDatabase(databaseUrl)
  const log: string[] = []
  const chamka = await assemble(
    {
      databaseUrl,
      dataFolder: folder,
      host: '127.0.0.1',
      port,
      publicUrl: `http://127.0.0.1:${port || 8080}`,
      demonstration: 'none',
      demonstrationAsked: false,
      sms: 'pretend',
      log: 'warn',
    },
    { log: openLog('warn', { write: (line: string) => void log.push(line) }) },
  )
  await also?.(chamka, databaseUrl)
  if (!isTold) await seedPractice({ ...chamka, programmes: readProgrammes() }, { now: () => new Date() })

  const stage = {
    url: '',
    pool: chamka.pool,
    /** What the server found worth a warning. */
    log,

    ask<Name extends CommandName>(who: Player | 'system', name: Name, about: Key, input: InputOf<Name>) {
      const person = who === 'system' ? systemKey : who.key
      return chamka.door.ask(
        {
          ...{ id: freshId(), home: homeOf(about), name, about, input: input as Record<string, unknown>, person },
          ...{
            device: null,
            n: 0,
            askedAt: new Date().toISOString(),
            lastServerTime: null,
            after: [],
            signature: null,
          },
        },
        person,
      ) as Promise<Answer>
    },

    /** What must be accepted. */
    async does<Name extends CommandName>(who: Player | 'system', name: Name, about: Key, input: InputOf<Name>) {
      const answer = await stage.ask(who, name, about, input)
      if (answer.outcome !== 'accepted') throw new Error(`${name} was not accepted: ${JSON.stringify(answer)}`)
    },

    async record<T>(noun: string, key: Key): Promise<T> {
      return (await stores[noun]!.find([key], false, chamka.pool))[0] as T
    },

    async balance(id: string, home = '05'): Promise<number> {
      const { rows } = await chamka.pool.query<{ balance: number }>(
        'select balance from account where home = $1 and id = $2',
        [home, id],
      )
      return rows[0]?.balance ?? 0
    },

    /** Accounts whose balance is not the sum of their postings. */
    async unbalanced(): Promise<string[]> {
      const { rows } = await chamka.pool.query<{ id: string }>(
        `select a.id from account a left join (
           select home, debit as id, minor from posting union all select home, credit, -minor from posting
         ) p using (home, id) group by a.home, a.id, a.balance having a.balance <> coalesce(sum(p.minor), 0)`,
      )
      return rows.map(({ id }) => id)
    },

    /** Somebody more, who may sign in at their number. */
    async employ({ key, nameKm, nameLatin, sex, place, phone, role, places }: Player, of: { shop?: Key } = {}) {
      const names = { nameKm, nameLatin, sex, phone, email: null, sample: true }
      const grant = { role, programme: practiceProgramme, places: [...places], from: dayOf(new Date().toISOString()) }
      await stage.does('system', 'person.register', key, { programme: practiceProgramme, place, ...names, ...of })
      await stage.does('system', 'person.grant', key, { ...grant, ...of })
      await chamka.accounts.linkAccount(key)
    },

    async end() {
      await chamka.close()
      await strike()
    },
  }
  await chamka.begin()
  stage.url = await chamka.listen()
  return stage
}

export function freshId(): string {
  return uuidv7(Date.now(), randomBytes(10))
}
