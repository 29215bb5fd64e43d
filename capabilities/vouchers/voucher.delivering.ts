/** Goods change hands: what the shop reports, what the other sides say, and what the office decides between them. */
import * as z from 'zod/mini'
import type { Claim } from '#capabilities/claims/claim.ts'
import type { Shop } from '#capabilities/organisations/shop.ts'
import { GivenCode } from '#capabilities/vouchers/voucher.codes.ts'
import { confirmed, mostConfirmed } from '#capabilities/vouchers/voucher.confirming.ts'
import { barredFromCalling, barredFromSpeaking, stale } from '#capabilities/vouchers/voucher.duties.ts'
import {
  asked,
  type Booking,
  book,
  dueUntil,
  paidFor,
  settled,
  withHandover,
} from '#capabilities/vouchers/voucher.money.ts'
import {
  disputable,
  handedOver,
  handedOverInDispute,
  isGuess,
  miscounted,
  objectionTo,
  spending,
  verdictOf,
} from '#capabilities/vouchers/voucher.redeeming.ts'
import {
  type Confirmation,
  type Contribution,
  callAnswers,
  conditions,
  type Handover,
  handoverOf,
  leftOf,
  lineOf,
  type Voucher,
} from '#capabilities/vouchers/voucher.ts'
import { commandsAbout, type Decision, next } from '#door/command.ts'
import { all, balance, one } from '#door/facts.ts'
import { homeOf, IdText, KeyText } from '#door/key.ts'
import { account } from '#door/posting.ts'
import { isRefusal, type Refusal, refuse } from '#door/refusal.ts'
import { Code, Minor, Note, Photo, Position, Quantity } from '#door/values.ts'

const command = commandsAbout<Voucher>()

const LineNumber = z.int().check(z.minimum(1), z.maximum(20))
/** Nothing at all may be accepted; half a bird may not. */
const Accepted = z.int().check(z.minimum(0), z.maximum(100_000))

const onceEach = z.refine<readonly { line: number }[]>(
  (lines) => new Set(lines.map(({ line }) => line)).size === lines.length,
  {
    error: 'voucher.line-twice',
  },
)
function linesOf<T extends { line: number }>(line: z.ZodMiniType<T>) {
  return z.array(line).check(z.minLength(1), z.maxLength(20), onceEach)
}

const Said = linesOf(z.object({ line: LineNumber, accepted: Accepted }))

