/** Same or not the same: said by a person, with a reason, remembered, and taken back if it was wrong. */
import * as z from 'zod/mini'
import { type Household, windowsServed, withSuspicions } from '#capabilities/households/household.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { isOwnAffair, scopeOf, within } from '#door/actor.ts'
import { commandsAbout, type Decision, next } from '#door/command.ts'
import { all, one } from '#door/facts.ts'
import { homeOf, KeyText } from '#door/key.ts'
import { type Refusal, refuse } from '#door/refusal.ts'
import { Line } from '#door/values.ts'

const command = commandsAbout<Household>()
const permission = 'household.judge'

export const judgingCommands = {
  /**
   * `same` merges this household into the other: it stays readable with everything it ever had, and what
   * it received counts for both. `unsure` leaves the suspicion open and says who looked.
   */
  judge: command({
    input: z.object({ other: KeyText, verdict: z.enum(['same', 'different', 'unsure']), reason: Line(300) }),
    permission,
    clock: 'received',
    needs: ({ input, about }) => ({
      other: one<Household>('household', input.other, 'lock'),
      mergedHere: all<Household>('household', null, { mergedInto: about }),
      vouchers: all<Voucher>('voucher', homeOf(about), { household: about }),
    }),
    decide(household, { other: key, verdict, reason }, { actor, at, facts }): Decision<Household> | Refusal {
      const { other, mergedHere, vouchers } = facts
      if (isOwnAffair(actor, household.key) || isOwnAffair(actor, key)) return refuse('duty.own-affair')
      // The earlier of the two may step behind as well: then the suspicion lies with the one that goes on.
      const heldAgainst = verdict === 'same' ? other?.suspicions : undefined
      const suspicion =
        household.suspicions.find((open) => open.other === key) ??
        heldAgainst?.find((open) => open.other === household.key)
      if (!suspicion) return refuse('household.not-suspected')
      if (!other) return refuse('household.not-found')
      if (!within(scopeOf(actor, permission), other)) {
        return refuse('household.other-elsewhere', { office: suspicion.office })
      }
      const others = household.suspicions.filter((open) => open !== suspicion)
      if (verdict === 'unsure') {
        const looked = { ...suspicion, unsure: { by: actor.id, reason, at } }
        return { record: withSuspicions(next(household, {}), [...others, looked]) }
      }
      const judged = next(household, {
        judgements: [
          ...household.judgements,
          { other: key, verdict, reason, grounds: suspicion.grounds, by: actor.id, at },
        ],
      })
      if (verdict === 'different') return { record: withSuspicions(judged, others) }
      if (other.state !== 'active') return refuse('household.other-gone')
      const absorbed = mergedHere.flatMap((one) => [one.key, ...one.absorbed])
      return {
        record: {
          ...judged,
          state: 'merged',
          mergedInto: key,
          absorbed: [...new Set(absorbed)],
          served: windowsServed(household, vouchers, mergedHere),
        },
      }
    },
  }),

  /** Looked at again without a household that is gone, or under newer rules. */
  recheck: command({
    input: z.object({ gone: z.nullable(KeyText) }),
    permission: 'household.recheck',
    clock: 'received',
    decide: (household, { gone }) => ({
      record: withSuspicions(
        next(household, {}),
        household.suspicions.filter(({ other }) => other !== gone),
      ),
    }),
  }),

  /** The two were not the same after all: the household stands for itself again, with its own history. */
  unmerge: command({
    input: z.object({ reason: Line(300) }),
    permission,
    clock: 'received',
    decide(household, { reason }, { actor, at }) {
      const { mergedInto, judgements } = household
      if (mergedInto === null) return refuse('household.not-merged')
      if (isOwnAffair(actor, household.key) || isOwnAffair(actor, mergedInto)) return refuse('duty.own-affair')
      const grounds = judgements.find(({ other }) => other === mergedInto)?.grounds ?? []
      return {
        record: next(household, {
          state: 'active',
          mergedInto: null,
          absorbed: [],
          served: household.partedFrom === null ? [] : household.served,
          judgements: [
            ...judgements.filter(({ other }) => other !== mergedInto),
            { other: mergedInto, verdict: 'different', reason, grounds, by: actor.id, at },
          ],
        }),
      }
    },
  }),
}
