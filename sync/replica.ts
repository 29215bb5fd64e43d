/**
 * What this device has received: documents and packs, never edited.
 *
 * It answers two questions: what is known of a record, and whether everything that could answer a
 * question is here. A field that the audience of a document may not see does not read as empty: the
 * record is handed out so that whoever reads that field learns that it is not known here.
 */
import { type Actor, scopeOf, within } from '#door/actor.ts'
import type { Subject } from '#door/command.ts'
import type { Document, Mark, Pack, Page, PersonName } from '#door/document.ts'
import { type Bearer, beginning, type Cursor, completenessOf, documentFormat } from '#door/document.ts'
import { answers, type NeedAll } from '#door/facts.ts'
import type { Key } from '#door/key.ts'
import type { Change, Storage } from './storage.ts'

export type Replica = Awaited<ReturnType<typeof openReplica>>

interface Held {
  readonly record: Subject
  readonly hides: readonly string[]
  /** `<kind> <key>` of the document, or the pack, it came in. */
  readonly from: string
}

export async function openReplica(storage: Storage) {
  const documents = new Map<string, Document>()
  const packs = new Map<string, Pack>()
  const shelves = new Map<string, Map<Key, Held>>()
  let { bearer, cursor, complete } = ((await storage.read('self')).get('replica') ?? {
    bearer: null,
    cursor: beginning,
    complete: false,
  }) as { bearer: Bearer | null; cursor: Cursor; complete: boolean }
  let revision = 0

  for (const document of (await storage.read('documents')).values()) hold(document as Document)
  for (const pack of (await storage.read('packs')).values()) holdPack(pack as Pack)

  return {
    revision: () => revision,
    bearer: () => bearer,
    cursor: () => cursor,
    /** Everything in scope has arrived at least once. */
    isComplete: () => complete,
    document: (kind: string, key: Key): Document | undefined => documents.get(`${kind} ${key}`),
    documentsOf: (kind: string): Document[] => [...documents.values()].filter((document) => document.kind === kind),

    find: (noun: string, key: Key): Held | undefined => shelves.get(noun)?.get(key),
    all: (noun: string): Held[] => [...(shelves.get(noun)?.values() ?? [])],

    /** The name of somebody who acted in anything that is held. */
    nameOf(person: Key): PersonName | undefined {
      for (const { people } of documents.values()) if (people[person]) return people[person]
    },

    knowsAll: (need: NeedAll<unknown>) => bearer !== null && knowsAll(need, bearer.actor),

    /** Takes in a page, its cursor with it: both or neither. */
    async take(page: Page): Promise<void> {
      const fit = page.documents.filter(({ format }) => format === documentFormat)
      bearer = page.bearer
      cursor = page.cursor
      if (page.complete && isWhole(page, fit)) complete = true
      await storage.write([
        ...fit.map((value): Change => ({ drawer: 'documents', key: nameOf(value), value })),
        ...page.packs.map((value): Change => ({ drawer: 'packs', key: value.name, value })),
        { drawer: 'self', key: 'replica', value: { bearer, cursor, complete } },
      ])
      for (const document of fit) hold(document)
      for (const pack of page.packs) holdPack(pack)
      revision += 1
    },

    /** Does it hold what the server says there is? */
    matches: ({ complete }: Page): boolean => {
      if (!complete) return true
      const own = completenessOf(marks())
      return own.count === complete.count && own.digest === complete.digest
    },

    /** Lets go of what has left the scope; streams in which something is missing are read again from their beginning. */
    async reconcile(index: readonly Mark[]): Promise<void> {
      const there = new Map(index.map(([kind, key, stream, seq]) => [`${kind} ${key}`, { stream, seq }]))
      const gone = [...documents.keys()].filter((name) => !there.has(name))
      const again = new Set(
        [...there].filter(([name, { seq }]) => documents.get(name)?.seq !== seq).map(([, { stream }]) => stream),
      )
      cursor = {
        ...cursor,
        streams: Object.fromEntries(Object.entries(cursor.streams).filter(([stream]) => !again.has(stream))),
      }
      await storage.write([
        ...gone.map((key): Change => ({ drawer: 'documents', key, removed: true })),
        { drawer: 'self', key: 'replica', value: { bearer, cursor, complete } },
      ])
      for (const name of gone) letGo(name)
      revision += 1
    },
  }

  function* marks(): Iterable<Mark> {
    for (const { kind, key, stream, seq } of documents.values()) yield [kind, key, stream, seq]
  }

  function isWhole(page: Page, fit: readonly Document[]): boolean {
    return !page.more && fit.length === page.documents.length
  }

  function hold(document: Document) {
    const name = nameOf(document)
    letGo(name)
    documents.set(name, document)
    put(document, name)
  }

  function holdPack(pack: Pack) {
    for (const shelf of shelves.values()) for (const [key, { from }] of shelf) if (from === pack.name) shelf.delete(key)
    packs.set(pack.name, pack)
    put(pack, pack.name)
  }

  function put({ records, hides }: Pick<Document, 'records' | 'hides'>, from: string) {
    for (const [noun, several] of Object.entries(records)) {
      const shelf = shelves.get(noun) ?? new Map<Key, Held>()
      shelves.set(noun, shelf)
      for (const record of several) {
        // A voucher can arrive in two documents; the one that keeps less back is the one to go by.
        const before = shelf.get(record.key)
        const isBetter = !before || before.from === from || record.version >= before.record.version
        if (isBetter) shelf.set(record.key, { record, hides: hides[noun] ?? [], from })
      }
    }
  }

  function letGo(name: string) {
    const document = documents.get(name)
    if (!document) return
    documents.delete(name)
    for (const [noun, several] of Object.entries(document.records)) {
      const shelf = shelves.get(noun)
      for (const { key } of several) if (shelf?.get(key)?.from === name) shelf.delete(key)
    }
  }

  /**
   * Is everything that could answer the question here? What hangs on a household comes in the
   * household's document; the households of a place are all here if the place is in reach.
   */
  function knowsAll({ noun, where }: NeedAll<unknown>, actor: Actor): boolean {
    const { household, proposal, place, programme } = where
    if (typeof household === 'string') return documents.has(`household ${household}`)
    if (typeof proposal === 'string') return shelves.get('proposal')?.has(proposal) ?? false
    if (noun === 'programme')
      return [...(shelves.get(noun)?.values() ?? [])].some(({ record }) => record.programme === programme)
    if (noun === 'household' && typeof place === 'string' && complete) {
      const located = { key: '', programme: bearer?.programmes[0]?.programme ?? '', place }
      return within(scopeOf(actor, 'household.read'), located)
    }
    return false
  }
}

/** Among some records, those that answer. */
export function answering<R extends Subject>(records: readonly R[], need: NeedAll<unknown>): R[] {
  return records.filter(
    (record) => answers(record, need.where) && (need.home === null || record.key.startsWith(need.home)),
  )
}

function nameOf({ kind, key }: Pick<Document, 'kind' | 'key'>): string {
  return `${kind} ${key}`
}