export const deliveringCommands = {
  /** The shop reports what it handed over. A code shown with it is the farmer's word, or a witness's if staff held the strip. */
  redeem: command({
    input: z.object({
      lines: linesOf(
        z.object({
          line: LineNumber,
          quantity: Quantity,
          code: z.nullable(GivenCode),
          condition: z.enum(conditions),
          farmerPaid: Minor,
          substitute: z.optional(z.object({ item: Code, unitPrice: Minor })),
          replaces: z.optional(IdText),
        }),
      ),
      staffHeldStrip: z.optional(z.boolean()),
      event: z.optional(KeyText),
      position: z.optional(Position),
      photo: z.optional(Photo),
    }),
    permission: 'voucher.redeem',
    clock: 'happened',
    offline: true,
    needs: ({ actor }) => ({ shop: one<Shop>('shop', actor.shop) }),
    decide(voucher, input, moment) {
      return objectionTo(voucher, input, moment.facts.shop, moment) ?? booked(handedOver(voucher, input, moment))
    },
    disputes: disputable,
    dispute: (voucher, input, { refused }, moment) => ({
      record: handedOverInDispute(voucher, input, moment, refused),
    }),
  }),

  /** The farmer's word, from her own phone or by her strip. Staff who hold the strip speak as witnesses. */
  confirm: command({
    input: z.object({
      handover: IdText,
      lines: linesOf(z.object({ line: LineNumber, accepted: Accepted, code: z.optional(GivenCode) })),
      note: z.optional(Note(500)),
    }),
    permission: 'voucher.confirm',
    clock: 'happened',
    offline: true,
    decide(voucher, { handover, lines, note = null }, { actor, at }) {
      const isOwn = actor.household === voucher.household
      const barred = isOwn ? undefined : barredFromSpeaking(voucher, actor)
      if (barred) return barred
      if (!isOwn && lines.some(({ code }) => code === undefined)) return refuse('voucher.code-needed')
      if (voucher.state === 'frozen' && lines.some(({ code }) => code !== undefined)) return refuse('voucher.frozen')

      const shown = lines.map(({ line, code = null }) => ({ line, code }))
      const verdicts = shown.map((each) => verdictOf(voucher, each))
      if (verdicts.includes('unknown')) return refuse('fact.unknown', { what: 'digits' })
      if (verdicts.includes('used')) return refuse('voucher.code-used')
      if (verdicts.includes('cancelled')) return refuse('voucher.code-cancelled')
      if (verdicts.includes('wrong')) return refuse('voucher.code-wrong')

      const byStrip = verdicts.includes('right')
      const said = spoken(actor.id, at, lines, {
        side: isOwn ? 'farmer' : 'witness',
        how: isOwn ? (byStrip ? 'strip' : 'own-phone') : 'staff-held-strip',
        note,
      })
      return booked(confirmed(spending(voucher, shown), handover, said, at))
    },
    disputes: ['voucher.code-wrong'],
    dispute: (voucher, { lines }, _, { at }) => {
      const wrong = lines.filter(({ line, code = null }) => isGuess(voucher, { line, code })).length
      return { record: miscounted(next(voucher, {}), wrong, at) }
    },
  }),

  /** Somebody of the programme has called the household on its own number and wrote down what it said. */
  callBack: command({
    input: z.object({
      handover: IdText,
      lines: Said,
      note: z.optional(Note(500)),
      answers: z.optional(
        z.object({
          collected: z.optional(z.enum(callAnswers.collected)),
          condition: z.optional(z.enum(callAnswers.condition)),
          visited: z.optional(z.enum(callAnswers.visited)),
          useful: z.optional(z.enum(callAnswers.useful)),
        }),
      ),
    }),
    permission: 'voucher.callBack',
    clock: 'happened',
    offline: true,
    decide(voucher, { handover, lines, note = null, answers }, { actor, at }) {
      const barred = barredFromCalling(voucher, handover, actor)
      if (barred) return barred
      const said = spoken(actor.id, at, lines, {
        ...{ side: 'farmer', how: 'call-back', note },
        ...(answers ? { answers } : {}),
      })
      return booked(confirmed(voucher, handover, said, at))
    },
  }),

  /** A third side that stood by, with a photo of the goods at the place. */
  witness: command({
    input: z.object({ handover: IdText, lines: Said, photo: Photo, position: Position, note: z.optional(Note(500)) }),
    permission: 'voucher.witness',
    clock: 'happened',
    offline: true,
    decide(voucher, { handover, lines, photo, position, note = null }, { actor, at }) {
      const barred = barredFromSpeaking(voucher, actor)
      if (barred) return barred
      const said = spoken(actor.id, at, lines, { side: 'witness', how: 'photo', photo, position, note })
      return booked(confirmed(voucher, handover, said, at))
    },
  }),

  /** Cash that the farmer brought later. Labour and material are seen by a check. */
  contribute: command({
    input: z.object({ handover: IdText, line: LineNumber, minor: Minor.check(z.minimum(1)) }),
    permission: 'voucher.redeem',
    clock: 'happened',
    offline: true,
    decide(voucher, { handover: id, line: n, minor }, { actor, at }) {
      const handover = handoverOf(voucher, id)
      const line = lineOf(voucher, n)
      if (!handover || handover.shop !== actor.shop) return refuse('voucher.delivery-unknown')
      if (!line || !handover.lines.some((handed) => handed.line === n)) return refuse('voucher.line-unknown')
      if (voucher.contribution !== 'cash') return refuse('voucher.contribution-kind', { kind: voucher.contribution })
      const due = Math.max(0, asked(dueUntil(voucher, line).minor - paidFor(voucher, n), line.currency).pay)
      if (minor > due) return refuse('voucher.farmer-share', { due, currency: line.currency })
      const paid: Contribution = { kind: 'cash', handover: id, line: n, minor, description: null, by: actor.id, at }
      return { record: next(voucher, { contributions: [...voucher.contributions, paid] }) }
    },
  }),

  /**
   * The office decides a disputed hand-over. It stands only as far as a side other than the shop has
   * confirmed it, and what a shop has claimed already is settled with the claim.
   */
  resolve: command({
    input: z.object({
      seen: z.int().check(z.minimum(1)),
      handover: IdText,
      outcome: z.enum(['stands', 'dismissed']),
      lines: z.array(z.object({ line: LineNumber, accepted: Accepted })).check(z.maxLength(20), onceEach),
      note: Note(500),
    }),
    permission: 'voucher.decide',
    clock: 'received',
    needs: ({ record, about }) => ({
      claims: all<Claim>('claim', homeOf(about), { vouchers: { has: about } }),
      available: balance(account.available(record.allotment), about),
    }),
    decide(voucher, input, { actor, at, facts: { claims, available } }) {
      const barred = barredFromSpeaking(voucher, actor) ?? stale(voucher, input)
      if (barred) return barred
      const handover = handoverOf(voucher, input.handover)
      if (!handover) return refuse('voucher.delivery-unknown')
      if (handover.state !== 'disputed') return refuse('voucher.not-disputed')

      const accepting =
        input.outcome === 'stands' ? input.lines : handover.lines.map(({ line }) => ({ line, accepted: 0 }))
      const fault = input.outcome === 'stands' ? faultInStanding(voucher, handover, accepting) : undefined
      if (fault) return fault
      if (accepting.some((said) => isClaimedForMore(claims, handover, said))) {
        return refuse('claim.already-claimed', { delivery: handover.id })
      }

      const ruled: Handover = {
        ...handover,
        state: input.outcome === 'stands' ? 'delivered' : 'disputed',
        resolution: { outcome: input.outcome, by: actor.id, at, note: input.note },
      }
      const booking = book(withHandover(next(voucher, {}), ruled), handover.id, accepting, at)
      if (available < booking.drawn) return refuse('budget.exhausted')
      if (input.outcome === 'stands') return booked(booking)
      const dismissed = handoverOf(booking.voucher, handover.id)!
      const rest = settled(withHandover(booking.voucher, { ...dismissed, state: 'dismissed' }), at)
      return { record: rest.voucher, post: [...booking.post, ...rest.post] }
    },
  }),
}

