/** What this phone knows for and against a proposal, for whoever has to look at it. Nobody is judged by it: it is read. */
import { type Household, openSuspicions } from '#capabilities/households/household.ts'
import { type Doubt, type Proposal, standing } from '#capabilities/proposals/proposal.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'

export interface Weighing {
  readonly speaksFor: readonly For[]
  readonly trainings: number
  readonly against: readonly (Doubt | Against)[]
}

type For = 'card' | 'trained' | 'first' | 'received'
type Against = 'unproven' | 'suspected' | 'disputed'

export interface Known {
  readonly household: Household | undefined
  /** Of the same household. */
  readonly proposals: readonly Proposal[]
  readonly vouchers: readonly Voucher[]
  readonly trainings: number
}

export function weighed(proposal: Proposal, { household, proposals, vouchers, trainings }: Known): Weighing {
  const day = proposal.submittedOn
  // Whoever is not shown whether a family is poor reads nothing of it here either.
  const wasSeen = household?.poverty?.some(
    ({ source, recordedOn, expiresOn }) =>
      source === 'card-seen' && recordedOn <= day && (expiresOn === null || day <= expiresOn),
  )
  const handovers = vouchers.flatMap(({ handovers }) => handovers)
  const isAllConfirmed = handovers.every(
    ({ state, lines }) => state === 'delivered' && lines.every(({ accepted }) => accepted !== null),
  )
  const speaksFor: For[] = [
    ...(wasSeen ? (['card'] as const) : []),
    ...(trainings > 0 ? (['trained'] as const) : []),
    ...(standing(proposals, proposal.window, proposal.key).length === 0 ? (['first'] as const) : []),
    ...(handovers.length > 0 && isAllConfirmed ? (['received'] as const) : []),
  ]
  return {
    speaksFor,
    trainings,
    against: [
      ...proposal.doubts,
      ...(wasSeen === false && proposal.category === 'unknown' ? (['unproven'] as const) : []),
      ...(household && openSuspicions(household, []).length > 0 ? (['suspected'] as const) : []),
      ...(handovers.some(({ state }) => state === 'disputed') ? (['disputed'] as const) : []),
    ],
  }
}
