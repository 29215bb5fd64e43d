/**
 * Any order, doubling, delay or loss of deliveries of the same envelopes, from several phones, gives one
 * history: that of a small model which decides each envelope once, when it first can be. And what a phone
 * then shows is what a phone shows that has just been switched on.
 */
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { Household } from '#capabilities/households/household.ts'
import { dara, sreymom } from '#dev/cast.ts'
import { type Phone, phoneOf } from '#dev/testing/phone.ts'
import { aRegistration, type Play, startProgramme } from '#dev/testing/programme.ts'
import type { Envelope } from '#door/envelope.ts'
import type { Key } from '#door/key.ts'
import { inMemory, type Storage } from './storage.ts'

const waters = [null, 'well', 'pond'] as const
type Water = (typeof waters)[number]

/** What somebody does about the one household of a history. */
type Act =
  | { readonly does: 'register'; readonly by: number }
  | {
      readonly does: 'amend'
      readonly by: number
      readonly was: Water
      readonly becomes: Water
      readonly rests: boolean
    }

const seed = Number(process.env.SEED ?? 20_261_123)

let play: Play
let phones: Phone[]
beforeAll(async () => {
  play = await startProgramme()
  phones = [await phoneOf(play, sreymom), await phoneOf(play, sreymom), await phoneOf(play, dara)]
  return () => play.end()
})

const by = fc.nat({ max: 2 })
const water = fc.constantFrom(...waters)
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ does: fc.constant('register' as const), by: fc.nat({ max: 1 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('amend' as const), by, was: water, becomes: water, rests: fc.boolean() }),
  },
)
/** The acts, and deliveries of some of their envelopes, in some order and some of them twice, by somebody's session. */
const history = fc.array(act, { minLength: 2, maxLength: 8 }).chain((acts) =>
  fc.record({
    acts: fc.constant([{ does: 'register', by: 0 } as Act, ...acts]),
    deliveries: fc.array(
      fc.record({ carrier: by, which: fc.array(fc.nat({ max: acts.length }), { minLength: 1, maxLength: 6 }) }),
      { minLength: 1, maxLength: 8 },
    ),
  }),
)

test('deliveries in any order, doubled, late or lost give one history, that of the model', {
  timeout: 120_000,
}, async () => {
  const check = fc.asyncProperty(history, async ({ acts, deliveries }) => {
    const household = play.key()
    const envelopes = await sealed(acts, household)
    const model = theModel(envelopes, acts)

    for (const { carrier, which } of deliveries) {
      const carried = which.map((at) => envelopes[at]!)
      const answers = await play.door.askAll(carried, phones[carrier]!.carrier)
      expect(answers.map(({ outcome }, at) => told(carried[at]!, carrier, outcome))).toEqual(
        which.map((at) => told(envelopes[at]!, carrier, model.arrives(at))),
      )
    }
    // In the end everything arrives, in the order in which it was asked.
    for (const [at, envelope] of envelopes.entries()) {
      const { outcome } = await play.door.ask(envelope, envelope.person)
      expect(outcome).toBe(model.arrives(at))
    }

    const journal = await play.journal(household)
    expect(journal.map(({ outcome }) => outcome)).toEqual(model.journal)
    expect((await play.record('household', household)) as Household | undefined).toMatchObject(model.record()!)

    for (const phone of phones) await phone.engine.sync()
    for (const [at, player] of [sreymom, sreymom, dara].entries()) {
      const fresh = await phoneOf(play, player, await emptied(phones[at]!.storage))
      expect(phones[at]!.engine.find('household', household)).toEqual(fresh.engine.find('household', household))
    }
  })
  await fc.assert(check, { seed, numRuns: Number(process.env.RUNS ?? 25) })
})

async function sealed(acts: readonly Act[], household: Key): Promise<Envelope[]> {
  const registration = aRegistration({ member: play.id(), nameLatin: null, poverty: null })
  const envelopes: Envelope[] = []
  for (const one of acts) {
    const { device } = phones[one.by]!.engine
    const asking =
      one.does === 'register'
        ? { name: 'household.register', input: { ...registration, nameKm: nameOf(household) }, after: [] }
        : {
            name: 'household.amend',
            input: { water: { was: one.was, becomes: one.becomes } },
            after: one.rests ? [envelopes[0]!.id] : [],
          }
    const { envelope } = await device.seal({ ...asking, about: household })
    envelopes.push(JSON.parse(JSON.stringify(envelope)))
  }
  return envelopes
}

/** The same device, with nothing received on it. */
async function emptied(from: Storage): Promise<Storage> {
  const storage = inMemory()
  const device = await from.read('device')
  await storage.write([...device].map(([key, value]) => ({ drawer: 'device', key, value })))
  return storage
}

/** Nobody who could be taken for another: names of likeness are another test's. */
function nameOf(household: Key): string {
  const consonants = 'កខគឃចឆជឈតថទធនបផពភមយរលវសហអ'
  return [...household.slice(-8)].map((sign) => consonants[Number.parseInt(sign, 16) + 3]).join('')
}

/** The whole of the rules, over one household: what the door must come to, said in thirty lines. */
function theModel(envelopes: readonly Envelope[], acts: readonly Act[]) {
  const decided = new Map<number, 'accepted' | 'refused'>()
  const journal: string[] = []
  let record: { version: number; water: Water } | undefined

  return {
    journal,
    record: () => record,
    arrives(at: number): string {
      const before = decided.get(at)
      if (before) return before
      const rests = envelopes[at]!.after.map((id) => envelopes.findIndex((envelope) => envelope.id === id))
      if (rests.some((one) => decided.get(one) !== 'accepted')) return 'held'
      const outcome = decide(acts[at]!)
      decided.set(at, outcome)
      journal.push(outcome)
      return outcome
    },
  }

  function decide(one: Act): 'accepted' | 'refused' {
    if (one.does === 'register') {
      if (record) return 'refused'
      record = { version: 1, water: null }
      return 'accepted'
    }
    if (!record || (record.water !== one.was && record.water !== one.becomes)) return 'refused'
    record = { version: record.version + 1, water: one.becomes }
    return 'accepted'
  }
}

/** Whoever carries another's work learns that it arrived; that it is held is no secret. */
function told(envelope: Envelope, carrier: number, outcome: string): string {
  return envelope.person === phones[carrier]!.carrier ? outcome : 'received'
}
