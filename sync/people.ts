/**
 * Who works on this phone: in a small database of the phone's own, beside the one of each person. Opening
 * the app needs nothing else, and above all no network.
 */
import { openDB } from 'idb'
import type { PersonName } from '#door/document.ts'
import type { Key } from '#door/key.ts'
import { type DataKey, dataKeyIn, type Lock, waitAfterWrong, wrongMax } from './pin.ts'

export interface PhonePerson extends PersonName {
  readonly key: Key
  readonly usedAt: number
  readonly lock: Lock
}

export interface People {
  /** Whoever was here last comes first. */
  all(): Promise<PhonePerson[]>
  find(key: Key): Promise<PhonePerson | undefined>
  keep(person: PhonePerson): Promise<void>
  /** Reads and writes in one: two windows never count past each other. */
  change(key: Key, to: (person: PhonePerson) => PhonePerson): Promise<PhonePerson | undefined>
  forget(key: Key): Promise<void>
}

const drawer = 'people'

/** Rejects where the browser forbids storage. */
export async function openPeople(name = 'chamka phone'): Promise<People> {
  const database = await openDB(name, 1, { upgrade: (database) => void database.createObjectStore(drawer) })
  return {
    all: async () => latestFirst(await database.getAll(drawer)),
    find: (key) => database.get(drawer, key),
    async keep(person) {
      const transaction = database.transaction(drawer, 'readwrite', { durability: 'strict' })
      await Promise.all([transaction.store.put(person, person.key), transaction.done])
    },
    async change(key, to) {
      const transaction = database.transaction(drawer, 'readwrite', { durability: 'strict' })
      const person = (await transaction.store.get(key)) as PhonePerson | undefined
      const changed = person && to(person)
      if (changed) await transaction.store.put(changed, key)
      await transaction.done
      return changed
    },
    forget: (key) => database.delete(drawer, key),
  }
}

/** For tests, and for a browser that keeps nothing. */
export function peopleInMemory(): People {
  const people = new Map<Key, PhonePerson>()
  return {
    all: async () => latestFirst([...people.values()]),
    find: async (key) => people.get(key),
    keep: async (person) => void people.set(person.key, person),
    async change(key, to) {
      const person = people.get(key)
      if (person) people.set(key, to(person))
      return people.get(key)
    },
    forget: async (key) => void people.delete(key),
  }
}

function latestFirst(people: PhonePerson[]): PhonePerson[] {
  return people.sort((one, other) => other.usedAt - one.usedAt)
}

export type Tried =
  | { readonly dataKey: DataKey }
  /** So many more before a wait, or before only a sign-in opens. */
  | { readonly wrong: true; readonly left: number }
  | { readonly waits: number }
  /** Only signing in anew opens it. */
  | { readonly isShut: true }

export interface Clocks {
  /** The clock on the wall, which anybody can set. */
  readonly wall: () => number
  /** How long the app has been running, which nobody can. */
  readonly running: () => number
}

const browserClocks: Clocks = { wall: Date.now, running: () => performance.now() }

/**
 * Tries PINs, and holds whoever guesses: a wait after five wrong ones, an end after ten. Both are kept
 * before anything is tried. Setting the clock forward between two starts of the app shortens a wait and
 * never gives an eleventh try.
 */
export function pinGate(people: People, { wall, running }: Clocks = browserClocks) {
  const until = new Map<Key, number>()

  return {
    standing,

    async tryPin(key: Key, pin: string): Promise<Tried> {
      const now = await standing(key)
      if ('isShut' in now || now.waits > 0) return now
      const person = await people.change(key, counted)
      if (!person) return { isShut: true }
      const dataKey = await dataKeyIn(person.lock, pin)
      if (!dataKey) {
        const { wrong, wait } = person.lock
        if (wrong >= wrongMax) return { isShut: true }
        if (wait) {
          until.set(key, running() + wait.milliseconds)
          return { waits: wait.milliseconds }
        }
        return { wrong: true, left: 5 - wrong }
      }
      await people.change(key, (one) => ({ ...one, usedAt: wall(), lock: { ...one.lock, wrong: 0, wait: null } }))
      until.delete(key)
      return { dataKey }
    },
  }

  function counted(person: PhonePerson): PhonePerson {
    const wrong = person.lock.wrong + 1
    const milliseconds = waitAfterWrong(wrong)
    const wait = milliseconds > 0 ? { from: wall(), milliseconds } : null
    return { ...person, lock: { ...person.lock, wrong, wait } }
  }

  /** How long this person's PIN cannot be tried. */
  async function standing(key: Key): Promise<{ readonly waits: number } | { readonly isShut: true }> {
    let lock = (await people.find(key))?.lock
    if (!lock || lock.wrong >= wrongMax) return { isShut: true }
    if (lock.wait && wall() < lock.wait.from) {
      // The clock was set back: the wait begins anew, rather than lasting until that day comes again.
      const begun = { from: wall(), milliseconds: lock.wait.milliseconds }
      lock = (await people.change(key, (one) => ({ ...one, lock: { ...one.lock, wait: begun } })))?.lock ?? lock
    }
    const byWall = lock.wait ? lock.wait.from + lock.wait.milliseconds - wall() : 0
    const byRunning = (until.get(key) ?? 0) - running()
    return { waits: Math.max(0, byWall, byRunning) }
  }
}
