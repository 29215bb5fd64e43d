/** Who reads, looked up for every question: a role taken away this morning is gone this morning. */
import type { Actor } from '#door/actor.ts'
import type { Key } from '#door/key.ts'
import { loadActors, programmesOver } from '#server/actors.ts'
import type { Pool } from '#server/database/connection.ts'

export type ReaderOf = (person: Key) => Promise<Actor | undefined>

/** The person with the grants they hold now, or nothing if they were shut out. */
export function readersOver(pool: Pool, now: () => Date): ReaderOf {
  const loadProgrammes = programmesOver()
  return async (person) => {
    const programmes = await loadProgrammes(pool)
    return (await loadActors([person], now().toISOString(), programmes, pool)).get(person)
  }
}
