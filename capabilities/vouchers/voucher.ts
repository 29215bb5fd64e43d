/**
 * Vouchers: what a shop may hand to a household, and what has become of it.
 *
 * A voucher names one shop, which alone may redeem it, so that the shop's own phone can hold the
 * whole truth about it. It carries everything that redemption needs (prices, shares, substitutes,
 * days) as fixed on the day of issue, and nothing of why the shares are what they are.
 *
 * A hand-over is reported by the shop and becomes *accepted* only by another side: the farmer, or a
 * witness. Only what is accepted is owed to the shop.
 */
import type { Code } from '#capabilities/vouchers/voucher.codes.ts'
import type { ContributionKind, Item } from '#capabilities/windows/window.ts'
import type { Subject } from '#door/command.ts'
import type { Key } from '#door/key.ts'
import { type Reason, type Refusal, refuse } from '#door/refusal.ts'
import { addDays, type Bilingual, type Currency, type Day, dayOf, type Instant, type Position } from '#door/values.ts'

export const voucherStates = ['open', 'frozen', 'closed', 'expired', 'cancelled'] as const
export type VoucherState = (typeof voucherStates)[number]

// An expired voucher may be extended while its window's money lasts. Closed and cancelled are final.
export const voucherSteps = {
  freeze: { from: ['open'], to: 'frozen' },
  unfreeze: { from: ['frozen'], to: 'open' },
  reprint: { from: ['open', 'frozen'], to: 'same' },
  fold: { from: ['open', 'frozen'], to: 'same' },
  carry: { from: ['open'], to: 'same' },
  transfer: { from: ['open', 'frozen'], to: 'same' },
  extend: { from: ['open', 'frozen'], to: 'same' },
  revive: { from: ['expired'], to: 'open' },
  complete: { from: ['open', 'frozen'], to: 'closed' },
  close: { from: ['open'], to: 'closed' },
  cancel: { from: ['open', 'frozen'], to: 'cancelled' },
  expire: { from: ['open', 'frozen'], to: 'expired' },
} satisfies Record<string, { from: VoucherState[]; to: VoucherState | 'same' }>

export type VoucherStep = keyof typeof voucherSteps
export const allVoucherSteps = Object.keys(voucherSteps) as VoucherStep[]

export interface Substitute {
  readonly item: string
  readonly names: Bilingual
  /** The most it may cost: its own ceiling of the day of issue, and never more than the line's. */
  readonly unitPrice: number
}

export interface VoucherLine {
  readonly n: number
  readonly item: string
  readonly names: Bilingual
  readonly unit: Item['unit']
  readonly quantity: number
  readonly currency: Currency
  readonly unitPrice: number
  /** quantity × unit price = project's part + farmer's part. */
  readonly price: number
  readonly share: number
  readonly farmerShare: number
  /** The project's part in the currency of the budget line, fixed at approval. */
  readonly projectMinor: number
  /** Of that, what flowed back because it was not delivered. */
  readonly released: number
  readonly substitutes: readonly Substitute[]
  /** Days within which a loss of living things may be claimed. */
  readonly mortalityDays: number | null
  readonly strip: readonly Code[]
}

export const conditions = ['good', 'short', 'damaged'] as const
export type Condition = (typeof conditions)[number]

export interface HandedLine {
  readonly line: number
  readonly quantity: number
  readonly item: string
  readonly unitPrice: number
  readonly condition: Condition
  readonly code: 'qr' | 'digits' | 'none'
  readonly codeNumber: number | null
  /** The loss it makes good, free of charge. */
  readonly replaces: string | null
  /** What the farmer owed for it, what the rounding of cash adds or takes, and what she paid. */
  readonly farmerDue: number
  readonly rounding: number
  readonly farmerPaid: number
  /** Null until a side other than the shop has spoken. */
  readonly accepted: number | null
  /** The project's part of what was accepted, in the price's currency and in the budget line's. */
  readonly share: number
  readonly projectMinor: number
  /** What a cheaper substitute left unspent of both. */
  readonly spared: { readonly share: number; readonly projectMinor: number }
}

/** What a call asks beside how much was received. Nothing is drawn from it by itself. */
export const callAnswers = {
  /** Did somebody of the family collect the goods? */
  collected: ['yes', 'no'],
  condition: ['good', 'damaged'],
  /** Did an extension worker come, or speak with them, about what to do with the goods? */
  visited: ['yes', 'no', 'unsure'],
  useful: ['yes', 'little', 'no'],
} as const
export type CallAnswers = { readonly [Q in keyof typeof callAnswers]?: (typeof callAnswers)[Q][number] | undefined }

export interface Confirmation {
  readonly side: 'shop' | 'farmer' | 'witness'
  readonly how: 'strip' | 'own-phone' | 'call-back' | 'staff-held-strip' | 'photo' | 'report'
  readonly by: Key
  readonly at: Instant
  readonly lines: readonly { readonly line: number; readonly accepted: number }[]
  readonly photo: string | null
  readonly position: Position | null
  readonly note: string | null
  /** Of a call, what else was asked. */
  readonly answers?: CallAnswers
}

