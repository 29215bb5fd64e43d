/** Prices of the season, invented as everything in it: two months of three markets, one of them seen again. */
import type { InputOf } from '#capabilities/commands.ts'
import { type PriceKind, priceKey } from '#capabilities/markets/price.ts'
import { malis, practiceProgramme } from '#dev/cast.ts'
import type { Script } from '#dev/practice/script.ts'

const markets = ['ផ្សារអមលាំង', 'ផ្សារច្បារមន', 'ផ្សារថ្ពង']

/** In riel, by market: two months ago, and last month. */
const prices: readonly [commodity: string, unit: string, kind: PriceKind, before: number[], now: number[]][] = [
  ['Water spinach', 'KG', 'retail', [2_400, 2_600, 2_500], [2_800, 3_000, 2_700]],
  ['Mustard leaves', 'KG', 'retail', [3_500, 3_300], [3_200, 3_000, 3_000]],
  ['Eggs (duck)', '10 pcs', 'retail', [5_000, 5_200, 5_000], [5_000, 5_200, 5_000]],
  ['Meat (chicken)', 'KG', 'retail', [16_000, 15_500, 16_000], [17_000, 16_500, 17_500]],
  ['Meat (chicken)', 'KG', 'wholesale', [14_000, 14_200], [15_000, 14_800]],
  ['Meat (chicken)', 'KG', 'farm-gate', [], [13_000]],
]

export function tellPrices({ say, day }: Script) {
  prices.forEach(([commodity, unit, kind, before, now], at) => {
    for (const [days, amounts] of [
      [-66, before],
      [-31, now],
    ] as const) {
      amounts.forEach((riel, market) => {
        const price: InputOf<'price.record'> = {
          ...{ programme: practiceProgramme, province: '05', month: day(days).slice(0, 7), market: markets[market]! },
          ...{ commodity, unit, kind, riel, cents: null, isEstimate: false, source: 'ដើរមើលតាមផ្សារ', import: null },
        }
        say([days + 2, `14:${10 + at}`], malis, 'price.record', priceKey(price), price)
        if (commodity !== 'Mustard leaves' || riel !== 3_200) return
        say([days + 3, '09:00'], malis, 'price.revise', priceKey(price), {
          was: { riel, cents: null },
          becomes: { riel: 3_100, cents: null, isEstimate: false },
          ...{ source: 'ដើរមើលតាមផ្សារ', import: null, reason: 'បានសួរអ្នកលក់ម្ដងទៀត' },
        })
      })
    }
  })
}
