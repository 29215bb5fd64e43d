/**
 * The measured server in a process of its own: the product as it is assembled for use, a programme in
 * it, and people who are signed in. Proposals to be approved are put there in bulk, by SQL: what is
 * measured is the approving.
 */
import { join } from 'node:path'
import type { Household } from '#capabilities/households/household.ts'
import { builtInRules } from '#capabilities/households/likeness.rules.ts'
import { evidenceOf, matchKeysOf } from '#capabilities/households/likeness.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import { bophasHousehold, dara, sreymom, vanna } from '#dev/cast.ts'
import { aRegistration, aWish, startProgramme } from '#dev/testing/programme.ts'
import { homeOf, idOf, type Key, keyOf } from '#door/key.ts'
import { stores } from '#server/capabilities.ts'
import { type Limits, limits } from '#server/http/limits.ts'
import type { Log } from '#server/logs.ts'
import { assemble } from '#server/main.ts'

const approverCount = 32

export interface Stage {
  readonly address: string
  readonly worker: string
  readonly approvers: readonly { key: Key; cookie: string }[]
  readonly villages: readonly string[]
  readonly proposals: readonly Key[]
  readonly households: number
}

export const quiet = new Proxy(
  {},
  {
    get: (_, level) =>
      level === 'error' ? (...said: unknown[]) => process.stderr.write(`${JSON.stringify(said)}\n`) : () => {},
  },
) as Log
export const endless = Object.fromEntries(
  Object.keys(limits).map((name) => [name, { burst: 1e12, aMinute: 1e12 }]),
) as unknown as Limits

export async function openStage(url: string, folder: string, households: number, proposals: number): Promise<Stage> {
  const play = await startProgramme({ url, money: 100_000_000_00 })
  // As full as villages are: some hundred and forty households each, nine villages to a commune.
  const villages = Array.from({ length: Math.ceil(households / 140) }, (_, at) => {
    const commune = Math.floor(at / 9)
    return `05${two(60 + Math.floor(commune / 8))}${two((commune % 8) + 1)}${two((at % 9) + 1)}`
  })
  await play.pool.query(
    `insert into place (code, kind, parent, name_km, name_latin, valid_from)
     select code, 'village', left(code, 6), 'ភូមិ ' || code, 'Village ' || code, date '2020-01-01' from unnest($1::text[]) code`,
    [villages],
  )
  // One worker for the province, so that one session measures what many ask.
  await play.pool.query(
    `update person set grants = jsonb_set(grants, '{0,places}', '["05"]') where home = $1 and id = $2`,
    [homeOf(sreymom.key), idOf(sreymom.key)],
  )

  await play.as(sreymom).does('household.register', bophasHousehold, aRegistration())
  const key = play.key()
  await play.as(sreymom).does('proposal.submit', key, aWish())
  const verified = await play
    .as(dara)
    .does('proposal.verify', key, { seen: 1, how: 'desk', note: null, photo: null, position: null })
  const household: Household = await play.record('household', bophasHousehold)
  const ready: Key[] = []
  for (let from = 0; from < households; from += 2_000) {
    const fresh = Array.from({ length: Math.min(2_000, households - from) }, (_, at): Household => {
      const number = from + at
      const member = { ...household.members[0]!, id: play.id(), nameKm: null, nameLatin: aName(number) }
      const birthYear = 1931 + (Math.floor(number / villages.length) % 70)
      const made = {
        ...household,
        key: play.key(),
        place: villages[number % villages.length]!,
        members: [{ ...member, birthYear }],
        birthYear,
        card: null,
      }
      return { ...made, matchKeys: matchKeysOf(evidenceOf(made), builtInRules) }
    })
    await stores.household!.add(fresh, play.pool)
    const theirs = fresh.slice(0, Math.max(0, proposals - ready.length))
    const copies = theirs.map(
      (one): Proposal => ({ ...verified, key: play.key(), household: one.key, place: one.place }),
    )
    if (copies.length > 0) await stores.proposal!.add(copies, play.pool)
    ready.push(...copies.map((one) => one.key))
  }
  const others = Array.from({ length: approverCount }, () => play.id())
  await play.pool.query(
    `insert into person (home, id, version, programme, place, name_km, phone, relatives, sample, grants)
     select '05', o.id, 1, programme, place, 'អ្នកអនុម័ត', '+8551500' || lpad(n::text, 4, '0'), '{}', true, grants
     from person, unnest($1::uuid[]) with ordinality as o(id, n) where person.id = $2`,
    [others, idOf(vanna.key)],
  )
  await play.pool.query('vacuum analyze')
  await play.end()

  const chamka = await assemble(
    {
      databaseUrl: url,
      host: '127.0.0.1',
      port: 0,
      publicUrl: 'http://127.0.0.1',
      dataFolder: join(folder, 'stage'),
      demonstration: 'none',
      demonstrationAsked: false,
      sms: 'pretend',
      log: 'silent',
    } as never,
    { limits: endless, log: quiet },
  )
  const enter = async (person: Key) => {
    await chamka.accounts.linkAccount(person)
    const entered = await chamka.demonstration.enterAs(person)
    if (!('cookies' in entered)) throw new Error(`${person} could not sign in: ${JSON.stringify(entered)}`)
    return entered.cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ')
  }
  const worker = await enter(sreymom.key)
  const approvers: { key: Key; cookie: string }[] = []
  for (const id of others) approvers.push({ key: keyOf('05', id), cookie: await enter(keyOf('05', id)) })
  chamka.begin()
  const address = await chamka.listen()
  process.once('disconnect', () => void chamka.close().then(() => process.exit(0)))
  return { address, worker, approvers, villages, proposals: ready, households }
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}

/** A name for a number: as different from its neighbours' as names are. */
export function aName(number: number): string {
  const parts = [
    'so',
    'pha',
    'vann',
    'rith',
    'srey',
    'mom',
    'da',
    'chan',
    'thy',
    'bo',
    'kim',
    'leak',
    'sam',
    'nang',
    'vi',
    'sal',
    'ra',
    'ny',
    'thea',
    'kun',
  ]
  let rest = (number * 2_654_435_761) % 4_294_967_296
  const take = () => {
    const part = parts[rest % parts.length]!
    rest = Math.floor(rest / parts.length)
    return part
  }
  return `${take()}${take()}${take()} ${take()}${take()}${take()}`
}
