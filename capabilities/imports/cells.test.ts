import { describe, expect, test } from 'vitest'
import { numbered, written } from '#dev/testing/cells.ts'
import {
  cardNumber,
  decimal,
  personName,
  phone,
  placeCode,
  sex,
  text,
  villageCode,
  wholeNumber,
  yesOrNo,
} from './cells.ts'
import type { Reading } from './reading.ts'
import type { Cell } from './table.ts'

/** The value, or the name of the problem. */
function outcome(read: Reading<unknown>): unknown {
  return 'problem' in read ? read.problem.code : read.value
}

const empty: Cell = { is: 'empty' }
const date: Cell = { is: 'date', day: '2020-12-31' }

test('nothing is nothing to every reader, and what is broken is broken', () => {
  const broken: Cell = { is: 'broken', why: 'error-value', text: '#N/A' }
  for (const read of [text, personName, wholeNumber, decimal, villageCode, cardNumber, phone, sex, yesOrNo]) {
    for (const cell of [undefined, empty, written('  '), written('\u200b'), written('-'), written('N/A')]) {
      expect(read(cell)).toEqual({ value: null })
    }
    expect(read(broken)).toEqual({ problem: { code: 'error-value', text: '#N/A' } })
  }
})

describe('text', () => {
  test.each([
    ['zero-width signs', 'ស្រី\u200b\u200dពៅ\ufeff', 'ស្រីពៅ'],
    ['direction marks', '\u202bSok\u200e Dara\u2069', 'Sok Dara'],
    ['vowels that nobody sees', 'ស\u17b4ុ\u17b5ខ', 'សុខ'],
    ['spaces of every kind', ' \u00a0Sok \t\n Dara\u3000', 'Sok Dara'],
    ['letters in two pieces', 'Rene\u0301e', 'Ren\u00e9e'],
    ['control signs', 'Sok\u0007\u0085', 'Sok'],
  ])('%s', (_, dirty, clean) => {
    expect(text(written(dirty))).toEqual({ value: clean })
  })

  test('the order in which marks were typed stays', () => {
    const typed = 'ស\u17b7\u17d2\u179a'
    expect(text(written(typed))).toEqual({ value: typed })
  })

  test('letters lost on the way, and texts without end, are problems', () => {
    expect(outcome(text(written('Sok \ufffd\ufffd')))).toBe('damaged-letters')
    expect(text(written('a'.repeat(121)))).toEqual({
      problem: { code: 'too-many-letters', text: 'a'.repeat(60), most: 120 },
    })
  })

  test('a number is the text that people see', () => {
    expect(text(numbered(5080101, '05080101'))).toEqual({ value: '05080101' })
    expect(text(date)).toEqual({ value: '2020-12-31' })
  })
})

describe('numbers', () => {
  test.each([
    ['1234', 1234],
    ['1,234,567', 1234567],
    ['1 234', 1234],
    ['1\u00a0234', 1234],
    ['១២៣៤', 1234],
    ['១,២៣៤.៥', 1234.5],
    ['-3', -3],
    ['0.25', 0.25],
    ['1,5', 'decimal-comma'],
    ['1.234,50', 'decimal-comma'],
    ['12,34', 'decimal-comma'],
    ['1,23,456', 'not-a-number'],
    ['about 5', 'not-a-number'],
    ['5 kg', 'not-a-number'],
    ['1e5', 'not-a-number'],
  ])('decimal %s', (dirty, value) => {
    expect(outcome(decimal(written(dirty)))).toBe(value)
  })

  test('whole ones have no fraction', () => {
    expect(outcome(wholeNumber(written('1,000.00')))).toBe(1000)
    expect(outcome(wholeNumber(written('1.5')))).toBe('not-whole')
    expect(outcome(wholeNumber(numbered(2.5)))).toBe('not-whole')
    expect(outcome(wholeNumber(numbered(7)))).toBe(7)
    expect(outcome(wholeNumber(date))).toBe('not-a-number')
  })
})

describe('codes of places', () => {
  test.each([
    ['05080101', '05080101', undefined],
    ['០៥០៨០១០១', '05080101', undefined],
    ["'05080101", '05080101', undefined],
    ['05 08 01 01', '05080101', undefined],
    ['05-08-01-01', '05080101', undefined],
    ['5080101', '05080101', 'zero-put-back'],
    ['25010101', '25010101', undefined],
  ])('%s', (dirty, value, note) => {
    expect(villageCode(written(dirty))).toEqual(note ? { value, note } : { value })
  })

  test.each([
    '26010101',
    '00010101',
    '0080101',
    '508010',
    '050801',
    '050801011',
    '5.080101E+6',
    'Phum Thmei',
    '508O101',
  ])('%s is none', (dirty) => {
    expect(villageCode(written(dirty))).toEqual({ problem: { code: 'not-a-place-code', text: dirty, digits: 8 } })
  })

  test('as numbers of a workbook, and of other lengths', () => {
    expect(villageCode(numbered(5080101))).toEqual({ value: '05080101', note: 'zero-put-back' })
    expect(villageCode(numbered(25010101))).toEqual({ value: '25010101' })
    expect(placeCode(numbered(50801), 6)).toEqual({ value: '050801', note: 'zero-put-back' })
    expect(outcome(placeCode(written('0508'), 6))).toBe('not-a-place-code')
  })
})

