import * as z from 'zod/mini'
import { type Device, devicesMax, isPublicKey, type Person } from '#capabilities/people/person.ts'
import { scopeOf, within } from '#door/actor.ts'
import { commandsAbout, next } from '#door/command.ts'
import { all, one } from '#door/facts.ts'
import { refuse } from '#door/refusal.ts'
import { Line } from '#door/values.ts'

const command = commandsAbout<Device>()
const said = { clock: 'received', office: true } as const

export const deviceCommands = {
  /** The person who is signed in on it makes a device their own; from then on it signs their work. */
  enrol: command({
    ...said,
    input: z.object({ publicKey: z.string().check(z.maxLength(200), z.refine(isPublicKey)), label: Line(60) }),
    permission: 'device.enrol',
    begins: true,
    needs: ({ input, actor }) => ({
      person: one<Person>('person', actor.id),
      own: all<Device>('device', null, { person: actor.id }),
      same: all<Device>('device', null, { publicKey: input.publicKey }),
    }),
    decide(_, { publicKey, label }, { about, actor, at, facts: { person, own, same } }) {
      if (!person) return refuse('person.not-found')
      // A phone that two people use has a key for each of them.
      if (same.length > 0) return refuse('device.key-taken')
      if (own.filter(({ revokedAt }) => revokedAt === null).length >= devicesMax)
        return refuse('device.too-many', { most: devicesMax })
      const { programme, place, household, shop } = person
      return {
        record: {
          key: about,
          version: 1,
          programme,
          place,
          household,
          shop,
          person: actor.id,
          label,
          publicKey,
          enrolledAt: at,
          revokedAt: null,
          revokedBy: null,
          revokedWhy: null,
        },
      }
    },
  }),

  /** Lost, stolen or given away: by its owner or an administrator. What it signed before stays signed. */
  revoke: command({
    ...said,
    input: z.object({ reason: Line(300) }),
    permission: 'device.revoke',
    decide(device, { reason }, { actor, at }) {
      const administers = within(scopeOf(actor, 'person.revoke'), device)
      if (device.person !== actor.id && !administers) return refuse('person.not-yours')
      if (device.revokedAt !== null) return refuse('device.revoked')
      return { record: next(device, { revokedAt: at, revokedBy: actor.id, revokedWhy: reason }) }
    },
  }),
}
