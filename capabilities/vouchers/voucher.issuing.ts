/** A voucher's life in the office: issued, printed anew, moved, extended, stopped, ended. */
import * as z from 'zod/mini'
import { allotmentKey } from '#capabilities/budgets/budget.ts'
import { type Household, headOf, openSuspicions, servedAs, suspicionsMax } from '#capabilities/households/household.ts'
import { reasonNotToServe, type Shop } from '#capabilities/organisations/shop.ts'
import { lineShare, type Proposal } from '#capabilities/proposals/proposal.ts'
import { type Code, nextNumber, Strip, serialOf } from '#capabilities/vouchers/voucher.codes.ts'
import { barredFrom, movedOn, stale } from '#capabilities/vouchers/voucher.duties.ts'
import { commitAgain, levelled } from '#capabilities/vouchers/voucher.money.ts'
import {
  carriedStripsMax,
  type Remark,
  type Report,
  type Substitute,
  take,
  type Voucher,
  type VoucherLine,
  type VoucherStep,
} from '#capabilities/vouchers/voucher.ts'
import { ceilingOf, itemOf, type Window } from '#capabilities/windows/window.ts'
import { type Actor, isOwnAffair, scopeOf, within } from '#door/actor.ts'
import { commandsAbout, type Decision } from '#door/command.ts'
import { all, balance, none, one } from '#door/facts.ts'
import { homeOf, KeyText } from '#door/key.ts'
import { account } from '#door/posting.ts'
import { isRefusal, type Refusal, refuse } from '#door/refusal.ts'
import { addDays, Day, dayOf, type Instant, Line } from '#door/values.ts'

const command = commandsAbout<Voucher>()

const seen = { seen: z.int().check(z.minimum(1)) }
const why = { why: Line(300) }
const Strips = z.array(Strip).check(z.minLength(1), z.maxLength(20))

