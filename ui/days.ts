/**
 * Days and times in words, as they are in Cambodia: UTC+7, no summer time, whatever the clock of the
 * phone is set to.
 */
import { type Day, dayOf, daysBetween, type Instant, isDay } from '#door/values.ts'
import { tables } from './formats/tables.ts'
import { latinDigits } from './khmer.ts'
import type { Language } from './words/language.ts'

/** `22 November 2026`, or with `short` `22 Nov 2026`. */
export function dayText(day: Day, language: Language, length: 'long' | 'short' = 'long'): string {
  const [year, month, date] = partsOf(day)
  const names = length === 'long' ? tables[language].months : tables[language].monthsShort
  return `${date} ${names[month - 1]} ${year}`
}

/** `Sunday, 22 November 2026`. */
export function weekdayText(day: Day, language: Language): string {
  const weekday = tables[language].weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()]
  return language === 'km' ? `${weekday} ${dayText(day, language)}` : `${weekday}, ${dayText(day, language)}`
}

/** `22 Nov 2026, 14:05`. */
export function instantText(instant: Instant, language: Language): string {
  const clock = new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().slice(11, 16)
  return `${dayText(dayOf(instant), language, 'short')}, ${clock}`
}

/** `November 2026` of any day in it, or of `2026-11`. */
export function monthText(month: string, language: Language): string {
  return `${tables[language].months[Number(month.slice(5, 7)) - 1]} ${month.slice(0, 4)}`
}

/** `today`, `tomorrow`, `3 days ago`. */
export function relativeDayText(day: Day, today: Day, language: Language): string {
  const { nearDays, daysAgo, daysAhead } = tables[language]
  const distance = daysBetween(today, day)
  return nearDays[distance + 2] ?? (distance < 0 ? daysAgo : daysAhead).replace('#', String(Math.abs(distance)))
}

/** A day as people write it, `22/11/2026` or `22.11.2026`, or as we keep it. Impossible days give nothing. */
export function readDay(typed: string): Day | undefined {
  const text = latinDigits(typed).replace(/[\s\u200b-\u200d\u2060\ufeff]/g, '')
  const written = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text)
  const day = written ? `${written[3]}-${written[2]!.padStart(2, '0')}-${written[1]!.padStart(2, '0')}` : text
  return isDay(day) ? day : undefined
}

function partsOf(day: Day): [number, number, number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))]
}