describe('numbers of cards', () => {
  test.each([
    [written('០៥០-១២៣ ៤៥៦'), '050-123 456'],
    [written('KH 0012345'), 'KH 0012345'],
    [written("'012345678"), '012345678'],
    [numbered(123456789), '123456789'],
    [written('1234567890123456789'), '1234567890123456789'],
    [written('1.23457E+11'), 'digits-lost'],
    [written('1,23457E+11'), 'digits-lost'],
    [numbered(1.23456789012346e17, '1.23456789012346E+17'), 'digits-lost'],
    [numbered(1234567890123456, '1234567890123456'), 'digits-lost'],
    [written('123456789012345000'), 'digits-lost'],
    [numbered(12.5), 'digits-lost'],
    [date, 'digits-lost'],
  ])('%o', (cell, value) => {
    expect(outcome(cardNumber(cell))).toBe(value)
  })

  test('a number shorter than its card has lost its zeros', () => {
    expect(outcome(cardNumber(numbered(12345678), 9))).toBe('digits-lost')
    expect(outcome(cardNumber(written('012345678'), 9))).toBe('012345678')
  })
})

describe('phones', () => {
  test.each([
    ['012 345 678', '+85512345678'],
    ['០១២ ៣៤៥ ៦៧៨', '+85512345678'],
    ['012-345-678', '+85512345678'],
    ['(012) 345.678', '+85512345678'],
    ['+855 12 345 678', '+85512345678'],
    ['+855 012 345 678', '+85512345678'],
    ['00855 12 345 678', '+85512345678'],
    ['855 96 123 4567', '+855961234567'],
    ['096 123 4567', '+855961234567'],
    ['+66 81 234 5678', '+66812345678'],
  ])('%s', (dirty, value) => {
    expect(phone(written(dirty))).toEqual({ value })
  })

  test('a zero that a spreadsheet dropped is put back, and said to be', () => {
    expect(phone(numbered(12345678))).toEqual({ value: '+85512345678', note: 'zero-put-back' })
    expect(phone(numbered(961234567))).toEqual({ value: '+855961234567', note: 'zero-put-back' })
    expect(phone(written('961234567'))).toEqual({ value: '+855961234567', note: 'zero-put-back' })
  })

  test.each([
    ['012345678/098765432', 'several-phones'],
    ['012 345 678, 098 765 432', 'several-phones'],
    ['1.23E+08', 'digits-lost'],
    ['012 345', 'not-a-phone'],
    ['000 000 000', 'not-a-phone'],
    ['012 345 678 9012', 'not-a-phone'],
    ['+855 12', 'not-a-phone'],
    ['none', 'not-a-phone'],
    ['66812345678', 'not-a-phone'],
  ])('%s is %s', (dirty, problem) => {
    expect(outcome(phone(written(dirty)))).toBe(problem)
  })
})

describe('choices', () => {
  test.each(['ស្រី', 'ស', 'ស.', 'F', 'f', 'Female', 'FEMALE', 'នារី', 'ស\u17b8\u17d2\u179a', ' ស្រី\u200b'])(
    '%s is female',
    (dirty) => {
      expect(sex(written(dirty))).toEqual({ value: 'female' })
    },
  )

  test.each(['ប្រុស', 'ប', 'M', 'male', 'បុរស'])('%s is male', (dirty) => {
    expect(sex(written(dirty))).toEqual({ value: 'male' })
  })

  test('1 and 2 say nothing', () => {
    expect(outcome(sex(numbered(1)))).toBe('sex-as-number')
    expect(outcome(sex(written('២')))).toBe('sex-as-number')
    expect(outcome(sex(written('?')))).toBe('not-a-sex')
  })

  test.each([
    ['yes', true],
    ['YES', true],
    ['TRUE', true],
    ['មាន', true],
    ['ចាស', true],
    ['✓', true],
    ['No', false],
    ['គ្មាន', false],
    ['ទេ', false],
    ['0', false],
    ['perhaps', 'not-yes-or-no'],
    ['2', 'not-yes-or-no'],
  ])('%s', (dirty, value) => {
    expect(outcome(yesOrNo(written(dirty)))).toBe(value)
  })
})
