import { describe, expect, test } from 'vitest'
import type { Member } from '#capabilities/households/household.ts'
import { builtInRules, MatchingRules } from '#capabilities/households/likeness.rules.ts'
import { type Attendee, type Registered, whoIs } from '#capabilities/trainings/attendee.ts'
import { castId } from '#dev/cast.ts'
import { keyOf } from '#door/key.ts'

let number = 0

function member(changes: Partial<Member> = {}): Member {
  number += 1
  return {
    ...{ id: castId(600 + number), nameKm: 'កែវ សុភា', nameLatin: null, sex: 'female', birthYear: 1980 },
    ...{ role: 'head', identityNumber: null },
    ...changes,
  }
}

function household(members: Member[], changes: Partial<Registered> = {}): Registered {
  number += 1
  return {
    ...{
      key: keyOf('05', castId(800 + number)),
      place: '05080101',
      phones: [],
      card: null,
      identityNumbers: [],
      members,
    },
    ...changes,
  }
}

const attendee = (changes: Partial<Attendee> = {}): Attendee => ({
  ...{ nameKm: 'កែវ សុភា', nameLatin: null, sex: 'female', birthYear: null, village: '05080101' },
  ...{ phone: null, card: null, identityNumber: null },
  ...changes,
})

const found = (line: Partial<Attendee>, households: Registered[], isWhole = true) =>
  whoIs(attendee(line), households, builtInRules, isWhole)

const sophea = member()
const home = household([sophea], { phones: [{ number: '+85512345678', shared: true }], card: 'KSP-0508-1' })
const elsewhere = { ...home, place: '05080102' }

describe('somebody is sure', () => {
  const sure = { is: 'sure', person: { household: home.key, member: sophea.id } }

  test.each<[string, Partial<Attendee>, Registered[]]>([
    ['in the village, bearing a name alone', {}, [home, household([member({ nameKm: 'លី ចន្ថា' })])]],
    ['in the village, by the year of birth', { birthYear: 1982 }, [home, household([member({ birthYear: 1960 })])]],
    ['from elsewhere, by the phone', { phone: '+85512345678' }, [elsewhere]],
    ['from elsewhere, by the card however it is written', { card: 'ksp 0508 1' }, [elsewhere]],
    ['with the names the other way round', { nameKm: 'សុភា កែវ' }, [home]],
    ['in Latin letters where Khmer ones are registered', { nameKm: null, nameLatin: 'Keo Sophea' }, [home]],
    ['beside a namesake of the other sex', {}, [home, household([member({ sex: 'male' })])]],
    ['beside a namesake who died', {}, [home, household([member({ left: gone() })])]],
  ])('%s', (_, line, households) => expect(found(line, households)).toMatchObject(sure))

  test('by an identity number, though a namesake lives next door', () => {
    const known = household([member({ identityNumber: '010203040' })], { identityNumbers: ['010203040'] })
    const namesake = household([member({ identityNumber: '050607080' })])
    expect(found({ identityNumber: '010203040' }, [known, namesake])).toMatchObject({
      is: 'sure',
      person: { household: known.key },
    })
  })
})

describe('somebody looks', () => {
  test.each<[string, Partial<Attendee>, Registered[]]>([
    ['where two of the village bear the name', {}, [home, household([member({ birthYear: 1999 })])]],
    ['where two fit by their year of birth', { birthYear: 1981 }, [home, household([member({ birthYear: 1982 })])]],
    ['where only the name agrees, and another village', {}, [elsewhere]],
    ['where the sex is another', { sex: 'male' }, [home]],
    ['where the year of birth is far off', { birthYear: 1990 }, [home]],
  ])('%s', (_, line, households) => {
    expect(found(line, households)).toMatchObject({ is: 'possible', more: 0 })
    expect(found(line, households)).toHaveProperty('persons.length', households.length)
  })

  test('where not the whole village was looked through', () => {
    expect(found({}, [home], false)).toMatchObject({ is: 'possible' })
    expect(found({ birthYear: 1980 }, [home], false)).toMatchObject({ is: 'sure' })
  })

  test('at five of seven, who shares most first', () => {
    const others = Array.from({ length: 6 }, () => household([member({ birthYear: null })]))
    const list = found({ birthYear: 1980, phone: '+85512345678' }, [...others, home, household([member()], home)])
    expect(list).toMatchObject({ is: 'possible', more: 3 })
    expect(list).toHaveProperty('persons.length', builtInRules.attendee.offered)
    expect(list).toHaveProperty('persons.0.household', home.key)
  })
})

test('what speaks for somebody is told', () => {
  expect(found({ birthYear: 1981, phone: '+85512345678', card: 'KSP05081' }, [home])).toMatchObject({
    person: { grounds: ['card', 'phone', 'name', 'birth-year', 'village'] },
  })
})

test('nobody is found who is called otherwise, has died, or lives elsewhere and contradicts', () => {
  expect(found({ nameKm: 'លី ចន្ថា' }, [home])).toEqual({ is: 'unmatched' })
  expect(found({}, [household([member({ left: gone() })])])).toEqual({ is: 'unmatched' })
  expect(found({ birthYear: 1950 }, [elsewhere])).toEqual({ is: 'unmatched' })
  expect(found({ nameKm: null }, [home])).toEqual({ is: 'unmatched' })
})

test('a programme that brought rules of its own before these were thought of keeps them', () => {
  const { attendee: built, ...before } = builtInRules
  expect(MatchingRules.parse(before).attendee).toEqual(built)
})

function gone() {
  return { why: 'died', on: '2020-01-01', household: null, by: keyOf('05', castId(4)) } as const
}
