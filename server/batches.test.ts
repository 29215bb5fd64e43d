import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cellar, type Keeper, openCellar } from '#dev/testing/jars.ts'
import type { Envelope } from '#door/envelope.ts'
import { keyOf } from '#door/key.ts'
import type { Answer } from './door.ts'

let cellar: Cellar
let near: Keeper
let far: Keeper

beforeAll(async () => {
  cellar = await openCellar()
  near = await cellar.keeper(['05'])
  far = await cellar.keeper(['08'])
})
afterAll(() => cellar.close())

const jarsMade = 4
const step = fc.record({
  verb: fc.constantFrom('begin', 'begin', 'drop', 'drop', 'label', 'close', 'fund', 'take', 'giveBack', 'polish'),
  jar: fc.nat(jarsMade - 1),
  other: fc.nat(jarsMade - 1),
  minor: fc.nat(40),
  isNonsense: fc.constantFrom(false, false, false, true),
  isFar: fc.constantFrom(false, false, false, true),
  /** How many steps back lies the one it depends on; none for 0. */
  after: fc.constantFrom(0, 0, 0, 1, 2, -1),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

test('a batch is decided as if its envelopes had come one after the other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), fc.nat(jarsMade), async (steps, begun) => {
      const together = await played(steps, begun, (envelopes) =>
        Promise.all(envelopes.map((envelope) => cellar.door.ask(envelope, envelope.person))),
      )
      const apart = await played(steps, begun, async (envelopes) => {
        const answers: Answer[] = []
        for (const envelope of envelopes) answers.push(await cellar.door.ask(envelope, envelope.person))
        return answers
      })
      expect(together).toEqual(apart)
    }),
    { numRuns: 60 },
  )
}, 120_000)

/** The same steps about jars of their own; what was answered, and how the jars and their money stand. */
async function played(steps: readonly Step[], begun: number, ask: (envelopes: Envelope[]) => Promise<Answer[]>) {
  const jars = Array.from({ length: jarsMade }, () => keyOf('05', randomUUID()))
  const begin = { place: '050801', label: 'Before' }
  for (const jar of jars.slice(0, begun)) await cellar.ask(near, 'jar.begin', jar, begin)

  const ids = steps.map(() => randomUUID())
  const envelopes = steps.map(({ verb, jar, other, minor, isNonsense, isFar, after }, at) => {
    const sense = {
      ...{ begin, drop: {}, label: { label: 'Named' }, close: {}, fund: { minor }, polish: {} },
      ...{ take: { from: jars[other], minor }, giveBack: { to: jars[other], minor } },
    }[verb]
    const needed = after === 0 ? undefined : ids[at - after]
    const more = { id: ids[at]!, after: needed ? [needed] : [] }
    return cellar.envelope(isFar ? far : near, `jar.${verb}`, jars[jar]!, isNonsense ? { minor: -1 } : sense, more)
  })

  const answers = await ask(envelopes)
  const records = await cellar.pool.query(
    'select version, label, coins, state from jar where home = $1 and id = any($2::uuid[]) order by array_position($2::uuid[], id)',
    ['05', jars.map((jar) => jar.slice(3))],
  )
  const accounts = await cellar.pool.query<{ id: string; balance: number }>(
    'select id, balance from account where id like any($1)',
    [jars.map((jar) => `%${jar}%`)],
  )
  const named = (text: string) => [...jars, ...ids].reduce((said, id, at) => said.replaceAll(id, `#${at}`), text)
  return {
    answers: answers.map((answer) => named(JSON.stringify(answer))),
    records: records.rows,
    accounts: accounts.rows.map(({ id, balance }) => `${named(id)} ${balance}`).sort(),
  }
}
