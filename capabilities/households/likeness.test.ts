import { expect, test } from 'vitest'
import { builtInRules, MatchingRules } from '#capabilities/households/likeness.rules.ts'
import { type Evidence, likenessOf, matchKeysOf, type Person } from '#capabilities/households/likeness.ts'
import { evidenceFrom } from '#dev/labelled/measure.ts'
import { registrations } from '#dev/labelled/registrations.ts'

let made = 0

function aPerson(told: Partial<Person> = {}): Person {
  return { nameKm: 'ពេជ្រ ស្រីលាភ', nameLatin: null, sex: 'female', birthYear: 1984, role: 'head', ...told }
}

function aHousehold(head: Partial<Person> = {}, told: Partial<Evidence> = {}): Evidence {
  made += 1
  const key = `05-0192f3c4-0000-7000-8000-${String(made).padStart(12, '0')}`
  return { key, place: '05010203', card: null, identityNumbers: [], phones: [], people: [aPerson(head)], ...told }
}

const like = (one: Evidence, other: Evidence, rules = builtInRules) => {
  const [there, back] = [likenessOf(one, other, rules), likenessOf(other, one, rules)]
  expect(back).toEqual(there)
  return there
}
const share = (one: Evidence, other: Evidence) => {
  const keys = new Set(matchKeysOf(one, builtInRules))
  return matchKeysOf(other, builtInRules).some((key) => keys.has(key))
}
const phone = (number: string, shared = false) => ({ number, shared })

test('the built-in rules have the shape that a programme may fill otherwise', () => {
  expect(MatchingRules.parse(JSON.parse(JSON.stringify(builtInRules)))).toEqual(builtInRules)
})

test('the same card opens a suspicion, whoever holds it', () => {
  const one = aHousehold({}, { card: '0501-12345' })
  const other = aHousehold(
    { nameKm: 'ហេង ដារ៉ា', sex: 'male', birthYear: 1950 },
    { card: '050112345', place: '12010101' },
  )
  expect(like(one, other)).toEqual({ score: builtInRules.threshold, grounds: ['card'] })
  expect(share(one, other)).toBe(true)
})

test('the same identity number opens one, even of two in one household', () => {
  const one = aHousehold({}, { identityNumbers: ['012345678', '087654321'] })
  const other = aHousehold({ nameKm: 'ហេង ដារ៉ា', sex: 'male' }, { identityNumbers: ['087654321'], place: '12010101' })
  expect(like(one, other)?.grounds).toContain('identity')
  expect(share(one, other)).toBe(true)
})

test('a missing value never matches', () => {
  const nothing = { nameKm: null, nameLatin: null, birthYear: null }
  const empty = { card: '', identityNumbers: [''], phones: [phone('')], place: '' }
  expect(like(aHousehold(nothing), aHousehold(nothing))).toBeUndefined()
  expect(like(aHousehold(nothing, empty), aHousehold(nothing, empty))).toBeUndefined()
  expect(matchKeysOf(aHousehold(nothing, empty), builtInRules)).toEqual([])
  expect(like(aHousehold({ nameKm: ' \u200b' }), aHousehold({ nameKm: ' \u200b' }))).toBeUndefined()
  expect(like({ ...aHousehold(), people: [] }, { ...aHousehold(), people: [] })).toBeUndefined()
})

test('a card without letters or digits is no card', () => {
  const one = aHousehold({ nameKm: 'ហេង ដារ៉ា', sex: 'male' }, { card: '-' })
  expect(like(one, aHousehold({}, { card: '-' }))).toBeUndefined()
  expect(matchKeysOf(one, builtInRules).some((key) => key.startsWith('0|'))).toBe(false)
})

test('a shared telephone alone opens nothing, nor does one that nobody marked as shared', () => {
  for (const shared of [true, false]) {
    const phones = [phone('+85512345678', shared)]
    const other = aHousehold({ nameKm: 'ហេង មាលា' }, { phones })
    expect(like(aHousehold({}, { phones }), other)).toBeUndefined()
  }
})

test('sisters who share a family name, a village and a telephone are two people', () => {
  const phones = [phone('+85512345678')]
  const one = aHousehold({ nameKm: 'ទិត្យ សុភា', birthYear: 1984 }, { phones })
  expect(like(one, aHousehold({ nameKm: 'ទិត្យ ករុណា', birthYear: 1985 }, { phones }))).toBeUndefined()
})

test('a common name alone opens nothing, nor does a village alone', () => {
  const one = aHousehold({ nameKm: 'សុខ ដារ៉ា', birthYear: null })
  expect(like(one, aHousehold({ nameKm: 'សុខ ដារ៉ា', birthYear: null }, { place: '12010101' }))).toBeUndefined()
  expect(like(one, aHousehold({ nameKm: 'សុខ ដារ៉ា', birthYear: null }))).toBeUndefined()
  expect(like(aHousehold(), aHousehold({ nameKm: 'ហេង មាលា' }))).toBeUndefined()
})

test('a rare name says more than a common one', () => {
  const score = (nameKm: string) => like(aHousehold({ nameKm }), aHousehold({ nameKm }))!.score
  expect(score('ខៀវ រំចង់')).toBeGreaterThan(score('សុខ សុភា'))
})

test('name, village and year are enough together', () => {
  expect(like(aHousehold(), aHousehold())?.grounds).toEqual(['name', 'birth-year', 'village'])
})

