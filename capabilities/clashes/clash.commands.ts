import * as z from 'zod/mini'
import { type Clash, settleDays, settlements } from '#capabilities/clashes/clash.ts'
import type { Household } from '#capabilities/households/household.ts'
import { isOwnAffair } from '#door/actor.ts'
import { commandsAbout, next } from '#door/command.ts'
import { one } from '#door/facts.ts'
import { KeyText } from '#door/key.ts'
import { refuse } from '#door/refusal.ts'
import { addDays, Code, dayOf, Instant, Note, PlaceCode } from '#door/values.ts'

const command = commandsAbout<Clash>()

const Disagreement = z.object({
  field: z.string().check(z.maxLength(60)),
  was: z.unknown(),
  becomes: z.unknown(),
  present: z.unknown(),
})

export const clashCommands = {
  /** Asked by the programme itself, when it has refused an edit that a phone brought. */
  raise: command({
    input: z.object({
      programme: Code,
      place: PlaceCode,
      about: KeyText,
      command: z.string().check(z.maxLength(60)),
      household: z.nullable(KeyText),
      fields: z.array(Disagreement).check(z.minLength(1), z.maxLength(40)),
      author: KeyText,
      askedAt: Instant,
    }),
    permission: 'clash.raise',
    clock: 'received',
    begins: true,
    decide: (_, { fields, ...input }, { about, at }) => ({
      record: {
        ...input,
        key: about,
        version: 1,
        fields: fields.map(({ field, was = null, becomes = null, present = null }) => ({
          field,
          was,
          becomes,
          present,
        })),
        raisedAt: at,
        dueOn: addDays(dayOf(at), settleDays),
        state: 'open',
        settlement: null,
      },
    }),
  }),

  /** `taken-over`: the supervisor has asked the edit anew, in their own name. */
  settle: command({
    input: z.object({ seen: z.int().check(z.minimum(1)), how: z.enum(settlements), word: Note(500) }),
    permission: 'clash.settle',
    clock: 'received',
    // The household may have moved away meanwhile, and its document with it.
    leaves: true,
    needs: ({ record }) => ({ household: one<Household>('household', record.household) }),
    decide(clash, { seen, how, word }, { actor, at, facts: { household } }) {
      if (isOwnAffair(actor, clash.household) || actor.id === clash.author) return refuse('duty.own-affair')
      if (clash.version !== seen) return refuse('record.changed')
      if (clash.state === 'settled') return refuse('clash.settled')
      const place = household?.place ?? clash.place
      return { record: next(clash, { place, state: 'settled', settlement: { how, word, by: actor.id, at } }) }
    },
  }),
}