export const issuingCommands = {
  /** Its codes are made and printed where it is issued; what arrives here are their hashes. */
  issue: command({
    input: z.object({ proposal: KeyText, shop: KeyText, strips: Strips }),
    permission: 'voucher.issue',
    clock: 'received',
    begins: true,
    needs: ({ input, about }) => ({
      proposal: one<Proposal>('proposal', input.proposal, 'lock'),
      shop: one<Shop>('shop', input.shop),
      vouchers: all<Voucher>('voucher', homeOf(about), { proposal: input.proposal }),
    }),
    more: ({ facts: { proposal } }) => ({
      household: one<Household>('household', proposal?.household, 'lock'),
      window: one<Window>('window', proposal?.window),
      suspecting: proposal
        ? all<Household>('household', null, { suspects: { has: proposal.household, most: suspicionsMax } })
        : none<Household>('household'),
      merged: proposal
        ? all<Household>('household', null, { mergedInto: proposal.household })
        : none<Household>('household'),
    }),
    decide(_, input, { actor, about, at, facts }) {
      const { proposal, shop, vouchers, household, window, suspecting, merged } = facts
      if (!proposal || homeOf(about) !== homeOf(proposal.key) || !within(scopeOf(actor, 'voucher.issue'), proposal)) {
        return refuse('proposal.not-found')
      }
      if (isOwnAffair(actor, proposal.household)) return refuse('duty.own-affair')
      if (proposal.assistedBy === actor.id || proposal.submittedBy === actor.id) return refuse('duty.assisted')
      if (actor.shop === input.shop) return refuse('duty.shop')
      if (proposal.state !== 'approved') return refuse('proposal.wrong-state', { state: proposal.state, step: 'issue' })
      if (vouchers.length > 0) return refuse('voucher.exists')
      if (!household) return refuse('household.not-found')
      if (household.state !== 'active') return refuse('household.merged')
      const suspicions = openSuspicions(household, suspecting)
      if (suspicions.length > 0) return refuse('household.suspected', { with: suspicions })
      if (!window) return refuse('window.not-found')
      const served = servedAs(household, merged, window.key)
      if (served) return refuse('household.served', { as: served })
      if (!shop || shop.programme !== proposal.programme) return refuse('shop.not-found')
      const day = dayOf(at)
      const unfit = reasonNotToServe(shop, proposal.place, proposal.chain, day)
      if (unfit) return unfit
      const misprint = faultIn(input.strips, proposal.lines.length, window.handoversMax)
      if (misprint) return misprint

      return {
        record: {
          key: about,
          programme: proposal.programme,
          place: proposal.place,
          version: 1,
          household: household.key,
          proposal: proposal.key,
          window: window.key,
          shop: shop.key,
          formerShops: [],
          serial: serialOf(about),
          chain: proposal.chain,
          state: 'open',
          since: at,
          issuedOn: day,
          expiresOn: addDays(day, window.voucherDays),
          lateDays: window.lateDays,
          // Answering a report is the same office's work as issuing, and has the same time.
          deadlines: {
            redeem: window.deadlines.redeem,
            confirm: window.deadlines.confirm,
            check: window.deadlines.check,
            answer: window.deadlines.issue,
            pay: window.deadlines.pay,
          },
          currency: proposal.currency,
          rate: proposal.rate,
          allotment: allotmentKey(window.budgetLine, homeOf(about)),
          recipients: recipientsOf(household),
          lines: proposal.lines.map((_, index) => lineFrom(proposal, window, index, input.strips[index]!, day)),
          handoversMax: window.handoversMax,
          sheet: 1,
          folded: null,
          wrongDigits: 0,
          contribution: proposal.contribution,
          contributions: [],
          handovers: [],
          losses: [],
          reports: [],
          checks: [],
          remarks: [],
          duties: {
            assistedBy: proposal.assistedBy,
            submittedBy: proposal.submittedBy,
            verifiedBy: proposal.verification?.by ?? null,
            approvedBy: proposal.approval?.by ?? null,
            issuedBy: actor.id,
          },
        },
      }
    },
  }),

  /** A new sheet. Whatever was not yet used of the old one is worth nothing from now on. */
  reprint: command({
    input: z.object({ sheet: z.int().check(z.minimum(1)), strips: Strips }),
    permission: 'voucher.issue',
    clock: 'received',
    needs: ({ record }) => ({ household: one<Household>('household', record.household) }),
    decide(voucher, { sheet, strips }, { actor, at, facts: { household } }) {
      const barred = barredFrom(voucher, actor)
      if (barred) return barred
      if (voucher.sheet !== sheet) return refuse('voucher.sheet-changed', { sheet: voucher.sheet })
      const misprint = faultIn(strips, voucher.lines.length, voucher.handoversMax)
      if (misprint) return misprint
      const lines = voucher.lines.map((line, index) => ({
        ...line,
        strip: [...line.strip.map(cancelled), ...codesFrom(strips[index]!, sheet + 1, nextNumber(line.strip))],
      }))
      const recipients = household ? recipientsOf(household) : voucher.recipients
      return movedOn(take('reprint', voucher, at, { sheet: sheet + 1, folded: null, lines, recipients }))
    },
  }),

  /**
   * The sheet came out whole, is folded over its codes and closed. Until somebody says so it is to be printed: a
   * cut or a jammed printer leaves no voucher whose codes are on no paper.
   */
  fold: command({
    input: z.object({ sheet: z.int().check(z.minimum(1)) }),
    permission: 'voucher.issue',
    clock: 'received',
    decide(voucher, { sheet }, { actor, at }) {
      const barred = barredFrom(voucher, actor)
      if (barred) return barred
      if (voucher.sheet !== sheet) return refuse('voucher.sheet-changed', { sheet: voucher.sheet })
      if (voucher.folded) return refuse('voucher.folded')
      return movedOn(take('fold', voucher, at, { folded: { by: actor.id, at } }))
    },
  }),

  /**
   * The household carries a strip on its own phone too, or only there. The codes are made on that phone and leave it
   * when they are shown; whoever speaks for the household may say as much without them. Another phone's are
   * cancelled by it, as a sheet's are by the next one.
   */
  carry: command({
    input: z.object({ from: z.int().check(z.minimum(1)), strips: Strips, withoutPaper: z.boolean() }),
    permission: 'voucher.confirm',
    clock: 'received',
    offline: true,
    decide(voucher, { from, strips, withoutPaper }, { actor, at }) {
      if (actor.household !== voucher.household) return refuse('actor.not-allowed')
      const misprint = faultIn(strips, voucher.lines.length, voucher.handoversMax)
      if (misprint) return misprint
      if (voucher.lines.some(({ strip }) => nextNumber(strip) !== from)) return refuse('voucher.codes-changed')
      if (carriedStrips(voucher) >= carriedStripsMax) {
        return refuse('voucher.too-many-strips', { most: carriedStripsMax })
      }
      const lines = voucher.lines.map((line, index) => ({
        ...line,
        strip: [
          ...line.strip.map((code) => (withoutPaper || code.sheet === null ? cancelled(code) : code)),
          ...codesFrom(strips[index]!, null, from),
        ],
      }))
      return movedOn(take('carry', voucher, at, { lines }))
    },
  }),

  /** To another shop, which must agree to the prices. What the first one handed over stays its own. */
  transfer: command({
    input: z.object({ ...seen, shop: KeyText, ...why }),
    permission: 'voucher.move',
    clock: 'received',
    needs: ({ input }) => ({ shop: one<Shop>('shop', input.shop) }),
    decide(voucher, input, { actor, at, facts: { shop } }) {
      const barred = barredFrom(voucher, actor) ?? stale(voucher, input)
      if (barred) return barred
      if (!shop || shop.programme !== voucher.programme) return refuse('shop.not-found')
      if (actor.shop === shop.key) return refuse('duty.shop')
      if (shop.key === voucher.shop) return refuse('shop.same')
      const unfit = reasonNotToServe(shop, voucher.place, voucher.chain, dayOf(at))
      if (unfit) return unfit
      return movedOn(
        take('transfer', voucher, at, {
          shop: shop.key,
          formerShops: [...new Set([...voucher.formerShops, voucher.shop])].filter((key) => key !== shop.key),
          reports: answered(voucher, 'transferred', actor, at),
          remarks: remarked(voucher, 'transfer', input.why, actor, at),
        }),
      )
    },
  }),

  /** More time. An expired voucher goes on if there is still money for what had flowed back. */
  extend: command({
    input: z.object({ ...seen, until: Day, ...why }),
    permission: 'voucher.move',
    clock: 'received',
    needs: ({ record, about }) => ({
      available: balance(account.available(record.allotment), about),
    }),
    decide(voucher, input, { actor, at, facts: { available } }) {
      const barred = barredFrom(voucher, actor) ?? stale(voucher, input)
      if (barred) return barred
      if (input.until <= voucher.expiresOn || input.until < dayOf(at))
        return refuse('voucher.expired', { on: voucher.expiresOn })
      const step: VoucherStep = voucher.state === 'expired' ? 'revive' : 'extend'
      const again = commitAgain(voucher)
      if (step === 'revive' && available < again.minor) return refuse('budget.exhausted')
      const extended = take(step, step === 'revive' ? again.voucher : voucher, at, {
        expiresOn: input.until,
        reports: answered(voucher, 'extended', actor, at),
        remarks: remarked(voucher, step, input.why, actor, at),
      })
      return isRefusal(extended) ? extended : { record: extended, post: step === 'revive' ? again.post : [] }
    },
  }),

  freeze: command({
    input: z.object(why),
    permission: 'voucher.freeze',
    clock: 'received',
    decide: (voucher, input, { actor, at }) =>
      movedOn(take('freeze', voucher, at, { remarks: remarked(voucher, 'freeze', input.why, actor, at) })),
  }),

  unfreeze: command({
    input: z.object({ ...seen, ...why }),
    permission: 'voucher.freeze',
    clock: 'received',
    decide(voucher, input, { actor, at }) {
      const barred = barredFrom(voucher, actor) ?? stale(voucher, input)
      if (barred) return barred
      const remarks = remarked(voucher, 'unfreeze', input.why, actor, at)
      return movedOn(take('unfreeze', voucher, at, { wrongDigits: 0, remarks }))
    },
  }),

  /** Nothing more may be handed over; what was is still confirmed and paid. */
  cancel: command({
    input: z.object({ ...seen, ...why }),
    permission: 'voucher.cancel',
    clock: 'received',
    decide(voucher, input, { actor, at }) {
      const barred = barredFrom(voucher, actor) ?? stale(voucher, input)
      if (barred) return barred
      const lines = voucher.lines.map((line) => ({ ...line, strip: line.strip.map(cancelled) }))
      return ended(take('cancel', voucher, at, { lines, remarks: remarked(voucher, 'cancel', input.why, actor, at) }))
    },
  }),

  /** The household has what it will get: a short delivery stays short. */
  close: command({
    input: z.object({ ...seen, ...why }),
    permission: 'voucher.cancel',
    clock: 'received',
    decide(voucher, input, { actor, at }) {
      const barred = barredFrom(voucher, actor) ?? stale(voucher, input)
      if (barred) return barred
      const delivered = voucher.handovers.filter(({ state }) => state !== 'dismissed')
      if (delivered.length === 0) return refuse('voucher.nothing-delivered')
      if (
        delivered.some(({ state, lines }) => state === 'disputed' || lines.some(({ accepted }) => accepted === null))
      ) {
        return refuse('voucher.unconfirmed')
      }
      return ended(take('close', voucher, at, { remarks: remarked(voucher, 'close', input.why, actor, at) }))
    },
  }),

  /** Asked by the programme's clock, once no report of a hand-over in time can still arrive in time. */
  expire: command({
    input: z.object({}),
    permission: 'voucher.expire',
    clock: 'received',
    decide(voucher, _, { at }) {
      if (dayOf(at) <= addDays(voucher.expiresOn, voucher.lateDays)) {
        return refuse('voucher.not-expired', { on: addDays(voucher.expiresOn, voucher.lateDays) })
      }
      return ended(take('expire', voucher, at))
    },
  }),
}

