/**
 * What a person sees while the network is away: the records as last received, with every envelope
 * still in the outbox tried out on top, in order.
 *
 * Nothing here is remembered. When fresh records arrive the outlook is simply worked out again, so a
 * change that no longer holds shows its refusal at once. It is the door's own question; where the
 * answer hangs on something this device does not hold, the foresight says so and stops no button.
 */
import type { Actor } from '#door/actor.ts'
import { type Command, conclude, isDisputed, question, type Subject } from '#door/command.ts'
import type { Envelope } from '#door/envelope.ts'
import { isAsked, type Need, type NeedAll, type Needs } from '#door/facts.ts'
import type { Key } from '#door/key.ts'
import { isRefusal, type Refusal, refuse } from '#door/refusal.ts'
import { phoneCommandNamed } from './commands.ts'
import type { Entry } from './outbox.ts'
import { answering, type Replica } from './replica.ts'

/** What an envelope would most likely be told. */
export interface Foresight {
  readonly refusal: Refusal | undefined
  /** The report would be kept, unpaid, with its reason. */
  readonly disputed: Refusal | undefined
  /** The record as it would then be; undefined where the office must be asked first. */
  readonly record: Subject | undefined
  /** What only the office knows. Its answer may still be no. */
  readonly unknown: readonly string[]
}

export interface Outlook {
  find(noun: string, key: Key): Subject | undefined
  all(noun: string): Subject[]
  /** How many envelopes about a record have no answer yet. */
  unsent(key: Key): number
  foresightOf(envelope: string): Foresight | undefined
  tryOut(asking: Asking): Foresight
}

export interface Asking extends Pick<Envelope, 'name' | 'about' | 'input'> {
  readonly id: string
  readonly askedAt: string
}

export type Received = Pick<Replica, 'find' | 'all' | 'knowsAll' | 'bearer'> & {
  /** It keeps single records and no lists: an empty one says nothing. */
  readonly keepsNoLists?: true
}

