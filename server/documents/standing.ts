/**
 * Whether anything can have changed for a reader, told in one statement: how far the streams of their
 * provinces go, how many documents lie in reach, and which versions what stands behind them has.
 *
 * A phone that asks for news is mostly told that there is none. It must not cost a walk through
 * everything its reader may see.
 */
import { createHash } from 'node:crypto'
import { type Actor, scopeOf } from '#door/actor.ts'
import { homeOf, idOf } from '#door/key.ts'
import type { Queryable } from '#server/database/connection.ts'
import type { Place } from './cursor.ts'
import { reachedBy } from './kinds.ts'

export interface Standing {
  /** Changes when a document in reach may have changed, come or gone. */
  readonly documents: string
  /** Changes when what stands behind the documents has changed: programmes, windows, places, shops, people, sounds. */
  readonly behind: string
}

export async function standingFor(reader: Actor, places: readonly Place[], db: Queryable): Promise<Standing> {
  const provinces = provincesOf(reader)
  const homes = new Set(provinces.length > 0 ? [...provinces, ...places.map(({ stream }) => stream.slice(0, 2))] : [])
  const households = [...new Set(reader.grants.flatMap(({ household }) => (household ? [household] : [])))]
  const programmes = [...new Set(reader.grants.map(({ programme }) => programme))]
  const values: unknown[] = [[...homes], homes.has(''), households, programmes, homeOf(reader.id), idOf(reader.id)]
  // A household's document is touched from many records, but always in its own home: of what is few, the versions tell.
  const counts = reachedBy(reader, values).map(({ table, within }) =>
    table === 'household'
      ? `(select count(*) from household r where ${within})`
      : `(select jsonb_build_array(count(*), sum(version)) from "${table}" r where ${within})`,
  )
  const { rows } = await db.query<{ documents: unknown; behind: unknown }>(
    `select
       jsonb_build_array(
         (select jsonb_agg(home || '/' || stream || ':' || last_seq order by home, stream) from stream
           where stream >= 'field/' and stream < 'field0' and ($2 or home = any($1))),
         (select jsonb_agg(t.stream || ':' || t.seq order by t.key) from touch t
           where t.kind = 'household' and (t.home, t.key) in (select left(key, 2), key from unnest($3::text[]) key))
         ${counts.map((count) => `, ${count}`).join('')}) as documents,
       jsonb_build_array(
         (select sum(version) from programme),
         (select jsonb_build_array(count(*), sum(version)) from funding_window),
         (select jsonb_build_array(count(*), sum(version)) from gazetteer),
         (select jsonb_build_array(count(*), sum(version)) from sound where programme = any($4)),
         (select jsonb_build_array(count(*), sum(version)) from item where programme = any($4)),
         (select jsonb_build_array(count(*), sum(version)) from shop where programme = any($4)),
         (select jsonb_build_array(count(*), sum(w.version), sum(p.version)) from worker w
           left join person p on p.home = w.home and p.id = w.id where w.programme = any($4)),
         (select version from person where home = $5 and id = $6)) as behind`,
    values,
  )
  return { documents: digestOf(rows[0]!.documents), behind: digestOf(rows[0]!.behind) }
}

/** Where somebody reads households by their places. Who reads one household or a shop's vouchers is told by those. */
function provincesOf(reader: Actor): string[] {
  return scopeOf(reader, 'household.read').flatMap(({ household, shop, places }) =>
    household || shop ? [] : places.map((place) => place.slice(0, provinceDigits)),
  )
}

const provinceDigits = 2

/** Short, and different for what is different: nobody gains by making two alike. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 11)
}
