import { describe, expect, test } from 'vitest'
import { month } from './months.ts'
import type { Cell } from './table.ts'

const text = (text: string): Cell => ({ is: 'text', text })

describe('a month', () => {
  test.each([
    ['2024-01', '2024-01'],
    ['2024/1', '2024-01'],
    ['01/2024', '2024-01'],
    ['1.2024', '2024-01'],
    ['202401', '2024-01'],
    ['២០២៤-០១', '2024-01'],
    ['Jan 2024', '2024-01'],
    ['September-2024', '2024-09'],
    ['ខែមករា ឆ្នាំ២០២៤', '2024-01'],
    ['2024-01-15', '2024-01'],
    ['25/12/2023', '2023-12'],
  ])('%s is %s', (written, wanted) => {
    expect(month(text(written))).toEqual({ value: wanted })
  })

  test('of the Buddhist era is brought into ours, and said to be', () => {
    expect(month(text('មករា ២៥៦៧'))).toEqual({ value: '2024-01', note: 'buddhist-era' })
    expect(month(text('2567-01'))).toEqual({ value: '2024-01', note: 'buddhist-era' })
  })

  test('that a spreadsheet made a date of is still one', () => {
    expect(month({ is: 'date', day: '2024-01-01' })).toEqual({ value: '2024-01' })
    expect(month({ is: 'number', number: 45_292, text: '45292' }, { serialsFrom: 1900 })).toEqual({
      value: '2024-01',
      note: 'day-from-serial',
    })
  })

  test.each([
    ['2024-13', 'not-a-month'],
    ['2024-00', 'not-a-month'],
    ['1889-01', 'not-a-month'],
    ['last month', 'not-a-month'],
    ['Jan-24', 'year-short'],
    ['30/02/2024', 'no-such-day'],
    ['03/04/2020', 'day-order-unknown'],
  ])('%s is none: %s', (written, code) => {
    expect(month(text(written))).toEqual({ problem: { code, text: written } })
  })

  test('of a day that can be two is told by the order of the column', () => {
    expect(month(text('03/04/2020'), { order: 'day-first' })).toEqual({ value: '2020-04' })
    expect(month(text('03/04/2020'), { order: 'month-first' })).toEqual({ value: '2020-03' })
  })

  test('may be missing', () => {
    expect(month(text(' '))).toEqual({ value: null })
  })
})
