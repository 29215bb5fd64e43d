/**
 * The rules without a database: every command is asked of records held in memory, by the same pure
 * question that the door asks.
 *
 * Scripts are rehearsed while they are written, so that what comes later can be told from what the
 * rules made of what came before, and so that a scenario that breaks a rule is found in seconds. The
 * door asks everything once more; only its answers count.
 */
import { commandNamed } from '#capabilities/commands.ts'
import type { Person } from '#capabilities/people/person.ts'
import { installationRoles, type Roles } from '#capabilities/people/role.ts'
import type { Gazetteer } from '#capabilities/places/gazetteer.ts'
import { watches } from '#capabilities/watches.ts'
import type { Line } from '#dev/rush-it/script.ts'
import { type Actor, everything, type Grant } from '#door/actor.ts'
import { conclude, isDisputed, question, type Subject } from '#door/command.ts'
import { answers, isAsked, type Need, type Needs, valuesIn, type Where } from '#door/facts.ts'
import type { Key } from '#door/key.ts'
import type { Posting } from '#door/posting.ts'
import { isRefusal, type Refusal } from '#door/refusal.ts'
import { type Day, dayOf, type Instant } from '#door/values.ts'
import { system, systemKey } from '#server/actors.ts'

export type Verdict =
  | { readonly record: Subject; readonly post: readonly Posting[]; readonly disputed: Refusal | null }
  | Refusal

export type Rehearsal = ReturnType<typeof rehearsalWith>

/** Money is not rehearsed: every account is rich, and the postings are given back to whoever keeps the books. */
const plenty = 100_000_000_000

export function rehearsalWith(roles: Roles) {
  const shelves = new Map<string, Shelf>()
  const shelf = (noun: string) => {
    const found = shelves.get(noun)
    if (found) return found
    const made = shelfOf()
    shelves.set(noun, made)
    return made
  }

  function told(need: Need): unknown {
    if (need.need === 'one') return need.key === null ? undefined : shelf(need.noun).get(need.key)
    if (need.need === 'balance') return plenty
    return isAsked(need) ? shelf(need.noun).where(need.where) : []
  }
  const tell = (needs: Needs) => Object.fromEntries(Object.entries(needs).map(([name, need]) => [name, told(need)]))

  return {
    record: <R extends Subject>(noun: string, key: Key) => shelf(noun).get(key) as R | undefined,
    records: <R extends Subject>(noun: string) => [...shelf(noun).all()] as R[],
    keep,

    /** Asks a line, keeps what becomes of it, and fails if that is not what the script expects. */
    ask(line: Line): Verdict {
      const verdict = consider(line)
      const refused = isRefusal(verdict) ? verdict.refused : null
      if (refused !== line.refused) {
        throw new Error(
          `${line.on} ${line.name} ${line.about}: ${JSON.stringify(isRefusal(verdict) ? verdict : 'accepted')}`,
        )
      }
      if (!isRefusal(verdict)) keep(nounOf(line.name), verdict.record)
      return verdict
    },
  }

  function keep(noun: string, record: Subject) {
    shelf(noun).put(record)
    // Places have a shelf of their own, and are found there by their code.
    if (noun !== 'gazetteer') return
    for (const unit of (record as Gazetteer).units) {
      shelf('place').put({ ...unit, key: unit.code, programme: everything, place: unit.code } as Subject)
    }
  }

  function consider({ id, name, about, input: given, person, at: receivedAt, happenedAt }: Line): Verdict {
    const command = commandNamed(name)
    if (!command) throw new Error(`there is no command ${name}`)
    const actor = actorOf(person, dayOf(receivedAt))
    const record = shelf(nounOf(name)).get(about)
    const asking = question(command, record, given, actor)
    if (isRefusal(asking)) return asking

    const at = command.clock === 'happened' ? happenedAt : receivedAt
    const asked = { record, input: asking.input, actor, about, at }
    let facts = command.needs ? tell(command.needs(asked)) : {}
    if (command.more) facts = { ...facts, ...tell(command.more({ ...asked, facts })) }
    const circumstances = { actor, about, envelope: id, at, receivedAt, facts }
    const decision = conclude(command, record, asking.input, circumstances)
    if (!isRefusal(decision))
      return { record: watched(name, decision.record, at), post: decision.post ?? [], disputed: null }
    if (record === undefined || !isDisputed(command, decision)) return decision
    const kept = command.dispute!(record, asking.input, decision, circumstances)
    return { record: watched(name, kept.record, at), post: kept.post ?? [], disputed: decision }
  }

  function watched(name: string, record: Subject, at: Instant): Subject {
    const watch = watches[nounOf(name)]
    return watch
      ? watch.look(record, { definition: undefined, at, facts: tell(watch.needs(record, undefined)) })
      : record
  }

  /** As the door reads them: the grants that are in force that day. Nobody is anybody's deputy here. */
  function actorOf(key: Key, today: Day): Actor {
    if (key === systemKey) return system
    const person = shelf('person').get(key) as Person | undefined
    if (person?.state !== 'active') throw new Error(`${key} is nobody who could ask`)
    const grants = person.grants.flatMap(({ role, programme, places, household, shop, from, until }): Grant[] => {
      const known = (programme === everything ? installationRoles : roles)[role]
      if (!known || from > today || (until && until < today)) return []
      const { permissions, tier } = known
      return [{ role, programme, places, household, shop, permissions, tier, deputyFor: null }]
    })
    const { household, relatives, shop } = person
    return { id: key, grants, household, relatives, shop }
  }
}

type Shelf = ReturnType<typeof shelfOf>

/** Records of a noun, and an index for each way in which they were ever searched. */
function shelfOf() {
  const held = new Map<Key, Subject>()
  const indexes = new Map<string, { fields: readonly string[]; keys: Map<string, Set<Key>> }>()

  function enter(index: { fields: readonly string[]; keys: Map<string, Set<Key>> }, record: Subject) {
    for (const entry of entriesOf(index.fields, record)) {
      const known = index.keys.get(entry)
      if (known) known.add(record.key)
      else index.keys.set(entry, new Set([record.key]))
    }
  }

  return {
    get: (key: Key) => held.get(key),
    all: () => held.values(),

    put(record: Subject) {
      held.set(record.key, record)
      // What no longer fits is left in the index: the search compares once more.
      for (const index of indexes.values()) enter(index, record)
    },

    where(where: Where): Subject[] {
      const fields = Object.keys(where).sort()
      const name = fields.join(' ')
      let index = indexes.get(name)
      if (!index) {
        index = { fields, keys: new Map() }
        indexes.set(name, index)
        for (const record of held.values()) enter(index, record)
      }
      let wanted: unknown[][] = [[]]
      for (const field of fields) {
        const value = where[field]!
        const values = typeof value === 'object' ? valuesIn(value) : [value]
        wanted = wanted.flatMap((before) => values.map((one) => [...before, one]))
      }
      const keys = new Set(wanted.flatMap((values) => [...(index.keys.get(JSON.stringify(values)) ?? [])]))
      return [...keys].map((key) => held.get(key)!).filter((record) => answers(record, where))
    },
  }
}

/** A list is entered by each of its values. */
function entriesOf(fields: readonly string[], record: Subject): string[] {
  const values = fields.map((field) => (record as unknown as Record<string, unknown>)[field])
  return values
    .reduce<unknown[][]>(
      (heads, value) => heads.flatMap((head) => (Array.isArray(value) ? value : [value]).map((one) => [...head, one])),
      [[]],
    )
    .map((entry) => JSON.stringify(entry))
}

function nounOf(name: string): string {
  return name.slice(0, name.indexOf('.'))
}
