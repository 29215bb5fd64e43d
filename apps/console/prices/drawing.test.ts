import { expect, test } from 'vitest'
import type { MonthOfPrices } from '#capabilities/markets/price.ts'
import { drawingOf } from './drawing.ts'

function of(month: string, median: number): MonthOfPrices {
  return { month, median, lowest: median - 100, highest: median + 100, markets: 3, hasEstimates: false }
}

test('a line breaks where months are missing, and time keeps its measure', () => {
  const { lines, bands, points } = drawingOf([
    of('2024-06', 900),
    of('2024-03', 700),
    of('2024-02', 800),
    of('2024-01', 600),
  ])
  expect(lines.map((line) => line.split(' ').length)).toEqual([3, 1])
  expect(bands).toHaveLength(1)
  const [january, february, march, june] = points.map(({ x }) => x)
  expect(february! - january!).toBeCloseTo(march! - february!, 0)
  expect(june! - march!).toBeCloseTo(3 * (february! - january!), 0)
})

test('heights begin at nothing, and the levels are round', () => {
  const { levels, bottom, points } = drawingOf([of('2024-02', 3_900), of('2024-01', 3_400)])
  expect(levels.map(({ riel }) => riel)).toEqual([0, 1_000, 2_000, 3_000, 4_000])
  expect(levels[0]!.y).toBe(bottom)
  expect(points[1]!.y).toBeLessThan(points[0]!.y)
})

test('one month alone stands in the middle', () => {
  const { ticks, points, bands } = drawingOf([of('2024-02', 500)])
  expect(ticks).toMatchObject([{ month: '2024-02', anchor: 'middle' }])
  expect(points).toHaveLength(1)
  expect(bands).toEqual([])
})
