/**
 * A funding window: what may be asked for, where, until when, at which prices, and who decides.
 *
 * Everything the sources leave open stands here as data: shares, ceilings, tiers, deadlines, how
 * much is verified by a visit. No rule in code knows a number of a programme.
 */
import * as z from 'zod/mini'
import type { Subject } from '#door/command.ts'
import { KeyText } from '#door/key.ts'
import { Bilingual, Code, Currency, Day, Minor, PlaceCode, Quantity } from '#door/values.ts'

const Percent = z.int().check(z.minimum(0), z.maximum(100))
const Days = z.int().check(z.minimum(0), z.maximum(1000))

/** Where a poverty status puts a household. *Unknown* is a category of its own, never "not poor". */
const povertyCategories = ['poor1', 'poor2', 'general', 'unknown', 'exception'] as const
export const PovertyCategory = z.enum(povertyCategories)
export type PovertyCategory = z.infer<typeof PovertyCategory>

const contributionKinds = ['cash', 'labour', 'material'] as const
export const ContributionKind = z.enum(contributionKinds)
export type ContributionKind = z.infer<typeof ContributionKind>

/** What items are counted in. */
export const units = ['kg', 'bird', 'head', 'metre', 'set', 'litre', 'packet', 'piece'] as const
export const Unit = z.enum(units)
export type Unit = z.infer<typeof Unit>

export const Item = z.object({
  code: Code,
  names: Bilingual,
  unit: Unit,
  /** What may be given instead, at no higher price and only if the farmer agrees. */
  substitutes: z.array(Code).check(z.maxLength(10)),
  /** Living things may die on the way: days within which a loss may be claimed. */
  mortalityDays: z.nullable(Days),
})
export type Item = z.infer<typeof Item>

export const Package = z.object({
  code: Code,
  names: Bilingual,
  /** How many of each item one package holds. */
  items: z.array(z.object({ item: Code, quantity: Quantity })).check(z.minLength(1), z.maxLength(20)),
  quantityMin: Quantity,
  quantityMax: Quantity,
  /** What one package is expected to yield and cost in a cycle, from which a plan is filled. */
  plan: z.object({
    cycleDays: Days,
    yield: Minor,
    yieldUnit: z.enum(['kg', 'bird', 'head']),
    unitSale: Minor,
    ownCost: Minor,
  }),
})
export type Package = z.infer<typeof Package>

/** The most that may be paid for a unit, from a day on, in a province or (without one) anywhere. */
export const CeilingPrice = z.object({
  item: Code,
  province: z.nullable(z.string().check(z.regex(/^\d{2}$/))),
  currency: Currency,
  minor: Minor,
  from: Day,
  source: z.string().check(z.minLength(1), z.maxLength(300)),
})
export type CeilingPrice = z.infer<typeof CeilingPrice>

/** Reasons that the records themselves can prove, and that may therefore be given in bulk. */
export const provable = ['window-closed', 'outside-area', 'second-application', 'budget-exhausted'] as const
export type Provable = (typeof provable)[number]

export const ReasonCode = z.object({
  code: Code,
  names: Bilingual,
  /** What the farmer can do now. */
  next: Bilingual,
  proof: z.nullable(z.enum(provable)),
})
export type ReasonCode = z.infer<typeof ReasonCode>

/** Who decides up to which amount of the project's share, in minor units of the budget line; null has no end. */
const Tier = z.object({ tier: z.int().check(z.minimum(1), z.maximum(3)), upTo: z.nullable(Minor) })

export const WindowTerms = z.object({
  code: Code,
  names: Bilingual,
  chain: Code,
  /** Beginnings of place codes. */
  area: z.array(PlaceCode).check(z.minLength(1), z.maxLength(500)),
  opensOn: Day,
  closesOn: Day,
  budgetLine: KeyText,
  /** The currency of the budget line, in which shares are booked. */
  currency: Currency,
  /** The most the project gives one household in this window. */
  ceilingPerHousehold: Minor,
  items: z.array(Item).check(z.minLength(1), z.maxLength(200)),
  packages: z.array(Package).check(z.minLength(1), z.maxLength(100)),
  prices: z.array(CeilingPrice).check(z.maxLength(20_000)),
  /** Riel per US dollar, from a day on. */
  rates: z
    .array(
      z.object({ from: Day, rielPerDollar: z.number().check(z.minimum(1000), z.maximum(10_000)), source: z.string() }),
    )
    .check(z.minLength(1)),
  /** The project's share in per cent, by poverty category. */
  shares: z.object({ poor1: Percent, poor2: Percent, general: Percent, unknown: Percent, exception: Percent }),
  contributions: z.array(ContributionKind).check(z.minLength(1)),
  /** A proposal whose project share lies above this needs a fuller plan. */
  planAbove: Minor,
  /** Days until each step is late. No clock decides. */
  deadlines: z.object({
    verify: Days,
    decide: Days,
    appeal: Days,
    issue: Days,
    redeem: Days,
    confirm: Days,
    check: Days,
    pay: Days,
  }),
  /** A fact that arrives more than this many days after it happened is kept as disputed. */
  lateDays: Days,
  verification: z.object({
    how: z.enum(['desk', 'visit', 'sampled-visit']),
    /** Of sampled visits: the share in per cent, and the amount above which a visit is always made. */
    share: Percent,
    above: z.nullable(Minor),
  }),
  verifyTier: z.int().check(z.minimum(1), z.maximum(3)),
  tiers: z.array(Tier).check(z.minLength(1)),
  reasons: z.array(ReasonCode).check(z.minLength(1), z.maxLength(60)),
  /** Days from issue to expiry of a voucher, and hand-overs that each of its lines can have. */
  voucherDays: Days,
  handoversMax: z.int().check(z.minimum(1), z.maximum(10)),
})
export type WindowTerms = z.infer<typeof WindowTerms>

export interface Window extends Subject, WindowTerms {
  readonly state: 'published' | 'closed'
  readonly publishedOn: Day
}

export function packageOf(window: WindowTerms, code: string): Package | undefined {
  return window.packages.find((one) => one.code === code)
}

export function itemOf(window: WindowTerms, code: string): Item | undefined {
  return window.items.find((one) => one.code === code)
}

export function reasonOf(window: WindowTerms, code: string): ReasonCode | undefined {
  return window.reasons.find((one) => one.code === code)
}

/** The ceiling in force for an item on a day: the latest one, the province's own before the country's. */
export function ceilingOf(window: WindowTerms, item: string, place: string, day: Day): CeilingPrice | undefined {
  const inForce = window.prices.filter((price) => price.item === item && price.from <= day)
  const own = inForce.filter(({ province }) => province === place.slice(0, 2))
  return latest(own.length > 0 ? own : inForce.filter(({ province }) => province === null))
}

export function rateOn(window: WindowTerms, day: Day): number | undefined {
  return latest(window.rates.filter(({ from }) => from <= day))?.rielPerDollar
}

export function isInArea(window: WindowTerms, place: string): boolean {
  return window.area.some((beginning) => place.startsWith(beginning))
}

/** The national level. There is nobody above it. */
export const highestTier = 3

/** The lowest tier that may decide on an amount. */
export function tierFor(window: WindowTerms, minor: number): number {
  const able = window.tiers.filter(({ upTo }) => upTo === null || minor <= upTo).map(({ tier }) => tier)
  return able.length > 0 ? Math.min(...able) : highestTier
}

function latest<T extends { from: Day }>(dated: readonly T[]): T | undefined {
  return dated.reduce<T | undefined>(
    (last, one) => (last === undefined || one.from >= last.from ? one : last),
    undefined,
  )
}
