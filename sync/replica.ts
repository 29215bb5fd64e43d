/**
 * What was received: documents and packs, never edited.
 *
 * It answers two questions: what is known of a record, and whether everything that could answer a
 * question is here. A field that the audience of a document may not see does not read as empty: the
 * record is handed out so that whoever reads that field learns that it is not known here.
 */
import { type Actor, scopeOf, within } from '#door/actor.ts'
import type { Subject } from '#door/command.ts'
import type { Document, Mark, Pack, PackNote, Page, PersonName } from '#door/document.ts'
import { type Bearer, beginning, type Cursor, completenessOf } from '#door/document.ts'
import { answers, type NeedAll } from '#door/facts.ts'
import type { Key } from '#door/key.ts'
import { inPresentFormat } from './formats.ts'
import type { Change, Storage } from './storage.ts'

export type Replica = Awaited<ReturnType<typeof openReplica>>

interface Held {
  readonly record: Subject
  readonly hides: readonly string[]
  /** `<kind> <key>` of the document, or the pack, it came in. */
  readonly from: string
}

/** Where the reading stands, kept with what was read. */
interface Reading {
  readonly bearer: Bearer | null
  readonly cursor: Cursor
  /** The server's word for everything as it stands here; empty while anything is missing. */
  readonly seen: string
  /** Everything in scope has arrived at least once. */
  readonly complete: boolean
  /** The packs that belong here. */
  readonly packs: readonly PackNote[]
}

const unread: Reading = { bearer: null, cursor: beginning, seen: '', complete: false, packs: [] }

interface Kept {
  readonly note: PackNote
  readonly pack: Pack
}

const nothingHidden: readonly string[] = []