export interface Handover {
  /** The envelope that reported it. */
  readonly id: string
  /** The shop that handed over, and is owed. */
  readonly shop: Key
  readonly event: Key | null
  readonly at: Instant
  readonly receivedAt: Instant
  readonly by: Key
  readonly position: Position | null
  readonly photo: string | null
  readonly lines: readonly HandedLine[]
  readonly state: 'delivered' | 'disputed' | 'dismissed'
  readonly dispute: Reason | null
  readonly confirmations: readonly Confirmation[]
  readonly resolution: {
    readonly outcome: 'stands' | 'dismissed'
    readonly by: Key
    readonly at: Instant
    readonly note: string
  } | null
}

export interface Contribution {
  readonly kind: ContributionKind
  /** Of cash: for which hand-over and line, and how much in the price's currency. */
  readonly handover: string | null
  readonly line: number | null
  readonly minor: number | null
  readonly description: string | null
  readonly by: Key
  readonly at: Instant
}

export interface Report {
  readonly id: string
  readonly kind: 'no-stock' | 'shop-closed'
  readonly by: Key
  readonly at: Instant
  readonly dueOn: Day
  readonly note: string | null
  readonly answer: {
    readonly how: 'transferred' | 'extended' | 'restocked' | 'dismissed'
    readonly by: Key
    readonly at: Instant
    readonly note: string | null
  } | null
}

/** Living things that died soon after the hand-over. An upheld loss is owed by the shop, not paid again. */
export interface Loss {
  readonly id: string
  readonly handover: string
  readonly line: number
  readonly dead: number
  readonly diedOn: Day
  readonly photo: string
  readonly by: Key
  readonly at: Instant
  readonly state: 'open' | 'upheld' | 'refused'
  readonly decision: { readonly by: Key; readonly at: Instant; readonly note: string } | null
}

export const checkVerdicts = ['in-order', 'not-in-order', 'nobody-there'] as const

export interface Check {
  readonly id: string
  readonly by: Key
  readonly at: Instant
  readonly photo: string
  readonly position: Position
  readonly findings: readonly { readonly line: number; readonly found: number }[]
  readonly verdict: (typeof checkVerdicts)[number]
  readonly note: string | null
  readonly dispute: Reason | null
}

/** Why the office moved, froze, extended or ended it. */
export interface Remark {
  readonly step: VoucherStep
  readonly why: string
  readonly by: Key
  readonly at: Instant
  readonly from: Key | null
}

export interface Voucher extends Subject {
  readonly household: Key
  readonly proposal: Key
  readonly window: Key
  readonly shop: Key
  readonly formerShops: readonly Key[]
  readonly serial: string
  readonly chain: string
  readonly state: VoucherState
  readonly since: Instant
  readonly issuedOn: Day
  readonly expiresOn: Day
  readonly lateDays: number
  readonly deadlines: {
    readonly redeem: number
    readonly confirm: number
    readonly check: number
    readonly answer: number
    readonly pay: number
  }
  /** The currency of the budget line, and the riel per dollar at which prices became it. */
  readonly currency: Currency
  readonly rate: number | null
  readonly allotment: Key
  /** Whom the shop may hand the goods to. */
  readonly recipients: {
    readonly head: { readonly nameKm: string | null; readonly nameLatin: string | null }
    readonly alternative: string | null
  }
  readonly lines: readonly VoucherLine[]
  readonly handoversMax: number
  readonly sheet: number
  /** The sheet that was printed whole, folded over its codes and closed. Null until somebody says so of this one. */
  readonly folded: { readonly by: Key; readonly at: Instant } | null
  /** Digits mistyped since it was last unfrozen. */
  readonly wrongDigits: number
  readonly contribution: ContributionKind
  readonly contributions: readonly Contribution[]
  readonly handovers: readonly Handover[]
  readonly losses: readonly Loss[]
  readonly reports: readonly Report[]
  readonly checks: readonly Check[]
  readonly remarks: readonly Remark[]
  /** Who had a hand in it, so that nobody judges their own work. */
  readonly duties: {
    readonly assistedBy: Key | null
    readonly submittedBy: Key
    readonly verifiedBy: Key | null
    readonly approvedBy: Key | null
    readonly issuedBy: Key
  }
}

/**
 * What a shop's phone holds. Redemption is written over this type, so it cannot read anything that a
 * shop is not shown.
 */
export type ShopVoucher = Omit<Voucher, 'proposal' | 'window' | 'duties' | 'folded' | 'reports' | 'checks' | 'remarks'>

/** Wrong digits until a voucher is frozen. */
export const wrongDigitsMax = 5
/** Strips that phones of one household may carry of a voucher, one after the other. */
export const carriedStripsMax = 5
/** Hand-overs that one voucher can have, disputed ones included. */
export const handoversMost = 200