function faultInStanding(
  voucher: Voucher,
  handover: Handover,
  accepting: readonly { line: number; accepted: number }[],
): Refusal | undefined {
  if (handover.dispute === 'voucher.wrong-shop' && !wasStillTheirs(voucher, handover))
    return refuse('voucher.wrong-shop')
  for (const { line: n, accepted } of accepting) {
    const handed = handover.lines.find(({ line }) => line === n)
    if (!handed) return refuse('voucher.line-unknown')
    if (accepted > handed.quantity) return refuse('voucher.more-than-delivered', { delivered: handed.quantity })
    if (accepted > mostConfirmed(handover, n)) return refuse('voucher.unconfirmed')
  }
  for (const { line: n, quantity, accepted, replaces } of handover.lines) {
    const line = lineOf(voucher, n)!
    const stands = accepting.find((one) => one.line === n)?.accepted ?? accepted ?? quantity
    const left = leftOf(voucher, line, handover.id)
    if (replaces === null && stands > left) return refuse('voucher.line-used', { left })
  }
  return undefined
}

/** Handed over before the office took the voucher away: the shop had not yet heard of it. */
function wasStillTheirs(voucher: Voucher, handover: Handover): boolean {
  return voucher.remarks.some(({ step, from, at }) => step === 'transfer' && from === handover.shop && handover.at < at)
}

function isClaimedForMore(
  claims: readonly Claim[],
  handover: Handover,
  { line, accepted }: { line: number; accepted: number },
): boolean {
  const before = handover.lines.find((handed) => handed.line === line)?.accepted ?? 0
  const isClaimed = claims.some(({ lines }) =>
    lines.some((claimed) => claimed.handover === handover.id && claimed.line === line && claimed.state !== 'rejected'),
  )
  return isClaimed && accepted < before
}

function spoken(
  by: string,
  at: string,
  lines: readonly { line: number; accepted: number }[],
  rest: Pick<Confirmation, 'side' | 'how' | 'note'> & Partial<Pick<Confirmation, 'photo' | 'position' | 'answers'>>,
): Confirmation {
  return {
    photo: null,
    position: null,
    ...rest,
    by,
    at,
    lines: lines.map(({ line, accepted }) => ({ line, accepted })),
  }
}

function booked(booking: Booking<Voucher> | Refusal): Decision<Voucher> | Refusal {
  return isRefusal(booking) ? booking : { record: booking.voucher, post: booking.post }
}
