/**
 * The smallest capability there is, for tests of the door itself: jars with coins in them.
 *
 * It has what no real capability should: a command that throws, and one that overspends because its
 * rule forgot to look.
 */
import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID, sign } from 'node:crypto'
import * as z from 'zod/mini'
import { commandsAbout, next, type Subject } from '#door/command.ts'
import { bodyOf, type Envelope } from '#door/envelope.ts'
import { balance } from '#door/facts.ts'
import { type Home, homeOf, type Key, KeyText, keyOf } from '#door/key.ts'
import { account } from '#door/posting.ts'
import { refuse } from '#door/refusal.ts'
import { type Instant, Line, Minor, PlaceCode } from '#door/values.ts'
import { openPool, type Pool } from '#server/database/connection.ts'
import { recordStore } from '#server/database/records.ts'
import { type Answer, type Capability, type Door, type DoorParts, openDoor } from '#server/door.ts'
import { timeSealWith } from '#server/signatures.ts'
import { freshDatabase } from './database.ts'

export interface Jar extends Subject {
  readonly label: string
  readonly coins: number
  readonly state: 'open' | 'closed'
  readonly movedAt: Instant | null
}

const command = commandsAbout<Jar>()
const said = { permission: 'jar.keep', clock: 'received' } as const

export const jarCommands = {
  begin: command({
    ...said,
    input: z.object({ place: PlaceCode, label: Line(80) }),
    begins: true,
    decide: (_, { place, label }, { about }) => ({
      record: { key: about, version: 1, programme: 'jars', place, label, coins: 0, state: 'open', movedAt: null },
    }),
  }),

  label: command({
    ...said,
    input: z.object({ label: Line(80) }),
    decide: (jar, { label }) => ({ record: next(jar, { label }) }),
  }),

  /** A fact: it happened when it happened, and is kept as disputed if the jar was closed by then. */
  drop: command({
    ...said,
    clock: 'happened',
    input: z.object({}),
    decide: (jar, _, { at }) =>
      jar.state === 'closed'
        ? refuse('voucher.expired', { on: at.slice(0, 10) })
        : { record: next(jar, { coins: jar.coins + 1, movedAt: at }) },
    disputes: ['voucher.expired'],
    dispute: (jar, _input, _refusal, { at }) => ({ record: next(jar, { movedAt: at }) }),
  }),

  close: command({ ...said, input: z.object({}), decide: (jar) => ({ record: next(jar, { state: 'closed' }) }) }),

  erase: command({ ...said, input: z.object({}), decide: (jar) => ({ record: next(jar, { label: 'Erased' }) }) }),

  /** Money that comes from outside. */
  fund: command({
    ...said,
    input: z.object({ minor: Minor }),
    decide: (jar, { minor }, { about }) => ({
      record: next(jar, {}),
      post: [{ debit: account.available(about), credit: account.granted(about), currency: 'USD', minor }],
    }),
  }),

  /** Takes from another jar's money, as an approval takes from a budget line. */
  take: command({
    ...said,
    input: z.object({ from: KeyText, minor: Minor }),
    needs: ({ input: { from }, about }) => ({ left: balance(account.available(from), about) }),
    decide(jar, { from, minor }, { facts: { left } }) {
      if (minor > left) return refuse('budget.exhausted')
      return { record: next(jar, { coins: jar.coins + minor }), post: [moved(from, minor)] }
    },
  }),

  giveBack: command({
    ...said,
    input: z.object({ to: KeyText, minor: Minor }),
    needs: ({ input: { to }, about }) => ({ committed: balance(account.committed(to), about) }),
    decide(jar, { to, minor }, { facts: { committed } }) {
      if (minor > Math.min(jar.coins, committed)) return refuse('budget.exhausted')
      const { debit, credit, ...rest } = moved(to, minor)
      return { record: next(jar, { coins: jar.coins - minor }), post: [{ ...rest, debit: credit, credit: debit }] }
    },
  }),

  /** A bug: the rule does not look at what is left. */
  overdraw: command({
    ...said,
    input: z.object({ from: KeyText, minor: Minor }),
    decide: (jar, { from, minor }) => ({ record: next(jar, {}), post: [moved(from, minor)] }),
  }),

  /** A bug that throws. */
  shatter: command({
    ...said,
    input: z.object({}),
    decide() {
      throw new Error('the jar is in pieces')
    },
  }),
}

function moved(from: Key, minor: number) {
  return { debit: account.committed(from), credit: account.available(from), currency: 'USD', minor } as const
}

const jarStore = recordStore<Jar>({
  table: 'jar',
  fields: ['programme', 'place', 'label', 'coins', 'state', 'movedAt'],
  documents: ({ key }) => [{ kind: 'jar', key }],
})

