import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { numerals, piecesOf, type SoundLanguage, saidMax, soundLanguages } from './numerals.ts'

const said = (count: number, language: SoundLanguage) =>
  piecesOf(count, language).map((piece) => numerals[language][piece]!)

describe('in Khmer', () => {
  test.each([
    [0, 'សូន្យ'],
    [5, 'ប្រាំ'],
    [6, 'ប្រាំមួយ'],
    [9, 'ប្រាំបួន'],
    [10, 'ដប់'],
    [11, 'ដប់មួយ'],
    [16, 'ដប់ប្រាំមួយ'],
    [20, 'ម្ភៃ'],
    [30, 'សាមសិប'],
    [47, 'សែសិបប្រាំពីរ'],
    [99, 'កៅសិបប្រាំបួន'],
    [100, 'មួយរយ'],
    [250, 'ពីររយហាសិប'],
    [608, 'ប្រាំមួយរយប្រាំបី'],
    [1_000, 'មួយពាន់'],
    [2_020, 'ពីរពាន់ម្ភៃ'],
    [10_000, 'មួយម៉ឺន'],
    [42_000, 'បួនម៉ឺនពីរពាន់'],
    [100_000, 'ដប់ម៉ឺន'],
    [1_200_000, 'មួយលានម្ភៃម៉ឺន'],
  ])('%i is %s', (count, words) => {
    expect(said(count, 'km').join('')).toBe(words)
  })

  test('six is counted from five, so nobody records it', () => {
    expect(numerals.km).not.toHaveProperty('6')
    expect(piecesOf(36, 'km')).toEqual([30, 5, 1])
  })
})

describe('in English', () => {
  test.each([
    [0, 'zero'],
    [6, 'six'],
    [13, 'thirteen'],
    [36, 'thirty six'],
    [100, 'one hundred'],
    [10_000, 'ten thousand'],
    [42_500, 'forty two thousand five hundred'],
    [100_000, 'one hundred thousand'],
  ])('%i is %s', (count, words) => {
    expect(said(count, 'en').join(' ')).toBe(words)
  })
})

test.each(soundLanguages)('in %s every number is said in words that there are, and no two alike', (language) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: saidMax }), (count) => {
      const pieces = piecesOf(count, language)
      expect(pieces.filter((piece) => numerals[language][piece] === undefined)).toEqual([])
      expect(heardAs(pieces, language)).toBe(count)
    }),
  )
})

test('what is no count is not said', () => {
  expect(() => piecesOf(1.5, 'km')).toThrow()
  expect(() => piecesOf(-1, 'km')).toThrow()
})

/** What a listener makes of the pieces: great units multiply what was said since the last one. */
function heardAs(pieces: readonly number[], language: SoundLanguage): number {
  const greatest = Math.max(...pieces.filter((piece) => piece >= 100), 0)
  if (greatest === 0) return pieces.reduce((sum, piece) => sum + piece, 0)
  const at = pieces.lastIndexOf(greatest)
  return heardAs(pieces.slice(0, at), language) * greatest + heardAs(pieces.slice(at + 1), language)
}
