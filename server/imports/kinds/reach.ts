import type { Import } from '#capabilities/imports/import.ts'
import { type Scope, scopeOf, within } from '#door/actor.ts'
import { loadActors, programmesOver } from '#server/actors.ts'
import type { Pool } from '#server/database/connection.ts'

export interface ListReach {
  /** Whether a place, or a household at it, lies within the list's area and within reach of whoever brings it. */
  covers(place: string): boolean
}

/** Every row is asked in the name of whoever brought the list: what they may not see, it does not tell them. */
export async function reachOf(
  { by, programme, place: area, begunAt, preparedAt }: Import,
  permission: string,
  pool: Pool,
): Promise<ListReach> {
  const actors = await loadActors([by], begunAt ?? preparedAt, await programmesOver()(pool), pool)
  const actor = actors.get(by)
  const scope: Scope = actor ? scopeOf(actor, permission) : []
  return { covers: (place) => place.startsWith(area) && within(scope, { key: by, programme, place }) }
}
