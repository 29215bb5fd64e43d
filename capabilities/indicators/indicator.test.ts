import { expect, test } from 'vitest'
import { type Figures, faultsIn, figureKeys, hideSmall, readingKeys } from '#capabilities/indicators/indicator.ts'

const nothing = Object.fromEntries([...figureKeys, ...readingKeys].map((key) => [key, 0])) as unknown as Figures

test('parts that sum are published; parts that do not are named', () => {
  const sums = {
    ...nothing,
    proposals_received: 10,
    proposals_answered: 6,
    proposals_undecided: 3,
    proposals_verified: 1,
    proposals_not_yet_verified: 2,
    proposals_withdrawn_or_duplicate: 1,
  }

  expect(faultsIn(sums)).toEqual([])
  expect(faultsIn({ ...sums, proposals_verified: 2 })).toEqual([
    {
      whole: 'proposals_undecided',
      parts: ['proposals_verified', 'proposals_not_yet_verified', 'proposals_under_appeal'],
      difference: -1,
    },
  ])
})

test.each([
  [
    { poor1: 40, poor2: 30 },
    { poor1: 40, poor2: 30 },
  ],
  [
    { poor1: 4, poor2: 30, general: 50 },
    { poor1: null, poor2: null, general: 50 },
  ],
  [
    { poor1: 4, poor2: 3, general: 50 },
    { poor1: null, poor2: null, general: null },
  ],
  [
    { poor1: 0, poor2: 30 },
    { poor1: 0, poor2: 30 },
  ],
])('of %j the public sees %j', (cells, shown) => {
  expect(hideSmall(cells, 10)).toEqual(shown)
})

test('an unknown status is a part of its own, and nobody is counted as not poor because of it', () => {
  const deliveries = { ...nothing, household_deliveries: 5, deliveries_to_id_poor: 1, deliveries_to_non_id_poor: 3 }

  expect(faultsIn(deliveries).map(({ whole }) => whole)).toEqual(['household_deliveries'])
  expect(faultsIn({ ...deliveries, deliveries_to_unknown_status: 1 })).toEqual([])
})
