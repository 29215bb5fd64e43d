/**
 * Market prices: what one commodity cost in one market in one month, in one unit, from whom to whom.
 *
 * A price is known by what it is about, so that it is one record whoever brings it and from whatever list.
 * A unit is what the list says: prices of two units are never laid together, and none is converted. What was
 * said before stays in the record.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import * as z from 'zod/mini'
import type { Subject } from '#door/command.ts'
import { type Home, type Key, keyOf, uuidv7 } from '#door/key.ts'
import { normalise } from '#door/text.ts'
import { type Instant, Line } from '#door/values.ts'

/** Between whom: at the stall, by the load, or where it was grown. */
export const priceKinds = ['retail', 'wholesale', 'farm-gate'] as const
export type PriceKind = (typeof priceKinds)[number]

/** A month of the calendar, `2020-10`. */
export const Month = z.string().check(z.refine(isMonth, { error: 'month.impossible' }))
export type Month = string

export function isMonth(text: string): boolean {
  return /^(?:199\d|2[01]\d\d)-(?:0[1-9]|1[0-2])$/.test(text)
}

/** A name that a list gives: of a market, of a commodity, of a unit. */
export const MarketName = Line(120)
export const UnitName = Line(40)

/** What a price is about. */
export interface Priced {
  readonly programme: string
  readonly province: Home
  readonly month: Month
  readonly market: string
  readonly commodity: string
  readonly unit: string
  readonly kind: PriceKind
}

export interface PriceSaid {
  /** Whole riel for one unit. */
  readonly riel: number
  /** The same in US cents, where the list has dollars too. Neither is worked out from the other here. */
  readonly cents: number | null
  /** Whoever made the list worked the riel out from another currency; nobody read them in the market. */
  readonly isEstimate: boolean
  /** What people call the list, or whoever told it. */
  readonly source: string
  /** The import that it came with. */
  readonly import: Key | null
  readonly by: Key
  readonly at: Instant
}

/** What was said before, until somebody said otherwise. */
export interface PriceRevised extends PriceSaid {
  readonly revisedBy: Key
  readonly revisedAt: Instant
  readonly reason: string
}

export interface Price extends Subject, Omit<Priced, 'province'>, PriceSaid {
  readonly revisions: readonly PriceRevised[]
}

export function priceKey({ programme, province, month, market, commodity, unit, kind }: Priced): Key {
  const about = [programme, month, nameKey(market), nameKey(commodity), nameKey(unit), kind].join('\n')
  return keyOf(province, uuidv7(Date.parse(`${month}-01T00:00:00Z`), sha256(utf8ToBytes(about)).subarray(0, 10)))
}

/** The same for two names that a reader would call the same. A unit may be nothing but a sign. */
export function nameKey(name: string): string {
  return normalise(name) || name
}

/** The same code for every way to write a commodity: programmes give names to commodities by it. */
export function commodityCode(commodity: string): string {
  return nameKey(commodity).replaceAll(' ', '-')
}

/** What the markets of a province come to in a month. */
export interface MonthOfPrices {
  readonly month: Month
  readonly median: number
  readonly lowest: number
  readonly highest: number
  readonly markets: number
  /** Some of it was worked out from another currency. */
  readonly hasEstimates: boolean
}

/** The latest month of a commodity in one unit, and the month before it that is known. */
export interface PriceFigure extends MonthOfPrices {
  readonly commodity: string
  readonly names: { readonly km: string; readonly en: string } | null
  readonly unit: string
  readonly kind: PriceKind
  readonly before: Pick<MonthOfPrices, 'month' | 'median' | 'markets'> | null
}

export type Direction = 'up' | 'down' | 'same'

/** How the median stands to that of the month before. */
export function changeOf({ median, before }: Pick<PriceFigure, 'median' | 'before'>) {
  if (before === null) return null
  const riel = median - before.median
  const direction: Direction = riel === 0 ? 'same' : riel > 0 ? 'up' : 'down'
  return { riel, share: riel / before.median, direction, since: before.month }
}
