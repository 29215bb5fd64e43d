/**
 * A hundred people and the server they come to: a commune full of households, workers who each have a village
 * of it, and staff with passwords. The server is the product as it is assembled for use, with its ordinary
 * limits and a certificate, and is served in a process that has done nothing else.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { sreymom, vanna } from '#dev/cast.ts'
import { aCertificate } from '#dev/testing/certificate.ts'
import { fillCommune } from '#dev/testing/commune.ts'
import { openShops } from '#dev/testing/deliveries.ts'
import { startProgramme } from '#dev/testing/programme.ts'
import { idOf, type Key, keyOf } from '#door/key.ts'
import { assemble } from '#server/main.ts'
import { quiet } from './stage.ts'

export interface People {
  readonly workers: readonly Key[]
  readonly staff: readonly { readonly key: Key; readonly email: string }[]
}

export interface Crowd {
  readonly address: string
  readonly workers: readonly { readonly key: Key; readonly cookie: string }[]
  /** E-mail addresses; all have the one password. */
  readonly staff: readonly string[]
  readonly password: string
}

export interface Size {
  readonly phones: number
  /** Of each phone. */
  readonly households: number
  readonly staff: number
}

const password = 'a long enough password'
/** The villages of the commune that is filled. */
const villageCount = 15

export async function gather(url: string, { phones, households, staff }: Size): Promise<People> {
  const play = await startProgramme({ url, money: 100_000_000_00 })
  await openShops(play)
  const { villages } = await fillCommune(play, households * villageCount)
  const workers = Array.from({ length: phones }, () => play.id())
  await play.pool.query(
    `insert into person (home, id, version, programme, place, name_km, phone, relatives, sample, grants)
     select home, o.id, 1, programme, o.village, 'បុគ្គលិក', '+8551700' || lpad(n::text, 4, '0'), '{}', true,
       jsonb_set(grants, '{0,places}', jsonb_build_array(o.village))
     from person, unnest($1::uuid[], $3::text[]) with ordinality as o(id, village, n) where person.id = $2`,
    [workers, idOf(sreymom.key), workers.map((_, at) => villages[at % villages.length])],
  )
  const others = Array.from({ length: staff }, (_, at) => ({ id: play.id(), email: `staff-${at}@example.org` }))
  await play.pool.query(
    `insert into person (home, id, version, programme, place, name_km, email, relatives, sample, grants)
     select home, o.id, 1, programme, place, 'បុគ្គលិក', o.email, '{}', true, grants
     from person, unnest($1::uuid[], $3::text[]) as o(id, email) where person.id = $2`,
    [others.map(({ id }) => id), idOf(vanna.key), others.map(({ email }) => email)],
  )
  await play.pool.query('vacuum analyze')
  await play.end()
  return {
    workers: workers.map((id) => keyOf('05', id)),
    staff: others.map(({ id, email }) => ({ key: keyOf('05', id), email })),
  }
}

export async function serveCrowd(url: string, folder: string, { workers, staff }: People): Promise<Crowd> {
  const dataFolder = join(folder, 'crowd')
  mkdirSync(dataFolder, { recursive: true })
  const chamka = await assemble(
    {
      databaseUrl: url,
      host: '127.0.0.1',
      port: 0,
      publicUrl: 'http://127.0.0.1',
      dataFolder,
      demonstration: 'none',
      demonstrationAsked: false,
      sms: 'pretend',
      log: 'silent',
      tls: aCertificate(dataFolder),
    },
    { log: quiet },
  )
  const entered: { key: Key; cookie: string }[] = []
  for (const key of workers) {
    await chamka.accounts.linkAccount(key)
    const said = await chamka.demonstration.enterAs(key)
    if (!('cookies' in said)) throw new Error(`${key} could not sign in: ${JSON.stringify(said)}`)
    entered.push({ key, cookie: said.cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ') })
  }
  for (const { key } of staff) await chamka.accounts.linkAccount(key, password)
  await chamka.begin()
  const address = await chamka.listen()
  process.once('disconnect', () => void chamka.close().then(() => process.exit(0)))
  return { address, workers: entered, staff: staff.map(({ email }) => email), password }
}
