/**
 * Reactions that failed for good, where people see them.
 *
 * The work table is machinery and no record: nobody decides about it, and a phone never holds it. So
 * trying again is not a command but an operator's repair, and stands in the office stream like one.
 */
import * as z from 'zod/mini'
import { type Home, type Key, keyOf } from '#door/key.ts'
import type { Instant } from '#door/values.ts'
import { inTransaction, type Pool } from '#server/database/connection.ts'
import { pageMax, read, withinSql } from '#server/database/read.ts'
import { writeNote } from '#server/journal.ts'
import { idFrom } from '#server/reactions.ts'

export interface DeadLetter {
  readonly home: Home
  readonly stream: string
  readonly seq: number
  readonly reaction: string
  readonly attempts: number
  readonly error: string
  readonly since: Instant
  readonly programme: string
  /** The command whose line it should have followed from. */
  readonly name: string
  readonly about: Key
}

const deadLetters = `
  select r.home, r.stream, r.seq, r.reaction, r.attempts, r.error, r.after as since, j.programme, j.name, j.about,
         case when r.stream like 'field/%' then split_part(r.stream, '/', 3) else '' end as place
  from reaction_state r join journal j using (home, stream, seq)
  where r.state = 'dead'`

export const systemReads = {
  deadLetters: read({
    summary: 'What should have followed from a change and failed too often, with the error, oldest first.',
    permission: 'journal.read',
    input: z.object({}),
    async run(scope, _, db) {
      const { text, values } = withinSql(scope, 1)
      const { rows } = await db.query<DeadLetter>(
        `select home, stream, seq, reaction, attempts, error, since, programme, name, about
         from (${deadLetters}) as letter where ${text} order by since, home, stream, seq limit ${pageMax}`,
        values,
      )
      return rows
    },
  }),
}

/** Every one of them, for the operator, who has the whole machine. */
export async function allDeadLetters(pool: Pool): Promise<DeadLetter[]> {
  const { rows } = await pool.query<DeadLetter>(
    `select home, stream, seq, reaction, attempts, error, since, programme, name, about
     from (${deadLetters}) as letter order by since, home, stream, seq`,
  )
  return rows
}

export type LetterName = Pick<DeadLetter, 'home' | 'stream' | 'seq' | 'reaction'>

/** Makes it due again, with all its attempts. Nothing happens to one that is not dead. */
export function retryReaction(letter: LetterName, by: Key, at: Date, pool: Pool): Promise<boolean> {
  const { home, stream, seq, reaction } = letter
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ programme: string; envelope: string }>(
      `update reaction_state r set state = 'due', attempts = 0, after = $5
       from journal j where r.home = $1 and r.stream = $2 and r.seq = $3 and r.reaction = $4 and r.state = 'dead'
         and j.home = r.home and j.stream = r.stream and j.seq = r.seq
       returning j.programme, j.envelope`,
      [home, stream, seq, reaction, at.toISOString()],
    )
    const [line] = rows
    if (!line) return false
    const said = { id: idFrom(`retry\n${home}\n${stream}\n${seq}\n${reaction}\n${at.getTime()}`), at: at.toISOString() }
    const about = keyOf(home, line.envelope)
    const input = { home, stream, seq, reaction }
    await writeNote({ ...said, programme: line.programme, name: 'reaction.retry', about, author: by, input }, tx)
    return true
  })
}
