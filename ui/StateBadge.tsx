import type { ClaimState } from '#capabilities/claims/claim.ts'
import type { ComplaintState } from '#capabilities/complaints/complaint.ts'
import type { Shop } from '#capabilities/organisations/shop.ts'
import type { ProposalState } from '#capabilities/proposals/proposal.ts'
import type { VoucherState } from '#capabilities/vouchers/voucher.ts'
import type { AskResult } from './engine.ts'
import { Mark, type Tone } from './Mark.tsx'
import { m } from './words/compiled/messages.js'
import {
  claimStateWords,
  complaintStateWords,
  type Message,
  proposalStateWords,
  shopStateWords,
  voucherStateWords,
} from './words/names.ts'
import { useLanguage } from './words/useLanguage.ts'

const proposalTones: Record<ProposalState, Tone> = {
  draft: 'quiet',
  submitted: 'waiting',
  returned: 'waiting',
  verified: 'going',
  approved: 'good',
  rejected: 'bad',
  appealed: 'waiting',
  withdrawn: 'quiet',
  cancelled: 'quiet',
  duplicate: 'bad',
}

const voucherTones: Record<VoucherState, Tone> = {
  open: 'going',
  frozen: 'bad',
  expired: 'bad',
  closed: 'good',
  cancelled: 'quiet',
}

const claimTones: Record<ClaimState, Tone> = {
  submitted: 'waiting',
  'part-paid': 'going',
  paid: 'good',
  rejected: 'bad',
}

const complaintTones: Record<ComplaintState, Tone> = {
  received: 'waiting',
  'looked-at': 'going',
  answered: 'good',
  'passed-on': 'good',
}

const shopTones: Record<Shop['state'], Tone> = { active: 'good', suspended: 'bad' }

const outcomeTones: Partial<Record<AskResult['outcome'], Tone>> = {
  accepted: 'good',
  received: 'good',
  refused: 'bad',
  disputed: 'waiting',
  held: 'waiting',
  queued: 'waiting',
  quarantined: 'bad',
}

const outcomeWords: Record<string, Message> = {
  accepted: m.outcome_accepted,
  received: m.outcome_received,
  refused: m.outcome_refused,
  disputed: m.outcome_disputed,
  held: m.outcome_held,
  queued: m.outcome_queued,
  quarantined: m.outcome_quarantined,
}

const known: Record<
  'proposal' | 'voucher' | 'claim' | 'complaint' | 'shop' | 'outcome',
  [Record<string, Message>, Partial<Record<string, Tone>>]
> = {
  proposal: [proposalStateWords, proposalTones],
  voucher: [voucherStateWords, voucherTones],
  claim: [claimStateWords, claimTones],
  complaint: [complaintStateWords, complaintTones],
  shop: [shopStateWords, shopTones],
  outcome: [outcomeWords, outcomeTones],
}

/** A state in colour, shape and word. */
export function StateBadge({ noun, state }: { noun: keyof typeof known; state: string }) {
  useLanguage()
  const [words, tones] = known[noun]
  return <Badge tone={tones[state] ?? 'quiet'}>{(words[state] ?? m.state_unknown)()}</Badge>
}

export function Badge({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={`badge tone-${tone}`}>
      <Mark tone={tone} />
      {children}
    </span>
  )
}
