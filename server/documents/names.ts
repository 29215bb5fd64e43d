/** Who acted: the names of the people whom records mention, so that a history can be told on a phone. */
import type { PersonName } from '#door/document.ts'
import { homeOf, idOf, isKey, type Key, keyOf } from '#door/key.ts'
import type { Queryable } from '#server/database/connection.ts'

export type Names = ReadonlyMap<Key, PersonName>

export async function namesOf(keys: ReadonlySet<Key>, db: Queryable): Promise<Names> {
  if (keys.size === 0) return new Map()
  const wanted = [...keys]
  const { rows } = await db.query<{ home: string; id: string; nameKm: string | null; nameLatin: string | null }>(
    `select home, id, name_km as "nameKm", name_latin as "nameLatin" from person
     where (home, id) in (select * from unnest($1::text[], $2::uuid[]))`,
    [wanted.map(homeOf), wanted.map(idOf)],
  )
  return new Map(rows.map(({ home, id, ...name }) => [keyOf(home, id), name]))
}

/** The people mentioned anywhere in some records: fields named `by`, `…By`, `trainer`. */
export function mentionedIn(value: unknown, found: Set<Key> = new Set()): Set<Key> {
  if (Array.isArray(value)) for (const item of value) mentionedIn(item, found)
  else if (typeof value === 'object' && value !== null) {
    for (const [field, held] of Object.entries(value)) {
      if (!isKey(held)) mentionedIn(held, found)
      else if (/^(by|trainer)$|By$/.test(field)) found.add(held)
    }
  }
  return found
}

/** Of all names that were looked up, those that one document mentions. */
export function namesIn(records: unknown, names: Names): Record<Key, PersonName> {
  return Object.fromEntries(
    [...mentionedIn(records)].flatMap((key) => {
      const name = names.get(key)
      return name ? [[key, name]] : []
    }),
  )
}
