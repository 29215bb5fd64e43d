/**
 * Where a household's proposals stand: how many that came before wait for the same answer. A figure and the
 * moment at which it was true, never whose they are; it is counted when the household's document is made.
 */
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import type { Queue } from '#capabilities/proposals/queue.ts'
import { homeOf, idOf, type Key } from '#door/key.ts'
import type { Queryable } from '#server/database/connection.ts'

/** Of the places in which one office answers at each level: a district, a province, the country. */
const placeDigits: Readonly<Record<number, number>> = { 1: 4, 2: 2, 3: 0 }

export async function queuesOf(proposals: readonly Proposal[], db: Queryable): Promise<Queue[]> {
  const waiting = proposals.filter(({ state }) => state === 'submitted' || state === 'verified')
  if (waiting.length === 0) return []
  const { rows } = await db.query<{ key: Key; ahead: number; at: Date }>(
    `select mine.home || '-' || mine.id as key, now() as at,
            (select count(*)::int from proposal other
             where other.programme = mine.programme and other.state = mine.state and other."window" = mine."window"
               and other.tier = mine.tier and starts_with(other.place, left(mine.place, digits))
               and (other.since, other.home, other.id) < (mine.since, mine.home, mine.id)) as ahead
     from unnest($1::text[], $2::uuid[], $3::int[]) as wanted(home, id, digits) join proposal mine using (home, id)`,
    [
      waiting.map(({ key }) => homeOf(key)),
      waiting.map(({ key }) => idOf(key)),
      waiting.map(({ tier }) => placeDigits[tier] ?? 0),
    ],
  )
  const counted = new Map(rows.map((row) => [row.key, row]))
  return waiting.flatMap(({ key, version, programme, place, household }) => {
    const row = counted.get(key)
    return row
      ? [{ key, version, programme, place, household, ahead: row.ahead, at: new Date(row.at).toISOString() }]
      : []
  })
}
