/**
 * Households written before there was a search, made findable: their search text is derived as they are
 * written, so they are written once more as they are, some at a time. What was begun goes on at the next start.
 */

import { householdStore } from '#capabilities/households/household.store.ts'
import type { Household } from '#capabilities/households/household.ts'
import { type Key, keyOf } from '#door/key.ts'
import { inTransaction, type Pool } from '#server/database/connection.ts'

const atOnce = 500

export async function fillSearch(pool: Pool): Promise<number> {
  let filled = 0
  for (;;) {
    const some = await inTransaction(pool, async (tx) => {
      const { rows } = await tx.query<{ home: string; id: string }>(
        `select home, id from household where search = '' order by home, id limit ${atOnce} for update skip locked`,
      )
      const keys = rows.map(({ home, id }): Key => keyOf(home, id))
      const households: Household[] = await householdStore.find(keys, false, tx)
      if (households.length > 0) await householdStore.put(households, tx)
      return households.length
    })
    filled += some
    if (some === 0) return filled
  }
}