test.each([
  ['across scripts', { nameKm: null, nameLatin: 'Pich Sreyleap' }],
  ['across scripts and turned round', { nameKm: null, nameLatin: 'Sreyleap PICH' }],
  ['across scripts and run together', { nameKm: null, nameLatin: 'Pichsreyleap' }],
  ['in another spelling', { nameKm: 'ពេជ្រ ស្រិលាភ' }],
  ['with a mark nobody sees', { nameKm: 'ពេជ្រ ស្រី\u200bលាភ' }],
  ['turned round', { nameKm: 'ស្រីលាភ ពេជ្រ' }],
  ['run together', { nameKm: 'ពេជ្រស្រីលាភ' }],
  ['with a space in the given name', { nameKm: 'ពេជ្រ ស្រី លាភ' }],
  ['a year off', { birthYear: 1985 }],
  ['two years off, since an age was asked', { birthYear: 1986 }],
  ['with the digits of the year turned round', { birthYear: 1948 }],
  ['without a year', { birthYear: null }],
])('a person is noticed %s, and is among the candidates', (_, told) => {
  expect(like(aHousehold(), aHousehold(told))).toBeDefined()
  expect(share(aHousehold(), aHousehold(told))).toBe(true)
})

test.each([
  ['Sok Chhun', 'Sokh Chun', 'សុខ ឈុន'],
  ['Phan Srey', 'Phann Sray', 'ផាន ស្រី'],
  ['Ouk Keo', 'Uk Kaev', 'អ៊ុក កែវ'],
])('%s, %s and %s are one person', (latin, otherwise, khmer) => {
  const known = { card: null, phones: [phone('+85512345678')] }
  const one = aHousehold({ nameKm: null, nameLatin: latin }, known)
  expect(like(one, aHousehold({ nameKm: null, nameLatin: otherwise }, known))?.grounds).toContain('name')
  expect(like(one, aHousehold({ nameKm: khmer }, known))?.grounds).toContain('name-across-scripts')
})

test('a woman and a man of one name are two people, unless much else agrees', () => {
  const of = (sex: 'female' | 'male', told = {}) => aHousehold({ nameKm: 'សុខ សុភាព', sex, birthYear: null }, told)
  expect(like(of('female'), of('male'))).toBeUndefined()
  const known = { phones: [phone('+85512345678')] }
  expect(like(of('female', known), of('male', known))).toBeDefined()
})

test('a year far away speaks against it', () => {
  expect(like(aHousehold(), aHousehold({ birthYear: 1951 }))).toBeUndefined()
})

test('a couple registered twice, once under each of them, is noticed', () => {
  const wife = aPerson({ nameKm: 'ពេជ្រ ស្រីលាភ' })
  const husband = aPerson({ nameKm: 'ហេង ដារ៉ា', sex: 'male', birthYear: 1980 })
  const one = aHousehold({}, { people: [wife, { ...husband, role: 'spouse' }] })
  const other = aHousehold({}, { people: [husband, { ...wife, role: 'spouse' }] })
  expect(like(one, other)?.grounds).toContain('couple')
  expect(share(one, other)).toBe(true)

  const alone = aHousehold({}, { people: [husband] })
  expect(like(one, alone)?.grounds).toContain('couple')
  expect(share(one, alone)).toBe(true)
})

test('a child who has set up house is not the parents again', () => {
  const child = aPerson({ nameKm: 'សុខ សុភា', birthYear: 2000, role: 'child' })
  const parents = aHousehold({}, { people: [aPerson(), child] })
  expect(like(parents, aHousehold({}, { people: [{ ...child, role: 'head' }] }))).toBeUndefined()
})

test('somebody who moved far is noticed by name, year and telephone', () => {
  const phones = [phone('+85512345678')]
  const moved = aHousehold({}, { phones, place: '17020304' })
  expect(like(aHousehold({}, { phones }), moved)?.grounds).toEqual(['phone', 'name', 'birth-year'])
  expect(share(aHousehold({}, { phones }), moved)).toBe(true)
})

test('a programme may have rules of its own', () => {
  const strict = { ...builtInRules, version: 'strict-1', threshold: 190 }
  expect(like(aHousehold(), aHousehold(), strict)).toBeUndefined()
})

test('a likeness reads the same from both sides', () => {
  const everything = { ...builtInRules, threshold: -200 }
  const list = [...registrations({ seed: 6, households: 60 })].map(evidenceFrom)
  const said = (one: Evidence, other: Evidence) => JSON.stringify(likenessOf(one, other, everything))
  const lopsided = list.flatMap((one) => list.filter((other) => said(one, other) !== said(other, one)))
  expect(lopsided).toEqual([])
})

test('match keys are few, short, and the same every time', () => {
  const many = aHousehold(
    { nameLatin: 'Pich Sreyleap' },
    {
      card: '0501-12345',
      identityNumbers: ['012345678', '087654321', '012345679'],
      phones: ['+85512345678', '+85512345679', '+85512345670'].map((number) => phone(number)),
      people: [aPerson(), aPerson({ role: 'spouse', sex: 'male', nameKm: 'ហេង ដារ៉ា' })],
    },
  )
  const keys = matchKeysOf(many, builtInRules)
  expect(keys.length).toBeLessThanOrEqual(builtInRules.mostKeys)
  expect(Math.max(...keys.map((key) => key.length))).toBeLessThanOrEqual(40)
  expect(matchKeysOf({ ...many, key: aHousehold().key }, builtInRules)).toEqual(keys)
})
