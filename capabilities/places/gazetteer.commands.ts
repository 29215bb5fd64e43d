import * as z from 'zod/mini'
import {
  compared,
  endsMany,
  faultIn,
  type Gazetteer,
  gazetteerKey,
  isUnchanged,
  type ListedUnit,
} from '#capabilities/places/gazetteer.ts'
import { placeKinds } from '#capabilities/places/place.ts'
import { everything } from '#door/actor.ts'
import { commandsAbout } from '#door/command.ts'
import { homeOf } from '#door/key.ts'
import { refuse } from '#door/refusal.ts'
import { Day, Line, PlaceCode } from '#door/values.ts'

const command = commandsAbout<Gazetteer>()

const Listed = z.object({
  code: PlaceCode,
  kind: z.enum(placeKinds),
  parent: z.nullable(PlaceCode),
  nameKm: Line(120),
  nameLatin: Line(120),
  alternatives: z.optional(z.array(Line(120)).check(z.maxLength(10))),
  latitude: z.optional(z.number().check(z.minimum(-90), z.maximum(90))),
  longitude: z.optional(z.number().check(z.minimum(-180), z.maximum(180))),
  validFrom: z.optional(Day),
  validTo: z.optional(Day),
  successors: z.optional(z.array(PlaceCode).check(z.maxLength(20))),
  legalAct: z.optional(Line(300)),
})

export const gazetteerCommands = {
  /** A province's list of places. It is taken whole or not at all. */
  publish: command({
    input: z.object({
      source: Line(200),
      asOf: Day,
      complete: z.boolean(),
      units: z.array(Listed).check(z.minLength(1), z.maxLength(2000)),
      /** How many places the publisher knows will end, when they are many. */
      ends: z.optional(z.int().check(z.minimum(0), z.maximum(2000))),
    }),
    permission: 'place.import',
    clock: 'received',
    begins: 'either',
    office: true,
    decide(kept: Gazetteer | undefined, { source, asOf, complete, units: list, ends }, { about, actor, at }) {
      const province = homeOf(about)
      if (about !== gazetteerKey(province)) return refuse('record.not-found')
      const known = kept?.units ?? []
      const fault = faultIn(list as ListedUnit[], known, province)
      if (fault) return fault
      // What was known in part has no day that a whole list could come too late for.
      if (kept?.complete && asOf < kept.asOf) return refuse('place.list-older', { asOf: kept.asOf })

      const version = (kept?.version ?? 0) + 1
      const { units, changes } = compared(known, list as ListedUnit[], { version, asOf, complete })
      if (isUnchanged(changes)) return refuse('place.list-unchanged')
      if (endsMany(changes, known) && ends !== changes.ended.length) {
        return refuse('place.list-ends-many', { ending: changes.ended.length, of: known.length })
      }
      return {
        record: {
          key: about,
          version,
          programme: everything,
          place: province,
          source,
          asOf,
          complete: complete || (kept?.complete ?? false),
          publishedAt: at,
          publishedBy: actor.id,
          units,
          changes,
        },
      }
    },
  }),
}
