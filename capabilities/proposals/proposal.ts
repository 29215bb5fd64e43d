/**
 * Proposals: what a household asks the programme to support, and everybody's answer to it.
 *
 * *Verify* is the look before the decision; *check* is the visit after the delivery. No clock
 * approves or rejects: a proposal that waits too long climbs to somebody's first screen.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { Household } from '#capabilities/households/household.ts'
import {
  type ContributionKind,
  ceilingOf,
  isInArea,
  type PovertyCategory,
  type Provable,
  packageOf,
  rateOn,
  type Window,
} from '#capabilities/windows/window.ts'
import type { Subject } from '#door/command.ts'
import type { Key } from '#door/key.ts'
import { convert, shareOf } from '#door/money.ts'
import { type Refusal, refuse } from '#door/refusal.ts'
import { addDays, type Currency, type Day, dayOf, type Instant, type Position } from '#door/values.ts'

export const proposalStates = [
  'draft',
  'submitted',
  'returned',
  'verified',
  'approved',
  'rejected',
  'appealed',
  'withdrawn',
  'cancelled',
  'duplicate',
] as const
export type ProposalState = (typeof proposalStates)[number]

// A returned proposal goes back to whoever made it and may be submitted again. A rejection may be
// appealed once; a successful appeal puts the proposal back where somebody else can decide.
// Withdrawn, cancelled and duplicate are final: a second thought is a new proposal.
export const proposalSteps = {
  submit: { from: ['draft'], to: 'submitted' },
  return: { from: ['submitted', 'verified'], to: 'returned' },
  resubmit: { from: ['returned'], to: 'submitted' },
  verify: { from: ['submitted'], to: 'verified' },
  approve: { from: ['verified'], to: 'approved' },
  reject: { from: ['submitted', 'verified'], to: 'rejected' },
  markDuplicate: { from: ['submitted', 'verified', 'returned'], to: 'duplicate' },
  refer: { from: ['submitted', 'verified', 'appealed'], to: 'same' },
  withdraw: { from: ['draft', 'submitted', 'returned', 'verified'], to: 'withdrawn' },
  appeal: { from: ['rejected'], to: 'appealed' },
  uphold: { from: ['appealed'], to: 'rejected' },
  overturn: { from: ['appealed'], to: 'submitted' },
  cancel: { from: ['approved'], to: 'cancelled' },
} satisfies Record<string, { from: ProposalState[]; to: ProposalState | 'same' }>

export type ProposalStep = keyof typeof proposalSteps
export const allProposalSteps = Object.keys(proposalSteps) as ProposalStep[]

/** An item as proposed: its price is a quotation at or below the ceiling of the day. */
export interface ProposalLine {
  readonly item: string
  readonly quantity: number
  readonly currency: Currency
  readonly unitPrice: number
  /** quantity × unit price. */
  readonly price: number
  /** The project's share of that, in the price's own currency and, once approved, in the line's. */
  readonly share: number
}

export interface Plan {
  readonly cycleDays: number
  readonly yield: number
  readonly yieldUnit: 'kg' | 'bird' | 'head'
  /** Riel. */
  readonly sales: number
  readonly ownCost: number
  readonly note: string | null
}

export interface Rejection {
  readonly by: Key
  readonly at: Instant
  readonly tier: number
  readonly code: string
  readonly note: string | null
  readonly bulk: boolean
}

/** Why something that was proposed offline will most likely be turned down. */
export type Doubt = Exclude<Provable, 'budget-exhausted'>

export interface Proposal extends Subject {
  readonly household: Key
  readonly window: Key
  readonly chain: string
  readonly package: string
  readonly quantity: number
  readonly lines: readonly ProposalLine[]
  /** The status on the day of submission, which the share follows for good. */
  readonly category: PovertyCategory
  readonly percent: number
  readonly contribution: ContributionKind
  readonly plan: Plan
  readonly position: Position | null
  readonly photos: readonly string[]
  readonly shop: Key | null
  readonly doubts: readonly Doubt[]
  readonly sampled: boolean
  /** The estimate at the day's rate until approval; then what was approved. Minor units of the budget line. */
  readonly currency: Currency
  readonly projectMinor: number
  readonly rate: number | null
  readonly state: ProposalState
  readonly since: Instant
  /** Who must act next: 1 district, 2 province, 3 national. */
  readonly tier: number
  readonly referrals: readonly { from: number; to: number; why: string; at: Instant }[]
  readonly submittedOn: Day
  readonly submittedBy: Key
  readonly assistedBy: Key | null
  readonly returns: readonly { by: Key; at: Instant; code: string; note: string | null }[]
  readonly verification: {
    by: Key
    at: Instant
    how: 'desk' | 'visit'
    note: string | null
    photo: string | null
    position: Position | null
  } | null
  readonly approval: { by: Key; at: Instant; tier: number; note: string | null } | null
  readonly rejections: readonly Rejection[]
  readonly appeal: {
    by: Key
    at: Instant
    note: string
    outcome: 'upheld' | 'overturned' | null
    decidedBy: Key | null
    decidedAt: Instant | null
    reply: string | null
  } | null
}

export function proposalStepsFrom(state: ProposalState): ProposalStep[] {
  return allProposalSteps.filter((step) => proposalSteps[step].from.some((from) => from === state))
}

