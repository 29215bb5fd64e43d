import * as z from 'zod/mini'
import type { Window } from '#capabilities/windows/window.ts'
import { everything } from '#door/actor.ts'
import { KeyText } from '#door/key.ts'
import { read } from '#server/database/read.ts'
import { recordStore } from '#server/database/records.ts'

export const windowStore = recordStore<Window>({
  table: 'funding_window',
  fields: [
    'programme',
    'place',
    'state',
    'publishedOn',
    'code',
    'names',
    'chain',
    'area',
    'opensOn',
    'closesOn',
    'budgetLine',
    'currency',
    'ceilingPerHousehold',
    'items',
    'packages',
    'prices',
    'rates',
    'shares',
    'contributions',
    'planAbove',
    'deadlines',
    'lateDays',
    'verification',
    'verifyTier',
    'tiers',
    'reasons',
    'voucherDays',
    'handoversMax',
  ],
})

export const windowReads = {
  one: read({
    summary: 'One funding window, whole.',
    permission: 'window.read',
    input: z.object({ key: KeyText }),
    async run(scope, { key }, db) {
      const [window] = await windowStore.find([key], false, db)
      return window && scope.some(({ programme }) => programme === everything || programme === window.programme)
        ? window
        : null
    },
  }),

  list: read({
    summary: 'The funding windows of the programmes a person has a part in, with packages, prices and reasons.',
    permission: 'window.read',
    input: z.object({}),
    async run(scope, _, db) {
      const { rows } = await db.query<{ key: string }>(
        `select home || '-' || id as key from funding_window where $1 or programme = any($2) order by opens_on, code`,
        [scope.some(({ programme }) => programme === everything), scope.map(({ programme }) => programme)],
      )
      return windowStore.find(
        rows.map(({ key }) => key),
        false,
        db,
      )
    },
  }),
}
