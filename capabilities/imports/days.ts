/**
 * Days as people write them: in two calendars, two scripts and two orders.
 *
 * `03/04/2020` is the third of April or the fourth of March. A column often proves which (`25/12/2020`
 * stands in it too); where it does not, a person is asked, once for the column.
 */
import { normalise } from '#door/text.ts'
import { type Day, isDay } from '#door/values.ts'
import { type CellNote, latinDigits, lineOf, type Reading, reading, refused } from './reading.ts'
import { dayOfSerial } from './serial.ts'
import type { Cell } from './table.ts'

export type DayOrder = 'day-first' | 'month-first'

export interface DayColumn {
  readonly order?: DayOrder | undefined
  /** From which year plain numbers count days, where a person said that they are days. */
  readonly serialsFrom?: 1900 | 1904 | undefined
}

export function day(cell: Cell | undefined, column: DayColumn = {}): Reading<Day> {
  return reading(cell, (line) => {
    if (cell?.is === 'date') return isDay(line) ? { value: line } : refused('no-such-day', line)
    const written = latinDigits(line)
    if (/^\d+(?:\.\d+)?$/.test(written)) return serialDay(written, line, column.serialsFrom)
    const parts = partsOf(written)
    return typeof parts === 'string' ? refused(parts, line) : ordered(parts, line, column.order)
  })
}

interface WrittenDay {
  readonly year: number
  /** Month and day where their places are known, else the two numbers as they stand. */
  readonly month?: number
  readonly day?: number
  readonly numbers?: readonly [first: number, second: number]
}

/** Only days from 1920 on: the number 1985 is a year, and would be a day of 1905. */
function serialDay(written: string, line: string, from: 1900 | 1904 | undefined): Reading<Day> {
  const serial = Number(written)
  if (from === undefined || serial < 7_306 || serial > 80_354) return refused('not-a-day', line)
  const found = dayOfSerial(serial, from === 1904)
  return found ? { value: found, note: 'day-from-serial' } : refused('no-such-day', line)
}

function ordered(parts: WrittenDay, line: string, order: DayOrder | undefined): Reading<Day> {
  const { year, month, day, numbers } = parts
  if (!numbers) return made(year, month!, day!, line)
  const [first, second] = numbers
  if (first > 12 && second > 12) return refused('no-such-day', line)
  const proven = provenBy(numbers)
  if (proven && order && proven !== order) return refused('day-order-otherwise', line)
  const known = order ?? proven
  if (!known && first !== second) return refused('day-order-unknown', line)
  return known === 'month-first' ? made(year, first, second, line) : made(year, second, first, line)
}

function provenBy([first, second]: readonly [number, number]): DayOrder | undefined {
  if (first > 12 && second <= 12) return 'day-first'
  return second > 12 && first <= 12 ? 'month-first' : undefined
}

function made(written: number, month: number, day: number, line: string): Reading<Day> {
  const isBuddhist = written >= 2400 && written <= 2700
  const year = isBuddhist ? written - 543 : written
  const value = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  if (!isDay(value)) return refused('no-such-day', line)
  return isBuddhist ? { value, note: 'buddhist-era' } : { value }
}

const khmerMonths = 'មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ'.split(' ')
const englishMonths = 'january february march april may june july august september october november december'.split(' ')
const months = new Map([
  ...khmerMonths.map((name, at) => [normalise(name), at + 1] as const),
  ...(['កុម្ភះ', 'កុម្ភ'].map((name) => [normalise(name), 2]) as [string, number][]),
  ...englishMonths.flatMap((name, at) => [
    [name, at + 1] as const,
    [name.slice(0, 3), at + 1] as const,
    ...(name === 'september' ? [['sept', 9] as const] : []),
  ]),
])

