/** Months as people write them: `2024-01`, `01/2024`, `មករា ២០២៤`, or a whole day of which the month is wanted. */
import { isMonth, type Month } from '#capabilities/markets/price.ts'
import { type DayColumn, day, monthNamed } from './days.ts'
import { latinDigits, type Reading, reading, refused } from './reading.ts'
import type { Cell } from './table.ts'

export function month(cell: Cell | undefined, column: DayColumn = {}): Reading<Month> {
  return reading(cell, (line) => {
    const parts = cell?.is === 'date' ? undefined : partsOf(latinDigits(line))
    if (parts === 'year-short') return refused('year-short', line)
    if (parts) return made(parts, line)
    const whole = day(cell, column)
    if (!('problem' in whole)) {
      const { value, note } = whole
      return isMonth(value!.slice(0, 7))
        ? { value: value!.slice(0, 7), ...(note && { note }) }
        : refused('not-a-month', line)
    }
    return whole.problem.code === 'not-a-day' ? refused('not-a-month', line) : whole
  })
}

interface WrittenMonth {
  readonly year: number
  readonly month: number
}

// Words that stand around the parts of a month.
const around = /ខែ|ឆ្នាំ|គ\.ស\.?|ព\.ស\.?/g

function partsOf(written: string): WrittenMonth | 'year-short' | undefined {
  const bare = written.replace(around, ' ').replace(/\s+/g, ' ').trim()
  const yearFirst = /^(\d{4}) ?[-/. ] ?(\d{1,2})$/.exec(bare) ?? /^((?:19|20)\d{2})(\d{2})$/.exec(bare)
  if (yearFirst) return { year: Number(yearFirst[1]), month: Number(yearFirst[2]) }
  const monthFirst = /^(\d{1,2}) ?[-/. ] ?(\d{4})$/.exec(bare)
  if (monthFirst) return { year: Number(monthFirst[2]), month: Number(monthFirst[1]) }

  // Spreadsheet programs make `Jan-24` of a month: a year of two digits is not guessed at.
  const named = /^([\p{L}\p{M}]+)[^\d\p{L}]*(\d+)$/u.exec(bare)
  const found = named && monthNamed(named[1]!)
  if (!found) return undefined
  if (named[2]!.length !== 4) return named[2]!.length === 2 ? 'year-short' : undefined
  return { year: Number(named[2]), month: found }
}

function made({ year: written, month }: WrittenMonth, line: string): Reading<Month> {
  const isBuddhist = written >= 2400 && written <= 2700
  const value = `${isBuddhist ? written - 543 : written}-${String(month).padStart(2, '0')}`
  if (!isMonth(value)) return refused('not-a-month', line)
  return isBuddhist ? { value, note: 'buddhist-era' } : { value }
}
