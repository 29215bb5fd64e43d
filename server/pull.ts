/**
 * What is new for one reader: documents beyond a cursor, in pages, and the proof that nothing is missing.
 *
 * A line's number tells where in its stream a document was last touched; the cursor holds one number
 * for each stream the device has seen, so nothing is sent twice and nothing is skipped. Only documents
 * in scope are ever looked at: neither numbers nor names of other areas leave the office. The last
 * page says how many documents the scope holds and their digest; a device that holds something else
 * asks for all marks, lets go of what left its scope and has the rest told again, one by one.
 *
 * With the proof comes a word for how everything stood. A device that says it back, and whose places
 * nothing has happened in, is answered without anything being read.
 */
import { createHmac } from 'node:crypto'
import * as z from 'zod/mini'
import type { Programme } from '#capabilities/programmes/programme.ts'
import type { VoucherSeal } from '#capabilities/vouchers/voucher.seal.store.ts'
import type { Actor } from '#door/actor.ts'
import {
  type Bearer,
  type Document,
  documentFormat,
  type FirstCost,
  type Mark,
  type PackNote,
  type Page,
  type ProgrammeNote,
} from '#door/document.ts'
import { homeOf, idOf, national } from '#door/key.ts'
import { Phone } from '#door/values.ts'
import { stores } from '#server/capabilities.ts'
import type { Pool, Queryable } from '#server/database/connection.ts'
import { cursorOf, type Place, placesIn } from '#server/documents/cursor.ts'
import { kinds } from '#server/documents/kinds.ts'
import { type Marks, marksFor } from '#server/documents/marks.ts'
import type { PackShelf, ShelvedPack } from '#server/documents/pack-shelf.ts'
import { packsFor, programmesOf } from '#server/documents/packs.ts'
import { digestOf, type Standing, standingFor } from '#server/documents/standing.ts'
import type { BoxKey } from '#sync/box.ts'

/** Documents told again in one answer. */
const againMax = 200

export const Question = z.object({
  cursor: z._default(z.string().check(z.maxLength(40_000)), ''),
  seen: z._default(z.string().check(z.maxLength(60)), ''),
  index: z._default(z.boolean(), false),
  again: z._default(z.array(z.string().check(z.maxLength(80))).check(z.maxLength(againMax)), []),
})
export type Question = z.infer<typeof Question>

interface Parts {
  readonly pool: Pool
  /** What the reader's phone verifies with, and seals to. */
  readonly voucherSeal: VoucherSeal
  readonly boxKey: BoxKey
  readonly shelf: PackShelf
  /** Makes the words for how everything stood, which nobody can then take apart. */
  readonly wordKey: Buffer
  /** So many documents may lie on one device. */
  readonly documentsMax: number
}

interface TooMuch {
  readonly tooMuch: { readonly documents: number; readonly most: number }
}

export type Pulled =
  | { readonly page: Page }
  /** Everything is as it was seen; with another word for it where something happened that is no news here. */
  | { readonly nothingNew: true; readonly seen: string | null }
  | TooMuch
  | { readonly unreadable: true }

export async function pull(reader: Actor, question: Question, parts: Parts): Promise<Pulled> {
  const places = placesIn(question.cursor)
  if (!places) return { unreadable: true }
  if (question.seen !== '' && !question.index && question.again.length === 0) {
    const standing = await standingFor(reader, places, parts.pool)
    if (question.seen.startsWith(wordFor(reader, standing, parts))) return { nothingNew: true, seen: null }
  }
  return inOneSnapshot(parts.pool, (db) => read(reader, question, places, db, parts))
}

/** What a first reading will bring, told before anything is spent on it. */
export async function costOf(
  reader: Actor,
  { pool, shelf, documentsMax }: Pick<Parts, 'pool' | 'shelf' | 'documentsMax'>,
): Promise<FirstCost | TooMuch> {
  return inOneSnapshot(pool, async (db) => {
    const { count, all } = await marksFor(reader, { places: [], index: true, again: [] }, db)
    if (count > documentsMax) return { tooMuch: { documents: count, most: documentsMax } }
    const { behind } = await standingFor(reader, [], db)
    const packs = await packsFor(reader, behind, shelf, db)
    let bytes = count * usualBytes
    for (const { body } of packs) bytes += (await body.as('br')).bytes.length
    const households = all!.filter(([kind]) => kind === 'household').length
    return { documents: count, households, bytes }
  })
}

/** What a document usually weighs on the way, packed with others. */
const usualBytes = 350