export async function openReplica(storage: Storage) {
  const documents = new Map<string, Document>()
  const packs = new Map<string, Kept>()
  const shelves = new Map<string, Map<Key, Held>>()
  /** All of a noun as a list, until one of them changes. */
  const lists = new Map<string, Held[]>()
  const people = new Map<Key, PersonName>()
  /** Documents of a past format that could not be brought up. */
  const unopened = new Set<string>()
  let reading = readingIn((await storage.read('self')).get('replica'))
  let revision = 0

  for (const [name, document] of await storage.read('documents')) {
    const present = inPresentFormat(document as Document)
    if (present) hold(present)
    else unopened.add(name)
  }
  for (const kept of (await storage.read('packs')).values()) if (isKept(kept)) holdPack(kept)
  if (unopened.size > 0) reading = { ...reading, seen: '' }

  return {
    revision: () => revision,
    bearer: () => reading.bearer,
    cursor: () => reading.cursor,
    /** Said back to the server, which then knows what is here. */
    seen: () => reading.seen,
    /** How many documents are here. */
    count: () => documents.size,
    /** Everything in scope has arrived at least once. */
    isComplete: () => reading.complete,
    document: (kind: string, key: Key): Document | undefined => documents.get(`${kind} ${key}`),
    documentsOf: (kind: string): Document[] => [...documents.values()].filter((document) => document.kind === kind),

    find: (noun: string, key: Key): Held | undefined => shelves.get(noun)?.get(key),
    all: (noun: string): readonly Held[] => listOf(noun),

    /** The name of somebody who acted in anything that is held. */
    nameOf: (person: Key): PersonName | undefined =>
      people.get(person) ?? (reading.bearer?.actor.id === person ? reading.bearer : undefined),

    knowsAll: (need: NeedAll<unknown>) => reading.bearer !== null && knowsAll(need, reading.bearer.actor),

    /** Packs that belong here and have not arrived. */
    lacks: (): PackNote[] => reading.packs.filter(({ name, digest }) => packs.get(name)?.note.digest !== digest),

    /** Documents that lie here and cannot be opened any more. */
    unreadable: (): string[] => [...unopened],

    /** Takes in a page, its cursor with it: both or neither. */
    async take(page: Page): Promise<void> {
      const fit = page.documents.flatMap((document) => inPresentFormat(document) ?? [])
      const belonging = page.packs ?? reading.packs
      await keep(
        { ...reading, bearer: page.bearer ?? reading.bearer, cursor: page.cursor, seen: '', packs: belonging },
        [
          ...fit.map((value): Change => ({ drawer: 'documents', key: nameOf(value), value })),
          ...[...packs.keys()]
            .filter((name) => !belonging.some((note) => note.name === name))
            .map((key): Change => ({ drawer: 'packs', key, removed: true })),
        ],
      )
      for (const name of [...packs.keys()]) if (!belonging.some((note) => note.name === name)) letGoOfPack(name)
      for (const document of fit) {
        unopened.delete(nameOf(document))
        hold(document)
      }
    },

    async takePack(note: PackNote, pack: Pack): Promise<void> {
      const kept: Kept = { note, pack }
      await keep(reading, [{ drawer: 'packs', key: note.name, value: kept }])
      holdPack(kept)
    },

    /** Does it hold what the server says there is? */
    matches({ complete }: Pick<Page, 'complete'>): boolean {
      if (!complete) return true
      const own = completenessOf(marks())
      return own.count === complete.count && own.digest === complete.digest
    },

    /** Everything is here, proved: until something happens the word for it is answered with nothing. */
    async prove(seen: string): Promise<void> {
      if (seen !== reading.seen || !reading.complete) await keep({ ...reading, seen, complete: true })
    },

    /** Lets go of what has left the scope, and says which documents are to be told again. */
    async reconcile(index: readonly Mark[]): Promise<string[]> {
      const there = new Map(index.map(([kind, key, , seq]) => [`${kind} ${key}`, seq]))
      const gone = [...documents.keys(), ...unopened].filter((name) => !there.has(name))
      await keep(
        { ...reading, seen: '' },
        gone.map((key): Change => ({ drawer: 'documents', key, removed: true })),
      )
      for (const name of gone) {
        unopened.delete(name)
        letGo(name)
      }
      return [...there].filter(([name, seq]) => documents.get(name)?.seq !== seq).map(([name]) => name)
    },
  }

  async function keep(next: Reading, changes: readonly Change[] = []) {
    await storage.write([...changes, { drawer: 'self', key: 'replica', value: next }])
    reading = next
    revision += 1
  }

  function* marks(): Iterable<Mark> {
    for (const { kind, key, stream, seq } of documents.values()) yield [kind, key, stream, seq]
  }

  function listOf(noun: string): readonly Held[] {
    const before = lists.get(noun)
    if (before) return before
    const list = [...(shelves.get(noun)?.values() ?? [])]
    lists.set(noun, list)
    return list
  }

  function hold(document: Document) {
    const name = nameOf(document)
    letGo(name)
    documents.set(name, document)
    for (const person in document.people) people.set(person, document.people[person]!)
    put(document, name)
  }

  function holdPack(kept: Kept) {
    letGoOfPack(kept.note.name)
    packs.set(kept.note.name, kept)
    put(kept.pack, kept.note.name)
  }

  function letGoOfPack(name: string) {
    const before = packs.get(name)
    if (!before) return
    packs.delete(name)
    takeAway(before.pack.records, name)
  }

  function put({ records, hides }: Pick<Document, 'records' | 'hides'>, from: string) {
    for (const noun in records) {
      const shelf = shelves.get(noun) ?? new Map<Key, Held>()
      shelves.set(noun, shelf)
      lists.delete(noun)
      const hidden = hides[noun] ?? nothingHidden
      for (const record of records[noun]!) {
        // A record can arrive twice, in two documents or packs: the newer one, or the one that keeps less back.
        const before = shelf.get(record.key)
        if (!before || before.from === from || isBetter({ record, hides: hidden }, before))
          shelf.set(record.key, { record, hides: hidden, from })
      }
    }
  }

  function letGo(name: string) {
    const document = documents.get(name)
    if (!document) return
    documents.delete(name)
    takeAway(document.records, name)
  }

  function takeAway(records: Pack['records'], name: string) {
    for (const noun in records) {
      lists.delete(noun)
      const shelf = shelves.get(noun)
      for (const { key } of records[noun]!) if (shelf?.get(key)?.from === name) shelf.delete(key)
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
    if (noun === 'programme') return listOf(noun).some(({ record }) => record.programme === programme)
    if (noun === 'household' && typeof place === 'string' && reading.complete) {
      const located = { key: '', programme: reading.bearer?.programmes[0]?.programme ?? '', place }
      return within(scopeOf(actor, 'household.read'), located)
    }
    return false
  }
}

function isBetter(one: Pick<Held, 'record' | 'hides'>, other: Held): boolean {
  if (one.record.version !== other.record.version) return one.record.version > other.record.version
  return one.hides.length <= other.hides.length
}

/** Among some records, those that answer. */
export function answering<R extends Subject>(records: readonly R[], need: NeedAll<unknown>): R[] {
  return records.filter(
    (record) => answers(record, need.where) && (need.home === null || record.key.startsWith(need.home)),
  )
}

/** As an older release of the app kept it, where it had other cursors: its documents stay, and are held against the scope. */
function readingIn(kept: unknown): Reading {
  const before = kept as Partial<Reading> | undefined
  if (!before) return unread
  if (typeof before.cursor === 'string') return { ...unread, ...before }
  return { ...unread, bearer: before.bearer ?? null, complete: before.complete ?? false }
}

function isKept(value: unknown): value is Kept {
  return typeof value === 'object' && value !== null && 'note' in value && 'pack' in value
}

function nameOf({ kind, key }: Pick<Document, 'kind' | 'key'>): string {
  return `${kind} ${key}`
}
