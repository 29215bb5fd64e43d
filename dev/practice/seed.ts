/**
 * Loads the practice season into a migrated database: through the door, in its own time, until yesterday.
 *
 * The season is dated from the first start. If a load was cut off, its beginning in the journal tells
 * that day, and what was not asked yet is asked; once everybody can sign in there is nothing to do.
 */
import { cast, practiceProgramme, sophal } from '#dev/cast.ts'
import { play } from '#dev/practice/player.ts'
import { seasonDays, seasonOf } from '#dev/practice/stories.ts'
import { homeOf, type Key } from '#door/key.ts'
import { addDays, type Day, dayOf } from '#door/values.ts'
import type { Programmes } from '#programmes/load.ts'
import { capabilities, stores } from '#server/capabilities.ts'
import type { Pool } from '#server/database/connection.ts'
import { openDoor } from '#server/door.ts'
import { publishBuiltInPlaces } from '#server/gazetteers.ts'
import type { Words } from '#server/process.ts'
import type { Accounts } from '#server/sign-in/accounts.ts'
import { samplePassword } from '#server/sign-in/demonstration.ts'
import type { TimeSeal } from '#server/signatures.ts'

export interface PracticeParts {
  readonly pool: Pool
  readonly timeSeal: TimeSeal
  readonly accounts: Pick<Accounts, 'linkAccount'>
  readonly programmes: Pick<Programmes, 'definitions' | 'places'>
}

export interface Practising {
  readonly now: () => Date
  readonly stopping?: AbortSignal
  onProgress?(step: Words, done: number, total: number): void
}

/** Who can sign in: the ten of the cards, and the director, to whom what the province refused is appealed. */
const signingIn = [...cast.slice(0, 10), sophal]

const playing: Words = { km: 'កំពុងរៀបចំរដូវអនុវត្តនៅឃុំអមលាំង', en: 'Playing the practice season in Amleang' }
const opening: Words = { km: 'កំពុងបើកគណនីសម្រាប់អនុវត្ត', en: 'Opening the sample accounts' }

/** Says whether anything was loaded. */
export async function seedPractice(parts: PracticeParts, { now, stopping, onProgress }: Practising): Promise<boolean> {
  const { pool, timeSeal, accounts, programmes } = parts
  const without = await withoutAccount(pool)
  if (without.length === 0) return false

  const rushIt = programmes.definitions['rush-it']
  if (!rushIt) throw new Error('the practice season takes its rules from rush-it, which is not there')
  const lines = seasonOf(await firstStart(pool, now), rushIt)
  const clock = () => new Date(lines[0]!.at)
  const door = openDoor({ capabilities, stores, pool, timeSeal, now: clock })
  await publishBuiltInPlaces(programmes.places, { pool, door, now: clock })
  await play(lines, {
    pool,
    timeSeal,
    stopping,
    onProgress: (done, total) => onProgress?.(playing, done, total),
  })

  for (const [done, { key, email }] of without.entries()) {
    onProgress?.(opening, done, without.length)
    await accounts.linkAccount(key, email ? samplePassword : undefined)
  }
  onProgress?.(opening, without.length, without.length)
  return true
}

/** The day it was loaded first: the season's beginning in the journal tells it, else it is today. */
async function firstStart(pool: Pool, now: () => Date): Promise<Day> {
  const { rows } = await pool.query<{ at: string }>(
    `select received_at as at from journal
     where home = '00' and name = 'programme.open' and programme = $1 and outcome = 'accepted'`,
    [practiceProgramme],
  )
  return rows[0] ? addDays(dayOf(rows[0].at), seasonDays) : dayOf(now().toISOString())
}

/** Those who never had an account. Whose account was taken away since then keeps none. */
async function withoutAccount(pool: Pool) {
  const keys = signingIn.map(({ key }) => key)
  const { rows } = await pool.query<{ about: Key }>(
    `select distinct about from journal
     where name = 'person.linkAccount' and outcome = 'accepted' and home = any($1) and about = any($2)`,
    [[...new Set(keys.map(homeOf))], keys],
  )
  const linked = new Set(rows.map(({ about }) => about))
  return signingIn.filter(({ key }) => !linked.has(key))
}
