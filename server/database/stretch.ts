/**
 * A scope as stretches of an index on (programme, place, home, id).
 *
 * A list goes along such an index from where the last page ended, and stops when it has enough: what a
 * page costs does not grow with the table. A scope of several places is several stretches, merged in
 * their order by the database; a condition with `or` in it would make it sort everything instead.
 */
import { everything, type Scope } from '#door/actor.ts'
import { homeOf, idOf, type Key } from '#door/key.ts'
import type { Queryable } from './connection.ts'

export interface Stretch {
  readonly programme: string
  /** Where its place codes begin: `''` is the whole country. */
  readonly place: string
}

export interface Position {
  readonly place: string
  readonly key: Key
}

/** What a scope reaches by place, narrowed to a programme and a place, no part of it twice. */
export async function stretchesOf(
  scope: Scope,
  wanted: { programme?: string | undefined; place?: string | undefined },
  db: Queryable,
): Promise<Stretch[]> {
  const byPlace = scope.filter(({ household, shop }) => !household && !shop)
  const named = byPlace.some(({ programme }) => programme === everything) ? await programmes(db) : []
  const stretches = byPlace
    .flatMap(({ programme, places }) =>
      (programme === everything ? named : [programme]).flatMap((one) =>
        places.map((place) => ({ programme: one, place })),
      ),
    )
    .filter(({ programme }) => wanted.programme === undefined || programme === wanted.programme)
    .flatMap(({ programme, place }) => {
      const asked = wanted.place ?? ''
      if (!place.startsWith(asked) && !asked.startsWith(place)) return []
      return [{ programme, place: place.length > asked.length ? place : asked }]
    })
  return stretches.filter(
    (one, at) =>
      !stretches.some(
        (other, otherAt) =>
          other.programme === one.programme &&
          one.place.startsWith(other.place) &&
          (other.place !== one.place || otherAt < at),
      ),
  )
}

/**
 * A select along the stretches, each in its order, so that an order around them merges instead of sorting;
 * `also` are conditions that an index may serve.
 */
export function along(
  table: string,
  columns: string,
  stretches: readonly Stretch[],
  {
    after,
    also = [],
    bind,
  }: { after?: Position | undefined; also?: readonly string[]; bind: (value: unknown) => string },
): string {
  return stretches
    .filter(({ place }) => after === undefined || `${place}:` > after.place)
    .map(({ programme, place }) => {
      const conditions = [`programme = ${bind(programme)}`, ...also, `place < ${bind(`${place}:`)}`]
      if (after === undefined || after.place < place) return { conditions: [...conditions, `place >= ${bind(place)}`] }
      const position = `(${bind(after.place)}, ${bind(homeOf(after.key))}, ${bind(idOf(after.key))}::uuid)`
      return { conditions: [...conditions, `place >= ${bind(after.place)}`, `(place, home, id) > ${position}`] }
    })
    .map(
      ({ conditions }) =>
        `(select ${columns} from ${table} where ${conditions.join(' and ')} order by place, home, id)`,
    )
    .join(' union all ')
}

async function programmes(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ programme: string }>('select programme from programme order by programme')
  return rows.map(({ programme }) => programme)
}
