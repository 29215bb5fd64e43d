import * as z from 'zod/mini'
import type { Shop } from '#capabilities/organisations/shop.ts'
import type { HandoverEvent } from '#capabilities/vouchers/handover.ts'
import { commandsAbout } from '#door/command.ts'
import { one } from '#door/facts.ts'
import { homeOf, KeyText } from '#door/key.ts'
import { refuse } from '#door/refusal.ts'
import { Day, dayOf, Line, Photo, Position } from '#door/values.ts'

const command = commandsAbout<HandoverEvent>()

export const handoverCommands = {
  hold: command({
    input: z.object({
      shop: KeyText,
      /** The commune, or the village, where it was held. */
      place: z.string().check(z.regex(/^(\d{6}|\d{8})$/)),
      heldOn: Day,
      vouchers: z.array(KeyText).check(
        z.minLength(1),
        z.maxLength(300),
        z.refine((keys: readonly string[]) => new Set(keys).size === keys.length, { error: 'voucher.listed-twice' }),
      ),
      witness: Line(120),
      photo: Photo,
      position: z.optional(Position),
    }),
    permission: 'handover.hold',
    clock: 'happened',
    begins: true,
    offline: true,
    needs: ({ input }) => ({ shop: one<Shop>('shop', input.shop) }),
    decide(_, { place, heldOn, ...input }, { actor, about, at, facts: { shop } }) {
      if (!shop) return refuse('shop.not-found')
      if (place.slice(0, 2) !== homeOf(about)) return refuse('place.unknown', { code: place })
      if (heldOn > dayOf(at)) return refuse('day.in-future', { field: 'heldOn' })
      if (input.vouchers.some((voucher) => homeOf(voucher) !== homeOf(about))) return refuse('voucher.not-found')
      return {
        record: {
          ...input,
          key: about,
          programme: shop.programme,
          place,
          version: 1,
          heldOn,
          position: input.position ?? null,
          reportedBy: actor.id,
          reportedAt: at,
        },
      }
    },
  }),
}
