/**
 * The catalogue: what a programme may give, each item with its unit and with what people said it costs.
 *
 * A quotation is what somebody asked for a unit on a day. None is ever taken away: whoever finds another
 * price for the same day, province and source says it again, and the one said last stands. It binds
 * nobody; what may be paid at most is a window's ceiling.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { Programme } from '#capabilities/programmes/programme.ts'
import type { Item } from '#capabilities/windows/window.ts'
import type { Subject } from '#door/command.ts'
import { type Key, keyOf, national, uuidv7 } from '#door/key.ts'
import { normalise } from '#door/text.ts'
import type { Bilingual, Day, Instant, Money } from '#door/values.ts'

export interface Quotation extends Money {
  /** Null: it was asked everywhere alike. */
  readonly province: string | null
  /** The day it was asked. */
  readonly from: Day
  readonly source: string
  readonly by: Key
  readonly at: Instant
}

/** What makes two quotations be about the same. */
export type Quoted = Pick<Quotation, 'province' | 'from' | 'source'>

export interface Retirement {
  readonly at: Instant
  readonly by: Key
  readonly why: string
  readonly restored: { readonly at: Instant; readonly by: Key; readonly why: string } | null
}

export interface CatalogueItem extends Subject, Item {
  /** Null: it serves every chain. */
  readonly chain: string | null
  readonly specification: string | null
  readonly quotations: readonly Quotation[]
  readonly state: 'in-use' | 'retired'
  readonly retirements: readonly Retirement[]
}

/** An item as the catalogue lists it. */
export interface ItemRow
  extends Pick<
    CatalogueItem,
    'key' | 'version' | 'programme' | 'code' | 'names' | 'unit' | 'chain' | 'specification' | 'state'
  > {
  readonly latest: Quotation | null
}

/** A window that lists an item, with the most it pays for one anywhere. */
export interface WindowOfItem {
  readonly key: Key
  readonly names: Bilingual
  readonly state: 'published' | 'closed'
  readonly opensOn: Day
  readonly closesOn: Day
  readonly ceiling: (Money & { readonly from: Day }) | null
}

/** One item of a programme has one code, and one key: whoever adds it a second time meets the first. */
export function itemKey(programme: string, code: string): Key {
  return keyOf(national, uuidv7(0, sha256(utf8ToBytes(`item\n${programme}\n${code}`))))
}

export function isSameQuoted(one: Quoted, other: Quoted): boolean {
  return one.from === other.from && one.province === other.province && normalise(one.source) === normalise(other.source)
}

export function isSamePrice(one: Money, other: Money): boolean {
  return one.minor === other.minor && one.currency === other.currency
}

/** Without those that were said again otherwise. */
export function standing(quotations: readonly Quotation[]): Quotation[] {
  return quotations.filter((one, at) => !quotations.slice(at + 1).some((later) => isSameQuoted(one, later)))
}

/** What was asked for a unit last, on a day or before: in the province if anybody asked there, else everywhere. */
export function quotedOn(
  { quotations }: Pick<CatalogueItem, 'quotations'>,
  province: string | null,
  day: Day,
): Quotation | undefined {
  const known = standing(quotations).filter(({ from }) => from <= day)
  const own = province === null ? [] : known.filter((one) => one.province === province)
  return latestOf(own.length > 0 ? own : known.filter((one) => one.province === null))
}

/** The last of all, wherever it was asked. */
export function latestQuotation({ quotations }: Pick<CatalogueItem, 'quotations'>): Quotation | undefined {
  return latestOf(standing(quotations))
}

/** Of one day, the one that was written down last. */
function latestOf(quotations: readonly Quotation[]): Quotation | undefined {
  return quotations.reduce<Quotation | undefined>(
    (last, one) => (last === undefined || one.from >= last.from ? one : last),
    undefined,
  )
}

export interface Chain {
  readonly code: string
  readonly names: Bilingual
}

/** The chains a programme was opened with. */
export function chainsOf(programme: Pick<Programme, 'definition'> | undefined): readonly Chain[] {
  return (programme?.definition.chains as readonly Chain[] | undefined) ?? []
}
