/**
 * The device's half of the door, put together: what a screen asks of it, and when it talks to the office.
 *
 * Network or no network, the path is the same: put an envelope in the outbox, look again.
 */
import type { CommandName, InputOf } from '#capabilities/commands.ts'
import type { SoundLanguage } from '#capabilities/sounds/numerals.ts'
import type { SoundList } from '#capabilities/sounds/sound.ts'
import type { Subject } from '#door/command.ts'
import type { FirstCost, PersonName } from '#door/document.ts'
import type { Envelope } from '#door/envelope.ts'
import { homeOf, type Key, keyOf } from '#door/key.ts'
import type { PhoneNote } from '#door/phone-note.ts'
import type { Instant } from '#door/values.ts'
import { openClock } from './clock.ts'
import { phoneCommandNamed } from './commands.ts'
import { longestWait, openCourier, waitAfter } from './courier.ts'
import { openDevice } from './device.ts'
import { openDrafts } from './drafts.ts'
import { openFeed } from './feed.ts'
import { type FirstSync, openFirstSync } from './first-sync.ts'
import type { Network } from './network.ts'
import { type Entry, handedOverIn, openOutbox, type Safe } from './outbox.ts'
import { type Foresight, nounOf, type Outlook, outlook } from './outlook.ts'
import { openPhotos } from './photos.ts'
import { openReplica } from './replica.ts'
import { openSounds } from './sounds.ts'
import { finishing, makingRoom, type Storage, StorageFull } from './storage.ts'
import { openStrips } from './strips.ts'
import { type Failure, isFailure, type Transport } from './transport.ts'

/** How things stand between this device and the office. */
export interface Standing {
  /** Everything in scope has arrived at least once. */
  readonly isComplete: boolean
  readonly isBusy: boolean
  /** The last attempt did not get through. */
  readonly failed: Failure['failed'] | 'no-room' | null
  readonly readAt: Instant | null
  /** What is being written in a form finds no room, and would be lost with the app. */
  readonly hasUnkept: boolean
  readonly unsent: number
  readonly trouble: number
  /** What the first reading brings, until it has; undefined where nobody is asked about it. */
  readonly firstSync: FirstSync | undefined
}

export type FieldEngine = Awaited<ReturnType<typeof openEngine>>

interface Parts {
  readonly storage: Storage
  readonly network: Network
  readonly transport: Transport
  readonly person: Key
  /** Where the phone has a PIN: what keeps its outbox from whoever finds it. */
  readonly vault?: Safe['vault']
  /** In which language the person listens. */
  readonly language?: () => SoundLanguage
  /** Whether a first reading of this size goes on by itself; without it every one does. */
  readonly isUnasked?: (cost: FirstCost) => boolean
  /** What this phone runs, and what its browser promised: for whoever looks after phones. */
  readonly about?: () => Pick<PhoneNote, 'version' | 'isPromised'>
  readonly ticks?: () => number
  readonly chance?: () => number
}

/** So often the office is asked what it says about what it laid aside, and about so many in one go. */
const wordsMilliseconds = 15 * 60_000
const wordsMax = 20
/** While somebody is looking, the office is asked for news this often. */
const newsMilliseconds = 30_000

