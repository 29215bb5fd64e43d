/** What people report about a voucher, and what a visit after the delivery finds. */
import * as z from 'zod/mini'
import { barredFrom, barredFromChecking } from '#capabilities/vouchers/voucher.duties.ts'
import {
  type Check,
  type Contribution,
  checkVerdicts,
  handoverOf,
  type Loss,
  lineOf,
  type Report,
  type Voucher,
} from '#capabilities/vouchers/voucher.ts'
import type { Actor } from '#door/actor.ts'
import { commandsAbout, next } from '#door/command.ts'
import { IdText } from '#door/key.ts'
import { type Reason, refuse } from '#door/refusal.ts'
import { addDays, Day, dayOf, daysBetween, type Instant, Line, Note, Photo, Position, Quantity } from '#door/values.ts'

const command = commandsAbout<Voucher>()

const LineNumber = z.int().check(z.minimum(1), z.maximum(20))

const Visit = z.object({
  verdict: z.enum(checkVerdicts),
  findings: z
    .array(z.object({ line: LineNumber, found: z.int().check(z.minimum(0), z.maximum(100_000)) }))
    .check(z.maxLength(20)),
  photo: Photo,
  position: Position,
  note: z.optional(Note()),
  /** Labour or material that the visitor has seen with their own eyes. */
  contribution: z.optional(z.object({ kind: z.enum(['labour', 'material']), description: Line(300) })),
})
type Visit = z.infer<typeof Visit>

export const afterwardsCommands = {
  /** "There was no stock", "the shop was closed": the office answers by a day, with another shop or more time. */
  report: command({
    input: z.object({ kind: z.enum(['no-stock', 'shop-closed']), note: z.optional(Note(500)) }),
    permission: 'voucher.report',
    clock: 'happened',
    offline: true,
    decide(voucher, { kind, note = null }, { actor, at, envelope }) {
      if (voucher.state !== 'open' && voucher.state !== 'frozen') {
        return refuse('voucher.wrong-state', { state: voucher.state, step: 'report' })
      }
      if (voucher.reports.some((one) => one.kind === kind && one.answer === null)) return refuse('voucher.report-open')
      const dueOn = addDays(dayOf(at), voucher.deadlines.answer)
      const report: Report = { id: envelope, kind, by: actor.id, at, dueOn, note, answer: null }
      return { record: next(voucher, { reports: [...voucher.reports, report] }) }
    },
  }),

  /** Where neither another shop nor more time is needed. */
  answerReport: command({
    input: z.object({ report: IdText, how: z.enum(['restocked', 'dismissed']), note: Note(500) }),
    permission: 'voucher.move',
    clock: 'received',
    decide(voucher, { report: id, how, note }, { actor, at }) {
      const barred = barredFrom(voucher, actor)
      if (barred) return barred
      if (!voucher.reports.some((report) => report.id === id && report.answer === null))
        return refuse('voucher.report-unknown')
      const reports = voucher.reports.map((report) =>
        report.id === id ? { ...report, answer: { how, by: actor.id, at, note } } : report,
      )
      return { record: next(voucher, { reports }) }
    },
  }),

  claimMortality: command({
    input: z.object({ handover: IdText, line: LineNumber, dead: Quantity, diedOn: Day, photo: Photo }),
    permission: 'voucher.report',
    clock: 'happened',
    offline: true,
    decide(voucher, { handover: id, line: n, dead, diedOn, photo }, { actor, at, envelope }) {
      const handover = handoverOf(voucher, id)
      const line = lineOf(voucher, n)
      const handed = handover?.lines.find((one) => one.line === n)
      if (!handover || !handed || !line) return refuse('voucher.delivery-unknown')
      if (line.mortalityDays === null) return refuse('voucher.not-living', { item: line.item })
      if (diedOn > dayOf(at)) return refuse('day.in-future', { field: 'diedOn' })
      const age = daysBetween(dayOf(handover.at), diedOn)
      if (age < 0 || age > line.mortalityDays) return refuse('voucher.mortality-late', { days: line.mortalityDays })
      const lost = voucher.losses
        .filter((loss) => loss.handover === id && loss.line === n && loss.state !== 'refused')
        .reduce((sum, loss) => sum + loss.dead, 0)
      const alive = (handed.accepted ?? 0) - lost
      if (dead > alive) return refuse('voucher.more-than-delivered', { delivered: Math.max(0, alive) })
      const loss: Loss = {
        id: envelope,
        handover: id,
        line: n,
        dead,
        diedOn,
        photo,
        by: actor.id,
        at,
        state: 'open',
        decision: null,
      }
      return { record: next(voucher, { losses: [...voucher.losses, loss] }) }
    },
  }),

  /** Upheld, the shop owes as many living ones, free of charge. */
  decideMortality: command({
    input: z.object({ loss: IdText, outcome: z.enum(['upheld', 'refused']), note: Note(500) }),
    permission: 'voucher.decide',
    clock: 'received',
    decide(voucher, { loss: id, outcome, note }, { actor, at }) {
      const barred = barredFrom(voucher, actor)
      if (barred) return barred
      const open = voucher.losses.find((loss) => loss.id === id && loss.state === 'open')
      if (!open || open.by === actor.id) return refuse(open ? 'duty.own-affair' : 'voucher.loss-unknown')
      const losses = voucher.losses.map((loss) =>
        loss.id === id ? { ...loss, state: outcome, decision: { by: actor.id, at, note } } : loss,
      )
      return { record: next(voucher, { losses }) }
    },
  }),

  /** The visit after the delivery, by somebody who had no hand in any of it. */
  check: command({
    input: Visit,
    permission: 'voucher.check',
    clock: 'happened',
    offline: true,
    decide(voucher, visit, { actor, at, receivedAt, envelope }) {
      const barred = barredFromChecking(voucher, actor)
      if (barred) return barred
      const { findings, contribution } = visit
      if (findings.some(({ line }) => lineOf(voucher, line) === undefined)) return refuse('voucher.line-unknown')
      if (contribution && contribution.kind !== voucher.contribution) {
        return refuse('voucher.contribution-kind', { kind: voucher.contribution })
      }
      if (contribution && voucher.contributions.length > 0) return refuse('voucher.contribution-recorded')
      if (!voucher.handovers.some(({ state }) => state !== 'dismissed')) return refuse('voucher.nothing-delivered')
      if (daysBetween(dayOf(at), dayOf(receivedAt)) > voucher.lateDays) {
        return refuse('voucher.late', { days: voucher.lateDays })
      }
      return { record: visited(voucher, visit, { actor, at, envelope }, null) }
    },
    // A visit made is a visit made: it may have been faster than the shop's own report.
    disputes: ['voucher.nothing-delivered', 'voucher.late'],
    dispute: (voucher, visit, { refused }, moment) => ({ record: visited(voucher, visit, moment, refused) }),
  }),
}

function visited(
  voucher: Voucher,
  { verdict, findings, photo, position, note, contribution }: Visit,
  { actor, at, envelope }: { actor: Actor; at: Instant; envelope: string },
  dispute: Reason | null,
): Voucher {
  const check: Check = {
    id: envelope,
    by: actor.id,
    at,
    photo,
    position,
    findings,
    verdict,
    note: note ?? null,
    dispute,
  }
  const seen: Contribution[] =
    contribution && dispute === null
      ? [{ ...contribution, handover: null, line: null, minor: null, by: actor.id, at }]
      : []
  return next(voucher, { checks: [...voucher.checks, check], contributions: [...voucher.contributions, ...seen] })
}
