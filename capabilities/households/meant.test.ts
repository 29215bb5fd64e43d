import { expect, test } from 'vitest'
import { builtInRules, MatchingRules } from '#capabilities/households/likeness.rules.ts'
import type { Evidence, Person } from '#capabilities/households/likeness.ts'
import { meantBy } from '#capabilities/households/meant.ts'
import { figuresOf, measureListed } from '#dev/labelled/listed.ts'
import { registrations } from '#dev/labelled/registrations.ts'

let made = 0

function evidence(head: Partial<Person> = {}, told: Partial<Evidence> = {}): Evidence {
  made += 1
  const key = `05-0192f3c4-0000-7000-8000-${String(made).padStart(12, '0')}`
  const person = { nameKm: null, nameLatin: 'Uk Visalsokha', sex: 'female', birthYear: 1984, role: 'head', ...head }
  return { key, place: '05010203', card: null, identityNumbers: [], phones: [], people: [person as Person], ...told }
}

const meant = (row: Evidence, ...registered: Evidence[]) => meantBy(row, registered, builtInRules)

test('a number and the name that agree are sure', () => {
  const household = evidence({}, { card: '0501-123' })
  expect(meant(evidence({ birthYear: null }, { card: '0501123', place: '' }), household).sure).toMatchObject({
    household: household.key,
    grounds: ['card', 'name'],
  })
  const numbered = evidence({}, { identityNumbers: ['012345678'] })
  expect(meant(evidence({ birthYear: 1950 }, { identityNumbers: ['012345678'] }), numbered).sure?.household).toBe(
    numbered.key,
  )
})

test('a number alone is offered: another name, or none, agrees with nobody', () => {
  const household = evidence({}, { card: '0501-123' })
  for (const row of [
    evidence({ nameLatin: 'Heng Dara' }, { card: '0501-123' }),
    { ...evidence({}, { card: '0501-123' }), people: [] },
  ]) {
    expect(meant(row, household)).toMatchObject({ sure: null, likely: [{ household: household.key }] })
  }
})

test('a second household with the same number and name makes nobody sure', () => {
  const row = evidence({}, { card: '0501-123' })
  expect(meant(row, evidence({}, { card: '0501-123' }), evidence({}, { card: '0501-123' }))).toMatchObject({
    sure: null,
    likely: [{}, {}],
  })
})

test('name, village and birth year are sure where nobody else comes near', () => {
  const household = evidence()
  expect(meant(evidence(), household, evidence({ birthYear: 1950, sex: 'male' })).sure?.household).toBe(household.key)
  expect(meant(evidence(), household, evidence({ birthYear: 1985 })).sure).toBeNull()
})

test.each([
  ['birth year', evidence({ birthYear: null }), evidence()],
  ['birth year in the register', evidence(), evidence({ birthYear: null })],
  ['village', evidence({}, { place: '' }), evidence()],
  ['name', { ...evidence(), people: [] }, evidence()],
])('a missing %s is never sure', (_, row, household) => {
  expect(meant(row, household).sure).toBeNull()
})

test('a missing sex speaks neither for nor against', () => {
  const household = evidence()
  const [known, unknown] = [meant(evidence(), household), meant(evidence({ sex: null }), household)]
  expect(unknown.sure?.household).toBe(household.key)
  expect(unknown.likely[0]!.score).toBe(known.likely[0]!.score - builtInRules.sex.same)
})

test('a row with nothing in it means nobody', () => {
  const nothing = { ...evidence({ nameLatin: null, birthYear: null }), place: '' }
  expect(meant(nothing, nothing, evidence())).toEqual({ sure: null, likely: [] })
})

test('rules that a programme wrote before rows were held against them are valid as they are', () => {
  const { listed: _, ...before } = builtInRules
  expect(MatchingRules.parse(before).listed).toEqual(builtInRules.listed)
})

test('of what is sure 99 in a hundred are right, and few who are registered are not found', () => {
  const list = [...registrations({ seed: 5, households: 8_000 })]
  const figures = figuresOf(measureListed(list, 'with cards', builtInRules))
  expect(figures.precision).toBeGreaterThan(0.99)
  expect(figures.sure).toBeGreaterThan(0.6)
  expect(figures.missed).toBeLessThan(0.08)
})