/** One step on, at an instant. The clock of a state starts when it is entered. */
export function take(
  step: ProposalStep,
  proposal: Proposal,
  at: Instant,
  facts: Partial<Proposal> = {},
): Proposal | Refusal {
  if (!proposalStepsFrom(proposal.state).includes(step))
    return refuse('proposal.wrong-state', { state: proposal.state, step })
  const { to } = proposalSteps[step]
  const state = to === 'same' ? proposal.state : to
  return {
    ...proposal,
    since: state === proposal.state ? proposal.since : at,
    ...facts,
    state,
    version: proposal.version + 1,
  }
}

export interface Priced {
  readonly lines: ProposalLine[]
  readonly projectMinor: number
  readonly rate: number | null
}

/**
 * What a package costs on a day, and the project's share of it: quantity × price × share, each line
 * rounded once in its own currency and once more when riel become the currency of the budget line.
 */
export function priced(
  window: Window,
  code: string,
  quantity: number,
  quotations: readonly { item: string; unitPrice: number }[],
  percent: number,
  place: string,
  day: Day,
): Priced | Refusal {
  const wanted = packageOf(window, code)
  if (!wanted) return refuse('window.package-unknown', { package: code })
  if (quantity < wanted.quantityMin || quantity > wanted.quantityMax) {
    return refuse('input.invalid', {
      fields: [{ path: 'quantity', problem: quantity < wanted.quantityMin ? 'too_small' : 'too_big' }],
    })
  }
  const stray = quotations.find(({ item }) => !wanted.items.some((one) => one.item === item))
  if (stray) return refuse('window.item-unknown', { item: stray.item })

  const lines: ProposalLine[] = []
  for (const { item, quantity: each } of wanted.items) {
    const ceiling = ceilingOf(window, item, place, day)
    if (!ceiling) return refuse('window.no-price', { item, place: place.slice(0, 2) })
    const unitPrice = quotations.find((one) => one.item === item)?.unitPrice ?? ceiling.minor
    if (unitPrice > ceiling.minor) {
      return refuse('window.price-above-ceiling', { item, ceiling: ceiling.minor, currency: ceiling.currency })
    }
    const price = each * quantity * unitPrice
    lines.push({
      item,
      quantity: each * quantity,
      currency: ceiling.currency,
      unitPrice,
      price,
      share: shareOf(price, percent),
    })
  }
  return converted(window, lines, day)
}

/** The project's share in the currency of the budget line, at the window's rate of a day. */
export function converted(window: Window, lines: readonly ProposalLine[], day: Day): Priced | Refusal {
  const rate = rateOn(window, day) ?? null
  if (rate === null && lines.some(({ currency }) => currency !== window.currency))
    return refuse('window.no-rate', { on: day })
  const projectMinor = lines.reduce((sum, line) => sum + lineShare(line, window.currency, rate), 0)
  return { lines: [...lines], projectMinor, rate }
}

/** A line's project share in the currency of the budget line. */
export function lineShare(
  line: Pick<ProposalLine, 'currency' | 'share'>,
  currency: Currency,
  rate: number | null,
): number {
  return convert({ currency: line.currency, minor: line.share }, currency, rate ?? 1).minor
}

/** Proposals of a household that stand in the way of another one in the same window. */
export function standing(proposals: readonly Proposal[], window: Key, except?: Key): Proposal[] {
  return proposals.filter(
    (one) =>
      one.window === window &&
      one.key !== except &&
      !['draft', 'rejected', 'withdrawn', 'cancelled', 'duplicate'].includes(one.state),
  )
}

export function doubtsOf(window: Window, place: string, day: Day, others: readonly Proposal[]): Doubt[] {
  const doubts: Doubt[] = []
  if (day > window.closesOn || window.state === 'closed') doubts.push('window-closed')
  if (!isInArea(window, place)) doubts.push('outside-area')
  if (standing(others, window.key).length > 0) doubts.push('second-application')
  return doubts
}

/**
 * Is this proposal drawn for a visit? Drawn by its own id, so that nobody chooses: neither the
 * officer nor the day of the week.
 */
export function isSampled(proposal: Key, window: Window, projectMinor: number): boolean {
  const { how, share, above } = window.verification
  if (how !== 'sampled-visit') return how === 'visit'
  if (above !== null && projectMinor > above) return true
  const drawn = sha256(utf8ToBytes(`visit ${window.key} ${proposal}`))
  return ((drawn[0]! << 8) | drawn[1]!) % 10_000 < share * 100
}

/** What approvals in a window have already promised a household. */
export function promised(proposals: readonly Proposal[], window: Key): number {
  return proposals
    .filter((one) => one.window === window && one.state === 'approved')
    .reduce((sum, one) => sum + one.projectMinor, 0)
}

/** The day by which the state it is in should have ended; undefined where nobody has to act. */
export function dueOn(proposal: Pick<Proposal, 'state' | 'since'>, window: Window): Day | undefined {
  const days = {
    submitted: window.deadlines.verify,
    verified: window.deadlines.decide,
    appealed: window.deadlines.appeal,
    approved: window.deadlines.issue,
  }[proposal.state as 'submitted']
  if (days === undefined) return undefined
  return addDays(dayOf(proposal.since), days)
}

export function isActive(household: Household | undefined): household is Household {
  return household !== undefined && household.state === 'active'
}

/** A proposal as a list shows it. */
export interface ProposalRow {
  readonly key: string
  readonly version: number
  readonly place: string
  readonly household: string
  readonly window: string
  readonly package: string
  readonly quantity: number
  readonly state: Proposal['state']
  readonly since: string
  readonly tier: number
  readonly currency: Proposal['currency']
  readonly projectMinor: number
  readonly doubts: readonly string[]
  readonly sampled: boolean
  readonly assistedBy: string | null
  readonly submittedOn: string
  readonly head: { nameKm: string | null; nameLatin: string | null }
}
