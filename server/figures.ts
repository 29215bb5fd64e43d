/** The table that is published: counted once, because a closed programme does not change any more. */
import { figuresTable } from '#capabilities/indicators/indicator.store.ts'
import type { Pool } from '#server/database/connection.ts'

/** Whose table stands on the public pages. */
const published = 'rush-it'

export function figuresOver(pool: Pool) {
  let counted: ReturnType<typeof figuresTable> | undefined

  return async function figures() {
    counted ??= figuresTable(published, pool)
    const table = await counted.catch((error) => {
      counted = undefined
      throw error
    })
    if (table === null) counted = undefined
    return table
  }
}
