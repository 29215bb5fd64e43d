import * as z from 'zod/mini'
import type { Place } from '#capabilities/places/place.ts'
import { everything, type Scope } from '#door/actor.ts'
import { Line, PlaceCode } from '#door/values.ts'
import type { Queryable } from '#server/database/connection.ts'
import { pageMax, read } from '#server/database/read.ts'
import { type Store, snake } from '#server/database/records.ts'

const columns = `code as key, '${everything}' as programme, code as place, version, kind, parent, name_km as "nameKm",
  name_latin as "nameLatin", valid_from as "validFrom", valid_to as "validTo", successors`

/** Places are found by their code, in no home, and change only with their gazetteer: nothing locks them. */
export const placeStore: Store<Place> = {
  async find(codes, _lock, tx) {
    const { rows } = await tx.query<Place>(`select ${columns} from place where code = any($1) order by code`, [codes])
    return rows
  },

  async search(_home, questions, tx) {
    const names = Object.keys(questions[0]!)
    const asked = names.map((name) => questions.map((question) => question[name]))
    const conditions = names.map((name, at) => `${snake(name)} = any($${at + 1})`)
    const { rows } = await tx.query<Place>(`select ${columns} from place where ${conditions.join(' and ')}`, asked)
    return rows
  },

  add: changedOnlyByGazetteer,
  put: changedOnlyByGazetteer,
  documents: () => [],
}

async function changedOnlyByGazetteer(): Promise<never> {
  throw new Error('a place changes only with the gazetteer of its province')
}

/** A place as it is shown and searched. */
export interface PlaceRow extends Omit<Place, 'key' | 'programme' | 'place' | 'version'> {
  readonly code: string
  readonly alternatives: readonly string[]
  readonly latitude: number | null
  readonly longitude: number | null
}

const shown = `code, kind, parent, name_km as "nameKm", name_latin as "nameLatin", alternatives, latitude, longitude,
  valid_from as "validFrom", valid_to as "validTo", successors`

export const placeReads = {
  under: read({
    summary: 'The places directly under a place, or the provinces; those that have ended only if asked for.',
    permission: 'place.read',
    input: z.object({ parent: z.nullable(PlaceCode), ended: z.optional(z.boolean()) }),
    async run(scope, { parent, ended }, db) {
      const within = inOrAbove(scope, 3)
      return placesWhere(
        db,
        `parent is not distinct from $1 and ($2::boolean or valid_to is null) and ${within.text} order by code`,
        [parent, ended ?? false, ...within.values],
      )
    },
  }),

  these: read({
    summary: 'The names of some places and of what they lie in, by code.',
    permission: 'place.read',
    input: z.object({ codes: z.array(PlaceCode).check(z.minLength(1), z.maxLength(400)) }),
    async run(scope, { codes }, db) {
      const within = inOrAbove(scope, 2)
      return placesWhere(db, `code = any($1) and ${within.text} order by code`, [codes, ...within.values])
    },
  }),

  named: read({
    summary: 'Places whose name in Khmer or Latin letters, or whose code, begins so; whole names first.',
    permission: 'place.read',
    input: z.object({
      text: Line(80),
      kind: z.optional(z.enum(['province', 'district', 'commune', 'village'])),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 20),
    }),
    async run(scope, { text, kind, limit }, db) {
      const within = inOrAbove(scope, 5)
      const length = kind && { province: 2, district: 4, commune: 6, village: 8 }[kind]
      return placesWhere(
        db,
        `valid_to is null and ($3::int is null or length(code) = $3)
         and (name_km ilike $1 or name_latin ilike $1 or code like $1 or exists (select from unnest(alternatives) a where a ilike $1))
         and ${within.text}
         order by (name_km = $2 or lower(name_latin) = lower($2) or code = $2) desc, length(code), code limit $4`,
        [`${text.replace(/[\\%_]/g, '\\$&')}%`, text, length ?? null, limit, ...within.values],
      )
    },
  }),
}

async function placesWhere(db: Queryable, condition: string, values: unknown[]): Promise<PlaceRow[]> {
  const { rows } = await db.query<PlaceRow>(`select ${shown} from place where ${condition}`, values)
  return rows
}

/** The gazetteer as far as somebody's places reach, with what those places lie in. It belongs to no programme. */
function inOrAbove(scope: Scope, first: number): { text: string; values: unknown[] } {
  const reached = [...new Set(scope.flatMap(({ places }) => places))]
  return {
    text: `exists (select from unnest($${first}::text[]) reached where starts_with(code, reached) or starts_with(reached, code))`,
    values: [reached],
  }
}
