/** The days of the demonstration: when offices work, when phones meet a network, when nobody does anything. */
import type { Chance } from '#dev/chance.ts'
import { national } from '#door/key.ts'
import { addDays, type Day, daysBetween, type Instant } from '#door/values.ts'

/** In a day: what the nation decides, what offices decide, what comes in from the field. */
export const moments = ['dawn', 'office', 'evening'] as const
export type Moment = (typeof moments)[number]

/** New year, Pchum Ben and the Water Festival, when the countryside stands still. */
const holidays = new Set([
  ...span('2020-10-29', '2020-10-31'),
  ...span('2020-11-09', '2020-11-09'),
  '2021-01-01',
  ...span('2021-04-14', '2021-04-16'),
  ...span('2021-10-05', '2021-10-07'),
  ...span('2021-11-18', '2021-11-19'),
])

function span(from: Day, until: Day): Day[] {
  return Array.from({ length: daysBetween(from, until) + 1 }, (_, more) => addDays(from, more))
}

function weekday(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay()
}

/** The first day from this one on, on one of these weekdays, that is no holiday. */
function nextOf(weekdays: readonly number[], day: Day): Day {
  let one = day
  while (!weekdays.includes(weekday(one)) || holidays.has(one)) one = addDays(one, 1)
  return one
}

export function fieldDayFrom(day: Day): Day {
  return nextOf([1, 2, 3, 4, 5, 6], day)
}

/** Offices receive, verify and decide on two days a week, other days in every province. */
function officeDays(home: string): readonly number[] {
  return Number(home) % 2 === 0 ? [1, 4] : [2, 5]
}

/** Three evenings a week the extension workers of a province reach a network. */
function syncDays(home: string): readonly number[] {
  return Number(home) % 2 === 0 ? [1, 3, 6] : [2, 4, 6]
}

export function officeDayFrom(home: string, day: Day): Day {
  return nextOf(officeDays(home), day)
}

export function syncDayFrom(home: string, day: Day): Day {
  return nextOf(syncDays(home), day)
}

/** When a home's lines of a moment are received: nowhere in the same second, and not at the same minute every day. */
export function instantOf(home: string, day: Day, moment: Moment): Instant {
  // The nation speaks before everybody, and has the last word of a day.
  if (home === national) return local(day, { dawn: '07:30', office: '12:00', evening: '23:30' }[moment])
  const minute = (Number(home) * 37 + Number(day.slice(8)) * 11 + Number(day.slice(5, 7)) * 7) % 50
  const hours = { dawn: '08', office: '10', evening: '18' }[moment]
  return local(day, `${hours}:${String(minute).padStart(2, '0')}:${home}`)
}

/** Some time on a field day, before the evening. */
export function workingHour(chance: Chance, day: Day): Instant {
  const minutes = chance.between(6 * 60 + 40, 17 * 60 + 10)
  const hour = String(Math.floor(minutes / 60)).padStart(2, '0')
  return local(day, `${hour}:${String(minutes % 60).padStart(2, '0')}:${String(chance.below(60)).padStart(2, '0')}`)
}

/** A time of day in Cambodia as an instant. */
export function local(day: Day, time: string): Instant {
  return new Date(`${day}T${time.length === 5 ? `${time}:00` : time}+07:00`).toISOString()
}

export function firstOfMonth(month: number): Day {
  return `${2020 + Math.floor((9 + month) / 12)}-${String(((9 + month) % 12) + 1).padStart(2, '0')}-01`
}

/** Months since October 2020. */
export function monthOf(day: Day): number {
  return (Number(day.slice(0, 4)) - 2020) * 12 + Number(day.slice(5, 7)) - 10
}

export function laterOf(one: Day, other: Day): Day {
  return one > other ? one : other
}

export function earlierOf(one: Day, other: Day): Day {
  return one < other ? one : other
}
