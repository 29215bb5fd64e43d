import { generateKeyPairSync } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { sreymom } from '#dev/cast.ts'
import { boxesWith } from '#server/boxes.ts'
import { type Clocks, type People, peopleInMemory, pinGate } from './people.ts'
import { type DataKey, dataKeyIn, lockWith, newDataKey, weaknessOf } from './pin.ts'
import { spareAbout, spareOf } from './spare.ts'

const pin = '240816'
const minute = 60_000
let people: People
let dataKey: DataKey
let wall: number
let running: number
const clocks: Clocks = { wall: () => wall, running: () => running }

beforeEach(async () => {
  people = peopleInMemory()
  dataKey = newDataKey()
  wall = Date.parse('2026-11-23T08:00:00Z')
  running = 0
  const { key } = sreymom
  await people.keep({ key, nameKm: 'ស្រីមុំ', nameLatin: null, usedAt: wall, lock: await lockWith(pin, dataKey) })
})

test('the right PIN opens, and no other', async () => {
  const gate = pinGate(people, clocks)
  expect(await gate.tryPin(sreymom.key, '240817')).toEqual({ wrong: true, left: 4 })
  expect(await gate.tryPin(sreymom.key, pin)).toEqual({ dataKey })
  // A right one forgives.
  expect(await gate.tryPin(sreymom.key, '240817')).toEqual({ wrong: true, left: 4 })
})

test('wrong PINs make ever longer waits, and after ten only signing in opens', async () => {
  const gate = pinGate(people, clocks)
  const waits: unknown[] = []
  for (let tries = 1; tries <= 10; tries += 1) {
    const tried = await gate.tryPin(sreymom.key, '000001')
    if (!('waits' in tried)) {
      waits.push(tried)
      continue
    }
    waits.push(tried.waits / minute)
    // Not even the right one is looked at meanwhile.
    expect(await gate.tryPin(sreymom.key, pin)).toHaveProperty('waits')
    pass(tried.waits)
  }
  expect(waits).toEqual([
    ...[4, 3, 2, 1].map((left) => ({ wrong: true, left })),
    ...[1, 5, 15, 60, 60],
    { isShut: true },
  ])
  pass(365 * 24 * 60 * minute)
  expect(await gate.tryPin(sreymom.key, pin)).toEqual({ isShut: true })
})

test('a restart forgets neither the count nor the wait', async () => {
  const gate = pinGate(people, clocks)
  for (let tries = 1; tries <= 5; tries += 1) await gate.tryPin(sreymom.key, '000001')
  const restarted = pinGate(people, { wall: () => wall, running: () => 0 })
  expect(await restarted.tryPin(sreymom.key, pin)).toEqual({ waits: minute })
  wall += minute
  expect(await restarted.tryPin(sreymom.key, '000001')).toEqual({ waits: 5 * minute })
})

test('a clock set forward while the app runs shortens nothing, and one set back prolongs nothing', async () => {
  const gate = pinGate(people, clocks)
  for (let tries = 1; tries <= 5; tries += 1) await gate.tryPin(sreymom.key, '000001')
  wall += 24 * 60 * minute
  expect(await gate.tryPin(sreymom.key, pin)).toEqual({ waits: minute })
  running += minute
  expect(await gate.tryPin(sreymom.key, '000001')).toEqual({ waits: 5 * minute })
  // Wrong ones with the clock a year ahead; then somebody sets it right.
  wall -= 365 * 24 * 60 * minute
  expect(await gate.standing(sreymom.key)).toEqual({ waits: 5 * minute })
  pass(5 * minute)
  expect(await gate.tryPin(sreymom.key, pin)).toEqual({ dataKey })
})

test('a try that is cut off in the middle counts', async () => {
  const cut: People = {
    ...people,
    change: async (key, to) => {
      await people.change(key, to)
      throw new Error('the battery is flat')
    },
  }
  await expect(pinGate(cut, clocks).tryPin(sreymom.key, pin)).rejects.toThrow()
  expect((await people.find(sreymom.key))?.lock.wrong).toBe(1)
})

test('what is kept holds neither the PIN nor the data key, and nothing opens it but both keys', async () => {
  const { lock } = (await people.find(sreymom.key))!
  expect(lock.browserKey.extractable).toBe(false)
  expect(Buffer.from(lock.kept).includes(Buffer.from(dataKey))).toBe(false)
  const another = await lockWith(pin, newDataKey())
  expect(await dataKeyIn({ ...lock, browserKey: another.browserKey }, pin)).toBeUndefined()
  expect(await dataKeyIn(lock, null)).toBeUndefined()
})

test('the spare of a forgotten PIN opens at the programme, for its person alone', async () => {
  const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' })
  const boxes = boxesWith(pem.toString(), 1)
  const { box } = await spareOf(dataKey, sreymom.key, boxes.key)
  expect(new Uint8Array((await boxes.open(box, spareAbout(sreymom.key)))!)).toEqual(dataKey)
  expect(await boxes.open(box, spareAbout('05-somebody-else'))).toBeUndefined()
})

test('a phone without a PIN opens without one', async () => {
  expect(await dataKeyIn(await lockWith(null, dataKey), null)).toEqual(dataKey)
})

test('PINs that everybody tries first are refused', () => {
  for (const obvious of ['111111', '123456', '654321', '987654', '012345', '121212', '123123', '112233', '890123'])
    expect([obvious, weaknessOf(obvious)]).toEqual([obvious, 'obvious'])
  expect(weaknessOf('12345')).toBe('short')
  for (const fine of ['240816', '907351', '135792']) expect([fine, weaknessOf(fine)]).toEqual([fine, undefined])
})

function pass(milliseconds: number) {
  wall += milliseconds
  running += milliseconds
}