async function read(
  reader: Actor,
  question: Question,
  places: readonly Place[],
  db: Queryable,
  parts: Parts,
): Promise<Pulled> {
  const { index, again, seen } = question
  const found = await marksFor(reader, { places, index, again }, db)
  // It is asked again by how far the device has read then.
  const standing = await standingFor(reader, found.places, db)
  const cursor = cursorOf(found.places)
  if (found.count > parts.documentsMax) return { tooMuch: { documents: found.count, most: parts.documentsMax } }

  const packs = await packsFor(reader, standing.behind, parts.shelf, db)
  const bearer = await bearerOf(reader, db, parts)
  const more = again.length > 0 || found.waiting > found.marks.length
  const word = `${wordFor(reader, standing, parts)}${digestOf([bearer, notes(packs)])}${digestOf(found.digest)}`
  const isBehindSeen = seen.slice(wordLength, wordLength * 2) === word.slice(wordLength, wordLength * 2)
  const isSeen = seen.slice(wordLength) === word.slice(wordLength) && cursor === question.cursor
  if (!more && !index && found.marks.length === 0 && isSeen) return { nothingNew: true, seen: word }

  const page: Page = {
    bearer: isBehindSeen ? null : bearer,
    reader: reader.id,
    documents: await documentsAt(found.marks, reader, db, parts.voucherSeal),
    packs: isBehindSeen ? null : notes(packs),
    cursor,
    more,
    complete: more ? null : { ...completenessIn(found), seen: word },
    index: found.all,
  }
  return { page }
}

/** A pack that this reader should hold, by its digest. */
export async function packNamed(
  digest: string,
  reader: Actor,
  { pool, shelf }: Pick<Parts, 'pool' | 'shelf'>,
): Promise<ShelvedPack | undefined> {
  return inOneSnapshot(pool, async (db) => {
    const { behind } = await standingFor(reader, [], db)
    return (await packsFor(reader, behind, shelf, db)).find((pack) => pack.digest === digest)
  })
}

async function inOneSnapshot<T>(pool: Pool, work: (db: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

const wordLength = 11

/** How everything stands for a reader that could make a difference, in a few letters. */
function wordFor(reader: Actor, { documents, behind }: Standing, { voucherSeal, boxKey, wordKey }: Parts): string {
  const said = JSON.stringify([documentFormat, reader, documents, behind, voucherSeal.publicKey, boxKey])
  return createHmac('sha256', wordKey).update(said).digest('base64url').slice(0, wordLength)
}

function notes(packs: readonly ShelvedPack[]): PackNote[] {
  return packs.map(({ name, digest }) => ({ name, digest }))
}

function completenessIn({ count, digest }: Marks) {
  return { count, digest }
}

async function documentsAt(
  marks: readonly Mark[],
  reader: Actor,
  db: Queryable,
  voucherSeal: VoucherSeal,
): Promise<Document[]> {
  const documents: Document[] = []
  for (const [kind, { build }] of Object.entries(kinds)) {
    const ofKind = marks.filter((mark) => mark[0] === kind)
    if (ofKind.length === 0) continue
    const views = await build(
      ofKind.map(([, key]) => key),
      reader,
      db,
      voucherSeal,
    )
    for (const [, key, stream, seq] of ofKind) {
      const view = views.get(key)
      if (!view) throw new Error(`a ${kind} was touched and is not there: ${key}`)
      // Who reads knows their own name.
      const { [reader.id]: _, ...people } = view.people
      documents.push({ kind, key, format: documentFormat, stream, seq, ...view, people })
    }
  }
  return documents
}

/** The reader, as a device keeps them to foresee by. */
async function bearerOf(reader: Actor, db: Queryable, { voucherSeal, boxKey }: Parts): Promise<Bearer> {
  const { rows } = await db.query<{ nameKm: string | null; nameLatin: string | null }>(
    `select name_km as "nameKm", name_latin as "nameLatin" from person where home = $1 and id = $2`,
    [homeOf(reader.id), idOf(reader.id)],
  )
  return {
    actor: reader,
    nameKm: rows[0]?.nameKm ?? null,
    nameLatin: rows[0]?.nameLatin ?? null,
    programmes: await notesOf(reader, db),
    voucherKeys: { [voucherSeal.keyNumber]: voucherSeal.publicKey },
    boxKey,
  }
}

async function notesOf(reader: Actor, db: Queryable): Promise<ProgrammeNote[]> {
  const codes = programmesOf(reader)
  if (codes.length === 0) return []
  const found = (await stores.programme!.search(
    national,
    codes.map((programme) => ({ programme })),
    db,
  )) as Programme[]
  return found.map(({ programme, state, demonstration, definition }) => ({
    programme,
    state,
    demonstration,
    names: definition.names as ProgrammeNote['names'],
    consent: consentIn(definition),
    officePhone: z.optional(Phone).safeParse(definition.officePhone).data,
  }))
}

/** A programme that says nothing of it asks for the first wording. */
function consentIn({ consent }: Programme['definition']): string {
  return typeof consent === 'string' ? consent : '1'
}
