/**
 * What makes a hand-over good, and what is kept of one that is not.
 *
 * Goods handed over stay handed over: whatever can be true of them is kept, if need be as disputed,
 * unpaid until somebody has looked. Only what cannot be meant at all (another voucher's line, a shop
 * that never had it) is turned down. Everything here reads a `ShopVoucher`, so a shop's phone comes to
 * the same answer without a signal.
 */
import { type Shop, wasSuspended } from '#capabilities/organisations/shop.ts'
import { type GivenCode, type Verdict, verdictOn } from '#capabilities/vouchers/voucher.codes.ts'
import { type Accepting, asked, type Booking, book, farmerDue } from '#capabilities/vouchers/voucher.money.ts'
import {
  type Condition,
  type Confirmation,
  type HandedLine,
  type Handover,
  handoversMost,
  leftOf,
  lineOf,
  owedOn,
  type ShopVoucher,
  take,
  wrongDigitsMax,
} from '#capabilities/vouchers/voucher.ts'
import { type Actor, isOwnAffair } from '#door/actor.ts'
import type { Key } from '#door/key.ts'
import { isRefusal, type Reason, type Refusal, refuse } from '#door/refusal.ts'
import { dayOf, daysBetween, type Instant, type Position } from '#door/values.ts'

export interface Redemption {
  readonly lines: readonly GivenLine[]
  readonly staffHeldStrip?: boolean | undefined
  readonly event?: Key | undefined
  readonly position?: Position | undefined
  readonly photo?: string | undefined
}

export interface GivenLine {
  readonly line: number
  readonly quantity: number
  readonly code: GivenCode | null
  readonly condition: Condition
  /** Cash, in the currency of the line's price. */
  readonly farmerPaid: number
  readonly substitute?: { readonly item: string; readonly unitPrice: number } | undefined
  readonly replaces?: string | undefined
}

interface Moment {
  readonly actor: Actor
  readonly envelope: string
  readonly at: Instant
  readonly receivedAt: Instant
}

/** What a late or doubtful report is kept for. */
export const disputable = [
  'duty.own-affair',
  'shop.suspended',
  'voucher.wrong-shop',
  'voucher.wrong-state',
  'voucher.frozen',
  'voucher.expired',
  'voucher.late',
  'voucher.line-used',
  'voucher.replacement',
  'voucher.substitute',
  'voucher.code-wrong',
  'voucher.code-used',
  'voucher.code-cancelled',
  'voucher.farmer-share',
] as const satisfies readonly Reason[]

/** The first thing that stands against a hand-over; undefined if nothing does. */
export function objectionTo(
  voucher: ShopVoucher,
  given: Redemption,
  shop: Shop | undefined,
  moment: Moment,
): Refusal | undefined {
  const { actor, at, receivedAt } = moment
  if (actor.shop === null || ![voucher.shop, ...voucher.formerShops].includes(actor.shop))
    return refuse('actor.out-of-reach')
  if (given.lines.some(({ line }) => lineOf(voucher, line) === undefined)) return refuse('voucher.line-unknown')
  if (given.lines.some(({ replaces, line }) => replaces !== undefined && lossOf(voucher, replaces)?.line !== line)) {
    return refuse('voucher.loss-unknown')
  }
  if (voucher.handovers.length >= handoversMost) return refuse('voucher.too-many-handovers', { most: handoversMost })
  if (!shop) return refuse('shop.not-found')

  if (isOwnAffair(actor, voucher.household)) return refuse('duty.own-affair')
  if (actor.shop !== voucher.shop) return refuse('voucher.wrong-shop')
  if (wasSuspended(shop, at)) return refuse('shop.suspended')
  if (voucher.state === 'frozen') return refuse('voucher.frozen')
  if (voucher.state === 'cancelled') return refuse('voucher.wrong-state', { state: voucher.state, step: 'redeem' })

  // What makes good a loss is owed however late it comes.
  const isFresh = given.lines.some(({ replaces }) => replaces === undefined)
  if (isFresh && dayOf(at) > voucher.expiresOn) return refuse('voucher.expired', { on: voucher.expiresOn })
  if (daysBetween(dayOf(at), dayOf(receivedAt)) > voucher.lateDays)
    return refuse('voucher.late', { days: voucher.lateDays })
  for (const one of given.lines) {
    const objection = objectionToLine(voucher, one)
    if (objection) return objection
  }
  if (isFresh && voucher.state !== 'open')
    return refuse('voucher.wrong-state', { state: voucher.state, step: 'redeem' })
  return undefined
}

function objectionToLine(voucher: ShopVoucher, given: GivenLine): Refusal | undefined {
  const line = lineOf(voucher, given.line)!
  const { quantity, substitute, farmerPaid, replaces } = given
  const verdict = verdictOf(voucher, given)
  if (verdict === 'unknown') return refuse('fact.unknown', { what: 'digits' in given.code! ? 'digits' : 'code' })
  if (verdict === 'wrong') return refuse('voucher.code-wrong')
  if (verdict === 'used') return refuse('voucher.code-used')
  if (verdict === 'cancelled') return refuse('voucher.code-cancelled')

  const loss = replaces === undefined ? undefined : lossOf(voucher, replaces)!
  if (loss && owedOn(voucher, loss) < quantity) return refuse('voucher.replacement', { owed: owedOn(voucher, loss) })
  if (!loss && leftOf(voucher, line) < quantity) return refuse('voucher.line-used', { left: leftOf(voucher, line) })
  if (substitute) {
    const allowed = line.substitutes.find(({ item }) => item === substitute.item)
    if (!allowed || substitute.unitPrice > allowed.unitPrice)
      return refuse('voucher.substitute', { item: substitute.item })
  }
  const due = loss
    ? 0
    : asked(farmerDue(voucher, line, quantity, substitute?.unitPrice ?? line.unitPrice), line.currency).pay
  return farmerPaid > due ? refuse('voucher.farmer-share', { due, currency: line.currency }) : undefined
}

