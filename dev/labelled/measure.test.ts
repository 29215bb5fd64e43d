import { expect, test } from 'vitest'
import { builtInRules } from '#capabilities/households/likeness.rules.ts'
import { measure, precisionAndRecall } from '#dev/labelled/measure.ts'
import { noises, registrations } from '#dev/labelled/registrations.ts'

const list = [...registrations({ seed: 5, households: 8_000 })]

test('the list is what it says: a twentieth comes again, a fifth shares a telephone, every noise occurs', () => {
  const again = list.filter(({ duplicateOf }) => duplicateOf !== null)
  expect(again.length / list.length).toBeCloseTo(0.05, 1)
  for (const { duplicateOf, number } of again) expect(list[duplicateOf!]!.number).toBeLessThan(number)
  expect(new Set(again.flatMap(({ noise }) => noise))).toEqual(new Set(noises))

  const holders = new Map<string, number>()
  const honest = list.filter(({ duplicateOf, phone }) => duplicateOf === null && phone !== null)
  for (const { phone } of honest) holders.set(phone!.number, (holders.get(phone!.number) ?? 0) + 1)
  const sharing = honest.filter(({ phone }) => holders.get(phone!.number)! > 1)
  expect(sharing.length / honest.length).toBeGreaterThan(0.18)
  expect(sharing.length / honest.length).toBeLessThan(0.26)
})

test('the same seed gives the same list', () => {
  expect([...registrations({ seed: 5, households: 8_000 })]).toEqual(list)
})

test('of the duplicates at least nine in ten are noticed, and of the suspicions nineteen in twenty are right', () => {
  const { precision, recall } = precisionAndRecall(measure(list, builtInRules))
  expect(precision).toBeGreaterThan(0.95)
  expect(recall).toBeGreaterThan(0.9)
})
