/** Who came in and who was let in, as lines of the office stream: not a change of any record, but not to be forgotten. */
import { randomBytes } from 'node:crypto'
import { type Key, uuidv7 } from '#door/key.ts'
import { inTransaction, type Pool } from '#server/database/connection.ts'
import { writeNote } from '#server/journal.ts'

export type SignInNote = 'sign-in.enter' | 'sign-in.confirm' | 'sign-in.renew'

export type KeepNote = (name: SignInNote, about: Key, author: Key) => Promise<void>

export function notesOver(pool: Pool, now: () => Date): KeepNote {
  return (name, about, author) =>
    inTransaction(pool, (tx) =>
      writeNote(
        {
          id: uuidv7(Date.now(), randomBytes(10)),
          programme: 'system',
          name,
          about,
          author,
          input: {},
          at: now().toISOString(),
        },
        tx,
      ),
    )
}