function ended(voucher: Voucher | Refusal): Decision<Voucher> | Refusal {
  if (isRefusal(voucher)) return voucher
  const { voucher: record, post } = levelled(voucher)
  return { record, post }
}

function lineFrom(proposal: Proposal, window: Window, index: number, strip: Strip, day: Day): VoucherLine {
  const { item: code, quantity, currency, unitPrice, price, share } = proposal.lines[index]!
  const item = itemOf(window, code)
  if (!item) throw new Error(`window ${window.key} has no item ${code}`)
  return {
    n: index + 1,
    item: code,
    names: item.names,
    unit: item.unit,
    quantity,
    currency,
    unitPrice,
    price,
    share,
    farmerShare: price - share,
    projectMinor: lineShare({ currency, share }, proposal.currency, proposal.rate),
    released: 0,
    substitutes: item.substitutes.flatMap((other) =>
      substituteFrom(window, other, proposal.place, day, { currency, unitPrice }),
    ),
    mortalityDays: item.mortalityDays,
    strip: codesFrom(strip, 1, 1),
  }
}

function substituteFrom(
  window: Window,
  code: string,
  place: string,
  day: Day,
  { currency, unitPrice }: Pick<VoucherLine, 'currency' | 'unitPrice'>,
): Substitute[] {
  const item = itemOf(window, code)
  const ceiling = ceilingOf(window, code, place, day)
  if (!item || ceiling?.currency !== currency) return []
  return [{ item: code, names: item.names, unitPrice: Math.min(ceiling.minor, unitPrice) }]
}

