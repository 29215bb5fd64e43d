import { describe, expect, test } from 'vitest'
import { numbered, written } from '#dev/testing/cells.ts'
import { type BirthColumn, birthYear, day, dayOrderOf } from './days.ts'
import { dayOfSerial } from './serial.ts'

function outcome(read: ReturnType<typeof day> | ReturnType<typeof birthYear>): unknown {
  return 'problem' in read ? read.problem.code : read.value
}

describe('a day', () => {
  test.each([
    ['2020-12-31', '2020-12-31'],
    ['2020/1/5', '2020-01-05'],
    ['2020-12-31T00:00:00.000Z', '2020-12-31'],
    ['31/12/2020', '2020-12-31'],
    ['31.12.2020', '2020-12-31'],
    ['31 - 12 - 2020', '2020-12-31'],
    ['31/12/2020 00:00:00', '2020-12-31'],
    ['12/31/2020 10:05 PM', '2020-12-31'],
    ['05/05/2020', '2020-05-05'],
    ['៣១/១២/២០២០', '2020-12-31'],
    ['៣១ ធ្នូ ២០២០', '2020-12-31'],
    ['១២មករា២០២០', '2020-01-12'],
    ['ថ្ងៃទី១២ ខែកុម្ភៈ ឆ្នាំ២០២០', '2020-02-12'],
    ['12 កុម្ភះ 2020', '2020-02-12'],
    ['31 Dec 2020', '2020-12-31'],
    ['31-December-2020', '2020-12-31'],
    ['December 31st, 2020', '2020-12-31'],
    ['Sept 5, 2020', '2020-09-05'],
  ])('%s', (dirty, value) => {
    expect(day(written(dirty))).toEqual({ value })
  })

  test.each([
    ['30/02/2020', 'no-such-day'],
    ['2021-02-29', 'no-such-day'],
    ['30 កុម្ភៈ 2020', 'no-such-day'],
    ['32/13/2020', 'no-such-day'],
    ['03/04/2020', 'day-order-unknown'],
    ['31/12/20', 'year-short'],
    ['31 Dec 20', 'year-short'],
    ['2020', 'not-a-day'],
    ['last year', 'not-a-day'],
    ['12 Brumaire 2020', 'not-a-day'],
    ['31/12', 'not-a-day'],
    ['01/01/1820', 'no-such-day'],
  ])('%s is %s', (dirty, problem) => {
    expect(outcome(day(written(dirty)))).toBe(problem)
  })

  test('03/04/2020 is read in the order of its column, and in no other', () => {
    expect(outcome(day(written('03/04/2020'), { order: 'day-first' }))).toBe('2020-04-03')
    expect(outcome(day(written('03/04/2020'), { order: 'month-first' }))).toBe('2020-03-04')
    expect(outcome(day(written('25/12/2020'), { order: 'month-first' }))).toBe('day-order-otherwise')
    expect(outcome(day(written('12/25/2020'), { order: 'month-first' }))).toBe('2020-12-25')
  })

  test.each([
    ['31/12/2563', '2020-12-31'],
    ['2563-12-31', '2020-12-31'],
    ['១២ មករា ២៥៦៣', '2020-01-12'],
    ['ថ្ងៃទី១២ ខែមករា ព.ស. ២៥៦៣', '2020-01-12'],
  ])('%s is of the Buddhist era, and noted', (dirty, value) => {
    expect(day(written(dirty))).toEqual({ value, note: 'buddhist-era' })
  })

  test('a plain number is a day only where a person said so', () => {
    expect(outcome(day(numbered(44196)))).toBe('not-a-day')
    expect(day(numbered(44196), { serialsFrom: 1900 })).toEqual({ value: '2020-12-31', note: 'day-from-serial' })
    expect(day(numbered(42734), { serialsFrom: 1904 })).toEqual({ value: '2020-12-31', note: 'day-from-serial' })
    expect(day(written('44196'), { serialsFrom: 1900 })).toEqual({ value: '2020-12-31', note: 'day-from-serial' })
    // A year alone would be a day of 1905.
    expect(outcome(day(numbered(1985), { serialsFrom: 1900 }))).toBe('not-a-day')
    expect(day({ is: 'date', day: '2020-12-31' })).toEqual({ value: '2020-12-31' })
  })

  test('the day that never was is none', () => {
    expect(dayOfSerial(60, false)).toBeUndefined()
    expect(dayOfSerial(61, false)).toBe('1900-03-01')
    expect(dayOfSerial(2_958_466, false)).toBeUndefined()
  })
})

describe('the order of a column', () => {
  const column = (...texts: string[]) => dayOrderOf(texts.map(written))

  test('is proven by one cell', () => {
    expect(column('03/04/2020', '25/12/2020')).toEqual({ order: 'day-first', example: '25/12/2020' })
    expect(column('03/04/2020', '12/25/2020')).toEqual({ order: 'month-first', example: '12/25/2020' })
    expect(column('03/04/2020', '៣១/១២/២០២០')).toEqual({ order: 'day-first', example: '៣១/១២/២០២០' })
  })

  test('may contradict itself', () => {
    expect(column('25/12/2020', '12/26/2020')).toEqual({
      order: 'contradictory',
      dayFirst: '25/12/2020',
      monthFirst: '12/26/2020',
    })
  })

  test('has to be asked where nothing tells', () => {
    expect(column('05/05/2020', '03/04/2020', '2020-12-31')).toEqual({ order: 'asked', example: '03/04/2020' })
  })

  test('does not matter where no cell depends on it', () => {
    expect(column('2020-12-31', '05/05/2020', '31 Dec 2020', 'unknown', '')).toEqual({ order: 'none' })
    expect(dayOrderOf([{ is: 'date', day: '2020-03-04' }, undefined])).toEqual({ order: 'none' })
  })
})

describe('a year of birth', () => {
  const column: BirthColumn = { listYear: 2020, holds: 'either' }

  test.each([
    ['1980', { value: 1980 }],
    ['១៩៨០', { value: 1980 }],
    ['2523', { value: 1980, note: 'buddhist-era' }],
    ['40', { value: 1980, note: 'year-from-age' }],
    ['31/12/1980', { value: 1980 }],
    ['03/04/1980', { value: 1980 }],
    ['១២ មករា ២៥២៣', { value: 1980, note: 'buddhist-era' }],
    ['1980.0', { value: 1980 }],
  ])('%s', (dirty, read) => {
    expect(birthYear(written(dirty), column)).toEqual(read)
  })

  test.each([
    ['2021', 'not-a-year'],
    ['1850', 'not-a-year'],
    ['150', 'not-a-year'],
    ['30/02/1980', 'no-such-day'],
    ['young', 'not-a-year'],
  ])('%s is %s', (dirty, problem) => {
    expect(outcome(birthYear(written(dirty), column))).toBe(problem)
  })

  test('two digits are an age only where the column holds ages', () => {
    expect(outcome(birthYear(written('65'), { listYear: 2020, holds: 'birth-year' }))).toBe('year-short')
    expect(outcome(birthYear(written('65'), { listYear: 2020, holds: 'age' }))).toBe(1955)
    expect(outcome(birthYear(written('1965'), { listYear: 2020, holds: 'age' }))).toBe('age-impossible')
    expect(outcome(birthYear({ is: 'date', day: '1980-02-28' }, column))).toBe(1980)
  })
})
