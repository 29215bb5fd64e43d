/** Where the months of a price stand in its chart. From nothing up, so that a small change looks small. */
import type { Month, MonthOfPrices } from '#capabilities/markets/price.ts'

const width = 400
const height = 216
const left = 72
const right = 12
const top = 12
const bottom = 180
const levelsWanted = 4

export type Anchor = 'start' | 'middle' | 'end'

export interface Drawing {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly bottom: number
  /** A line breaks where months are missing: nothing is drawn that nobody told. */
  readonly lines: readonly string[]
  readonly bands: readonly string[]
  readonly points: readonly { readonly month: Month; readonly x: number; readonly y: number }[]
  readonly levels: readonly { readonly riel: number; readonly y: number }[]
  readonly ticks: readonly { readonly month: Month; readonly x: number; readonly anchor: Anchor }[]
}

/** The months as they are read: the latest first. */
export function drawingOf(latestFirst: readonly MonthOfPrices[]): Drawing {
  const months = [...latestFirst].reverse()
  const [from, until] = [ordinal(months[0]!.month), ordinal(months.at(-1)!.month)]
  const step = stepOf(Math.max(...months.map(({ highest }) => highest)))
  const most = step * Math.ceil(Math.max(...months.map(({ highest }) => highest)) / step)
  const x = (month: Month) =>
    round(
      from === until
        ? (left + width - right) / 2
        : left + 8 + ((ordinal(month) - from) / (until - from)) * (width - left - right - 16),
    )
  const y = (riel: number) => round(bottom - (riel / most) * (bottom - top))

  const runs = unbroken(months)
  return {
    ...{ width, height, left, bottom },
    lines: runs.map((run) => run.map(({ month, median }) => `${x(month)},${y(median)}`).join(' ')),
    bands: runs
      .filter((run) => run.length > 1)
      .map((run) =>
        [
          ...run.map(({ month, highest }) => `${x(month)},${y(highest)}`),
          ...[...run].reverse().map(({ month, lowest }) => `${x(month)},${y(lowest)}`),
        ].join(' '),
      ),
    points: months.map(({ month, median }) => ({ month, x: x(month), y: y(median) })),
    levels: Array.from({ length: most / step + 1 }, (_, at) => ({ riel: at * step, y: y(at * step) })),
    ticks: ticksOf(months.map(({ month }) => month)).map((tick) => ({ ...tick, x: x(tick.month) })),
  }
}

function ordinal(month: Month): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7))
}

/** A round number of riel, so that about four lines stand between nothing and the highest. */
function stepOf(highest: number): number {
  const rough = highest / levelsWanted
  const power = 10 ** Math.floor(Math.log10(rough))
  return Math.max(1, ([1, 2, 5, 10].find((times) => times * power >= rough) ?? 10) * power)
}

function unbroken(months: readonly MonthOfPrices[]): MonthOfPrices[][] {
  const runs: MonthOfPrices[][] = []
  for (const month of months) {
    const run = runs.at(-1)
    const before = run?.at(-1)
    if (run && before && ordinal(month.month) - ordinal(before.month) === 1) run.push(month)
    else runs.push([month])
  }
  return runs
}

/** The first and the last; more names would lie over each other on a phone. */
function ticksOf(months: readonly Month[]): { month: Month; anchor: Anchor }[] {
  const [first, last] = [months[0]!, months.at(-1)!]
  if (first === last) return [{ month: first, anchor: 'middle' }]
  return [
    { month: first, anchor: 'start' },
    { month: last, anchor: 'end' },
  ]
}

function round(number: number): number {
  return Math.round(number * 10) / 10
}
