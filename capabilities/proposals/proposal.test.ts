import { expect, test } from 'vitest'
import {
  allProposalSteps,
  isSampled,
  lineShare,
  type Proposal,
  type ProposalState,
  priced,
  proposalStepsFrom,
  take,
} from '#capabilities/proposals/proposal.ts'
import type { Window } from '#capabilities/windows/window.ts'
import { castId } from '#dev/cast.ts'
import { someTerms, village } from '#dev/testing/programme.ts'
import { keyOf } from '#door/key.ts'
import { isRefusal } from '#door/refusal.ts'

const now = '2021-02-01T02:00:00.000Z'

function aProposal(changes: Partial<Proposal> = {}): Proposal {
  return { key: keyOf('05', castId(900)), version: 1, state: 'submitted', since: now, ...changes } as Proposal
}

function aWindow(changes: Partial<Window> = {}): Window {
  return {
    ...someTerms(),
    key: keyOf('00', castId(302)),
    place: '',
    version: 1,
    state: 'published',
    publishedOn: '2021-01-01',
    ...changes,
  }
}

test.each<[ProposalState, string[]]>([
  ['draft', ['submit', 'withdraw']],
  ['submitted', ['return', 'verify', 'reject', 'markDuplicate', 'refer', 'withdraw']],
  ['returned', ['resubmit', 'markDuplicate', 'withdraw']],
  ['verified', ['return', 'approve', 'reject', 'markDuplicate', 'refer', 'withdraw']],
  ['approved', ['cancel']],
  ['rejected', ['appeal']],
  ['appealed', ['refer', 'uphold', 'overturn']],
  ['withdrawn', []],
  ['cancelled', []],
  ['duplicate', []],
])('from %s a proposal can: %j', (state, expected) => {
  expect(proposalStepsFrom(state)).toEqual(expected)

  for (const step of allProposalSteps)
    expect(isRefusal(take(step, aProposal({ state }), now))).toBe(!expected.includes(step))
})

test('a price is quantity × the dated price × the share, each rounded once', () => {
  const cost = priced(aWindow(), 'chicks-and-feed', 30, [], 80, village, '2021-02-01')

  if (isRefusal(cost)) throw new Error(cost.refused)
  expect(cost.lines.map(({ price, share }) => [price, share])).toEqual([
    [150_000, 120_000],
    [60_000, 48_000],
  ])
  // 120,000 ៛ and 48,000 ៛ at 4,075: 29.45 and 11.78 dollars.
  expect(cost.lines.map((line) => lineShare(line, 'USD', cost.rate))).toEqual([2_945, 1_178])
  expect(cost.projectMinor).toBe(4_123)
})

test('the price of the province and of the day is the one that counts', () => {
  const window = aWindow({
    prices: [
      { item: 'chick', province: null, currency: 'KHR', minor: 5_000, from: '2020-10-01', source: 'a' },
      { item: 'chick', province: '05', currency: 'KHR', minor: 4_800, from: '2021-01-01', source: 'b' },
      { item: 'chick', province: '05', currency: 'KHR', minor: 5_200, from: '2021-03-01', source: 'c' },
      { item: 'feed', province: null, currency: 'KHR', minor: 2_000, from: '2020-10-01', source: 'd' },
    ],
  })
  const chickOn = (day: string, place = village) => {
    const cost = priced(window, 'chicks-and-feed', 10, [], 100, place, day)
    return isRefusal(cost) ? cost : cost.lines[0]!.unitPrice
  }

  expect(chickOn('2020-12-31')).toBe(5_000)
  expect(chickOn('2021-02-28')).toBe(4_800)
  expect(chickOn('2021-03-01')).toBe(5_200)
  expect(chickOn('2021-03-01', '02010101')).toBe(5_000)
  expect(chickOn('2020-09-30')).toEqual({ refused: 'window.no-price', item: 'chick', place: '05' })
})

test.each([
  [5_001, { refused: 'window.price-above-ceiling', item: 'chick', ceiling: 5_000, currency: 'KHR' }],
  [4_900, 4_900],
])('a quotation of %i riel for a chick is answered %j', (unitPrice, expected) => {
  const cost = priced(aWindow(), 'chicks-and-feed', 10, [{ item: 'chick', unitPrice }], 80, village, '2021-02-01')

  expect(isRefusal(cost) ? cost : cost.lines[0]!.unitPrice).toEqual(expected)
})

test.each([9, 61])('%i of a package of 10 to 60 is refused', (quantity) => {
  expect(priced(aWindow(), 'chicks-and-feed', quantity, [], 80, village, '2021-02-01')).toMatchObject({
    refused: 'input.invalid',
  })
})

test('a fifth of the proposals is drawn for a visit, and always above the amount', () => {
  const window = aWindow({ verification: { how: 'sampled-visit', share: 20, above: 5_000 } })
  const drawn = Array.from({ length: 5_000 }, (_, at) => isSampled(keyOf('05', castId(at)), window, 1_000)).filter(
    Boolean,
  ).length

  expect(drawn).toBeGreaterThan(900)
  expect(drawn).toBeLessThan(1_100)
  expect(isSampled(keyOf('05', castId(1)), window, 5_001)).toBe(true)
})
