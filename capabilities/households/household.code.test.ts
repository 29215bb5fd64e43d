import { expect, test } from 'vitest'
import { householdCode, readHouseholdCode } from '#capabilities/households/household.code.ts'

const key = '05-01930000-0000-7000-8000-00000000abcd'

test('a household is read back from its code, however it is written', () => {
  expect(readHouseholdCode(householdCode(key))).toBe(key)
  expect(readHouseholdCode(` ${householdCode(key).toLowerCase()} `)).toBe(key)
  expect(householdCode(key)).toMatch(/^[0-9A-Z $%*+./:-]+$/)
})

test('nothing else is a household', () => {
  for (const text of ['', key, 'CHAMKA HOUSEHOLD ', 'CHAMKA HOUSEHOLD 05', 'https://example.org'])
    expect(readHouseholdCode(text)).toBeUndefined()
})
