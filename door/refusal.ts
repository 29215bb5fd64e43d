/**
 * Every way a well-formed request can be turned down.
 *
 * A refusal is an answer, not an accident: it is returned, journaled, and shown to a person in their
 * own language with what they can do next. Anything a person cannot act on is a bug, and bugs are
 * thrown. Details never carry what the asker may not see.
 */
export interface Reasons {
  // Of any command.
  'input.invalid': { fields: { path: string; problem: string }[] }
  'actor.not-allowed': {}
  'actor.out-of-reach': {}
  'record.not-found': {}
  'record.exists': {}
  'record.changed': {}
  'envelope.reused': {}
  'field.clash': { fields: string[] }
  /** On a phone: only the office can know. The button works, and says what will be checked. */
  'fact.unknown': { what: string }
  'programme.closed': {}
  'programme.unknown': {}
  'programme.exists': {}
  'duty.own-affair': {}
  'duty.assisted': {}
  'duty.verified': {}
  'duty.approved': {}
  'duty.issued': {}
  'duty.witnessed': {}
  'duty.shop': {}
  'duty.tier': { tier: number }
  'day.in-future': { field: string }
  'day.too-early': { field: string; from: string }

  'place.unknown': { code: string }
  'place.ended': { code: string; successors: string[] }
  /** The `problem` is one of: province, twice, kind, parent, parent-missing, dates, successor, position. */
  'place.list-wrong': { code: string; problem: string }
  'place.list-older': { asOf: string }
  'place.list-unchanged': {}
  'place.list-ends-many': { ending: number; of: number }

  'person.role-unknown': { role: string }
  'person.not-found': {}
  'person.revoked': {}
  /** Nobody gives themselves a right, takes one from themselves, or passes their own examination. */
  'person.by-oneself': {}
  'person.not-yours': {}
  'person.grant-dates': {}
  /** A role for a commune is given for communes: nothing wider. */
  'person.grant-level': { role: string; level: string }
  'person.grant-unknown': {}
  'person.role-held': { role: string }
  'person.roles-apart': { role: string; other: string }
  'person.relative-kept': {}
  'person.phone-elsewhere': {}
  'person.deputy-dates': {}
  'person.deputy-self': {}
  'device.revoked': {}
  'device.key-taken': {}
  'device.too-many': { most: number }
  'worker.already-passed': { topic: string }
  'worker.left': {}

  'household.not-found': {}
  'household.merged': {}
  'household.no-consent': {}
  'household.suspected': { with: string[] }
  'household.not-suspected': {}
  'household.no-head': {}
  /** The household it would be merged into is itself merged or closed. */
  'household.other-gone': {}
  /** The other household lies in another area: its office, or one above both, judges. */
  'household.other-elsewhere': { office: string }
  'household.not-merged': {}
  'household.member-left': {}
  'household.heir-missing': {}
  'household.same-village': {}
  /** In this window the family has its share already, as another household. */
  'household.served': { as: string }
  'household.member-unknown': {}
  'household.birth-year': {}
  'household.poverty-source': { source: string }
  'household.exception-tier': {}

  'item.state': { state: string }
  /** The same price stands for this day, province and source. */
  'item.quoted': {}
  'item.substitute-itself': {}
  'item.chain-unknown': { chain: string }

  'window.not-found': {}
  'window.not-open': { opensOn: string; closesOn: string }
  'window.dates': {}
  'window.package-unknown': { package: string }
  'window.item-unknown': { item: string }
  'window.no-price': { item: string; place: string }
  'window.price-above-ceiling': { item: string; ceiling: number; currency: string }
  'window.reason-unknown': { code: string }
  'window.no-rate': { on: string }

  'proposal.not-found': {}
  'proposal.wrong-state': { state: string; step: string }
  'proposal.above-ceiling': { ceiling: number; currency: string }
  'proposal.plan-needed': {}
  'proposal.contribution-kind': { kind: string }
  'proposal.not-own': {}
  'proposal.same-decider': {}
  'proposal.appealed': {}
  'proposal.not-proven': { code: string }
  'proposal.visit-needed': {}
  'proposal.photo-missing': {}

  'budget.exhausted': {}
  'budget.currency': {}
  'budget.not-found': {}

  'voucher.not-found': {}
  'voucher.exists': {}
  'voucher.wrong-state': { state: string; step: string }
  'voucher.wrong-shop': {}
  'voucher.expired': { on: string }
  'voucher.not-expired': { on: string }
  'voucher.frozen': {}
  'voucher.line-unknown': {}
  'voucher.line-used': { left: number }
  'voucher.code-wrong': {}
  'voucher.code-used': {}
  'voucher.code-cancelled': {}
  'voucher.code-needed': {}
  'voucher.sheet-changed': { sheet: number }
  'voucher.folded': {}
  'voucher.codes-changed': {}
  'voucher.too-many-strips': { most: number }
  'voucher.delivery-unknown': {}
  'voucher.already-confirmed': {}
  'voucher.more-than-delivered': { delivered: number }
  'voucher.confirmations-differ': {}
  'voucher.unconfirmed': {}
  'voucher.not-disputed': {}
  'voucher.too-many-handovers': { most: number }
  'voucher.farmer-share': { due: number; currency: string }
  'voucher.substitute': { item: string }
  'voucher.mortality-late': { days: number }
  'voucher.not-living': { item: string }
  'voucher.loss-unknown': {}
  'voucher.replacement': { owed: number }
  'voucher.report-open': {}
  'voucher.report-unknown': {}
  'voucher.nothing-delivered': {}
  'voucher.late': { days: number }
  'voucher.contribution-recorded': {}
  'voucher.contribution-kind': { kind: string }

  'shop.not-found': {}
  'shop.suspended': {}
  'shop.not-serving': {}
  'shop.state': { state: string }
  'shop.same': {}
  'shop.contract-dates': {}

  'claim.nothing-to-claim': {}
  'claim.already-claimed': { delivery: string }
  'claim.wrong-state': { state: string; step: string }
  'claim.line-unknown': {}
  'claim.above-match': { match: number; currency: string }
  'claim.nothing-to-pay': {}
  'claim.delivery-disputed': { delivery: string }
  'claim.delivery-questioned': { delivery: string }
  'claim.currency': {}
  'claim.rate-needed': {}

  'clash.settled': {}

  'complaint.wrong-state': { state: string; step: string }
  'complaint.no-line': {}
  /** Nobody here is above whoever it names: it goes outside, and to whom has to be said. */
  'complaint.names-the-head': {}
  'complaint.number-in-use': {}

  'import.wrong-state': { state: string; step: string }
  /** Its rows are asked in the name of whoever brought it: that person goes on with it. */
  'import.not-yours': {}
  'import.column-unknown': {}
  'import.column-twice': { field: string }
  'import.columns-missing': { fields: string[] }

  'price.month-ahead': { month: string }
  'price.not-above-zero': {}
  'price.unchanged': {}
  /** Somebody read it in the market: what is worked out from another currency does not take its place. */
  'price.seen-in-market': {}

  'training.trainer-unqualified': {}
  'training.nobody': {}
  'training.person-twice': { person: string }
  'training.topic-unknown': { topic: string }
  'training.instrument-unknown': { instrument: string }
}

export type Reason = keyof Reasons

export type Refusal = { [R in Reason]: { refused: R } & Reasons[R] }[Reason]

export function refuse<R extends Reason>(
  ...[refused, details]: {} extends Reasons[R] ? [R] : [R, Reasons[R]]
): Refusal {
  return { refused, ...details } as Refusal
}

export function isRefusal(answer: unknown): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'refused' in answer
}
