import { expect, test } from 'vitest'
import { fence } from './limits.ts'
import { addressOf, type Visited } from './visit.ts'

test('a burst passes, then one for each that comes back, and each name has its own', () => {
  let now = 0
  const { pass } = fence({ burst: 3, aMinute: 60 }, () => now)
  expect([1, 2, 3].map(() => pass('sreymom'))).toEqual([undefined, undefined, undefined])
  expect(pass('sreymom')).toEqual({ problem: 'too-many', wait: 1 })
  expect(pass('rithy')).toBeUndefined()
  now += 2_000
  expect([pass('sreymom'), pass('sreymom'), pass('sreymom')]).toMatchObject([undefined, undefined, { wait: 1 }])
  now += 3_600_000
  expect([1, 2, 3, 4].map(() => pass('sreymom')?.problem)).toEqual([undefined, undefined, undefined, 'too-many'])
})

test('whoever waits is told how long, and asking in vain does not make it longer', () => {
  let now = 0
  const { pass } = fence({ burst: 1, aMinute: 0.5 }, () => now)
  pass('a number')
  expect(pass('a number')).toEqual({ problem: 'too-many', wait: 120 })
  now += 60_000
  expect(pass('a number')).toEqual({ problem: 'too-many', wait: 60 })
  now += 60_000
  expect(pass('a number')).toBeUndefined()
})

test('a right answer was no guess', () => {
  const { pass, restore } = fence({ burst: 1, aMinute: 1 }, () => 0)
  pass('dara')
  restore('dara')
  expect(pass('dara')).toBeUndefined()
})

test('a flood of names does not fill the memory', () => {
  const { pass } = fence({ burst: 1, aMinute: 1 }, () => 0)
  for (let name = 0; name < 120_000; name += 1) pass(String(name))
  expect(pass('119999')).toMatchObject({ problem: 'too-many' })
  expect(pass('0')).toBeUndefined()
})

test('through a proxy beside us each is counted for themselves, and nobody further away is believed', () => {
  const asked = (remoteAddress: string, forwarded?: string) =>
    addressOf({
      env: { incoming: { socket: { remoteAddress } } },
      req: { header: () => forwarded },
    } as unknown as Visited)

  expect(asked('127.0.0.1', '203.0.113.7')).toBe('203.0.113.7')
  expect(asked('::ffff:172.18.0.2', 'made-up, 203.0.113.8')).toBe('203.0.113.8')
  expect(asked('198.51.100.4', '203.0.113.9')).toBe('198.51.100.4')
  expect(asked('127.0.0.1')).toBe('127.0.0.1')
  expect(asked('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2')
  expect(asked('2001:db8::6')).toBe('2001:db8:0:0')
})
