/**
 * Shops: who hands the inputs over, and is paid for it.
 *
 * A shop serves places and chains under a contract with dates. A suspended shop keeps its vouchers
 * until the office moves them, but what it hands over while suspended is not paid.
 */
import type { Subject } from '#door/command.ts'
import type { Key } from '#door/key.ts'
import { type Refusal, refuse } from '#door/refusal.ts'
import type { Day, Instant } from '#door/values.ts'

export const paymentMethods = ['bank', 'wing', 'khqr', 'cash'] as const
export type PaymentMethod = (typeof paymentMethods)[number]

export interface Contract {
  readonly number: string
  readonly from: Day
  readonly until: Day
}

export interface Suspension {
  readonly from: Instant
  readonly until: Instant | null
  readonly by: Key
  readonly why: string
}

export interface Shop extends Subject {
  readonly nameKm: string | null
  readonly nameLatin: string | null
  readonly phone: string | null
  /** Beginnings of the codes of the places whose farmers it serves. */
  readonly serves: readonly string[]
  /** Empty: every chain. */
  readonly chains: readonly string[]
  /** Null: not bound to dates. */
  readonly contract: Contract | null
  readonly payment: { readonly method: PaymentMethod; readonly account: string | null }
  readonly state: 'active' | 'suspended'
  readonly suspensions: readonly Suspension[]
  readonly registeredOn: Day
  readonly registeredBy: Key
}

/** Why a shop cannot take a voucher of this place and chain on this day; undefined if it can. */
export function reasonNotToServe(shop: Shop, place: string, chain: string, day: Day): Refusal | undefined {
  if (shop.state === 'suspended') return refuse('shop.suspended')
  const isContracted = shop.contract === null || (shop.contract.from <= day && day <= shop.contract.until)
  const isNear = shop.serves.some((beginning) => place.startsWith(beginning))
  const sellsIt = shop.chains.length === 0 || shop.chains.includes(chain)
  return isContracted && isNear && sellsIt ? undefined : refuse('shop.not-serving')
}

/** Was it suspended when something happened? A later suspension takes nothing back. */
export function wasSuspended(shop: Pick<Shop, 'suspensions'>, at: Instant): boolean {
  return shop.suspensions.some(({ from, until }) => from <= at && (until === null || at < until))
}

/** What a shop's own phone holds of its shop. */
export type ShopDocument = Omit<Shop, 'payment' | 'registeredBy'>

export function shopDocument({ payment: _, registeredBy: __, ...shop }: Shop): ShopDocument {
  return { ...shop, suspensions: shop.suspensions.map((suspension) => ({ ...suspension, by: shop.key })) }
}