// Words that stand around the parts of a day, and the time that some programs add.
const around = /ថ្ងៃទី|ថ្ងៃ|ទី|ខែ|ឆ្នាំ|គ\.ស\.?|ព\.ស\.?/g
const clock = /[t ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?z?$/i

function partsOf(written: string): WrittenDay | 'not-a-day' | 'year-short' {
  const bare = written.replace(clock, '').replace(around, ' ').trim()
  const iso = /^(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})$/.exec(bare)
  if (iso) return { year: Number(iso[1]), month: Number(iso[3]), day: Number(iso[4]) }

  const numbers = /^(\d{1,2}) *[-/. ] *(\d{1,2}) *[-/. ] *(\d+)$/.exec(bare)
  if (numbers) {
    if (numbers[3]!.length !== 4) return numbers[3]!.length === 2 ? 'year-short' : 'not-a-day'
    return { year: Number(numbers[3]), numbers: [Number(numbers[1]), Number(numbers[2])] }
  }

  const named = /^(\d{1,2})[^\d\p{L}]*([\p{L}\p{M}]+)[^\d\p{L}]*(\d+)$/u.exec(bare)
  const english = /^([a-z]+)\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d+)$/i.exec(bare)
  const [dayText, name, year] = named ? named.slice(1) : english ? [english[2], english[1], english[3]] : []
  const month = name === undefined ? undefined : monthNamed(name)
  if (month === undefined) return 'not-a-day'
  if (year!.length !== 4) return year!.length === 2 ? 'year-short' : 'not-a-day'
  return { year: Number(year), month, day: Number(dayText) }
}

/** The number of a month by its name in Khmer or English, whole or the first letters. */
export function monthNamed(name: string): number | undefined {
  return months.get(normalise(name))
}

export type OrderFound =
  /** Every cell says the same, and at least one says it. */
  | { readonly order: DayOrder; readonly example: string }
  /** One cell can only be day first and another only month first. */
  | { readonly order: 'contradictory'; readonly dayFirst: string; readonly monthFirst: string }
  /** Nothing in the column tells: a person has to say what the example means. */
  | { readonly order: 'asked'; readonly example: string }
  /** No cell depends on it. */
  | { readonly order: 'none' }

/** What a column says of its order; give it every cell, or enough of them. */
export function dayOrderOf(cells: Iterable<Cell | undefined>): OrderFound {
  let [dayFirst, monthFirst, unclear]: (string | undefined)[] = []
  for (const cell of cells) {
    const line = cell?.is === 'text' ? lineOf(cell) : null
    if (typeof line !== 'string') continue
    const parts = partsOf(latinDigits(line))
    if (typeof parts === 'string' || !parts.numbers) continue
    const proven = provenBy(parts.numbers)
    if (proven === 'day-first') dayFirst ??= line
    else if (proven === 'month-first') monthFirst ??= line
    else if (parts.numbers[0] !== parts.numbers[1]) unclear ??= line
  }
  if (dayFirst !== undefined && monthFirst !== undefined) return { order: 'contradictory', dayFirst, monthFirst }
  if (dayFirst !== undefined) return { order: 'day-first', example: dayFirst }
  if (monthFirst !== undefined) return { order: 'month-first', example: monthFirst }
  return unclear === undefined ? { order: 'none' } : { order: 'asked', example: unclear }
}

export interface BirthColumn extends DayColumn {
  /** The year in which the list was made, which ages are counted back from. */
  readonly listYear: number
  /** What the column says it holds: a number below 120 is an age only there. */
  readonly holds: 'birth-year' | 'age' | 'either'
}

const oldest = 120

/** The year of birth, from a year, an age or a whole day. */
export function birthYear(cell: Cell | undefined, column: BirthColumn): Reading<number> {
  return reading(cell, (line) => {
    const written = latinDigits(line)
    if (cell?.is !== 'date' && /^\d{1,4}(?:\.0+)?$/.test(written)) return yearOrAge(Number(written), line, column)

    const read = day(cell, column)
    // In either order the year is the same.
    const whole =
      'problem' in read && read.problem.code === 'day-order-unknown'
        ? day(cell, { ...column, order: 'day-first' })
        : read
    if ('problem' in whole) return whole.problem.code === 'not-a-day' ? refused('not-a-year', line) : whole
    return born(Number(whole.value!.slice(0, 4)), line, column, whole.note)
  })
}

function yearOrAge(number: number, line: string, column: BirthColumn): Reading<number> {
  if (column.holds === 'age' || (column.holds === 'either' && number <= oldest)) {
    return number <= oldest
      ? { value: column.listYear - number, note: 'year-from-age' }
      : refused('age-impossible', line)
  }
  if (number < 100) return refused('year-short', line)
  const isBuddhist = number >= 2400 && number <= 2700
  return born(isBuddhist ? number - 543 : number, line, column, isBuddhist ? 'buddhist-era' : undefined)
}

function born(year: number, line: string, { listYear }: BirthColumn, note?: CellNote): Reading<number> {
  if (year > listYear || year < listYear - oldest) return refused('not-a-year', line)
  return note ? { value: year, note } : { value: year }
}
