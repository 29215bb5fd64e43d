/**
 * What each proposal asks for, so that the approved amounts add up to the published sum.
 *
 * Each amount is what the rules make of a quantity, quotations and a share. The last cents are found
 * by asking three ordinary proposals for other quantities or quotations that they could have had as
 * well: a small search, and no row that balances.
 */
import { converted, priced } from '#capabilities/proposals/proposal.ts'
import { type ContributionKind, ceilingOf, type Package, type Window } from '#capabilities/windows/window.ts'
import { type Chance, chanceOf } from '#dev/chance.ts'
import type { Fate } from '#dev/rush-it/fates.ts'
import { categoryOf } from '#dev/rush-it/households.ts'
import { published } from '#dev/rush-it/scenario.ts'
import type { WindowCode } from '#dev/rush-it/windows.ts'
import { isRefusal } from '#door/refusal.ts'
import type { Day } from '#door/values.ts'

export interface Wish {
  readonly package: string
  readonly quantity: number
  readonly quotations: readonly { item: string; unitPrice: number }[]
  readonly contribution: ContributionKind
}

export interface Wished {
  /** As it was sent first; the same as the last one unless it was sent back. */
  readonly first: Wish
  readonly last: Wish
}

/** A window as it stands on a day. */
export type WindowOn = (code: WindowCode, day: Day) => Window

const target = Number(published.proposals_approved_value_usd.replace('.', ''))
const most = 21_400
const least = 3200

export function wishesOf(seed: number, fates: readonly Fate[], windowOn: WindowOn): Map<Fate, Wished> {
  const chance = chanceOf(seed, 'wishes')
  const wishes = new Map(fates.map((fate) => [fate, wishFor(chance, fate, windowOn)]))
  const approved = fates.filter(({ ending }) => ending === 'approved')
  const worth = (fate: Fate, wish = wishes.get(fate)!) => approvedWorth(fate, wish, windowOn)

  let missing = target - approved.reduce((sum, fate) => sum + worth(fate), 0)
  // Roughly at first: one more, or one fewer, of what somebody asked for.
  while (Math.abs(missing) > 3000) {
    const fate = chance.pick(approved)
    const wish = wishes.get(fate)!
    const other = { ...wish, quantity: wish.quantity + Math.sign(missing) }
    if (!isPossible(fate, other, windowOn)) continue
    missing -= worth(fate, other) - worth(fate)
    wishes.set(fate, other)
  }
  settle(chance, approved, missing, { wishes, worth, windowOn })

  return new Map(
    fates.map((fate) => {
      const last = wishes.get(fate)!
      return [fate, { last, first: fate.returnedOn ? before(chance, fate, last, windowOn) : last }]
    }),
  )
}

/** To the cent: three proposals, each with everything it could as well have asked for. */
function settle(
  chance: Chance,
  approved: readonly Fate[],
  missing: number,
  {
    wishes,
    worth,
    windowOn,
  }: { wishes: Map<Fate, Wish>; worth: (fate: Fate, wish?: Wish) => number; windowOn: WindowOn },
) {
  for (let attempt = 0; attempt < 200; attempt++) {
    const [one, two, three] = chance.shuffled(approved).slice(0, 3) as [Fate, Fate, Fate]
    const choices = [one, two, three].map((fate) =>
      alternatives(fate, wishes.get(fate)!, windowOn).map((wish) => ({ wish, worth: worth(fate, wish) })),
    )
    const wanted = missing + worth(one) + worth(two) + worth(three)
    const last = new Map(choices[2]!.map((choice) => [choice.worth, choice.wish]))
    for (const a of chance.shuffled(choices[0]!).slice(0, 60)) {
      for (const b of choices[1]!) {
        const found = last.get(wanted - a.worth - b.worth)
        if (!found) continue
        wishes.set(one, a.wish).set(two, b.wish).set(three, found)
        return
      }
    }
  }
  throw new Error('no three proposals make the approved amounts meet')
}

function alternatives(fate: Fate, wish: Wish, windowOn: WindowOn): Wish[] {
  const day = pricedOn(fate)
  const window = windowOn(fate.application.window, day)
  const { items } = window.packages.find(({ code }) => code === wish.package)!
  const [first, second] = items.map(({ item }) => item)
  const made: Wish[] = []
  for (let more = -3; more <= 3; more++) {
    for (const one of quotable(fate, first!, window, day)) {
      for (const other of quotable(fate, second!, window, day)) {
        const quotations = [
          ...wish.quotations.filter(({ item }) => item !== first && item !== second),
          { item: first!, unitPrice: one },
          { item: second!, unitPrice: other },
        ]
        const possible = { ...wish, quantity: wish.quantity + more, quotations }
        if (isPossible(fate, possible, windowOn)) made.push(possible)
      }
    }
  }
  return made
}

/** The day whose ceilings hold: of the last time it was sent. */
export function pricedOn({ application, resubmittedOn }: Fate): Day {
  return resubmittedOn ?? application.submittedOn
}

