import * as z from 'zod/mini'
import { reviewKey, type WordReview } from '#capabilities/words/word.ts'
import { scopeOf } from '#door/actor.ts'
import { commandsAbout } from '#door/command.ts'
import { refuse } from '#door/refusal.ts'
import { Note } from '#door/values.ts'

const command = commandsAbout<WordReview>()

export const wordCommands = {
  /** "I have read this Khmer sentence, and it is right." */
  approve: command({
    input: z.object({
      message: z.string().check(z.regex(/^[a-z0-9]+(_[a-z0-9]+)*$/), z.maxLength(100)),
      khmer: Note(2000),
    }),
    permission: 'word.review',
    clock: 'received',
    begins: true,
    office: true,
    decide(_, { message, khmer }, { actor, about, at }) {
      // What is kept must be what was read: the record is named by it, and by the programme it is read for.
      const reach = scopeOf(actor, 'word.review').find(
        ({ programme }) => about === reviewKey(programme, message, khmer),
      )
      if (!reach) return refuse('record.changed')
      const { programme } = reach
      return {
        record: { key: about, version: 1, programme, place: '', message, khmer, reviewedBy: actor.id, reviewedAt: at },
      }
    },
  }),
}
