/**
 * The phone as screens know it: records as they look from here, commands that are kept first and sent
 * when there is a signal.
 */
import { createContext, useContext, useMemo, useSyncExternalStore } from 'react'
import type { Subject } from '#door/command.ts'
import type { Envelope } from '#door/envelope.ts'
import type { Key } from '#door/key.ts'
import type { AskResult, Engine } from '#ui/engine.ts'
import type { FieldEngine, Standing } from './engine.ts'
import { StorageFull } from './storage.ts'

const PhoneContext = createContext<FieldEngine | undefined>(undefined)

export const PhoneProvider = PhoneContext.Provider

export function usePhone(): FieldEngine {
  const phone = useContext(PhoneContext)
  if (!phone) throw new Error('a screen of the field stands outside its phone')
  return phone
}

/** Drawn again whenever something arrived, was asked or was answered. */
export function useStanding(): Standing {
  const phone = usePhone()
  return useSyncExternalStore(phone.subscribe, phone.standing, phone.standing)
}

export function useRecords<R extends Subject>(noun: string): R[] {
  const phone = usePhone()
  const outlook = useSyncExternalStore(phone.subscribe, phone.outlook, phone.outlook)
  return useMemo(() => outlook.all(noun) as R[], [outlook, noun])
}

/** How many envelopes about a record have no answer yet. */
export function useUnsent(key: Key): number {
  const phone = usePhone()
  const count = () => phone.unsent(key)
  return useSyncExternalStore(phone.subscribe, count, count)
}

/** How long a person waits to hear the office's word, before the phone keeps it and says so. */
const patienceMilliseconds = 2_000

/** The engine that shared components stand on, over this phone. */
export function engineOf(phone: FieldEngine): Engine {
  return {
    sounds: { find: phone.sounds.find, open: phone.sounds.open, subscribe: phone.subscribe },

    useRecord<T>(noun: string, key: Key) {
      const find = () => phone.find(noun, key)
      const record = useSyncExternalStore(phone.subscribe, find, find)
      const standing = useSyncExternalStore(phone.subscribe, phone.standing, phone.standing)
      return (record ?? (standing.isComplete ? undefined : 'not-yet')) as T | undefined | 'not-yet'
    },

    useAsk(command, about) {
      const count = () => phone.unsent(about)
      const pending = useSyncExternalStore(phone.subscribe, count, count)
      return {
        pending,
        foresee(input) {
          const { refusal, disputed, record } = phone.foresee(command, about, input)
          return refusal ?? disputed ?? (record ? undefined : 'unknown')
        },
        async ask(input) {
          try {
            return await resultOf(phone, await phone.ask(command, about, input))
          } catch (error) {
            if (error instanceof StorageFull) return { outcome: 'no-room' }
            throw error
          }
        },
      }
    },
  }
}

/** The door's word if it comes at once, else that it is kept. */
async function resultOf(phone: FieldEngine, { id }: Envelope): Promise<AskResult> {
  if (phone.network.signal() !== 'off') await answered(phone, id)
  return phone.answerTo(id) ?? { outcome: 'queued' }
}

function answered(phone: FieldEngine, id: string): Promise<void> {
  return new Promise((resolve) => {
    const patience = setTimeout(done, patienceMilliseconds)
    const stop = phone.subscribe(() => {
      const entry = phone.outbox().find(({ envelope }) => envelope.id === id)
      if (entry?.state !== 'waiting' || phone.standing().failed !== null) done()
    })
    function done() {
      clearTimeout(patience)
      stop()
      resolve()
    }
  })
}