export function approvedWorth(fate: Fate, wish: Wish, windowOn: WindowOn): number {
  const lines = linesOf(fate, wish, windowOn, pricedOn(fate))
  const { window } = fate.application
  const worth = lines && converted(windowOn(window, fate.approvedOn!), lines, fate.approvedOn!)
  if (!worth || isRefusal(worth)) throw new Error('an approved proposal has no worth')
  return worth.projectMinor
}

/** The estimate when it is sent, which decides about visits and plans. */
export function estimate(fate: Fate, wish: Wish, windowOn: WindowOn, day: Day): number {
  const { application } = fate
  const window = windowOn(application.window, day)
  const cost = priced(
    window,
    wish.package,
    wish.quantity,
    wish.quotations,
    percentOf(fate, window, day),
    application.home.village,
    day,
  )
  if (isRefusal(cost)) throw new Error(`a wish was priced as ${cost.refused}`)
  return cost.projectMinor
}

function linesOf(fate: Fate, wish: Wish, windowOn: WindowOn, day: Day) {
  const { application } = fate
  const window = windowOn(application.window, day)
  const cost = priced(
    window,
    wish.package,
    wish.quantity,
    wish.quotations,
    percentOf(fate, window, day),
    application.home.village,
    day,
  )
  return isRefusal(cost) ? undefined : cost.lines
}

function percentOf({ application }: Fate, window: Window, day: Day): number {
  return window.shares[categoryOf(application.home, day)]
}

function isPossible(fate: Fate, wish: Wish, windowOn: WindowOn): boolean {
  const lines = linesOf(fate, wish, windowOn, pricedOn(fate))
  if (!lines) return false
  const worth = approvedWorth(fate, wish, windowOn)
  return worth >= least && worth <= most
}

/** A package of the chain, as many as come near an amount somebody might have had in mind. */
function wishFor(chance: Chance, fate: Fate, windowOn: WindowOn): Wish {
  const day = pricedOn(fate)
  const window = windowOn(fate.application.window, day)
  const mind = Math.min(most, Math.max(4000, 10_700 + 3900 * chance.around()))
  const chosen = chance.weighted(window.packages.map((one, place) => [one, [5, 3, 3][place] ?? 2] as const))
  const quotations = chosen.items.flatMap(({ item }) => {
    if (!chance.happens(0.5)) return []
    const prices = quotable(fate, item, window, day)
    return [{ item, unitPrice: prices[Math.min(prices.length - 1, Math.floor(6 * chance.unit() ** 2))]! }]
  })
  const wish = { package: chosen.code, quotations, contribution: chance.weighted(contributions) }
  return { ...wish, quantity: nearest(fate, chosen, wish, window, day, mind) }
}

const contributions = [
  ['cash', 70],
  ['labour', 21],
  ['material', 9],
] as const

function nearest(
  fate: Fate,
  { quantityMin, quantityMax }: Package,
  wish: Omit<Wish, 'quantity'>,
  window: Window,
  day: Day,
  mind: number,
): number {
  const worthOf = (quantity: number) => {
    const cost = priced(
      window,
      wish.package,
      quantity,
      wish.quotations,
      percentOf(fate, window, day),
      fate.application.home.village,
      day,
    )
    if (isRefusal(cost)) throw new Error(`a wish was priced as ${cost.refused}`)
    return cost.projectMinor
  }
  let quantity = Math.round((mind / worthOf(quantityMax)) * quantityMax)
  quantity = Math.max(quantityMin, Math.min(quantityMax, quantity))
  while (quantity > quantityMin && worthOf(quantity) > most) quantity -= 1
  return quantity
}

/** Prices that a shop may quote: the ceiling and steps below it, dearest first. */
function quotable({ application }: Fate, item: string, window: Window, day: Day): number[] {
  const ceiling = ceilingOf(window, item, application.home.village, day)
  if (!ceiling) throw new Error(`${item} has no price`)
  const step = ceiling.minor < 2000 ? 50 : ceiling.minor < 20_000 ? 100 : 500
  return Array.from({ length: 7 }, (_, down) => ceiling.minor - down * step).filter(
    (price) => price >= ceiling.minor * 0.7,
  )
}

/** What was sent first and came back: more than was needed, or without a quotation. */
function before(chance: Chance, fate: Fate, last: Wish, windowOn: WindowOn): Wish {
  const day = fate.application.submittedOn
  const window = windowOn(fate.application.window, day)
  const { quantityMin, quantityMax } = window.packages.find(({ code }) => code === last.package)!
  const quantity = Math.max(quantityMin, Math.min(quantityMax, last.quantity + chance.pick([-1, 1, 2])))
  const wish = { ...last, quantity, quotations: [] }
  return estimate(fate, wish, windowOn, day) <= most
    ? wish
    : { ...last, quotations: [], quantity: Math.min(quantity, last.quantity) }
}
