/** What people do about what was laid aside: each stands in the office stream, and takes nothing away. */
import { randomBytes } from 'node:crypto'
import { type Actor, scopeOf } from '#door/actor.ts'
import { homeOf, idOf, type Key, uuidv7 } from '#door/key.ts'
import { inTransaction, type Pool, type Queryable } from '#server/database/connection.ts'
import { writeNote } from '#server/journal.ts'
import { type LaidAside, laidAside } from './reads.ts'

/** Whoever comes second finds the word of the first. */
export function lookAt(key: Key, word: string, reader: Actor, at: Date, pool: Pool) {
  return inTransaction(pool, async (tx) => {
    const scope = scopeOf(reader, 'quarantine.look')
    const found = await laidAside(scope, key, tx)
    if (!found) return 'not-found'
    if (!found.entry.mayLook) return 'not-allowed'
    const { rowCount } = await tx.query(
      `update quarantine set looked_at = $3, looked_by = $4, word = $5 where home = $1 and id = $2 and looked_at is null`,
      [homeOf(key), idOf(key), at.toISOString(), reader.id, word],
    )
    if (rowCount === 1) await note('quarantine.look', found.entry, { word }, reader, at, tx)
    return (await laidAside(scope, key, tx))!.entry
  })
}

/** The whole of it, for a file: as it came, with what is known about it. */
export function exportOf(key: Key, reader: Actor, at: Date, pool: Pool) {
  return inTransaction(pool, async (tx) => {
    const found = await laidAside(scopeOf(reader, 'quarantine.read'), key, tx)
    if (!found) return 'not-found'
    if (!found.entry.mayExport) return 'not-allowed'
    const { input: _, mayExport, mayLook, ...known } = found.entry
    await note('quarantine.export', found.entry, {}, reader, at, tx)
    return { ...known, body: found.body, exportedAt: at.toISOString(), exportedBy: reader.id }
  })
}

function note(name: string, entry: LaidAside, input: object, reader: Actor, at: Date, tx: Queryable): Promise<void> {
  return writeNote(
    {
      id: uuidv7(at.getTime(), randomBytes(10)),
      programme: entry.programme ?? 'system',
      name,
      about: entry.key,
      author: reader.id,
      input: { ...input },
      at: at.toISOString(),
    },
    tx,
  )
}