/** The hand-over as reported, and what the codes shown with it confirm at once. */
export function handedOver<V extends ShopVoucher>(voucher: V, given: Redemption, moment: Moment): Booking<V> {
  const { voucher: reported, confirmed } = reporting(voucher, given, moment, null)
  const booking = book(reported, moment.envelope, confirmed, moment.at)
  return { ...booking, voucher: { ...booking.voucher, version: voucher.version + 1 } }
}

/** The same, kept for somebody to look at. Wrong digits are counted, and too many of them freeze the voucher. */
export function handedOverInDispute<V extends ShopVoucher>(
  voucher: V,
  given: Redemption,
  moment: Moment,
  reason: Reason,
): V {
  const { voucher: reported } = reporting(voucher, given, moment, reason)
  return miscounted(
    { ...reported, version: voucher.version + 1 },
    given.lines.filter((one) => isGuess(voucher, one)).length,
    moment.at,
  )
}

/** Digits that were wrong, counted; at five the voucher is frozen, because digits can be guessed. */
export function miscounted<V extends ShopVoucher>(voucher: V, wrong: number, at: Instant): V {
  const wrongDigits = voucher.wrongDigits + wrong
  if (wrong === 0) return voucher
  const counted = { ...voucher, wrongDigits }
  const frozen = wrongDigits >= wrongDigitsMax ? take('freeze', counted, at) : counted
  return isRefusal(frozen) ? counted : { ...frozen, version: voucher.version }
}

export function isGuess(voucher: ShopVoucher, { line, code }: { line: number; code: GivenCode | null }): boolean {
  return code !== null && 'digits' in code && verdictOf(voucher, { line, code }) === 'wrong'
}

/** Of a frozen voucher no digits are looked at any more, so that nothing is learnt from trying. */
export function verdictOf(
  voucher: ShopVoucher,
  { line: n, code }: { line: number; code: GivenCode | null },
): Verdict | 'none' {
  const line = lineOf(voucher, n)
  if (code === null || !line || (voucher.state === 'frozen' && 'digits' in code)) return 'none'
  return verdictOn(voucher.key, n, line.strip, code)
}

/** Right codes are spent, whatever becomes of the hand-over: the shop has seen them. */
export function spending<V extends ShopVoucher>(
  voucher: V,
  given: readonly { line: number; code: GivenCode | null }[],
): V {
  const spent = given.filter((one) => verdictOf(voucher, one) === 'right')
  const lines = voucher.lines.map((line) => {
    const numbers = spent.filter((one) => one.line === line.n).map(({ code }) => code!.n)
    if (numbers.length === 0) return line
    return {
      ...line,
      strip: line.strip.map((code) => (numbers.includes(code.n) ? { ...code, state: 'used' as const } : code)),
    }
  })
  return { ...voucher, lines }
}

function reporting<V extends ShopVoucher>(
  voucher: V,
  given: Redemption,
  { actor, envelope, at, receivedAt }: Moment,
  dispute: Reason | null,
): { voucher: V; confirmed: Accepting[] } {
  const position = given.position ?? null
  const photo = given.photo ?? null
  const lines = given.lines.map((one) => handedLine(voucher, one))
  const said = (side: Confirmation['side'], how: Confirmation['how'], spoken: readonly Accepting[]): Confirmation[] =>
    spoken.length === 0 ? [] : [{ side, how, by: actor.id, at, lines: spoken, photo, position, note: null }]

  // Damaged goods are counted by whoever takes them home, so a code says only that they came.
  const confirmed = given.lines
    .filter((one) => verdictOf(voucher, one) === 'right' && one.condition !== 'damaged')
    .map(({ line, quantity }) => ({ line, accepted: quantity }))
  const handover: Handover = {
    id: envelope,
    shop: actor.shop ?? voucher.shop,
    event: given.event ?? null,
    at,
    receivedAt,
    by: actor.id,
    position,
    photo,
    lines,
    state: dispute === null ? 'delivered' : 'disputed',
    dispute,
    confirmations: [
      ...said(
        'shop',
        'report',
        lines.map(({ line, quantity }) => ({ line, accepted: quantity })),
      ),
      ...(given.staffHeldStrip ? said('witness', 'staff-held-strip', confirmed) : said('farmer', 'strip', confirmed)),
    ],
    resolution: null,
  }
  const spent = spending(voucher, given.lines)
  return { voucher: { ...spent, handovers: [...voucher.handovers, handover] }, confirmed }
}

function handedLine(voucher: ShopVoucher, given: GivenLine): HandedLine {
  const line = lineOf(voucher, given.line)!
  const { quantity, substitute, code, condition, farmerPaid, replaces } = given
  const unitPrice = substitute?.unitPrice ?? line.unitPrice
  const due = replaces === undefined ? farmerDue(voucher, line, quantity, unitPrice) : 0
  const isProven = verdictOf(voucher, given) === 'right'
  return {
    line: line.n,
    quantity,
    item: substitute?.item ?? line.item,
    unitPrice,
    condition,
    code: code !== null && isProven ? ('secret' in code ? 'qr' : 'digits') : 'none',
    codeNumber: code !== null && isProven ? code.n : null,
    replaces: replaces ?? null,
    farmerDue: due,
    rounding: asked(due, line.currency).rounding,
    farmerPaid,
    accepted: null,
    share: 0,
    projectMinor: 0,
    spared: { share: 0, projectMinor: 0 },
  }
}

function lossOf(voucher: ShopVoucher, id: string) {
  return voucher.losses.find((loss) => loss.id === id)
}
