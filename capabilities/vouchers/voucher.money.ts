/**
 * The money of a voucher: what a hand-over costs the farmer, what it owes the shop, what flows back.
 *
 * Everything is taken from running totals, so that the parts of a line add up to the line to the
 * unit, in riel and in cents, in whatever order and however often it is handed over. Of what was
 * committed for a line, each cent is at any time one of: still committed, owed to a shop, or back.
 */
import {
  type HandedLine,
  type Handover,
  handoverOf,
  lineOf,
  type ShopVoucher,
  take,
  unitsOf,
  type Voucher,
  type VoucherLine,
} from '#capabilities/vouchers/voucher.ts'
import { cashRiel, divide, portion } from '#door/money.ts'
import { account, type Posting, postings } from '#door/posting.ts'
import { isRefusal } from '#door/refusal.ts'
import type { Currency, Instant } from '#door/values.ts'

/** A voucher as it stands after something was booked, and the money that moved. */
export interface Booking<V> {
  readonly voucher: V
  readonly post: Posting[]
  /** What had flowed back and is needed after all; the available money must bear it. */
  readonly drawn: number
}

export interface Accepting {
  readonly line: number
  readonly accepted: number
}

/** Cash as it is asked for: riel in notes of 100. */
export function asked(minor: number, currency: Currency): { pay: number; rounding: number } {
  return currency === 'KHR' ? cashRiel(minor) : { pay: minor, rounding: 0 }
}

/** What the farmer owes in cash for this many more units of a line, with all she has paid for it before. */
export function farmerDue(voucher: ShopVoucher, line: VoucherLine, quantity: number, unitPrice: number): number {
  if (voucher.contribution !== 'cash') return 0
  const before = dueUntil(voucher, line)
  const more = scaled(
    portion(line.farmerShare, line.quantity, before.units, Math.min(quantity, line.quantity - before.units)),
    line,
    unitPrice,
  )
  return Math.max(0, before.minor + more - paidFor(voucher, line.n))
}

/** Has the farmer's contribution been recorded for what was accepted of a line, up to this hand-over? */
export function isContributed(voucher: ShopVoucher, line: VoucherLine, handover: string): boolean {
  if (line.farmerShare === 0) return true
  if (voucher.contribution !== 'cash') return voucher.contributions.some(({ kind }) => kind === voucher.contribution)
  return paidFor(voucher, line.n) >= asked(dueUntil(voucher, line, handover).minor, line.currency).pay
}

/** What the farmer has paid for a line, whenever and however it was recorded. */
export function paidFor(voucher: ShopVoucher, line: number): number {
  const atHandover = voucher.handovers
    .filter(({ state }) => state !== 'dismissed')
    .flatMap(({ lines }) => lines)
    .filter((handed) => handed.line === line)
    .reduce((sum, handed) => sum + handed.farmerPaid, 0)
  const later = voucher.contributions
    .filter((one) => one.kind === 'cash' && one.line === line)
    .reduce((sum, { minor }) => sum + (minor ?? 0), 0)
  return atHandover + later
}

/** The farmer's part of everything handed over of a line, until and with a hand-over or to this day. */
export function dueUntil(voucher: ShopVoucher, line: VoucherLine, last?: string): { units: number; minor: number } {
  let units = 0
  let minor = 0
  for (const { id, state, lines } of voucher.handovers) {
    for (const handed of lines) {
      if (handed.line !== line.n || handed.replaces !== null) continue
      const counted = handed.accepted ?? (state === 'delivered' ? handed.quantity : 0)
      const now = Math.min(counted, line.quantity - units)
      minor += scaled(portion(line.farmerShare, line.quantity, units, now), line, handed.unitPrice)
      units += now
    }
    if (id === last) break
  }
  return { units, minor }
}

/**
 * Another side has said how many it received: the shop is owed for them. What was said before about
 * the same lines is taken back first. Once nothing is left to hand over, the voucher is closed.
 */
export function book<V extends ShopVoucher>(
  voucher: V,
  id: string,
  said: readonly Accepting[],
  at: Instant,
): Booking<V> {
  const handover = handoverOf(voucher, id)
  if (!handover) throw new Error(`voucher ${voucher.key} has no hand-over ${id}`)
  const lines = handover.lines.map((one) => {
    const accepting = said.find(({ line }) => line === one.line)
    return accepting ? { ...one, accepted: accepting.accepted, ...worthOf(voucher, one, id, accepting.accepted) } : one
  })
  const booked: Handover = { ...handover, lines }
  const owed = owedFor(booked) - owedFor(handover)
  const { committed, payable } = accounts(voucher, handover.shop)
  const { currency } = voucher
  const moved = postings(
    { debit: payable, credit: committed, currency, minor: owed },
    { debit: committed, credit: payable, currency, minor: -owed },
  )
  const rest = settled(withHandover(voucher, booked), at)
  return { ...rest, post: [...moved, ...rest.post] }
}

/** Everything was received and nothing is disputed: there is nothing more to redeem. */
export function settled<V extends ShopVoucher>(voucher: V, at: Instant): Booking<V> {
  const isComplete =
    voucher.lines.every((line) => unitsOf(voucher, line.n).accepted >= line.quantity) &&
    voucher.handovers.every(({ state }) => state !== 'disputed')
  const closed = isComplete ? take('complete', voucher, at) : voucher
  // A booking is part of a step that counts the version itself.
  return levelled(isRefusal(closed) ? voucher : { ...closed, version: voucher.version })
}

