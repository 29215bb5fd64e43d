import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalise, similarity } from './text.ts'

/** From here on two spellings pass for one name. */
const likeness = 0.92

describe('a name is normalised', () => {
  test.each([
    ['zero-width spaces and joiners are dropped', 'សុខ\u200bបុ\u200cប្ផា\ufeff', 'សុខបុប្ផា'],
    ['a vowel typed before its subscript is put behind it', 'ខែ\u17d2មរ', 'ខ្មែរ'],
    ['a vowel typed in two strokes is one vowel', 'ក\u17c1\u17b8ត', 'កើត'],
    ['two strokes around a subscript are one vowel too', 'ក\u17c1\u17d2រ\u17b6ម', 'ក្រោម'],
    ['subscript da and ta look the same and are the same', 'ស្ដាំ', 'ស្តាំ'],
    ['a shifter typed before the subscript is put behind it', 'ស៊\u17d2រុន', 'ស្រ៊ុន'],
    ['Khmer digits are digits', 'ក្រ២', 'ក្រ2'],
    ['Latin letters lose their marks and their height', 'Béatrice  SOK', 'beatrice sok'],
    ['punctuation is a space', 'Sok-Bopha.', 'sok bopha'],
  ])('%s', (_, written, meant) => {
    expect(normalise(written)).toBe(normalise(meant))
  })

  test('different names stay different', () => {
    const names = ['សុខ បុប្ផា', 'ជា សុខា', 'ចាន់ ដារា', 'លី ធារី', 'Sok Bopha', 'Chan Dara', 'ស្រី មុំ', 'សុខ មុំ']
    expect(new Set(names.map(normalise)).size).toBe(names.length)
  })

  test('normalising twice changes nothing', () => {
    const letters = fc.constantFrom(...'កខគសរមតដ្្ាិីេែុ៉៊់ំះ \u200b', 'a', 'É', '១')
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 12 }), (typed) => {
        const once = normalise(typed.join(''))
        expect(normalise(once)).toBe(once)
      }),
    )
  })
})

describe('how alike two names are', () => {
  test.each([
    ['សុខ បុប្ផា', 'សុខបុប្ផា'],
    ['សុខ បុប្ផា', 'បុប្ផា សុខ'],
    ['សុខ បុប្ផា', 'សុខ បុប្ផារ'],
    ['ចាន់ ដារ៉ា', 'ចាន់ ដារា'],
    ['Sok Bopha', 'SOK BOPHA'],
    ['Sok Bopha', 'Bopha Sok'],
    ['Sok Bopha', 'Sok Boppha'],
    ['Sok Bopha', 'Sok Bopa'],
  ])('%s and %s are very like', (one, other) => {
    expect(similarity(one, other)).toBeGreaterThanOrEqual(likeness)
  })

  test.each([
    ['Kim Sokha', 'Kim Sophal'],
    ['Sok Bopha', 'Chan Bopha'],
    ['ជា សុខា', 'ជា សុខុម'],
    ['លី ធារ៉ា', 'លី ធារី'],
    ['សុខ បុប្ផា', 'Sok Bopha'],
    ['', ''],
    ['សុខ បុប្ផា', ''],
  ])('%s and %s are not', (one, other) => {
    expect(similarity(one, other)).toBeLessThan(likeness)
  })

  test('it lies between 0 and 1, is the same both ways, and is 1 for the same name', () => {
    const name = fc
      .array(fc.constantFrom(...'កខសរា្ុ ', ...'abs '), { minLength: 1, maxLength: 10 })
      .map((all) => all.join(''))
    fc.assert(
      fc.property(name, name, (one, other) => {
        const found = similarity(one, other)
        expect(found).toBeGreaterThanOrEqual(0)
        expect(found).toBeLessThanOrEqual(1)
        expect(similarity(other, one)).toBeCloseTo(found, 10)
        if (normalise(one).replace(/[\u17c9\u17ca ]/g, '') !== '') expect(similarity(one, one)).toBe(1)
      }),
    )
  })
})
