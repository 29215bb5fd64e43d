/**
 * The whole product on a database of its own, for a browser: the built apps, the story's programme with a
 * window that is open today, and everybody of the cast as a sample who may sign in with one tap.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WindowTerms } from '#capabilities/windows/window.ts'
import { cast, castId, type Player, pisey, sokhasShop } from '#dev/cast.ts'
import { aShop, otherShop } from '#dev/testing/deliveries.ts'
import { type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'
import { type Key, keyOf } from '#door/key.ts'
import { addDays, dayOf } from '#door/values.ts'
import { openLog } from '#server/logs.ts'
import { assemble } from '#server/main.ts'
import { migrateDatabase } from '#server/operator/migrate.ts'
import { startPostgres } from '#server/postgres/postgres.ts'
import { samplePassword } from '#server/sign-in/demonstration.ts'

/** Sells for the shop that no voucher names. */
export const chanthy: Player = {
  key: keyOf('05', castId(16)),
  nameKm: 'ហុង ចន្ធី',
  nameLatin: 'Hong Chanthy',
  sex: 'female',
  role: 'shop',
  places: [],
  place: '0508',
  phone: '+85512000016',
  email: null,
  drawing: 'shop',
}
/** Extension worker of the second commune, and of no other. */
export const phal: Player = {
  key: keyOf('05', castId(17)),
  nameKm: 'ហួត ផល',
  nameLatin: 'Huot Phal',
  sex: 'male',
  role: 'cew',
  places: ['050802'],
  place: '050802',
  phone: '+85512000017',
  email: null,
  drawing: 'cew-next',
}

export type Stage = Awaited<ReturnType<typeof openStage>>

interface Wanted {
  /** What has happened before the browser opens. */
  readonly before?: (play: Play) => Promise<void>
  readonly port?: number
  readonly terms?: Partial<WindowTerms>
}

export async function openStage({ before, port = 0, terms }: Wanted = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'chamka-stage-'))
  const postgres = await startPostgres(folder, { settings: { fsync: 'off', synchronous_commit: 'off' } })
  await migrateDatabase(postgres.url)

  const today = dayOf(new Date().toISOString())
  const play = await startProgramme({
    url: postgres.url,
    startsAt: new Date(Date.now() - 40 * 86_400_000).toISOString(),
    terms: { opensOn: addDays(today, -45), closesOn: addDays(today, 60), voucherDays: 90, ...terms },
  })
  await openShops(play, today)
  await employ(play)
  await before?.(play)

  const log: string[] = []
  const chamka = await assemble(
    {
      databaseUrl: postgres.url,
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
  for (const { key, email, role } of [...cast, chanthy, phal])
    if (role !== 'nobody') await chamka.accounts.linkAccount(key, email ? samplePassword : undefined)
  await chamka.begin()
  const url = await chamka.listen()

  return {
    url,
    play,
    pool: chamka.pool,
    /** What the server found worth a warning. */
    log,
    /** Accounts whose balance is not the sum of their postings. */
    async unbalanced(): Promise<string[]> {
      const { rows } = await chamka.pool.query<{ id: string }>(
        `select a.id from account a left join (
           select home, debit as id, minor from posting union all select home, credit, -minor from posting
         ) p using (home, id) group by a.home, a.id, a.balance having a.balance <> coalesce(sum(p.minor), 0)`,
      )
      return rows.map(({ id }) => id)
    },
    async end() {
      await play.end()
      await chamka.close()
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function openShops(play: Play, today: string) {
  const contract = { number: 'C-05-1', from: addDays(today, -300), until: addDays(today, 300) }
  await play.as(pisey).does('shop.register', sokhasShop, aShop({ contract }))
  const other = { nameKm: 'ហាងចន្ធី', nameLatin: 'Chanthy Shop', phone: chanthy.phone, contract }
  await play.as(pisey).does('shop.register', otherShop, aShop(other))
}

async function employ(play: Play) {
  const roles: [Player, { household?: Key; shop?: Key }][] = [
    [chanthy, { shop: otherShop }],
    [phal, {}],
  ]
  for (const [{ key, nameKm, nameLatin, sex, place, phone, role, places }, of] of roles) {
    const names = { nameKm, nameLatin, sex, phone, email: null }
    await play
      .as('system')
      .does('person.register', key, { programme: programmeCode, place, ...names, sample: true, ...of })
    await play
      .as('system')
      .does('person.grant', key, { role, programme: programmeCode, places: [...places], from: play.today(), ...of })
  }
}