const tables = `
  create table jar (
    home text not null, id uuid not null, version integer not null, programme text not null, place text not null,
    label text not null, coins bigint not null, state text not null, moved_at timestamptz, primary key (home, id)
  )`

const jars: Readonly<Record<string, Capability>> = { jar: { commands: jarCommands } }

/** A person with a role, and what they sign with if they have a phone. */
export interface Keeper {
  readonly key: Key
  readonly device: Key | null
  readonly privateKey: KeyObject | null
}

export interface Cellar {
  readonly url: string
  readonly pool: Pool
  readonly door: Door
  readonly timeSeal: ReturnType<typeof timeSealWith>
  /** The clock of the door. It stands until somebody sets it. */
  time: string
  /** A keeper of all jars at these places; with `phone` their envelopes are signed. */
  keeper(places: readonly string[], phone?: 'phone'): Promise<Keeper>
  jar(by: Keeper, home?: Home): Promise<Key>
  envelope(by: Keeper, name: string, about: Key, input?: Envelope['input'], more?: Partial<Envelope>): Envelope
  ask(by: Keeper, name: string, about: Key, input?: Envelope['input'], more?: Partial<Envelope>): Promise<Answer>
  /** Another server on the same database. */
  anotherDoor(parts?: Partial<DoorParts>): Door
  close(): Promise<void>
}

/** A database with one programme, its door, and nobody in it yet. */
export async function openCellar(parts: Partial<DoorParts> = {}): Promise<Cellar> {
  const url = await freshDatabase()
  const pools = [openPool(url)]
  const [pool] = pools as [Pool]
  const timeSeal = timeSealWith(randomBytes(32))
  await pool.query(tables)
  await pool.query(
    `insert into programme (id, version, programme, state, demonstration, opened_on, definition)
     values ($1, 1, 'jars', 'open', true, '2026-01-01', $2)`,
    [randomUUID(), JSON.stringify({ roles: { keeper: { tier: 1, permissions: ['jar.keep', 'journal.read'] } } })],
  )

  const now = () => new Date(cellar.time)
  const cellar: Cellar = {
    url,
    pool,
    timeSeal,
    time: '2026-11-01T03:00:00.000Z',
    door: openDoor({ capabilities: jars, stores: { jar: jarStore }, pool, timeSeal, now, ...parts }),

    async keeper(places, phone) {
      const key = keyOf('05', randomUUID())
      const grants = [{ role: 'keeper', programme: 'jars', places, from: '2026-01-01' }]
      await pool.query(
        `insert into person (home, id, version, programme, place, name_latin, grants) values ('05', $1, 1, 'jars', '05', 'Keeper', $2)`,
        [key.slice(3), JSON.stringify(grants)],
      )
      return { key, ...(phone ? await enrol(key) : { device: null, privateKey: null }) }
    },

    async jar(by, home = '05') {
      const key = keyOf(home, randomUUID())
      const answer = await cellar.ask(by, 'jar.begin', key, { place: `${home}0801`, label: 'Rice money' })
      if (answer.outcome !== 'accepted') throw new Error(`no jar was begun: ${JSON.stringify(answer)}`)
      return key
    },

    envelope(by, name, about, input = {}, more = {}) {
      const unsigned: Envelope = {
        id: randomUUID(),
        home: homeOf(about),
        name,
        about,
        input,
        person: by.key,
        device: by.device,
        n: 1,
        askedAt: cellar.time,
        lastServerTime: null,
        after: [],
        signature: null,
        ...more,
      }
      return by.privateKey && more.signature === undefined
        ? { ...unsigned, signature: signatureOf(unsigned, by.privateKey) }
        : unsigned
    },

    ask: (by, name, about, input, more) => cellar.door.ask(cellar.envelope(by, name, about, input, more), by.key),

    anotherDoor(others = {}) {
      const another = openPool(url)
      pools.push(another)
      return openDoor({
        capabilities: jars,
        stores: { jar: jarStore },
        pool: another,
        timeSeal,
        now,
        ...parts,
        ...others,
      })
    },

    async close() {
      await Promise.all(pools.map((one) => one.end()))
    },
  }
  return cellar

  async function enrol(person: Key) {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const device = keyOf('05', randomUUID())
    await pool.query(
      `insert into device (home, id, version, programme, place, person, label, public_key, enrolled_at)
       values ('05', $1, 1, 'jars', '05', $2, 'Phone', $3, '2026-09-01T00:00:00Z')`,
      [device.slice(3), person, publicKey.export({ type: 'spki', format: 'der' }).toString('base64url')],
    )
    return { device, privateKey }
  }
}

export function signatureOf(envelope: Envelope, key: KeyObject): string {
  return sign('sha256', Buffer.from(bodyOf(envelope)), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')
}