export async function openEngine({
  storage: given,
  network,
  transport,
  person,
  vault,
  language = () => 'km',
  isUnasked,
  about = () => ({ version: null, isPromised: null }),
  ticks = Date.now,
  chance = Math.random,
}: Parts) {
  let isOpen = false
  const drawers = finishing(given)
  // Recordings can be had again: they are the first to go.
  const storage = makingRoom(drawers, () => sounds.drop())
  const sounds = await openSounds({
    storage: drawers,
    network,
    listed: () => replica.all('sound-list').map(({ record }) => record as SoundList),
    language,
    tell,
  })
  const clock = await openClock(storage, ticks)
  const device = await openDevice(storage, clock, person)
  const [replica, drafts] = await Promise.all([openReplica(storage), openDrafts(storage, clock.now, tell)])
  const firstSync = await openFirstSync({ storage, replica, transport, note, isUnasked })
  const boxKey = () => replica.bearer()?.boxKey
  const outbox = await openOutbox(storage, vault && { vault, boxKey })
  const photos = await openPhotos({ storage, network, isSettled, tell })
  await photos.tidy(drafts.kept())
  const deliver = openCourier({ outbox, transport, clock })
  const read = openFeed({ person, replica, outbox, transport, clock, note, onPage: tell })

  const listeners = new Set<() => void>()
  let standing: Standing = {
    isComplete: replica.isComplete(),
    isBusy: false,
    failed: null,
    readAt: null,
    hasUnkept: false,
    unsent: 0,
    trouble: 0,
    firstSync: firstSync.standing(),
  }
  let seen: { at: string; outlook: Outlook } | undefined
  let round: Promise<void> | undefined
  let again = false
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = newsMilliseconds
  let wordsAskedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<unknown> = Promise.resolve()
  let closing: Promise<void> | undefined

  const stopListening = network.onTurn(() => {
    // What went wrong so far says nothing about the road as it is now.
    failures = 0
    void sync()
  })

  const engine = {
    person,
    device,
    clock,
    now: clock.now,
    bearer: replica.bearer,
    nameOf: (key: Key): PersonName | undefined => replica.nameOf(key),
    newId: device.newId,
    newKey: device.newKey,
    photos,
    strips: openStrips(storage, vault),
    sounds,
    drafts,
    network,

    /** What was received, as it was received: for seals, and for the laws. */
    held: { find: replica.find, all: replica.all, knowsAll: replica.knowsAll, document: replica.document },

    standing: () => standing,
    outlook: current,
    find: <R extends Subject>(noun: string, key: Key): R | undefined => current().find(noun, key) as R | undefined,
    all: <R extends Subject>(noun: string): R[] => current().all(noun) as R[],
    unsent: (key: Key): number => current().unsent(key),
    outbox: (): Entry[] => outbox.all(),
    trouble: (): Entry[] => outbox.trouble(),
    unreadable: outbox.unreadable,
    isClockBehind: clock.isBehind,
    answerTo: outbox.answerTo,

    subscribe(listener: () => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    foresee<Name extends CommandName>(name: Name, about: Key, input: InputOf<Name>): Foresight {
      return current().tryOut({
        id: nobodysId,
        name,
        about,
        input: input as Record<string, unknown>,
        askedAt: clock.now(),
      })
    },

    /** Puts an envelope in the outbox; it is sent as soon as the network allows. Rejects with `StorageFull`. */
    async ask<Name extends CommandName>(name: Name, about: Key, input: InputOf<Name>): Promise<Envelope> {
      // One after the other: the next may rest on this one, and takes the next number.
      const kept = asking.then(() => keep({ name, about, input: plain(input) }))
      asking = kept.catch(() => {})
      const envelope = await kept
      tell()
      void sync()
      return envelope
    },

    /** Everything unsent as a file for another phone; undefined before the office was ever reached. */
    async handOver(): Promise<Blob | undefined> {
      const key = boxKey()
      if (!key) return undefined
      const handed = { ...(await outbox.handedOver(key)), photos: await photos.handedOver(key, person) }
      return new Blob([JSON.stringify(handed)], { type: 'application/json' })
    },

    /** Takes in such a file, and sends it in its authors' names. How many were new; undefined if it is none. */
    async bring(file: Blob): Promise<number | undefined> {
      const handed = handedOverIn(await file.text())
      if (!handed) return undefined
      const fresh = (await outbox.bring(handed)) + (await photos.bring(handed.photos ?? []))
      tell()
      void sync()
      return fresh
    },

    async acknowledge(id: string): Promise<void> {
      if (outbox.find(id)?.state === 'refused') await photos.letGo(id)
      await outbox.acknowledge(id)
      await settleDrafts()
      tell()
    },

    async tryAgain(id: string): Promise<void> {
      await outbox.again(id)
      tell()
      void sync()
    },

    sync: () => sync(),

    async beginFirstSync(): Promise<void> {
      await firstSync.begin()
      tell()
      void sync()
    },

    /** What is here stays; the rest comes when it is begun again. */
    async stopFirstSync(): Promise<void> {
      await firstSync.stop()
      network.hangUp()
      tell()
    },

    /** Ends what is under way, and keeps what stands in a form. From here on the drawers are somebody else's. */
    close(): Promise<void> {
      closing ??= close()
      return closing
    },
  }
  isOpen = true
  return engine

  async function close() {
    isOpen = false
    clearTimeout(timer)
    stopListening()
    listeners.clear()
    network.end()
    await Promise.all([asking, round?.catch(() => {})])
    await Promise.all([photos.idle(), sounds.idle()])
    try {
      await drafts.close()
    } finally {
      await drawers.close()
    }
  }

  /** The outlook as of now: worked out again only when something arrived or was asked. */
  function current(): Outlook {
    const at = `${replica.revision()} ${outbox.revision()}`
    if (seen?.at !== at) seen = { at, outlook: outlook(replica, outbox.all()) }
    return seen.outlook
  }

  async function keep(given: { name: string; about: Key; input: Record<string, unknown> }): Promise<Envelope> {
    const { envelope, numbered } = await device.seal({ ...given, after: dependsOn(given) })
    const named = photos.naming(envelope.id, given.input, { name: given.name, about: given.about })
    const form = await drafts.sending(given.name, envelope.id)
    try {
      await outbox.add(envelope, [numbered, ...named.changes, ...form.changes])
    } catch (error) {
      named.undo()
      await form.undo()
      throw error
    }
    return envelope
  }

  function tell() {
    if (!isOpen) return
    const entries = outbox.all()
    standing = {
      ...standing,
      isComplete: replica.isComplete(),
      hasUnkept: drafts.hasNoRoom(),
      unsent: entries.filter(({ state }) => state === 'waiting').length,
      trouble: outbox.trouble().length,
      firstSync: firstSync.standing(),
    }
    for (const listener of listeners) listener()
  }

  /** Deliver, then read. Asked for again while it runs, it goes round once more. */
  function sync(isPlanned = false): Promise<void> {
    if (!isOpen) return Promise.resolve()
    if (round) {
      again = true
      return round
    }
    clearTimeout(timer)
    round = goRound(isPlanned).finally(() => {
      round = undefined
      // Also after a fault of ours, which is told where faults are told.
      standing = { ...standing, isBusy: false }
      tell()
      plan()
    })
    return round
  }

  async function goRound(isPlanned: boolean) {
    standing = { ...standing, isBusy: true }
    tell()
    if (drafts.hasNoRoom()) await settleDrafts()
    do {
      again = false
      const result = await roundTrip()
      if (result === 'not-begun') {
        standing = { ...standing, failed: null }
        wait = newsMilliseconds
      } else if (result !== 'read') {
        // Whoever works all day without a signal asks often, and shall not wait the longer for it.
        if (isPlanned || failures === 0) failures += 1
        standing = { ...standing, failed: result.failed }
        wait = waitFor(result)
      } else {
        failures = 0
        standing = { ...standing, failed: null, readAt: clock.now() }
        wait = newsMilliseconds
        await settleDrafts()
        await hearWords()
        void photos.send()
        void sounds.fetch()
      }
      // The signal may have come back while the last attempt was still waiting for it.
    } while (again && (standing.failed === null || standing.failed === 'network'))
  }

  /** Both ways; a phone without room says so, and tries again as one without a network does. */
  async function roundTrip(): Promise<'read' | 'not-begun' | Failure | { readonly failed: 'no-room' }> {
    try {
      const delivered = await deliver()
      return isFailure(delivered) ? delivered : await readIfBegun()
    } catch (error) {
      if (!(error instanceof StorageFull)) throw error
      return { failed: 'no-room' }
    }
  }

  /** Somebody may have looked at what was laid aside; nobody waits for it, and few phones have any. */
  async function hearWords(): Promise<void> {
    const aside = outbox.all().filter(({ state, word }) => state === 'set-aside' && !word)
    if (aside.length === 0 || !transport.word || ticks() - wordsAskedAt < wordsMilliseconds) return
    wordsAskedAt = ticks()
    for (const { envelope } of aside.slice(0, wordsMax)) {
      const told = await transport.word(keyOf(envelope.home, envelope.id))
      if (!isFailure(told)) await outbox.hear(envelope.id, told.word)
      else if (told.failed !== 'rejected') return
    }
  }

  function note(): PhoneNote {
    const waiting = outbox.all().filter(({ state }) => state === 'waiting')
    const times = waiting.map(({ envelope }) => Date.parse(envelope.askedAt))
    return {
      device: device.key,
      unsent: waiting.length,
      unsentSince: waiting.length > 0 ? Math.floor(Math.min(...times) / 1000) : null,
      documents: replica.count(),
      ...about(),
    }
  }

  async function readIfBegun(): Promise<'read' | 'not-begun' | Failure> {
    const mayRead = await firstSync.mayRead()
    if (typeof mayRead === 'object') return mayRead
    if (!mayRead) return 'not-begun'
    tell()
    const result = await read()
    // Whoever stops it hangs up: that is no failure.
    return result !== 'read' && firstSync.isStopped() ? 'not-begun' : result
  }

  function isSettled(id: string): boolean {
    const entry = outbox.find(id)
    return !entry || ['accepted', 'received', 'disputed'].includes(entry.state)
  }

  function settleDrafts(): Promise<void> {
    return drafts.settle((id) => {
      const entry = outbox.find(id)
      return entry !== undefined && entry.state !== 'accepted'
    })
  }

  function waitFor(result: Failure | { readonly failed: 'no-room' }): number {
    if (result.failed === 'busy') return result.wait * 1_000
    // Somebody has to sign in; but what a server says that is just starting may not be its last word.
    return result.failed === 'signed-out' ? longestWait : waitAfter(failures, chance())
  }

  function plan() {
    if (!isOpen) return
    timer = setTimeout(() => void sync(true), wait)
    // In tests and on the server nobody should wait for a phone.
    if (typeof timer === 'object') (timer as { unref?(): void }).unref?.()
  }

  /**
   * Envelopes still waiting that this one rests on: those about the records it concerns, if without
   * them it would be refused.
   */
  function dependsOn(asking: { name: string; about: Key; input: Record<string, unknown> }): string[] {
    const open = outbox.all().filter(({ state }) => state === 'waiting' || state === 'held')
    if (open.length === 0) return []
    const concerned = new Set([asking.about, ...neededBy(asking)])
    const possible = open.filter(
      ({ envelope }) => concerned.has(envelope.about) && envelope.home === homeOf(asking.about),
    )
    if (possible.length === 0) return []
    const attempt = { ...asking, id: nobodysId, askedAt: clock.now() }
    const alone = outlook(replica, []).tryOut(attempt)
    if (alone.record && !alone.refusal) return []
    return possible.slice(-20).map(({ envelope }) => envelope.id)
  }

  function neededBy({ name, about, input }: { name: string; about: Key; input: Record<string, unknown> }): Key[] {
    const command = phoneCommandNamed(name)
    const actor = replica.bearer()?.actor
    const parsed = command?.input.safeParse(input)
    if (!command?.needs || !actor || !parsed?.success) return []
    const record = current().find(nounOf(name), about)
    if (!record && !command.begins) return []
    const needs = command.needs({ record, input: parsed.data, actor, about, at: clock.now() })
    return Object.values<{ need: string; key?: Key | null }>(needs).flatMap(({ need, key }) =>
      need === 'one' && key ? [key] : [],
    )
  }
}

/** A trial has no envelope yet. Parts of a record that it would name are named by this. */
const nobodysId = '00000000-0000-7000-8000-000000000000'

/** As it will travel: what JSON leaves out is left out of what is signed. */
function plain(input: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(input))
}
