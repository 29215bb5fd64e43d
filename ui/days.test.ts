import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { dayText, instantText, monthText, readDay, relativeDayText, weekdayText } from './days.ts'
import { tables } from './formats/generate.mjs'

const intl = (locale: string, options: Intl.DateTimeFormatOptions, day: string) =>
  new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).format(new Date(`${day}T00:00:00Z`))

test('the tables are what Node knows', () => {
  expect(readFileSync(new URL('./formats/tables.ts', import.meta.url), 'utf8')).toBe(tables())
})

describe('days are written as the locale data write them', () => {
  test.each(['2020-10-01', '2021-12-31', '2026-02-28', '2024-02-29'])('%s', (day) => {
    expect(dayText(day, 'km')).toBe(intl('km-KH', { dateStyle: 'long' }, day))
    expect(dayText(day, 'en')).toBe(intl('en-GB', { dateStyle: 'long' }, day))
    expect(dayText(day, 'en', 'short')).toBe(intl('en-GB', { dateStyle: 'medium' }, day))
    expect(weekdayText(day, 'km')).toBe(intl('km-KH', { dateStyle: 'full' }, day))
    expect(monthText(day, 'km')).toBe(intl('km-KH', { year: 'numeric', month: 'long' }, day))
    expect(monthText(day.slice(0, 7), 'en')).toBe(intl('en-GB', { year: 'numeric', month: 'long' }, day))
  })

  test('an instant shows the clock of Cambodia', () => {
    expect(instantText('2021-12-31T17:30:00.000Z', 'en')).toBe('1 Jan 2022, 00:30')
  })

  test.each([-400, -7, -3, -2, -1, 0, 1, 2, 3, 30])('%d days from today', (distance) => {
    const day = new Date(Date.UTC(2021, 5, 15 + distance)).toISOString().slice(0, 10)
    const relative = (locale: string) =>
      new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(distance, 'day')
    expect(relativeDayText(day, '2021-06-15', 'km')).toBe(relative('km-KH'))
    expect(relativeDayText(day, '2021-06-15', 'en')).toBe(relative('en-GB'))
  })
})

test.each([
  ['22/11/2026', '2026-11-22'],
  ['២២/១១/២០២៦', '2026-11-22'],
  ['1.2.2021', '2021-02-01'],
  ['2021-02-01', '2021-02-01'],
  ['31/02/2021', undefined],
  ['31/9/2022', undefined],
  ['2021', undefined],
  ['', undefined],
])('the day in %j is %j', (typed, day) => {
  expect(readDay(typed)).toBe(day)
})
