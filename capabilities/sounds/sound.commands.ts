import * as z from 'zod/mini'
import { SlotName, type Sound, Speech, soundBytesMax, soundMillisecondsMax } from '#capabilities/sounds/sound.ts'
import { commandsAbout, next } from '#door/command.ts'
import { refuse } from '#door/refusal.ts'
import { Code, Note, Photo } from '#door/values.ts'

const command = commandsAbout<Sound>()

export const soundCommands = {
  /** "I have read this sentence out, and this is how it sounds." The newest of a slot counts. */
  record: command({
    input: z.object({
      programme: Code,
      slot: SlotName,
      language: Speech,
      said: Note(2000),
      digest: Photo,
      bytes: z.int().check(z.minimum(1), z.maximum(soundBytesMax)),
      milliseconds: z.int().check(z.minimum(1), z.maximum(soundMillisecondsMax)),
    }),
    permission: 'sound.record',
    clock: 'received',
    begins: true,
    office: true,
    decide(_, input, { actor, about, at }) {
      return {
        record: { key: about, version: 1, place: '', ...input, state: 'kept', recordedBy: actor.id, recordedAt: at },
      }
    },
  }),

  /** Silent from now on: nothing older is played in its place. */
  withdraw: command({
    input: z.object({}),
    permission: 'sound.record',
    clock: 'received',
    office: true,
    decide(sound) {
      if (sound.state === 'withdrawn') return refuse('record.changed')
      return { record: next(sound, { state: 'withdrawn' }) }
    },
  }),
}
