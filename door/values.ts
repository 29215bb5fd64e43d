/**
 * The small values every command is made of. A schema and its type share one name.
 *
 * Limits stand here, each once: whatever has no limit is found first by somebody who means harm.
 */
import * as z from 'zod/mini'

/** A day on the calendar where the field is, `2020-10-31`. 30 February does not exist here. */
export const Day = z.string().check(z.refine(isDay, { error: 'day.impossible' }))
export type Day = string

export function isDay(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!parts) return false
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1) return false
  return day <= daysIn(year, month)
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** An instant, ISO 8601 in UTC to the millisecond: `2020-10-31T03:04:05.000Z`. */
export const Instant = z.string().check(
  z.refine(
    (text: string) =>
      /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/.test(text) && isDay(text.slice(0, 10)),
    {
      error: 'instant.impossible',
    },
  ),
)
export type Instant = string

const phnomPenhOffset = 7 * 3_600_000

/** The day it is in Cambodia (UTC+7, no summer time) at an instant. */
export function dayOf(instant: Instant): Day {
  return new Date(Date.parse(instant) + phnomPenhOffset).toISOString().slice(0, 10)
}

/** A day some days later (or earlier, with a negative count). */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Whole days from one day to another. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

// Control characters, and the marks that turn the direction of text, have no place in a name or a note.
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/** One line of text as a person writes it: trimmed, no control characters, at most `max` characters. */
export function Line(max = 120) {
  return z.string().check(
    z.trim(),
    z.minLength(1),
    z.maxLength(max),
    z.refine((text: string) => !unprintable.test(text) && !/[\n\r\t]/.test(text) && !loneSurrogate.test(text), {
      error: 'text.control-characters',
    }),
  )
}

/** A note of several lines. */
export function Note(max = 1000) {
  return z.string().check(
    z.trim(),
    z.minLength(1),
    z.maxLength(max),
    z.refine((text: string) => !unprintable.test(text) && !loneSurrogate.test(text), {
      error: 'text.control-characters',
    }),
  )
}

/** A code: lower-case words joined by hyphens, `second-application`. */
export const Code = z.string().check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/), z.maxLength(60))

/** A gazetteer code: 2, 4, 6 or 8 digits for province, district, commune and village. Codes are text. */
export const PlaceCode = z.string().check(z.regex(/^(\d{2}){1,4}$/))
export const VillageCode = z.string().check(z.regex(/^\d{8}$/))
export const CommuneCode = z.string().check(z.regex(/^\d{6}$/))

/** A Cambodian phone number in E.164, `+85512345678`. */
export const Phone = z.string().check(z.regex(/^\+[1-9]\d{7,14}$/))

export const Currency = z.enum(['KHR', 'USD'])
export type Currency = z.infer<typeof Currency>

/** Whole riel, or US cents. Never negative, never a fraction; ten million dollars is nobody's voucher. */
export const Minor = z.int().check(z.minimum(0), z.maximum(100_000_000_000))

export const Money = z.object({ currency: Currency, minor: Minor })
export type Money = z.infer<typeof Money>

/** A count of things that are not cut: birds, sets, packets. Half a bird is refused by the schema. */
export const Quantity = z.int().check(z.minimum(1), z.maximum(100_000))

/** WGS 84 degrees, with the receiver's own estimate of its error. */
export const Position = z.object({
  latitude: z.number().check(z.minimum(-90), z.maximum(90)),
  longitude: z.number().check(z.minimum(-180), z.maximum(180)),
  accuracyMetres: z.optional(z.number().check(z.minimum(0), z.maximum(100_000))),
})
export type Position = z.infer<typeof Position>

/** A stored photo, by the SHA-256 of its bytes. The file travels by its own road. */
export const Photo = z.string().check(z.regex(/^[0-9a-f]{64}$/))

export const Sex = z.enum(['female', 'male'])
export type Sex = z.infer<typeof Sex>

/** A name and a sentence in both languages of the programme. */
export const Bilingual = z.object({ km: Line(300), en: Line(300) })
export type Bilingual = z.infer<typeof Bilingual>
