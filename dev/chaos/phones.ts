/**
 * Kills phones at every step of their work, thousands of times, and then asks whether every promise was
 * kept. The door, the database and the whole device side are the real ones; the battery and the road are
 * simulated: a life ends before or after a write, before a request leaves, after the office has decided,
 * or while the answer is on its way; a road loses requests and answers without killing anybody.
 */
import type { Household } from '#capabilities/households/household.ts'
import { dara, type Player, sreymom } from '#dev/cast.ts'
import { type Chance, chanceOf } from '#dev/chance.ts'
import { type Phone, phoneOf } from '#dev/testing/phone.ts'
import { aRegistration, type Play, startProgramme } from '#dev/testing/programme.ts'
import type { Envelope } from '#door/envelope.ts'
import type { Key } from '#door/key.ts'
import { inMemory, type Storage } from '#sync/storage.ts'
import type { Transport } from '#sync/transport.ts'
import { aName } from './names.ts'

export interface Verdict {
  readonly kills: number
  readonly cuts: number
  /** Asked, and kept before the battery went: what was promised. */
  readonly promised: number
  /** Promised, and neither decided nor held, where its author sees it, for something refused. */
  readonly lost: number
  /** Decided, or counted in a record, more than once; or two envelopes of one number. */
  readonly doubled: number
  /** Phones that in the end show something else than a phone that was just switched on. */
  readonly untrue: number
}

export interface Campaign {
  readonly kills: number
  readonly seed: number
  /** A fresh database for so many kills, so that the last are as quick as the first. */
  readonly each?: number
  /** A migrated, empty database for each round; in tests, without it, fresh ones are made. */
  readonly database?: () => Promise<string>
  /** Nobody is killed after this moment. */
  readonly until?: number
  readonly onRound?: (verdict: Verdict) => void
}

const people: readonly Player[] = [sreymom, sreymom, dara]

export async function killPhones({
  kills,
  seed,
  each = 250,
  database,
  until = Number.POSITIVE_INFINITY,
  onRound,
}: Campaign): Promise<Verdict> {
  let sum: Verdict = { kills: 0, cuts: 0, promised: 0, lost: 0, doubled: 0, untrue: 0 }
  for (let round = 0; sum.kills < kills && Date.now() < until; round++) {
    const play = await startProgramme(database ? { url: await database() } : {})
    try {
      const found = await oneRound(play, Math.min(each, kills - sum.kills), chanceOf(seed, `round ${round}`))
      sum = Object.fromEntries(
        Object.entries(sum).map(([name, value]) => [name, value + found[name as keyof Verdict]]),
      ) as unknown as Verdict
      onRound?.(sum)
    } finally {
      await play.end()
    }
  }
  return sum
}

async function oneRound(play: Play, kills: number, chance: Chance): Promise<Verdict> {
  const promised: Envelope[] = []
  const households: Key[] = []
  const lives: Awaited<ReturnType<typeof aLife>>[] = []
  for (const player of people) lives.push(await aLife(play, player, chance))
  let killed = 0

  while (killed < kills) {
    const life = chance.pick(lives)
    const work = (async (): Promise<never> => {
      for (;;) await act(life.phone())
    })()
    await Promise.race([life.diesAfter(chance.between(1, 14)), work])
    killed += 1
    await life.isBornAgain()
  }

  for (const life of lives) {
    life.isSafe = true
    for (let tries = 0; tries < 20 && life.phone().engine.standing().unsent > 0; tries++)
      await life.phone().engine.sync()
    await life.phone().engine.sync()
  }
  for (const life of lives) await life.phone().engine.sync()
  const cuts = lives.reduce((sum, life) => sum + life.cuts, 0)
  const verdict = { kills: killed, cuts, promised: promised.length, ...(await judge()) }
  // Nobody asks for news any more when the office has gone.
  for (const life of lives) await life.phone().engine.close()
  return verdict

  /** One thing that somebody does, as often as they come to it. */
  async function act(phone: Phone) {
    const does = chance.unit()
    if (does < 0.3) return phone.engine.sync()
    const known = households.length > 0 ? chance.pick(households) : undefined
    if (!known || does < 0.4) return kept(phone, 'household.register')
    return kept(phone, 'household.amend', known)
  }

  async function kept(phone: Phone, name: 'household.register' | 'household.amend', about = play.key()) {
    const envelope =
      name === 'household.register'
        ? await phone.engine.ask(name, about, registration())
        : await phone.engine.ask(name, about, { water: { was: waterOf(phone, about), becomes: chance.pick(waters) } })
    // Only what came back was promised to anybody.
    promised.push(envelope)
    if (name === 'household.register') households.push(about)
  }

  function registration() {
    const member = play.id()
    return aRegistration({ member, nameKm: aName(member), nameLatin: null, poverty: null, phone: null })
  }

  async function judge(): Promise<Pick<Verdict, 'lost' | 'doubled' | 'untrue'>> {
    const { rows } = await play.pool.query<{ envelope: string; about: Key; outcome: string; number: string | null }>(
      `select j.envelope, j.about, j.outcome, j.device || ' ' || substring(b.envelope from '"n":([0-9]+)') as number
       from journal j join journal_body b using (home, stream, seq) where j.name like 'household.%'`,
    )
    const decided = new Set(rows.map(({ envelope }) => envelope))
    const numbered = rows.flatMap(({ number }) => number ?? [])
    let doubled = rows.length - decided.size + numbered.length - new Set(numbered).size
    let untrue = 0
    const shown: Phone[] = []
    for (const [at, player] of people.entries())
      shown.push(await phoneOf(play, player, await emptied(lives[at]!.storage)))
    for (const about of households) {
      const record = (await play.record('household', about)) as Household | undefined
      const changes = rows.filter((row) => row.about === about && row.outcome === 'accepted').length
      if (record?.version !== changes) doubled += 1
      for (const [at, phone] of shown.entries())
        if (received(phone, about) !== received(lives[at]!.phone(), about)) untrue += 1
    }
    for (const phone of shown) await phone.engine.close()
    // What rests on something refused is held, shown to its author, and nothing else may be without an answer.
    const refused = new Set(rows.flatMap(({ envelope, outcome }) => (outcome === 'refused' ? envelope : [])))
    const held = lives.flatMap((life) => life.phone().engine.trouble()).filter(({ state }) => state === 'held')
    for (const { envelope } of held) if (envelope.after.some((id) => refused.has(id))) refused.add(envelope.id)
    return { lost: promised.filter(({ id }) => !decided.has(id) && !refused.has(id)).length, doubled, untrue }
  }
}

