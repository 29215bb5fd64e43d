import * as z from 'zod/mini'
import { payout } from '#capabilities/claims/claim.money.ts'
import {
  agreeing,
  type Billed,
  type Claim,
  type ClaimLine,
  matched,
  type Payment,
  stateOf,
} from '#capabilities/claims/claim.ts'
import { type Complaint, openStates } from '#capabilities/complaints/complaint.ts'
import { paymentMethods, type Shop } from '#capabilities/organisations/shop.ts'
import { handoverOf, type Voucher } from '#capabilities/vouchers/voucher.ts'
import { type Actor, isOwnAffair } from '#door/actor.ts'
import { commandsAbout, next } from '#door/command.ts'
import { all, type NeedAll, type NeedOne, one } from '#door/facts.ts'
import { homeOf, IdText, type Key, KeyText } from '#door/key.ts'
import { isRefusal, type Refusal, refuse } from '#door/refusal.ts'
import { addDays, Currency, Day, dayOf, type Instant, Line, Minor, Note, Photo, Quantity } from '#door/values.ts'

const command = commandsAbout<Claim>()

const seen = { seen: z.int().check(z.minimum(1)) }
const LineNumber = z.int().check(z.minimum(1), z.maximum(300))

const Bill = z.array(
  z.object({
    voucher: KeyText,
    handover: IdText,
    line: z.int().check(z.minimum(1), z.maximum(20)),
    quantity: Quantity,
    /** What the shop asks of the programme: the project's part. */
    minor: Minor,
  }),
)

type Vouchers = Record<`voucher ${string}`, NeedOne<Voucher>>
type Claims = Record<`claims ${string}`, NeedAll<Claim>>

/** Vouchers are held still while they are claimed, so that two invoices cannot bill the same hand-over. */
function vouchersOf(keys: readonly Key[], lock: 'lock' | 'read'): Vouchers {
  return Object.fromEntries(keys.map((key) => [`voucher ${key}`, one<Voucher>('voucher', key, lock)]))
}

