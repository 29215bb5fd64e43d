import * as z from 'zod/mini'
import type { Sound } from '#capabilities/sounds/sound.ts'
import { everything, type Scope } from '#door/actor.ts'
import type { Key } from '#door/key.ts'
import type { Bilingual } from '#door/values.ts'
import { Code } from '#door/values.ts'
import type { Queryable } from '#server/database/connection.ts'
import { read } from '#server/database/read.ts'
import { recordStore } from '#server/database/records.ts'

export const soundStore = recordStore<Sound>({
  table: 'sound',
  fields: [
    'programme',
    'place',
    'slot',
    'language',
    'said',
    'digest',
    'bytes',
    'milliseconds',
    'state',
    'recordedBy',
    'recordedAt',
  ],
})

/** The newest recording of each slot: only that one counts. */
export type KeptSound = Pick<
  Sound,
  'programme' | 'slot' | 'language' | 'said' | 'digest' | 'milliseconds' | 'state'
> & {
  readonly key: Key
}

/** What can be handed over, by the name it goes by now. */
export interface NamedItem {
  readonly programme: string
  readonly code: string
  readonly names: Bilingual
}

export const soundReads = {
  newest: read({
    summary: 'The newest recording of each sentence of a programme, also where it was withdrawn.',
    permission: 'sound.record',
    input: z.object({ programme: Code }),
    run: async (scope, { programme }, db) => newestSounds(programmesIn(scope, programme), db),
  }),

  items: read({
    summary: 'Items of windows and of the catalogue whose names can be recorded.',
    permission: 'sound.record',
    input: z.object({ programme: Code }),
    run: async (scope, { programme }, db) => itemsToName(programmesIn(scope, programme), db),
  }),
}

/** Sentences belong to the whole programme, whichever of its places somebody works in. */
function programmesIn(scope: Scope, wanted: string): string[] {
  return scope.some(({ programme }) => programme === wanted || programme === everything) ? [wanted] : []
}

export async function newestSounds(programmes: readonly string[], db: Queryable): Promise<KeptSound[]> {
  if (programmes.length === 0) return []
  const { rows } = await db.query<KeptSound>(
    `select distinct on (programme, language, slot)
            home || '-' || id as key, programme, slot, language, said, digest, milliseconds, state
     from sound where programme = any($1)
     order by programme, language, slot, recorded_at desc, id desc`,
    [programmes],
  )
  return rows
}

/** The window that opened last names an item; what no window lists is named by the catalogue. */
export async function itemsToName(programmes: readonly string[], db: Queryable): Promise<NamedItem[]> {
  if (programmes.length === 0) return []
  const { rows } = await db.query<NamedItem>(
    `select distinct on (programme, code) programme, code, names from (
       select programme, item ->> 'code' as code, item -> 'names' as names, opens_on
       from funding_window, jsonb_array_elements(items) item where programme = any($1)
       union all
       select programme, code, names, null from item where programme = any($1) and state = 'in-use') named
     order by programme, code, opens_on desc nulls last`,
    [programmes],
  )
  return rows
}