/**
 * When a voucher is over, what nobody can still be owed returns to the money that is available. What a
 * late report turns out to need after all is drawn from there again.
 */
export function levelled<V extends ShopVoucher>(voucher: V): Booking<V> {
  if (voucher.state === 'open' || voucher.state === 'frozen') return { voucher, post: [], drawn: 0 }
  const changes = voucher.lines.map((line) => {
    const { accepted, pending, disputed } = unitsOf(voucher, line.n)
    const held = committedFor(voucher, line)
    // Nobody is still to speak: what rounding left behind when a count was corrected goes back as well.
    const reserved = (open: number) => (open === 0 ? 0 : reservedFor(voucher, line, accepted + open))
    const needed = reserved(pending)
    const idle = held - reserved(pending + disputed)
    return held < needed ? held - needed : Math.max(0, idle)
  })
  if (changes.every((minor) => minor === 0)) return { voucher, post: [], drawn: 0 }

  const minor = changes.reduce((sum, change) => sum + change, 0)
  const lines = voucher.lines.map((line, at) => ({ ...line, released: line.released + changes[at]! }))
  const { committed, available } = accounts(voucher, voucher.shop)
  const { currency } = voucher
  return {
    voucher: { ...voucher, lines },
    post: postings(
      { debit: available, credit: committed, currency, minor },
      { debit: committed, credit: available, currency, minor: -minor },
    ),
    drawn: Math.max(0, -minor),
  }
}

/** An expired voucher that goes on commits again what had flowed back. */
export function commitAgain(voucher: Voucher): { voucher: Voucher; post: Posting[]; minor: number } {
  const minor = voucher.lines.reduce((sum, { released }) => sum + released, 0)
  const { committed, available } = accounts(voucher, voucher.shop)
  return {
    voucher: { ...voucher, lines: voucher.lines.map((line) => ({ ...line, released: 0 })) },
    post: postings({ debit: committed, credit: available, currency: voucher.currency, minor }),
    minor,
  }
}

/** Still committed for a line: neither owed to a shop nor back. */
export function committedFor(voucher: ShopVoucher, line: VoucherLine): number {
  return line.projectMinor - owedOn(voucher, line.n) - line.released
}

/** Of that, what is needed if this many units of the line come to be accepted. */
function reservedFor(voucher: ShopVoucher, line: VoucherLine, units: number): number {
  const whole = divide(line.projectMinor * Math.min(line.quantity, units), line.quantity)
  return Math.max(0, whole - takenFrom(voucher, line.n, 'projectMinor'))
}

/** The project's part of what was accepted: the running total of the line, less what stands already. */
function worthOf(
  voucher: ShopVoucher,
  handed: HandedLine,
  id: string,
  accepted: number,
): Pick<HandedLine, 'share' | 'projectMinor' | 'spared'> {
  if (handed.replaces !== null) return { share: 0, projectMinor: 0, spared: { share: 0, projectMinor: 0 } }
  const line = lineOf(voucher, handed.line)!
  const until = unitsOf(voucher, line.n, id).accepted + accepted
  const full = (field: 'share' | 'projectMinor') =>
    accepted === 0 ? 0 : Math.max(0, divide(line[field] * until, line.quantity) - takenFrom(voucher, line.n, field, id))
  const share = full('share')
  const projectMinor = full('projectMinor')
  const cheaper = {
    share: scaled(share, line, handed.unitPrice),
    projectMinor: scaled(projectMinor, line, handed.unitPrice),
  }
  return { ...cheaper, spared: { share: share - cheaper.share, projectMinor: projectMinor - cheaper.projectMinor } }
}

/** A cheaper substitute costs each side less, in proportion. */
function scaled(minor: number, line: VoucherLine, unitPrice: number): number {
  return unitPrice < line.unitPrice ? divide(minor * unitPrice, line.unitPrice) : minor
}

function takenFrom(voucher: ShopVoucher, line: number, field: 'share' | 'projectMinor', except?: string): number {
  return handedOf(voucher, line, except).reduce((sum, handed) => sum + handed[field] + handed.spared[field], 0)
}

/** Owed to shops for a line. */
function owedOn(voucher: ShopVoucher, line: number, except?: string): number {
  return handedOf(voucher, line, except).reduce((sum, { projectMinor }) => sum + projectMinor, 0)
}

function handedOf(voucher: ShopVoucher, line: number, except?: string): HandedLine[] {
  return voucher.handovers
    .filter(({ id }) => id !== except)
    .flatMap(({ lines }) => lines)
    .filter((handed) => handed.line === line)
}

function owedFor(handover: Handover): number {
  return handover.lines.reduce((sum, { projectMinor }) => sum + projectMinor, 0)
}

export function withHandover<V extends ShopVoucher>(voucher: V, handover: Handover): V {
  return { ...voucher, handovers: voucher.handovers.map((one) => (one.id === handover.id ? handover : one)) }
}

function accounts({ allotment }: ShopVoucher, shop: string) {
  return {
    available: account.available(allotment),
    committed: account.committed(allotment),
    payable: account.payable(allotment, shop),
  }
}
