/**
 * The threshold of the door: who comes, with what, and whether it was here before.
 *
 * One statement claims the ids and reads the authors, their devices and the programmes' states. What
 * cannot be read, or comes from somebody who was shut out meanwhile, is laid aside for a person to look
 * at; what was decided before is answered as it was then.
 */
import type { Actor } from '#door/actor.ts'
import type { Answer, Why } from '#door/answer.ts'
import type { Command } from '#door/command.ts'
import type { Envelope } from '#door/envelope.ts'
import { type Home, homeOf, idOf, type Key } from '#door/key.ts'
import { refuse } from '#door/refusal.ts'
import type { Instant } from '#door/values.ts'
import {
  actorsAmong,
  type PersonRow,
  type ProgrammeRow,
  type Programmes,
  peopleSql,
  peopleValues,
  systemKey,
} from '#server/actors.ts'
import type { Queryable } from '#server/database/connection.ts'
import { type Device, type DeviceRow, devicesAmong, isSignedBy, type TimeSeal } from '#server/signatures.ts'

/** An envelope, who brought it, and the bytes it is known by. */
export interface Arrival {
  readonly envelope: Envelope
  readonly carrier: Key
  readonly body: string
  readonly digest: Buffer
}

/** An envelope that is authentic and known, with the clock its command goes by. */
export interface Admitted<A> {
  readonly arrival: A
  readonly command: Command
  readonly actor: Actor
  readonly happenedAt: Instant
  readonly at: Instant
}

export interface ThresholdParts {
  readonly timeSeal: TimeSeal
  commandNamed(name: string): Command | undefined
  loadProgrammes(tx: Queryable, rows: readonly ProgrammeRow[]): Promise<Programmes>
}

interface Met {
  claimed: string[]
  programmes: ProgrammeRow[]
  people: PersonRow[]
  devices: DeviceRow[]
}

export async function admit<A extends Arrival>(
  home: Home,
  arrivals: readonly A[],
  receivedAt: Instant,
  { timeSeal, commandNamed, loadProgrammes }: ThresholdParts,
  tx: Queryable,
) {
  const met = await meet(home, arrivals, tx)
  const programmes = await loadProgrammes(tx, met.programmes)
  const authors = actorsAmong(met.people, authorsOf(arrivals), receivedAt, programmes)
  const devices = devicesAmong(met.devices)
  const claimed = new Set(met.claimed)

  const admitted: Admitted<A>[] = []
  const turnedAway = new Map<A, Why>()
  for (const arrival of arrivals) {
    const { envelope } = arrival
    if (!claimed.has(envelope.id)) continue
    const command = commandNamed(envelope.name)
    const actor = authors.get(envelope.person)
    const device = envelope.device === null ? null : devices.get(envelope.device)
    if (!command) turnedAway.set(arrival, 'unknown-command')
    else if (device === undefined) turnedAway.set(arrival, 'device-unknown')
    else if (!isAuthentic(arrival, device)) turnedAway.set(arrival, 'signature')
    else if (device?.revokedAt) turnedAway.set(arrival, 'device-shut-out')
    else if (!actor) turnedAway.set(arrival, 'author-shut-out')
    else {
      const happenedAt = timeSeal.clamp(envelope, receivedAt, device?.enrolledAt ?? receivedAt)
      const at = command.clock === 'happened' ? happenedAt : receivedAt
      admitted.push({ arrival, command, actor, happenedAt, at })
    }
  }
  if (turnedAway.size > 0) await quarantine(home, turnedAway, receivedAt, tx)
  return { programmes, admitted, turnedAway, repeated: arrivals.filter(({ envelope }) => !claimed.has(envelope.id)) }
}

/** Claims the ids, waiting for whoever holds one, and reads who came. */
async function meet(home: Home, arrivals: readonly Arrival[], tx: Queryable): Promise<Met> {
  const sorted = [...arrivals].sort((a, b) => (a.envelope.id < b.envelope.id ? -1 : 1))
  const devices = [...new Set(arrivals.flatMap(({ envelope: { device } }) => (device === null ? [] : [device])))]
  const { rows } = await tx.query<Met>(
    `with claimed as (
       insert into envelope (home, id, person, digest, device, n)
       select $1, * from unnest($2::uuid[], $3::text[], $4::bytea[], $5::text[], $6::int[])
       on conflict do nothing returning id
     )
     select coalesce((select json_agg(id) from claimed), '[]') as claimed,
            coalesce((select json_agg(p) from (select programme, version, state from programme) p), '[]') as programmes,
            coalesce((select json_agg(p) from (${peopleSql(7)}) p), '[]') as people,
            coalesce((select json_agg(d) from (
              select home, id, person, public_key, enrolled_at, revoked_at from device
              where (home, id) in (select * from unnest($10::text[], $11::uuid[]))) d), '[]') as devices`,
    [
      home,
      sorted.map(({ envelope }) => envelope.id),
      sorted.map(({ envelope }) => envelope.person),
      sorted.map(({ digest }) => digest),
      sorted.map(({ envelope }) => envelope.device),
      sorted.map(({ envelope }) => envelope.n),
      ...peopleValues(authorsOf(arrivals)),
      devices.map(homeOf),
      devices.map(idOf),
    ],
  )
  return rows[0]!
}

