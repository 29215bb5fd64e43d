/**
 * What a batch knows while it decides: the records it has read, with everything already decided in
 * the batch laid over them. A fact asked twice is read once; a fact changed by an earlier envelope
 * is told as it now stands.
 */
import type { Subject } from '#door/command.ts'
import { answers, isAsked, mostOf, type Need, type Needs, valuesIn, type Where } from '#door/facts.ts'
import type { Home, Key } from '#door/key.ts'
import type { AccountId, Posting } from '#door/posting.ts'
import { type Queryable, together } from '#server/database/connection.ts'
import type { Store } from '#server/database/records.ts'

export type Stores = Readonly<Record<string, Store>>

interface Held {
  record: Subject | undefined
  locked: boolean
  change: 'none' | 'added' | 'changed' | 'supposed'
}

export function knowledgeOf(home: Home, stores: Stores, tx: Queryable) {
  const held = new Map<string, Map<Key, Held>>()
  const searched = new Map<string, Subject[]>()
  const overlaid = new Map<string, Overlay>()
  const balances = new Map<AccountId, number>()
  const moved = new Map<AccountId, { currency: string; by: number }>()

  const shelf = (noun: string) => {
    const found = held.get(noun)
    if (found) return found
    const made = new Map<Key, Held>()
    held.set(noun, made)
    return made
  }

  const storeOf = (noun: string): Store => {
    const store = stores[noun]
    if (!store) throw new Error(`no store keeps the noun ${noun}`)
    return store
  }

  /** Reads what is not known yet, in as few statements as there are kinds of question. */
  async function learn(needs: readonly Need[]): Promise<void> {
    const keys = new Map<string, { lock: Set<Key>; read: Set<Key> }>()
    const questions = new Map<string, { noun: string; home: Home | null; where: Where[] }>()
    const accounts = new Set<AccountId>()

    for (const need of needs.filter(isAsked)) {
      if (need.need === 'one') {
        if (need.key === null) continue
        const known = shelf(need.noun).get(need.key)
        if (known && known.change !== 'supposed' && (known.locked || !need.lock || known.change !== 'none')) continue
        const wanted = keys.get(need.noun) ?? { lock: new Set(), read: new Set() }
        keys.set(need.noun, wanted)
        wanted[need.lock ? 'lock' : 'read'].add(need.key)
      } else if (need.need === 'all') {
        if (searched.has(askedAs(need))) continue
        const group = `${need.noun} ${need.home ?? '*'} ${Object.entries(need.where).map(askedHow).join(' ')}`
        const wanted = questions.get(group) ?? { noun: need.noun, home: need.home, where: [] }
        questions.set(group, wanted)
        wanted.where.push(need.where)
      } else if (need.home === home && !balances.has(need.account)) {
        accounts.add(need.account)
      }
    }

    // In one breath, and always in this order, so that two batches never wait for each other: records by
    // noun, then accounts.
    const reading: Promise<void>[] = []
    for (const noun of [...keys.keys()].sort()) {
      const { lock, read } = keys.get(noun)!
      for (const key of lock) read.delete(key)
      if (lock.size > 0) reading.push(fetch(noun, [...lock], true))
      if (read.size > 0) reading.push(fetch(noun, [...read], false))
    }
    for (const { noun, home: inHome, where } of questions.values()) reading.push(search(noun, inHome, where))
    if (accounts.size > 0) reading.push(weigh([...accounts]))
    await together(reading)
  }

  async function search(noun: string, inHome: Home | null, where: readonly Where[]) {
    const found = sorted(where, await storeOf(noun).search(inHome, where, tx))
    for (const one of where) searched.set(askedAs({ noun, home: inHome, where: one }), found(one))
  }

  async function weigh(accounts: readonly AccountId[]) {
    const { rows } = await tx.query<{ id: string; balance: number }>(
      'select id, balance from account where home = $1 and id = any($2) order by id for update',
      [home, accounts],
    )
    for (const account of accounts) balances.set(account, moved.get(account)?.by ?? 0)
    for (const { id, balance } of rows) balances.set(id, balance + balances.get(id)!)
  }

  async function fetch(noun: string, keys: Key[], locked: boolean) {
    const found = new Map((await storeOf(noun).find(keys, locked, tx)).map((record) => [record.key, record]))
    for (const key of keys) shelf(noun).set(key, { record: found.get(key), locked, change: 'none' })
  }

  return {
    learn,

    record: (noun: string, key: Key): Subject | undefined => shelf(noun).get(key)?.record,

    async answer(needs: Needs): Promise<Record<string, unknown>> {
      await learn(Object.values(needs))
      return Object.fromEntries(Object.entries(needs).map(([name, need]) => [name, told(need)]))
    },

    keep(noun: string, record: Subject, added: boolean) {
      const before = shelf(noun).get(record.key)
      const change = added || before?.change === 'added' ? 'added' : 'changed'
      shelf(noun).set(record.key, { record, locked: true, change })
      const over = overlaid.get(noun) ?? overlay()
      overlaid.set(noun, over)
      over.keep(record)
    },

    move(postings: readonly Posting[]) {
      for (const { debit, credit, currency, minor } of postings) {
        shift(debit, currency, minor)
        shift(credit, currency, -minor)
      }
    },

    /**
     * Takes it that there is no such record: the primary key will say if there is one. Whoever else asks
     * for it is not told so, but has it looked for.
     */
    suppose(noun: string, key: Key) {
      shelf(noun).set(key, { record: undefined, locked: true, change: 'supposed' })
    },

    /** Nothing that answers one of these needs has been changed in this batch, so they are answered as before. */
    answersStill: (needs: readonly Need[]): boolean =>
      needs.filter(isAsked).every((need) => need.need !== 'balance' && !overlaid.has(need.noun)),

    isSupposed: (noun: string, key: Key): boolean => shelf(noun).get(key)?.change === 'supposed',

    /** Everything this batch changed, by noun. */
    changes(): { noun: string; added: Subject[]; changed: Subject[] }[] {
      return [...held]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([noun, records]) => ({
          noun,
          added: [...records.values()].filter(({ change }) => change === 'added').map(({ record }) => record!),
          changed: [...records.values()].filter(({ change }) => change === 'changed').map(({ record }) => record!),
        }))
    },

    moved,
  }

  function shift(account: AccountId, currency: string, by: number) {
    const known = balances.get(account)
    if (known !== undefined) balances.set(account, known + by)
    const before = moved.get(account) ?? { currency, by: 0 }
    if (before.currency !== currency) throw new Error('one account is moved in two currencies')
    moved.set(account, { currency, by: before.by + by })
  }

  function told(need: Need): unknown {
    if (need.need === 'one') return need.key === null ? undefined : shelf(need.noun).get(need.key)?.record
    if (need.need === 'balance') return balances.get(need.account) ?? 0

    if (!isAsked(need)) return []
    const before = searched.get(askedAs(need)) ?? []
    const over = overlaid.get(need.noun)
    if (!over) return before
    return [
      ...before.filter(({ key }) => !over.has(key)),
      ...over.thatMayAnswer(need.where).filter((record) => answers(record, need.where)),
    ]
  }
}