function recipientsOf(household: Household): Voucher['recipients'] {
  const { nameKm, nameLatin } = headOf(household)
  return { head: { nameKm, nameLatin }, alternative: household.recipient?.name ?? null }
}

function codesFrom(strip: Strip, sheet: number | null, first: number): Code[] {
  return strip.map(({ hash, digitsHash }, index) => ({ n: first + index, sheet, hash, digitsHash, state: 'open' }))
}

/** Strips that phones of the household have carried so far. */
function carriedStrips({ lines, handoversMax }: Pick<Voucher, 'lines' | 'handoversMax'>): number {
  const [line] = lines
  return line ? line.strip.filter(({ sheet }) => sheet === null).length / handoversMax : 0
}

function cancelled(code: Code): Code {
  return code.state === 'open' ? { ...code, state: 'cancelled' } : code
}

function faultIn(strips: readonly Strip[], lines: number, handoversMax: number): Refusal | undefined {
  const isComplete = strips.length === lines && strips.every((strip) => strip.length === handoversMax)
  return isComplete ? undefined : refuse('input.invalid', { fields: [{ path: 'strips', problem: 'voucher.strips' }] })
}

/** Moving a voucher or giving it time answers whatever was reported about it. */
function answered(voucher: Voucher, how: 'transferred' | 'extended', actor: Actor, at: Instant): Report[] {
  return voucher.reports.map((report) =>
    report.answer ? report : { ...report, answer: { how, by: actor.id, at, note: null } },
  )
}

function remarked(voucher: Voucher, step: VoucherStep, said: string, actor: Actor, at: Instant): Remark[] {
  return [...voucher.remarks, { step, why: said, by: actor.id, at, from: step === 'transfer' ? voucher.shop : null }]
}
