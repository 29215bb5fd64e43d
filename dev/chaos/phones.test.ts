import { expect, test } from 'vitest'
import { killPhones } from './phones.ts'

test('phones killed at any step, on a road that loses things, lose and double nothing (CHT #3708)', {
  timeout: 120_000,
}, async () => {
  const verdict = await killPhones({ kills: 150, seed: 1 })
  expect(verdict).toMatchObject({ kills: 150, lost: 0, doubled: 0, untrue: 0 })
  expect(verdict.promised).toBeGreaterThan(150)
  expect(verdict.cuts).toBeGreaterThan(20)
})