export const claimCommands = {
  /** An invoice for hand-overs in one province. */
  submit: command({
    input: z.object({
      invoice: Line(60),
      invoicedOn: Day,
      lines: Bill.check(
        z.minLength(1),
        z.maxLength(300),
        z.refine((lines: readonly Billed[]) => new Set(lines.map(named)).size === lines.length, {
          error: 'claim.line-twice',
        }),
      ),
    }),
    permission: 'claim.submit',
    clock: 'received',
    begins: true,
    needs: ({ input, actor }): Vouchers & { shop: NeedOne<Shop> } => ({
      ...vouchersOf([...new Set(input.lines.map(({ voucher }) => voucher))], 'lock'),
      shop: one<Shop>('shop', actor.shop),
    }),
    more: ({ input, about }): Claims =>
      Object.fromEntries(
        input.lines.map(({ voucher }) => [
          `claims ${voucher}`,
          all<Claim>('claim', homeOf(about), { vouchers: { has: voucher } }),
        ]),
      ),
    decide(_, input, { actor, about, at, facts }) {
      const { shop } = facts
      const day = dayOf(at)
      if (!shop) return refuse('shop.not-found')
      if (input.invoicedOn > day) return refuse('day.in-future', { field: 'invoicedOn' })
      const home = homeOf(about)
      const found = input.lines.map((billed, index) => {
        const voucher = facts[`voucher ${billed.voucher}`]
        const own = voucher?.programme === shop.programme && homeOf(voucher.key) === home ? voucher : undefined
        return {
          voucher: own,
          line: matched(index + 1, billed, shop.key, own, facts[`claims ${billed.voucher}`] ?? []),
        }
      })
      if (found.some(({ line }) => line === undefined)) return refuse('claim.line-unknown')
      const lines = found.map(({ line }) => line!)
      const again = lines.find(({ mismatch }) => mismatch === 'already-claimed')
      if (stateOf(lines) === 'rejected') {
        return again ? refuse('claim.already-claimed', { delivery: again.handover }) : refuse('claim.nothing-to-claim')
      }
      return {
        record: {
          key: about,
          programme: shop.programme,
          place: home,
          version: 1,
          shop: shop.key,
          invoice: input.invoice,
          invoicedOn: input.invoicedOn,
          lines,
          vouchers: [...new Set(lines.map(({ voucher }) => voucher))],
          state: stateOf(lines),
          since: at,
          submittedOn: day,
          submittedBy: actor.id,
          dueOn: addDays(day, Math.min(...found.map(({ voucher }) => voucher!.deadlines.pay))),
          payments: [],
        },
      }
    },
  }),

  /** Finance says what of a disputed line is paid: at most what matches. Nothing at all rejects it, and it may be billed anew. */
  settle: command({
    input: z.object({ ...seen, line: LineNumber, minor: Minor, note: Note(500) }),
    permission: 'claim.settle',
    clock: 'received',
    needs: ({ record, input }) => ({
      voucher: one<Voucher>('voucher', record.lines.find(({ n }) => n === input.line)?.voucher),
    }),
    decide(claim, input, { actor, at, facts: { voucher } }) {
      const barred = barredFrom(claim, actor) ?? stale(claim, input)
      if (barred) return barred
      const line = claim.lines.find(({ n }) => n === input.line)
      if (!line || !voucher) return refuse('claim.line-unknown')
      if (line.state !== 'disputed' && line.state !== 'matched')
        return refuse('claim.wrong-state', { state: line.state, step: 'settle' })
      const own = barredFromPaying(voucher, actor)
      if (own) return own
      if (input.minor > line.received.share)
        return refuse('claim.above-match', { match: line.received.share, currency: line.currency })
      const settled: ClaimLine = {
        ...(input.minor === 0 ? { ...line, state: 'rejected' as const, agreed: 0 } : agreeing(line, input.minor)),
        note: input.note,
      }
      const lines = claim.lines.map((each) => (each.n === line.n ? settled : each))
      return { record: moved(claim, lines, at) }
    },
  }),

  /** Money was paid outside; here it is written down, with its evidence, and leaves the ledger. */
  pay: command({
    input: z.object({
      ...seen,
      lines: z.array(LineNumber).check(z.minLength(1), z.maxLength(300)),
      method: z.enum(paymentMethods),
      currency: Currency,
      /** The bank's rate of the day, where the money paid is not the budget line's. */
      rielPerDollar: z.optional(z.number().check(z.minimum(1000), z.maximum(10_000))),
      reference: Line(120),
      evidence: Photo,
    }),
    permission: 'claim.pay',
    clock: 'received',
    needs: ({ record, input }) => {
      const paid = record.lines.filter(({ n }) => input.lines.includes(n))
      return vouchersOf([...new Set(paid.map(({ voucher }) => voucher))], 'read')
    },
    more: ({ record, input, about }) => ({
      questions: all<Complaint>('complaint', homeOf(about), {
        voucher: { among: record.lines.filter(({ n }) => input.lines.includes(n)).map(({ voucher }) => voucher) },
        state: { among: openStates },
      }),
    }),
    decide(claim, input, { actor, at, envelope, facts }) {
      const barred = barredFrom(claim, actor) ?? stale(claim, input)
      if (barred) return barred
      const chosen = claim.lines.filter(({ n }) => input.lines.includes(n))
      if (chosen.length !== new Set(input.lines).size) return refuse('claim.line-unknown')
      const unready = chosen.find(({ state }) => state !== 'matched')
      if (unready) return refuse('claim.wrong-state', { state: unready.state, step: 'pay' })
      for (const line of chosen) {
        const voucher = facts[`voucher ${line.voucher}`]
        if (facts.questions.some((one) => isAbout(one, line)))
          return refuse('claim.delivery-questioned', { delivery: line.handover })
        if (!voucher || isDoubtful(voucher, line)) return refuse('claim.delivery-disputed', { delivery: line.handover })
        const own = barredFromPaying(voucher, actor)
        if (own) return own
      }

      const paying = payout(chosen, claim.shop, input)
      if (isRefusal(paying)) return paying
      const payment: Payment = {
        id: envelope,
        by: actor.id,
        at,
        lines: chosen.map(({ n }) => n),
        method: input.method,
        currency: input.currency,
        minor: paying.minor,
        rounding: paying.rounding,
        rielPerDollar: input.rielPerDollar ?? null,
        reference: input.reference,
        evidence: input.evidence,
      }
      const lines = claim.lines.map((line) => (chosen.includes(line) ? { ...line, state: 'paid' as const } : line))
      return {
        record: { ...moved(claim, lines, at), payments: [...claim.payments, payment] },
        post: paying.post,
      }
    },
  }),
}

function named({ handover, line }: Pick<Billed, 'handover' | 'line'>): string {
  return `${handover} ${line}`
}

function moved(claim: Claim, lines: readonly ClaimLine[], at: Instant): Claim {
  const state = stateOf(lines)
  return next(claim, { lines, state, since: state === claim.state ? claim.since : at })
}

function barredFrom(claim: Claim, actor: Actor): Refusal | undefined {
  return actor.shop === claim.shop ? refuse('duty.shop') : undefined
}

/** Who approved cannot pay, and nobody pays for their own household or a relative's. */
function barredFromPaying(voucher: Voucher, actor: Actor): Refusal | undefined {
  if (isOwnAffair(actor, voucher.household)) return refuse('duty.own-affair')
  return voucher.duties.approvedBy === actor.id ? refuse('duty.approved') : undefined
}

function stale(claim: Claim, { seen }: { seen: number }): Refusal | undefined {
  return claim.version === seen ? undefined : refuse('record.changed')
}

/** Somebody called about this hand-over, or about the whole voucher, and waits for an answer. */
function isAbout({ voucher, handover }: Complaint, line: ClaimLine): boolean {
  return voucher === line.voucher && (handover === null || handover === line.handover)
}

/** Something was said about the hand-over since it was claimed. */
function isDoubtful(voucher: Voucher, { handover: id, line }: ClaimLine): boolean {
  const isLost = voucher.losses.some((loss) => loss.handover === id && loss.line === line && loss.state === 'open')
  return handoverOf(voucher, id)?.state !== 'delivered' || isLost
}
