/**
 * What screens stand on: records to look at and commands to ask, wherever they come from.
 *
 * On a phone the engine is the replica with its outbox; in the console it is the office, over HTTP.
 * A screen cannot tell which, and computes no rule: `foresee` is the same pure question that the door
 * will ask.
 */
import { createContext, useContext } from 'react'
import type { CommandName, InputOf } from '#capabilities/commands.ts'
import type { SoundLanguage } from '#capabilities/sounds/numerals.ts'
import type { Slot } from '#capabilities/sounds/slots.ts'
import type { Answer } from '#door/answer.ts'
import type { Key } from '#door/key.ts'
import type { Refusal } from '#door/refusal.ts'

/** What became of an envelope: the door's answer, or where it stopped on the way there. */
export type AskResult =
  | Answer
  /** Kept on this device, to be sent when there is a signal. */
  | { readonly outcome: 'queued' }
  /** The device has no room left, and nothing was kept. */
  | { readonly outcome: 'no-room' }
  /** The office could not be reached and nothing was kept. */
  | { readonly outcome: 'unreachable' }
  /** Not decided, with the office's own sentence: not signed in, too often, a fault with its reference. */
  | { readonly outcome: 'problem'; readonly detail: string; readonly reference?: string }

export interface Asking<Input> {
  /** Why it would be turned down; `unknown` where only the office can say; undefined where nothing speaks against it. */
  foresee(input: Input): Refusal | 'unknown' | undefined
  ask(input: Input): Promise<AskResult>
  /** How many envelopes about this record wait to be sent. */
  readonly pending: number
}

export interface Engine {
  /** The record as it looks from here; undefined where there is none, `not-yet` where it has not arrived. */
  useRecord<T>(noun: string, key: Key): T | undefined | 'not-yet'
  useAsk<Name extends CommandName>(command: Name, about: Key): Asking<InputOf<Name>>
  /** Recordings of sentences; where there are none, nothing can be listened to. */
  readonly sounds?: Sounds
}

export interface Sounds {
  /** The files of some slots, if each was recorded and is here. */
  find(slots: readonly Slot[], language: SoundLanguage): readonly string[] | undefined
  open(digest: string): Promise<Blob | undefined>
  subscribe(listener: () => void): () => void
}

const EngineContext = createContext<Engine | undefined>(undefined)

export const EngineProvider = EngineContext.Provider

export function useRecord<T>(noun: string, key: Key): T | undefined | 'not-yet' {
  return useEngine().useRecord<T>(noun, key)
}

export function useAsk<Name extends CommandName>(command: Name, about: Key): Asking<InputOf<Name>> {
  return useEngine().useAsk(command, about)
}

export function useSounds(): Sounds | undefined {
  return useContext(EngineContext)?.sounds
}

function useEngine(): Engine {
  const engine = useContext(EngineContext)
  if (!engine) throw new Error('a screen stands outside its engine')
  return engine
}