function received({ engine }: Phone, about: Key): string | undefined {
  return JSON.stringify(engine.held.find('household', about)?.record)
}

/** A phone that dies and is switched on again, with nothing but what lies in its drawers. */
async function aLife(play: Play, player: Player, chance: Chance) {
  const storage = inMemory()
  const life = { storage, isSafe: true, cuts: 0, phone: (): Phone => phone, diesAfter, isBornAgain }
  let vitals = newVitals()
  let phone = await incarnate()
  return life

  function incarnate(): Promise<Phone> {
    vitals = newVitals()
    const { during } = vitals
    const mortal: Storage = {
      ...storage,
      read: (drawer) => during(() => storage.read(drawer)),
      find: (drawer, key) => during(() => storage.find(drawer, key)),
      write: (changes) => during(() => storage.write(changes), true),
    }
    const road = (transport: Transport): Transport => ({
      ...transport,
      deliver: (envelopes) => during(() => mayBeCut(() => transport.deliver(envelopes)), true),
      pull: (...question) => during(() => mayBeCut(() => transport.pull(...question)), true),
    })
    return phoneOf(play, player, mortal, undefined, { road })
  }

  /** Before the office heard of it, or after it decided. */
  async function mayBeCut<T>(go: () => Promise<T>): Promise<T | { failed: 'network' }> {
    if (life.isSafe || !chance.happens(0.15)) return go()
    life.cuts += 1
    if (chance.happens(0.5)) await go()
    return { failed: 'network' }
  }

  function diesAfter(steps: number): Promise<void> {
    life.isSafe = false
    return vitals.endAfter(steps, chance.pick(['before', 'after'] as const))
  }

  async function isBornAgain() {
    void phone.engine.close()
    life.isSafe = true
    phone = await incarnate()
  }
}

/** What keeps a life going: every step may be its last, before it is taken or just after. */
function newVitals() {
  let left = Number.POSITIVE_INFINITY
  let how: 'before' | 'after' = 'before'
  let isDead = false
  let tell = () => {}
  const never = new Promise<never>(() => {})

  return {
    endAfter(steps: number, when: typeof how): Promise<void> {
      left = steps
      how = when
      return new Promise((resolve) => {
        tell = resolve
      })
    },
    async during<T>(step: () => Promise<T>, counts = false): Promise<T> {
      if (isDead) return never
      if (counts) left -= 1
      if (left > 0) {
        const done = await step()
        return isDead ? never : done
      }
      isDead = true
      if (how === 'after') await step()
      tell()
      return never
    },
  }
}

/** The same device, with nothing received on it. */
async function emptied(from: Storage): Promise<Storage> {
  const storage = inMemory()
  const device = await from.read('device')
  await storage.write([...device].map(([key, value]) => ({ drawer: 'device', key, value })))
  return storage
}

const waters = [null, 'well', 'pond', 'canal', 'pipe'] as const

function waterOf(phone: Phone, about: Key) {
  return (phone.engine.find<Household>('household', about)?.water ?? null) as (typeof waters)[number]
}
