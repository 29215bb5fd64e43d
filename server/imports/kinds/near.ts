/** Households that rows of a list may be about, looked up by what they share with them. */
import { householdStore } from '#capabilities/households/household.store.ts'
import type { Household } from '#capabilities/households/household.ts'
import type { MatchingRules } from '#capabilities/households/likeness.rules.ts'
import { type Evidence, matchKeysOf } from '#capabilities/households/likeness.ts'
import type { Queryable } from '#server/database/connection.ts'

/** Of those who share one key, so many are compared: a number that more than these bear is nobody's. */
const most = 100
const rowsAtOnce = 500

/** For each row the active households of the programme that share a key with it; all are asked for together. */
export async function householdsNear(
  rows: readonly Evidence[],
  programme: string,
  rules: MatchingRules,
  db: Queryable,
): Promise<Household[][]> {
  const near: Household[][] = []
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const keys = rows.slice(from, from + rowsAtOnce).map((row) => matchKeysOf(row, rules))
    const asked = keys.filter((some) => some.length > 0).map((any) => ({ matchKeys: { any, most } }))
    const found = asked.length === 0 ? [] : await householdStore.search(null, asked, db)
    const holders = new Map<string, Household[]>()
    for (const household of found) {
      if (household.state !== 'active' || household.programme !== programme) continue
      for (const key of household.matchKeys) {
        const held = holders.get(key)
        if (held) held.push(household)
        else holders.set(key, [household])
      }
    }
    for (const theirs of keys) near.push([...new Set(theirs.flatMap((key) => holders.get(key) ?? []))])
  }
  return near
}
