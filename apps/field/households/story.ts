/** A household's history from what the phone holds: who did what, and when, from the beginning. */
import type { Household } from '#capabilities/households/household.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import type { Key } from '#door/key.ts'
import type { Reason } from '#door/refusal.ts'
import { type Day, dayOf, type Instant } from '#door/values.ts'
import type { Settled } from './useHousehold.ts'

/** One thing that happened, before it has words. */
export interface Happening {
  readonly id: string
  /** The command, `proposal.approve`. */
  readonly name: string
  /** A day where no hour was kept. */
  readonly at: Instant | Day
  readonly by: Key
  readonly disputed?: Reason
  /** The window's code for a return or a rejection, and a note. */
  readonly code?: string
  readonly note?: string | null
}

export function storyOf(
  household: Household,
  proposals: readonly Proposal[],
  vouchers: readonly Voucher[],
  settled: readonly Settled[] = [],
): Happening[] {
  const registered: Happening = {
    id: 'registered',
    name: 'household.register',
    at: household.registeredOn,
    by: household.registeredBy,
  }
  const words = settled.flatMap(({ key, settlement }): Happening[] =>
    settlement ? [{ id: key, name: 'clash.settle', at: settlement.at, by: settlement.by, note: settlement.word }] : [],
  )
  return inOrder([registered, ...proposals.flatMap(ofProposal), ...vouchers.flatMap(ofVoucher), ...words])
}

/** By day, then by hour. Within a day, what has no hour comes where it must have been. */
export function inOrder(happenings: readonly Happening[]): Happening[] {
  const placed = happenings.map((happening) => ({ happening, place: placeOf(happening) }))
  placed.sort((one, other) => (one.place < other.place ? -1 : one.place > other.place ? 1 : 0))
  return placed.map(({ happening }) => happening)
}

function placeOf({ at, name }: Happening): string {
  const hasHour = at.length > 10
  const ofVoucher = name.startsWith('voucher.')
  // Registered and submitted, then decided, then issued, then redeemed.
  const phase = ofVoucher ? (hasHour ? 3 : 2) : hasHour ? 1 : 0
  return `${hasHour ? dayOf(at) : at} ${phase} ${at}`
}

export function ofProposal(proposal: Proposal): Happening[] {
  const { key, submittedOn, submittedBy, returns, verification, approval, rejections, appeal, state, since } = proposal
  return [
    { id: `${key} submitted`, name: 'proposal.submit', at: submittedOn, by: submittedBy },
    ...returns.map(({ by, at, code, note }) => ({
      id: `${key} returned ${at}`,
      name: 'proposal.return',
      at,
      by,
      code,
      note,
    })),
    ...(verification
      ? [
          {
            id: `${key} verified`,
            name: 'proposal.verify',
            at: verification.at,
            by: verification.by,
            note: verification.note,
          },
        ]
      : []),
    ...(approval
      ? [{ id: `${key} approved`, name: 'proposal.approve', at: approval.at, by: approval.by, note: approval.note }]
      : []),
    ...rejections.map(({ by, at, code, note }) => ({
      id: `${key} rejected ${at}`,
      name: 'proposal.reject',
      at,
      by,
      code,
      note,
    })),
    ...(appeal
      ? [{ id: `${key} appealed`, name: 'proposal.appeal', at: appeal.at, by: appeal.by, note: appeal.note }]
      : []),
    ...(appeal?.decidedAt && appeal.decidedBy
      ? [
          {
            id: `${key} appeal decided`,
            name: 'proposal.decideAppeal',
            at: appeal.decidedAt,
            by: appeal.decidedBy,
            note: appeal.reply,
          },
        ]
      : []),
    ...(state === 'withdrawn'
      ? [{ id: `${key} withdrawn`, name: 'proposal.withdraw', at: since, by: submittedBy }]
      : []),
  ]
}

/** A shop's document holds less of it: what is kept back from it is not told. */
export function ofVoucher(voucher: Voucher): Happening[] {
  const { key, issuedOn, handovers, checks = [], reports = [], losses, remarks = [], duties } = voucher
  return [
    ...(duties ? [{ id: `${key} issued`, name: 'voucher.issue', at: issuedOn, by: duties.issuedBy }] : []),
    ...handovers.flatMap(({ id, at, by, dispute, confirmations, resolution }) => [
      { id: `${id} redeemed`, name: 'voucher.redeem', at, by, ...(dispute ? { disputed: dispute } : {}) },
      ...confirmations
        .filter(({ side, how }) => side !== 'shop' && how !== 'strip')
        .map((said) => ({
          id: `${id} ${said.how} ${said.at}`,
          name:
            said.how === 'photo'
              ? 'voucher.witness'
              : said.how === 'call-back'
                ? 'voucher.callBack'
                : 'voucher.confirm',
          at: said.at,
          by: said.by,
          note: said.note,
        })),
      ...(resolution
        ? [
            {
              id: `${id} resolved`,
              name: 'voucher.resolve',
              at: resolution.at,
              by: resolution.by,
              note: resolution.note,
            },
          ]
        : []),
    ]),
    ...reports.map(({ id, at, by, note }) => ({ id: `${id} reported`, name: 'voucher.report', at, by, note })),
    ...losses.map(({ id, at, by }) => ({ id: `${id} lost`, name: 'voucher.claimMortality', at, by })),
    ...checks.map(({ id, at, by, note, dispute }) => ({
      id: `${id} checked`,
      name: 'voucher.check',
      at,
      by,
      note,
      ...(dispute ? { disputed: dispute } : {}),
    })),
    ...remarks.map(({ step, at, by, why }) => ({
      id: `${key} ${step} ${at}`,
      name: `voucher.${step === 'revive' ? 'extend' : step}`,
      at,
      by,
      note: why,
    })),
  ]
}
