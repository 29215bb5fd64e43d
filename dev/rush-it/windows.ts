/**
 * The four windows of the demonstration: vegetables and village chicken, in two rounds.
 *
 * Packages, shares and tiers are the programme's, from its file; the rounds, the areas, the ceiling
 * prices and most exchange rates are known from no source and invented here, and each says so.
 */
import type { CeilingPrice, Window, WindowTerms } from '#capabilities/windows/window.ts'
import { firstOfMonth } from '#dev/rush-it/calendar.ts'
import type { Key } from '#door/key.ts'
import { addDays, type Bilingual, type Day } from '#door/values.ts'
import { type Definition, termsOf } from '#programmes/programme.ts'

export const windowCodes = ['vegetables-1', 'chicken-1', 'vegetables-2', 'chicken-2'] as const
export type WindowCode = (typeof windowCodes)[number]

interface Round {
  readonly opensOn: Day
  readonly closesOn: Day
}

export const rounds: Readonly<Record<WindowCode, Round>> = {
  'vegetables-1': { opensOn: '2020-10-12', closesOn: '2021-04-24' },
  'chicken-1': { opensOn: '2020-10-12', closesOn: '2021-05-08' },
  'vegetables-2': { opensOn: '2021-05-03', closesOn: '2021-12-04' },
  'chicken-2': { opensOn: '2021-05-17', closesOn: '2021-12-11' },
}

const names: Readonly<Record<WindowCode, Bilingual>> = {
  'vegetables-1': { km: 'បន្លែសុវត្ថិភាព ជុំទី១', en: 'Safe vegetables, first round' },
  'chicken-1': { km: 'មាន់ស្រែ ជុំទី១', en: 'Backyard chicken, first round' },
  'vegetables-2': { km: 'បន្លែសុវត្ថិភាព ជុំទី២', en: 'Safe vegetables, second round' },
  'chicken-2': { km: 'មាន់ស្រែ ជុំទី២', en: 'Backyard chicken, second round' },
}

const invented = 'invented for the demonstration'

/** Riel per dollar from the first of each month, November 2020 first: around what the one source says of October. */
const rates = [4062, 4045, 4048, 4071, 4052, 4041, 4068, 4080, 4078, 4082, 4087, 4079, 4071, 4074] as const

type Price = readonly [from: Day, riel: number]

/** What an item may cost at most, from a day on. */
const ceilings: Readonly<Record<string, readonly Price[]>> = {
  chick: [
    ['2020-10-01', 5000],
    ['2021-06-01', 5400],
  ],
  hen: [
    ['2020-10-01', 28_000],
    ['2021-06-01', 30_000],
  ],
  cock: [['2020-10-01', 32_000]],
  'chick-feed': [
    ['2020-10-01', 2600],
    ['2021-03-01', 2800],
    ['2021-08-01', 3000],
  ],
  netting: [['2020-10-01', 4500]],
  drinker: [['2020-10-01', 6000]],
  feeder: [['2020-10-01', 7500]],
  'vegetable-seed': [
    ['2020-10-01', 8000],
    ['2021-07-01', 8500],
  ],
  compost: [
    ['2020-10-01', 600],
    ['2021-05-01', 700],
  ],
  fertiliser: [['2020-10-01', 2400]],
  mulch: [
    ['2020-10-01', 700],
    ['2021-09-01', 800],
  ],
  trellis: [['2020-10-01', 1300]],
  drip: [
    ['2020-10-01', 120_000],
    ['2021-06-01', 126_000],
  ],
  mesh: [
    ['2020-10-01', 4800],
    ['2021-06-01', 5200],
  ],
}

/** Where the road ends, everything costs a little more. */
const remote = new Set(['09', '10', '13', '22'])

export interface Publishing {
  readonly definition: Definition
  readonly budgetLine: Key
  /** The communes the window takes in. */
  readonly area: readonly string[]
  readonly provinces: readonly string[]
}

/** The terms as they are published, with the prices and the rate of that day. */
export function publishedTerms(code: WindowCode, { definition, budgetLine, area, provinces }: Publishing) {
  const chain = code.slice(0, -2)
  const plan = definition.windows.find((one) => one.chain === chain)
  if (!plan) throw new Error(`the programme has no window for ${chain}`)
  const common = termsOf(definition, plan, budgetLine)
  const items = common.items.map((item) => item.code)
  return {
    ...common,
    code,
    names: names[code],
    area: [...area],
    ...rounds[code],
    prices: pricesIn(items, provinces, (from) => from <= announcedOn(code)),
    rates: [...common.rates, ...monthlyRates().filter(({ from }) => from <= announcedOn(code))],
  }
}

/** A window is made known some days before it opens. */
export function announcedOn(code: WindowCode): Day {
  return addDays(rounds[code].opensOn, -4)
}

/** Prices that come into force while the window is known: published on their day, never before. */
export function pricesAfter(code: WindowCode, terms: WindowTerms, provinces: readonly string[]): CeilingPrice[] {
  const items = terms.items.map((item) => item.code)
  return pricesIn(items, provinces, (from) => from > announcedOn(code) && from <= terms.closesOn)
}

export function ratesAfter(code: WindowCode): WindowTerms['rates'] {
  return monthlyRates().filter(({ from }) => from > announcedOn(code))
}

function pricesIn(
  items: readonly string[],
  provinces: readonly string[],
  when: (from: Day) => boolean,
): CeilingPrice[] {
  return items.flatMap((item) =>
    (ceilings[item] ?? [])
      .filter(([from]) => when(from))
      .flatMap(([from, riel]): CeilingPrice[] => {
        const everywhere = { item, province: null, currency: 'KHR', minor: riel, from, source: invented } as const
        const far = provinces.filter((one) => remote.has(one))
        return [everywhere, ...far.map((province) => ({ ...everywhere, province, minor: dearer(riel) }))]
      }),
  )
}

function dearer(riel: number): number {
  return Math.round((riel * 1.08) / 50) * 50
}

function monthlyRates(): WindowTerms['rates'] {
  return rates.map((rielPerDollar, month) => ({ from: firstOfMonth(month + 1), rielPerDollar, source: invented }))
}

/** Windows as they stand on a day, with everything published by then. They change only with the month. */
export function windowsOver(
  keys: Readonly<Record<WindowCode, Key>>,
  terms: Readonly<Record<WindowCode, WindowTerms & { programme: string }>>,
  provinces: readonly string[],
) {
  const known = new Map<string, Window>()
  return (code: WindowCode, day: Day): Window => {
    const month = `${code} ${day.slice(0, 7)}`
    const found = known.get(month)
    if (found) return found
    const own = terms[code]
    const window: Window = {
      ...own,
      prices: [...own.prices, ...pricesAfter(code, own, provinces).filter(({ from }) => from <= day)],
      rates: [...own.rates, ...ratesAfter(code).filter(({ from }) => from <= day)],
      key: keys[code],
      place: '',
      version: 1,
      state: 'published',
      publishedOn: announcedOn(code),
    }
    known.set(month, window)
    return window
  }
}