/** The console, which knows every command, looks through the same eyes over what it has read. */
export function outlook(
  received: Received,
  outbox: readonly Entry[],
  commandNamed: (name: string) => Command | undefined = phoneCommandNamed,
): Outlook {
  const over = new Map<string, Map<Key, { record: Subject; hides: readonly string[] }>>()
  const foresights = new Map<string, Foresight>()
  const unsent = new Map<Key, number>()
  const actor = received.bearer()?.actor

  for (const { envelope, state, answer, isClosed } of outbox) {
    const isOpen = state === 'waiting' || state === 'held'
    if (isOpen) unsent.set(envelope.about, (unsent.get(envelope.about) ?? 0) + 1)
    // What was refused or set aside changes nothing; what was accepted shows until its record arrives.
    // What lies closed can be counted, not looked at.
    if (isClosed || (!isOpen && state !== 'accepted' && state !== 'received')) continue
    const noun = nounOf(envelope.name)
    const version = answer && 'version' in answer ? answer.version : undefined
    if (version !== undefined && (peek(noun, envelope.about)?.record.version ?? 0) >= version) continue

    const foresight = tryOut(envelope)
    foresights.set(envelope.id, foresight)
    if (foresight.record) keep(noun, foresight.record)
  }

  return {
    find: (noun, key) => peek(noun, key)?.record,
    all(noun) {
      const changed = over.get(noun)
      const before = received.all(noun).map(({ record }) => record)
      if (!changed) return before
      return [...before.filter(({ key }) => !changed.has(key)), ...[...changed.values()].map(({ record }) => record)]
    },
    unsent: (key) => unsent.get(key) ?? 0,
    foresightOf: (id) => foresights.get(id),
    tryOut,
  }

  function peek(noun: string, key: Key) {
    return over.get(noun)?.get(key) ?? received.find(noun, key)
  }

  function keep(noun: string, record: Subject) {
    const shelf = over.get(noun) ?? new Map<Key, { record: Subject; hides: readonly string[] }>()
    over.set(noun, shelf)
    shelf.set(record.key, { record, hides: peek(noun, record.key)?.hides ?? [] })
  }

  function tryOut({ id, name, about, input: given, askedAt }: Asking): Foresight {
    const command = commandNamed(name)
    if (!command || !actor) return foreseen({ refusal: refuse('actor.not-allowed') })
    const unknown = new Set<string>()
    try {
      return consider(command, actor)
    } catch (reason) {
      if (!(reason instanceof NotHeld)) throw reason
      return foreseen({ unknown: [...unknown, reason.what] })
    }

    function consider(command: Command, actor: Actor): Foresight {
      const noun = nounOf(name)
      const held = peek(noun, about)
      const record = held && guarded(held.record, held.hides, noun)
      const asking = question(command, record, given, actor)
      if (isRefusal(asking)) {
        // The office may hold a record that this device was never sent.
        if (!record && asking.refused === 'record.not-found') throw new NotHeld(noun)
        return foreseen({ refusal: asking })
      }
      if (record && isClosed(record.programme)) return foreseen({ refusal: refuse('programme.closed') })

      const { input } = asking
      const asked = { record, input, actor, about, at: askedAt }
      let facts = command.needs ? factsFor(command.needs(asked), unknown) : {}
      if (command.more) facts = join(facts, factsFor(command.more({ ...asked, facts }), unknown))
      const circumstances = { actor, about, envelope: id, at: askedAt, receivedAt: askedAt, facts }
      const decision = conclude(command, record, input, circumstances)
      if (!isRefusal(decision)) return foreseen({ record: decision.record, unknown: [...unknown] })
      // The rule itself came upon something that only the office can tell: the digits beside a code.
      if (decision.refused === 'fact.unknown') throw new NotHeld(decision.what)
      if (!record || !isDisputed(command, decision)) return foreseen({ refusal: decision, unknown: [...unknown] })
      const disputed = command.dispute!(record, input, decision, circumstances)
      return foreseen({ disputed: decision, record: disputed.record, unknown: [...unknown] })
    }
  }

  /** Each fact is looked up when the rule reads it, so that only what it truly needs can be missing. */
  function factsFor(needs: Needs, unknown: Set<string>): Record<string, unknown> {
    const facts = {}
    for (const [name, need] of Object.entries(needs))
      Object.defineProperty(facts, name, { enumerable: true, get: () => fact(need, unknown) })
    return facts
  }

  function fact(need: Need, unknown: Set<string>): unknown {
    if (need.need === 'balance') throw new NotHeld('balance')
    if (!isAsked(need)) return need.need === 'one' ? undefined : []
    if (need.need === 'one') {
      const held = need.key === null ? undefined : peek(need.noun, need.key)
      if (!held) throw new NotHeld(need.noun)
      return guarded(held.record, held.hides, need.noun)
    }
    // A list that may be longer at the office is still worth looking through.
    if (!isKnownWhole(need)) unknown.add(need.noun)
    if (received.keepsNoLists) return unseen(need.noun)
    return answering(everyOne(need.noun), need)
  }

  /** What began here cannot have anything at the office yet. */
  function isKnownWhole(need: NeedAll<unknown>): boolean {
    const { household } = need.where
    if (
      typeof household === 'string' &&
      over.get('household')?.has(household) &&
      !received.find('household', household)
    )
      return true
    return received.knowsAll(need)
  }

  function everyOne(noun: string): Subject[] {
    const changed = over.get(noun)
    return [
      ...received
        .all(noun)
        .filter(({ record }) => !changed?.has(record.key))
        .map(({ record, hides }) => guarded(record, hides, noun)),
      ...[...(changed?.values() ?? [])].map(({ record, hides }) => guarded(record, hides, noun)),
    ]
  }

  function isClosed(programme: string): boolean {
    return received.bearer()?.programmes.some((one) => one.programme === programme && one.state === 'closed') ?? false
  }
}

/** Reading what is not held ends the foresight: only the office can go on. */
class NotHeld extends Error {
  readonly what: string
  constructor(what: string) {
    super(what)
    this.what = what
  }
}

/** A record whose kept-back fields say so when they are read, instead of reading as empty. */
function guarded<R extends Subject>(record: R, hides: readonly string[], noun: string): R {
  if (hides.length === 0) return record
  return new Proxy(record, {
    get(target, field, receiver) {
      if (typeof field === 'string' && hides.includes(field)) throw new NotHeld(`${noun}.${field}`)
      return Reflect.get(target, field, receiver)
    },
  })
}

/** A list of which nothing is known: handed on freely, but to look into it ends the foresight. */
function unseen(noun: string): readonly never[] {
  return new Proxy([], {
    get() {
      throw new NotHeld(noun)
    },
  })
}

/** Both sets of facts, still looked up only when read. */
function join(one: object, other: object): Record<string, unknown> {
  return Object.defineProperties(
    {},
    { ...Object.getOwnPropertyDescriptors(one), ...Object.getOwnPropertyDescriptors(other) },
  )
}

function foreseen(said: Partial<Foresight>): Foresight {
  return { refusal: undefined, disputed: undefined, record: undefined, unknown: [], ...said }
}

export function nounOf(name: string): string {
  return name.slice(0, name.indexOf('.'))
}
