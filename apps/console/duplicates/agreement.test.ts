import { expect, test } from 'vitest'
import type { Household, Member } from '#capabilities/households/household.ts'
import { agreementIn } from './agreement.ts'

const head: Member = {
  id: 'a',
  nameKm: 'សុខ បុប្ផា',
  nameLatin: null,
  sex: 'female',
  birthYear: 1984,
  role: 'head',
  identityNumber: null,
}

function household(of: Partial<Member> = {}, changes: Partial<Household> = {}): Household {
  const none = { card: null, identityNumbers: [], phones: [], place: '05080101' }
  return { ...none, members: [{ ...head, ...of }], ...changes } as unknown as Household
}

test('a name in the one script sounds like a name in the other', () => {
  expect(agreementIn(household(), household({ nameKm: null, nameLatin: 'Sok Bopha' }))).toMatchObject({
    nameKm: 'alike',
    nameLatin: 'alike',
  })
  expect(agreementIn(household(), household({ nameKm: null, nameLatin: 'Heng Dara' })).nameKm).toBe('differs')
})

test('what is missing neither agrees nor differs', () => {
  expect(agreementIn(household({ birthYear: null }), household())).toMatchObject({
    nameKm: 'same',
    nameLatin: 'unknown',
    birthYear: 'unknown',
    phones: 'unknown',
    card: 'unknown',
    identity: 'unknown',
    members: 'unknown',
  })
})

test('a year that is off by one, a card with a slip and the next village are alike, others differ', () => {
  const one = household({}, { card: 'KSP-0508-1234' })
  expect(agreementIn(one, household({ birthYear: 1985 }, { card: 'KSP-0508-1243', place: '05080102' }))).toMatchObject({
    birthYear: 'alike',
    card: 'alike',
    village: 'alike',
  })
  expect(
    agreementIn(one, household({ birthYear: 1975, sex: 'male' }, { card: 'X-1', place: '05080201' })),
  ).toMatchObject({
    birthYear: 'differs',
    sex: 'differs',
    card: 'differs',
    village: 'differs',
  })
})
