import { describe, expect, test } from 'vitest'
import { castId } from '#dev/cast.ts'
import { boxes } from '#dev/testing/phone.ts'
import { completenessOf } from '#door/document.ts'
import type { Envelope } from '#door/envelope.ts'
import { openClock } from './clock.ts'
import { deliveryMax, faultsMax, openCourier, waitAfter } from './courier.ts'
import { openOutbox } from './outbox.ts'
import { inMemory } from './storage.ts'
import type { Transport } from './transport.ts'

let n = 0
function anEnvelope(changes: Partial<Envelope> = {}): Envelope {
  n += 1
  return {
    id: castId(5000 + n),
    home: '05',
    name: 'household.amend',
    about: `05-${castId(101)}`,
    input: {},
    person: `05-${castId(2)}`,
    device: null,
    n,
    askedAt: '2021-02-01T02:00:00.000Z',
    lastServerTime: null,
    after: [],
    signature: null,
    ...changes,
  }
}

const still = { hear: async () => {} }
const accepted = { answer: { outcome: 'accepted', version: 1 } } as const
type Deliver = Transport['deliver']

describe('the courier', () => {
  test('keeps the order of each home and sends homes apart, a few at a time', async () => {
    const outbox = await openOutbox(inMemory())
    for (let at = 0; at < 120; at++) await outbox.add(anEnvelope({ home: at % 3 === 0 ? '08' : '05' }))
    const carried: Envelope[][] = []
    const deliver = openCourier({
      outbox,
      clock: still,
      transport: along(async (envelopes) => {
        carried.push([...envelopes] as Envelope[])
        return { told: envelopes.map(() => accepted), serverTime: '' }
      }),
    })

    expect(await deliver()).toEqual({ delivered: 120 })
    expect(
      carried.every((batch) => batch.length <= deliveryMax && new Set(batch.map(({ home }) => home)).size === 1),
    ).toBe(true)
    const of = (home: string) =>
      carried
        .flat()
        .filter((envelope) => envelope.home === home)
        .map((envelope) => envelope.n)
    for (const home of ['05', '08']) expect(of(home)).toEqual([...of(home)].sort((one, other) => one - other))
  })

  test('what was held goes in the same round once what it rests on is accepted', async () => {
    const outbox = await openOutbox(inMemory())
    const first = anEnvelope()
    const resting = anEnvelope({ home: '05', after: [first.id] })
    // Kept in the wrong order, as after a restored backup.
    await outbox.add(resting)
    await outbox.add(first)
    const known = new Set<string>()
    const deliver = openCourier({
      outbox,
      clock: still,
      transport: along(async (envelopes) => ({
        told: (envelopes as Envelope[]).map((envelope) => {
          if (envelope.after.some((id) => !known.has(id))) return { answer: { outcome: 'held', after: envelope.after } }
          known.add(envelope.id)
          return accepted
        }),
        serverTime: '',
      })),
    })

    await deliver()

    expect(outbox.all().map(({ state }) => state)).toEqual(['accepted', 'accepted'])
  })

  test('what keeps meeting a fault of ours is set aside, visibly, and can be tried again (OpenCRVS #2936)', async () => {
    const outbox = await openOutbox(inMemory())
    const cursed = anEnvelope()
    await outbox.add(cursed)
    const deliver = openCourier({
      outbox,
      clock: still,
      transport: along(async (envelopes) => ({
        told: envelopes.map(() => ({ problem: 'bug' as const })),
        serverTime: '',
      })),
    })

    for (let round = 1; round < faultsMax; round++) {
      await deliver()
      expect(outbox.waiting()).toHaveLength(1)
    }
    await deliver()
    expect(outbox.waiting()).toHaveLength(0)
    expect(outbox.trouble().map(({ problem }) => problem)).toEqual(['bug'])

    await outbox.again(cursed.id)
    expect(outbox.waiting()).toHaveLength(1)
  })

  test('what nobody has answered is never thrown away by reading it', async () => {
    const outbox = await openOutbox(inMemory())
    const envelope = anEnvelope()
    await outbox.add(envelope)
    await outbox.fault(envelope.id, 'unreadable', 1)

    await outbox.acknowledge(envelope.id)

    expect(outbox.trouble()).toEqual([])
    expect((await outbox.handedOver(boxes.key)).work.map(({ id }) => id)).toEqual([envelope.id])
  })

  test('waits longer each time, never all at once, and never more than five minutes', () => {
    const waits = [1, 2, 3, 4, 20].map((failures) => waitAfter(failures, 1))
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 300_000])
    expect(waitAfter(3, 0)).toBe(4_000)
  })
})

describe('the clock', () => {
  test('sets a phone of last year right, keeps the last seal and never turns back', async () => {
    const storage = inMemory()
    const clock = await openClock(storage, () => Date.parse('2025-01-01T00:00:00.000Z'))
    expect(clock.told()).toBeNull()

    await clock.hear('2026-11-22T10:00:00.000Z.seal')
    await clock.hear('2026-11-22T09:00:00.000Z.older')

    expect(clock.now()).toBe('2026-11-22T10:00:00.000Z')
    expect(clock.told()).toBe('2026-11-22T10:00:00.000Z.seal')
    expect((await openClock(storage, () => 0)).told()).toBe('2026-11-22T10:00:00.000Z.seal')
  })
})

test('completeness does not depend on the order in which documents came', () => {
  const marks = [1, 2, 3].map((seq) => ['household', `05-${castId(seq)}`, '05/field', seq] as const)
  expect(completenessOf(marks)).toEqual(completenessOf([...marks].reverse()))
  expect(completenessOf(marks.slice(1))).not.toEqual(completenessOf(marks))
})

function along(deliver: Deliver): Transport {
  const silent = async () => ({ failed: 'network' }) as const
  return { deliver, pull: silent, pack: silent, cost: silent }
}