export function voucherStepsFrom(state: VoucherState): VoucherStep[] {
  return allVoucherSteps.filter((step) => voucherSteps[step].from.some((from) => from === state))
}

/** One step on. The clock of a state starts when it is entered. */
export function take<V extends ShopVoucher>(
  step: VoucherStep,
  voucher: V,
  at: Instant,
  changes: Partial<V> = {},
): V | Refusal {
  if (!voucherStepsFrom(voucher.state).includes(step))
    return refuse('voucher.wrong-state', { state: voucher.state, step })
  const { to } = voucherSteps[step]
  const state = to === 'same' ? voucher.state : to
  return {
    ...voucher,
    ...changes,
    state,
    since: state === voucher.state ? voucher.since : at,
    version: voucher.version + 1,
  }
}

export function lineOf(voucher: Pick<Voucher, 'lines'>, n: number): VoucherLine | undefined {
  return voucher.lines.find((line) => line.n === n)
}

export function handoverOf(voucher: Pick<Voucher, 'handovers'>, id: string): Handover | undefined {
  return voucher.handovers.find((handover) => handover.id === id && handover.state !== 'dismissed')
}

export interface Units {
  readonly accepted: number
  /** Handed over, and waiting for another side's word. */
  readonly pending: number
  /** Reported, and waiting for the office's. */
  readonly disputed: number
}

/** How many units of a line were handed over. What makes good a loss counts apart. */
export function unitsOf(voucher: Pick<Voucher, 'handovers'>, line: number, except?: string): Units {
  const units = { accepted: 0, pending: 0, disputed: 0 }
  for (const { id, state, lines } of voucher.handovers) {
    if (id === except) continue
    for (const handed of lines) {
      if (handed.line !== line || handed.replaces !== null) continue
      if (handed.accepted !== null) units.accepted += handed.accepted
      else if (state === 'delivered') units.pending += handed.quantity
      else if (state === 'disputed') units.disputed += handed.quantity
    }
  }
  return units
}

/** How many units a shop may still hand over. */
export function leftOf(voucher: Pick<Voucher, 'handovers'>, line: VoucherLine, except?: string): number {
  const { accepted, pending } = unitsOf(voucher, line.n, except)
  return Math.max(0, line.quantity - accepted - pending)
}

/** What the shop still owes on an upheld loss. */
export function owedOn(voucher: Pick<Voucher, 'handovers'>, loss: Loss): number {
  if (loss.state !== 'upheld') return 0
  const replaced = voucher.handovers
    .filter(({ state }) => state === 'delivered')
    .flatMap(({ lines }) => lines)
    .filter(({ replaces }) => replaces === loss.id)
    .reduce((sum, { accepted, quantity }) => sum + (accepted ?? quantity), 0)
  return Math.max(0, loss.dead - replaced)
}

export type Matter = 'redeem' | 'confirm' | 'resolve' | 'answer' | 'loss' | 'replace' | 'check' | 'unfreeze'

/** What somebody has still to do about a voucher, and by when. Nothing happens by itself when a day has passed. */
export function mattersOf(voucher: Voucher): { readonly matter: Matter; readonly dueOn: Day }[] {
  const { deadlines, handovers, losses, reports, checks, state } = voucher
  const delivered = handovers.filter((one) => one.state === 'delivered')
  const isOpen = state === 'open' && voucher.lines.some((line) => leftOf(voucher, line) > 0)
  const last = delivered.at(-1)
  const matters: { matter: Matter; dueOn: Day }[] = [
    ...(isOpen ? [{ matter: 'redeem' as const, dueOn: addDays(voucher.issuedOn, deadlines.redeem) }] : []),
    ...(state === 'frozen'
      ? [{ matter: 'unfreeze' as const, dueOn: addDays(dayOf(voucher.since), deadlines.answer) }]
      : []),
    ...delivered
      .filter(({ lines }) => lines.some(({ accepted }) => accepted === null))
      .map(({ at }) => ({ matter: 'confirm' as const, dueOn: addDays(dayOf(at), deadlines.confirm) })),
    ...handovers
      .filter((one) => one.state === 'disputed')
      .map(({ receivedAt }) => ({ matter: 'resolve' as const, dueOn: addDays(dayOf(receivedAt), deadlines.answer) })),
    ...reports.filter(({ answer }) => answer === null).map(({ dueOn }) => ({ matter: 'answer' as const, dueOn })),
    ...losses
      .filter((loss) => loss.state === 'open')
      .map(({ at }) => ({ matter: 'loss' as const, dueOn: addDays(dayOf(at), deadlines.answer) })),
    ...losses
      .filter((loss) => owedOn(voucher, loss) > 0)
      .map(({ decision }) => ({ matter: 'replace' as const, dueOn: addDays(dayOf(decision!.at), deadlines.redeem) })),
    ...(last && checks.length === 0
      ? [{ matter: 'check' as const, dueOn: addDays(dayOf(last.at), deadlines.check) }]
      : []),
  ]
  return matters.sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))
}