export type Knowledge = ReturnType<typeof knowledgeOf>

function askedAs({ noun, home, where }: { noun: string; home: Home | null; where: Where }): string {
  const written = writtenBefore.get(where) ?? JSON.stringify(where)
  writtenBefore.set(where, written)
  return `${noun} ${home ?? '*'} ${written}`
}

/** A question is asked for, found and told of: written down once. */
const writtenBefore = new WeakMap<Where, string>()

function askedHow([name, wanted]: [string, Where[string]]): string {
  return typeof wanted === 'object' ? `${name}:${Object.keys(wanted)}` : name
}

/** The records that a batch has changed so far, and where to look among them for a value of a list. */
function overlay() {
  const records = new Map<Key, Subject>()
  const holders = new Map<string, Map<string, Set<Key>>>()

  const note = (field: string, record: Subject) => {
    const held = (record as unknown as Record<string, unknown>)[field]
    const byValue = holders.get(field)!
    for (const value of Array.isArray(held) ? held : []) {
      const keys = byValue.get(value) ?? new Set()
      byValue.set(value, keys.add(record.key))
    }
  }

  return {
    has: (key: Key) => records.has(key),
    keep(record: Subject) {
      records.set(record.key, record)
      for (const field of holders.keys()) note(field, record)
    },
    /** Every record that answers, and perhaps some that no longer do: with 500 in a batch each is not held against each. */
    thatMayAnswer(where: Where): Subject[] {
      const listed = Object.entries(where).find(([, wanted]) => typeof wanted === 'object' && !('among' in wanted))
      if (!listed) return [...records.values()]
      const [field, wanted] = listed as [string, { any: readonly string[]; most?: number }]
      if (!holders.has(field)) {
        holders.set(field, new Map())
        for (const record of records.values()) note(field, record)
      }
      const holding = valuesIn(wanted).map((value) => [...(holders.get(field)!.get(value) ?? [])])
      const keys = new Set(holding.flatMap((keys) => keys.slice(0, mostOf(wanted))))
      return [...keys].map((key) => records.get(key)!)
    },
  }
}

type Overlay = ReturnType<typeof overlay>

/** Puts what a search found to the questions it answers, without comparing everything with everything. */
function sorted(questions: readonly Where[], found: readonly Subject[]): (question: Where) => Subject[] {
  const names = Object.keys(questions[0]!)
  if (names.some((name) => typeof questions[0]![name] === 'object')) {
    const among = overlay()
    for (const record of found) among.keep(record)
    return (question) => among.thatMayAnswer(question).filter((record) => answers(record, question))
  }
  const valuesOf = (from: object) => JSON.stringify(names.map((name) => (from as Record<string, unknown>)[name]))
  const piles = new Map<string, Subject[]>()
  for (const record of found) {
    const pile = piles.get(valuesOf(record))
    if (pile) pile.push(record)
    else piles.set(valuesOf(record), [record])
  }
  return (question) => piles.get(valuesOf(question)) ?? []
}