function authorsOf(arrivals: readonly Arrival[]): Key[] {
  return [...new Set(arrivals.map(({ envelope }) => envelope.person))]
}

/** A device's envelope is its person's by signature; any other is its carrier's by the session. */
function isAuthentic({ envelope, carrier, body }: Arrival, device: Device | null): boolean {
  if (device === null) return envelope.person === carrier && envelope.signature === null
  return device.person === envelope.person && isSignedBy(device.publicKey, body, envelope.signature)
}

/** Gives claims back: nothing was decided, and the envelopes may come again. */
export async function release(home: Home, ids: readonly string[], tx: Queryable): Promise<void> {
  if (ids.length > 0) await tx.query('delete from envelope where home = $1 and id = any($2::uuid[])', [home, ids])
}

/** How the envelopes that these depend on were decided, if they were. */
export async function outcomesBefore(
  home: Home,
  arrivals: readonly Arrival[],
  tx: Queryable,
): Promise<Map<string, string>> {
  const ids = [...new Set(arrivals.flatMap(({ envelope }) => envelope.after))]
  if (ids.length === 0) return new Map()
  const { rows } = await tx.query<{ envelope: string; outcome: string }>(
    'select envelope, outcome from journal where home = $1 and envelope = any($2::uuid[])',
    [home, ids],
  )
  return new Map(rows.map(({ envelope, outcome }) => [envelope, outcome]))
}

/** What was answered before, to those who may hear it. */
export async function answersBefore<A extends Arrival>(
  home: Home,
  repeated: readonly A[],
  tx: Queryable,
): Promise<[A, Answer][]> {
  if (repeated.length === 0) return []
  const { rows } = await tx.query<{ id: string; person: string; digest: Buffer; answer: string | null }>(
    `select e.id, e.person, e.digest, b.answer from envelope e
     left join journal j on j.home = e.home and j.envelope = e.id
     left join journal_body b on b.home = j.home and b.stream = j.stream and b.seq = j.seq
     where e.home = $1 and e.id = any($2::uuid[])`,
    [home, repeated.map(({ envelope }) => envelope.id)],
  )
  const before = new Map(rows.map((row) => [row.id, row]))
  return repeated.map((arrival): [A, Answer] => {
    const known = before.get(arrival.envelope.id)
    if (!known) return [arrival, { outcome: 'held', after: [] }]
    if (known.person !== arrival.envelope.person) return [arrival, { outcome: 'received' }]
    if (!known.digest.equals(arrival.digest))
      return [arrival, { outcome: 'refused', refusal: refuse('envelope.reused') }]
    return [arrival, known.answer === null ? { outcome: 'received' } : (JSON.parse(known.answer) as Answer)]
  })
}

/** The carrier of another person's envelope learns that it arrived, and nothing else. */
export function toldTo({ envelope, carrier }: Arrival, answer: Answer): Answer {
  return envelope.person === carrier || carrier === systemKey ? answer : { outcome: 'received' }
}

async function quarantine(home: Home, turnedAway: ReadonlyMap<Arrival, Why>, receivedAt: Instant, tx: Queryable) {
  const laidAside = [...turnedAway].map(([{ envelope, carrier, body }, why]) => ({
    id: envelope.id,
    person: envelope.person,
    carrier,
    device: envelope.device,
    why,
    name: envelope.name,
    about: envelope.about,
    body: `${body}\n${envelope.signature ?? ''}`,
  }))
  await tx.query(
    `insert into quarantine (home, id, person, carrier, device, why, name, about, body, received_at)
     select $1, q.id, q.person, q.carrier, q.device, q.why, q.name, q.about, q.body, $3
     from jsonb_to_recordset($2) as q(id uuid, person text, carrier text, device text, why text, name text, about text, body text)
     on conflict (home, id) do nothing`,
    [home, JSON.stringify(laidAside), receivedAt],
  )
}
