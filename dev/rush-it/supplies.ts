/**
 * What becomes of each approval: who is supplied, in how many hand-overs, and who is not.
 *
 * The households and the hand-overs are met by choosing, out of those who can be supplied in
 * time: seven households with two proposals, nine with one voucher in two parts.
 */
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import { type Chance, chanceOf } from '#dev/chance.ts'
import type { Hands } from '#dev/rush-it/deciding.ts'
import { type Fate, groupOf } from '#dev/rush-it/fates.ts'
import {
  cancelledVouchers,
  lastDay,
  published,
  readings,
  suppliedInTwoParts,
  turnedBack,
} from '#dev/rush-it/scenario.ts'
import type { Key } from '#door/key.ts'
import { addDays } from '#door/values.ts'

export interface Approval {
  readonly fate: Fate
  readonly proposal: Proposal
  readonly hands: Hands
  /** A second application leans on it: it must stand until that one is turned down. */
  readonly isLeantOn: boolean
}

export type Supply = 'whole' | 'in-two-parts' | 'turned-back' | 'expires' | 'cancelled' | 'open' | 'waits'

/** Issued later than this, a voucher cannot have run out by the last day. */
const lastToExpire = addDays(lastDay, -84)
const lastToSupply = addDays(lastDay, -40)

export function suppliesOf(seed: number, approvals: readonly Approval[]): Map<Approval, Supply> {
  const chance = chanceOf(seed, 'supplies')
  const supplies = new Map<Approval, Supply>()
  const able = chance.shuffled(
    approvals.filter(({ fate }) => fate.approvedOn! < lastToSupply && fate.application.home.suspectedUntil !== 'open'),
  )
  const inGroup = (group: string) => able.filter(({ proposal }) => groupOf(proposal.category) === group)
  const { deliveries_to_id_poor: toPoor, households_received_inputs: households } = published
  const twoProposals = readings.households_supplied_twice - suppliedInTwoParts

  // Households with two approved proposals first: of the others that have two, only one is supplied.
  const general = inGroup('general')
  const byHome = new Map<Key, Approval[]>()
  for (const approval of general) byHome.set(homeOf(approval), [...(byHome.get(homeOf(approval)) ?? []), approval])
  const pairs = [...byHome.values()].filter((own) => own.length > 1).slice(0, twoProposals)
  if (pairs.length < twoProposals) throw new Error('too few households have two approved proposals')
  const chosen: Approval[] = pairs.flatMap((own) => own.slice(0, 2))
  const taken = new Set<Key>(chosen.map(homeOf))

  const draw = (from: readonly Approval[], count: number) => {
    for (const approval of from) {
      if (count === 0) return
      if (taken.has(homeOf(approval))) continue
      taken.add(homeOf(approval))
      chosen.push(approval)
      count -= 1
    }
    if (count > 0) throw new Error('too few approvals can be supplied')
  }
  const poorInTwo = 1
  draw(inGroup('poor'), toPoor - poorInTwo)
  draw(general, households - twoProposals - (toPoor - poorInTwo))

  const poor = chosen.filter(({ proposal }) => groupOf(proposal.category) === 'poor')
  const single = chosen.filter((one) => !pairs.flat().includes(one))
  const inTwo = new Set([
    ...chance.shuffled(poor).slice(0, poorInTwo),
    ...chance
      .shuffled(single.filter((one) => !poor.includes(one) && one.fate.approvedOn! < lastToExpire))
      .slice(0, suppliedInTwoParts - poorInTwo),
  ])
  for (const approval of chosen) supplies.set(approval, inTwo.has(approval) ? 'in-two-parts' : 'whole')
  rest(
    chance,
    approvals.filter((one) => !supplies.has(one)),
    supplies,
  )
  return supplies
}

/** Not supplied: the voucher ran out, was cancelled, is still open, or was never issued. */
function rest(chance: Chance, unsupplied: readonly Approval[], supplies: Map<Approval, Supply>) {
  const able = chance.shuffled(unsupplied.filter(({ fate }) => fate.application.home.suspectedUntil !== 'open'))
  const early = able.filter(({ fate }) => fate.approvedOn! < lastToExpire)
  for (const approval of unsupplied) supplies.set(approval, 'waits')
  for (const [place, approval] of early.entries()) {
    if (place < turnedBack) supplies.set(approval, 'turned-back')
    else if (place < turnedBack + cancelledVouchers) supplies.set(approval, 'cancelled')
    else if (chance.happens(0.62)) supplies.set(approval, 'expires')
  }
  for (const approval of able) {
    const isRecent =
      approval.fate.approvedOn! > addDays(lastDay, -50) && approval.fate.approvedOn! < addDays(lastDay, -12)
    if (isRecent && chance.happens(0.8)) supplies.set(approval, 'open')
  }
}

function homeOf({ fate }: Approval): Key {
  return fate.application.home.key
}
