import * as z from 'zod/mini'
import type { Programme } from '#capabilities/programmes/programme.ts'
import { everything } from '#door/actor.ts'
import { read } from '#server/database/read.ts'
import { recordStore } from '#server/database/records.ts'

export const programmeStore = recordStore<Programme>({
  table: 'programme',
  fields: ['programme', 'place', 'state', 'asOf', 'demonstration', 'openedOn', 'definition'],
})

export const programmeReads = {
  list: read({
    summary: 'The programmes a person has a part in, with their state and the version of the consent they ask for.',
    permission: 'programme.read',
    input: z.object({}),
    async run(scope, _, db) {
      const { rows } = await db.query<
        Pick<Programme, 'programme' | 'state' | 'asOf' | 'demonstration' | 'openedOn'> & {
          key: string
          names: unknown
          consent: string
        }
      >(
        `select home || '-' || id as key, programme, state, as_of as "asOf", demonstration, opened_on as "openedOn", definition -> 'names' as names,
                coalesce(definition ->> 'consent', '1') as consent
         from programme where $1 or programme = any($2) order by programme`,
        [scope.some(({ programme }) => programme === everything), scope.map(({ programme }) => programme)],
      )
      return rows
    },
  }),
}
