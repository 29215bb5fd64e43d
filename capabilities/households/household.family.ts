/** What happens to a family: somebody else leads it, dies, founds a household, or all of them move. */
import * as z from 'zod/mini'
import { type Household, type Leaving, livingIn, type Member } from '#capabilities/households/household.ts'
import { isVillage, type Place, stands } from '#capabilities/places/place.ts'
import { commandsAbout, type Decision, next } from '#door/command.ts'
import { one } from '#door/facts.ts'
import { IdText, KeyText } from '#door/key.ts'
import { type Refusal, refuse } from '#door/refusal.ts'
import { Day, dayOf, VillageCode } from '#door/values.ts'

const command = commandsAbout<Household>()

export const familyCommands = {
  /** Headship passes to a member; the history stays with the household. */
  changeHead: command({
    input: z.object({ member: IdText, former: z.enum(['spouse', 'parent', 'other']) }),
    permission: 'household.amend',
    clock: 'received',
    offline: true,
    decide(household, { member, former }) {
      const heir = livingIn(household).find(({ id }) => id === member)
      return heir ? { record: led(next(household, {}), heir, former) } : refuse('household.member-unknown')
    },
  }),

  /** A member has died. Whoever led the household is followed by an heir, or the household ends. */
  death: command({
    input: z.object({ member: IdText, on: Day, heir: z.nullable(IdText) }),
    permission: 'household.change',
    clock: 'happened',
    offline: true,
    decide: (household, { member, on, heir }, { actor, at }) =>
      left(household, member, { why: 'died', on, household: null, by: actor.id }, heir, dayOf(at)),
  }),

  /** A member founds a household or goes away. `household` is the key that the new one will be registered with. */
  separate: command({
    input: z.object({ member: IdText, on: Day, heir: z.nullable(IdText), household: z.nullable(KeyText) }),
    permission: 'household.change',
    clock: 'happened',
    offline: true,
    decide: (household, { member, on, heir, household: own }, { actor, at }) =>
      left(
        household,
        member,
        { why: own === null ? 'moved-away' : 'own-household', on, household: own, by: actor.id },
        heir,
        dayOf(at),
      ),
  }),

  /** All of them move to another village. Proposals and vouchers stay where they were made. */
  move: command({
    input: z.object({ village: VillageCode, on: Day }),
    permission: 'household.change',
    clock: 'happened',
    leaves: true,
    offline: true,
    needs: ({ input }) => ({ village: one<Place>('place', input.village) }),
    decide(household, { village: code, on }, { actor, at, facts: { village } }) {
      if (household.state !== 'active') return refuse('household.merged')
      if (on > dayOf(at)) return refuse('input.invalid', { fields: [{ path: 'on', problem: 'day.in-future' }] })
      if (!village || !isVillage(village)) return refuse('place.unknown', { code })
      if (!stands(village, dayOf(at))) return refuse('place.ended', { code, successors: [...village.successors] })
      if (code === household.place) return refuse('household.same-village')
      return {
        record: next(household, {
          place: code,
          position: null,
          moves: [...household.moves, { from: household.place, to: code, on, by: actor.id }],
        }),
      }
    },
  }),
}

function led(household: Household, heir: Member, former: Member['role']): Household {
  const members = household.members.map((one): Member => {
    if (one.id === heir.id) return { ...one, role: 'head' }
    return one.role === 'head' ? { ...one, role: former } : one
  })
  return { ...household, members, birthYear: heir.birthYear }
}

function left(
  household: Household,
  member: string,
  leaving: Leaving,
  heir: string | null,
  today: Day,
): Decision<Household> | Refusal {
  if (household.state !== 'active') return refuse('household.merged')
  if (leaving.on > today) return refuse('input.invalid', { fields: [{ path: 'on', problem: 'day.in-future' }] })
  const going = household.members.find(({ id }) => id === member)
  if (!going) return refuse('household.member-unknown')
  if (going.left) return refuse('household.member-left')
  const changed = next(household, {
    members: household.members.map((one) => (one.id === member ? { ...one, left: leaving } : one)),
  })
  if (going.role !== 'head') return { record: changed }

  const staying = livingIn(changed)
  if (staying.length === 0) return { record: { ...changed, state: 'closed' } }
  const follows = staying.find(({ id }) => id === heir)
  return follows ? { record: led(changed, follows, 'other') } : refuse('household.heir-missing')
}
