import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isFound, searchTermsOf, searchTextMax, searchTextOf } from '#capabilities/households/household.search.ts'
import type { Household } from '#capabilities/households/household.ts'
import { keyOf } from '#door/key.ts'
import { normalise } from '#door/text.ts'

const key = keyOf('05', '01700000-0000-7000-8000-00c0ffee1234')

function aHousehold(changes: Partial<Household> = {}): Household {
  return {
    key,
    members: [
      { role: 'child', nameKm: 'សុខ ដារ៉ា', nameLatin: 'Sok Dara' },
      { role: 'head', nameKm: 'សុខ បុប្ផា', nameLatin: 'Sok Bophā' },
    ],
    card: 'KSP-0508-1234',
    poverty: [{ card: 'OLD/77' }],
    identityNumbers: ['012999888'],
    phones: [{ number: '+85512345678', shared: false }],
    ...changes,
  } as Household
}

function finds(query: string, household = aHousehold()): boolean {
  return isFound(searchTextOf(household), searchTermsOf(query))
}

describe('a household is found', () => {
  test.each([
    ['by a name in Khmer', 'បុប្ផា'],
    ['by its middle', 'ប្ផា'],
    ['written without the space', 'សុខបុប្ផា'],
    ['in the other order', 'បុប្ផា សុខ'],
    ['with the subscript and vowel typed in another order', 'បុប្\u200bផា'],
    ['with an invisible space in it', 'សុ\u200bខ'],
    ['without the sign that many leave out', 'ដារា'],
    ['by one Khmer letter that begins a word', 'ប'],
    ['by a name in Latin letters', 'bopha'],
    ['whatever the accents', 'Bōpha'],
    ['by the middle of it', 'oph'],
    ['by one letter that begins a word', 'b'],
    ['by two, and by a part of a family name', 'so bo'],
    ['by another member', 'Dara'],
    ['in both scripts at once', 'sok បុប្ផា'],
    ['by card', 'KSP-0508-1234'],
    ['by card without its hyphens', 'ksp05081234'],
    ['by the end of a card', '1234'],
    ['by an earlier card', 'old/77'],
    ['by identity number', '999888'],
    ['by telephone as it is dialled', '012 345 678'],
    ['by telephone from abroad', '+855 12 345 678'],
    ['by telephone with one nought too many', '+855 (0)12 345 678'],
    ['in Khmer digits', '០១២៣៤៥'],
    ['by the code at the end of its key', 'ffee12'],
    ['by its whole key', key],
  ])('%s', (_, query) => {
    expect(finds(query)).toBe(true)
  })
})

describe('a household is not found', () => {
  test.each([
    ['by another name', 'sophea'],
    ['when one of the words is another', 'sok sophea'],
    ['by two letters within a word', 'kb'],
    ['by a Khmer letter within a word', 'ខ'],
    ['by Latin letters that are the code of Khmer ones', 'ceq'],
    ['by what the code of a seldom letter holds', '1ea'],
    ['by another number', '012345679'],
  ])('%s', (_, query) => {
    expect(finds(query)).toBe(false)
  })
})

test('nothing typed asks for nothing', () => {
  expect([searchTermsOf(''), searchTermsOf(' - ')]).toEqual([[], []])
})

test('every fragment of three letters of a Khmer name is found, however its marks were typed', () => {
  const names = ['ស៊ឹម ចាន់ធូ', 'ពេជ្រ ស្រីល័ក្ខ', 'អ៊ុំ ច័ន្ទដារា', 'ប្រាក់ សុភ័ក្ត្រ', 'គឹម ហ្វូណូ', 'ឡុង សុវត្ថិ']
  for (const nameKm of names) {
    const household = aHousehold({ members: [{ role: 'head', nameKm, nameLatin: null }] as never })
    for (const word of nameKm.split(' ')) {
      const letters = [...normalise(word)]
      letters.forEach((_, at) => {
        const fragment = letters.slice(at, at + 3).join('')
        // What begins with a mark is no fragment that anybody types.
        if (letters.length - at >= 3 && /^[\u1780-\u17b3]/.test(fragment)) expect(finds(fragment, household)).toBe(true)
      })
    }
  }
})

test('a text holds nothing but what an index reads in any locale, and never grows past an entry', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 80 }), { maxLength: 80 }), (names) => {
      const members = ['សុខ', ...names].map((nameKm, at) => ({
        role: at === 0 ? 'head' : 'child',
        nameKm,
        nameLatin: null,
      }))
      const text = searchTextOf(aHousehold({ members: members as never }))
      expect(text).toMatch(/^( [a-zA-Z0-9]+)*$/)
      expect(text.length).toBeLessThanOrEqual(searchTextMax)
    }),
  )
})
