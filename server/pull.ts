/**
 * What is new for one reader: documents beyond a cursor, in pages, and the proof that nothing is missing.
 *
 * A line's number tells where in its stream a document was last touched; the cursor holds one number
 * for each stream the device has seen, so nothing is sent twice and nothing is skipped. Only documents
 * in scope are ever looked at: neither numbers nor names of other areas leave the office. The last
 * page says how many documents the scope holds and their digest; a device that holds something else
 * asks for all marks, lets go of what left its scope and reads the rest again.
 */
import * as z from 'zod/mini'
import type { Programme } from '#capabilities/programmes/programme.ts'
import type { VoucherSeal } from '#capabilities/vouchers/voucher.seal.store.ts'
import { type Actor, type Scope, scopeOf } from '#door/actor.ts'
import {
  type Bearer,
  type Cursor,
  type Document,
  documentFormat,
  type Mark,
  type Page,
  type ProgrammeNote,
} from '#door/document.ts'
import { homeOf, idOf, national } from '#door/key.ts'
import { stores } from '#server/capabilities.ts'
import type { Pool, Queryable } from '#server/database/connection.ts'
import { withinSql } from '#server/database/read.ts'
import { claimViews } from '#server/documents/claim.ts'
import { householdViews } from '#server/documents/household.ts'
import { packsFor, programmesOf } from '#server/documents/packs.ts'
import { trainingViews } from '#server/documents/training.ts'
import type { Build } from '#server/documents/view.ts'
import { shopVoucherViews } from '#server/documents/voucher.ts'
import type { BoxKey } from '#sync/box.ts'

/** Documents on a page. What one line touched is never torn apart, so a page can be a little longer. */
const pageDocuments = 200

export const PullQuestion = z.object({
  cursor: z.object({
    streams: z.record(z.string().check(z.maxLength(200)), z.int().check(z.minimum(0))),
    packs: z.record(z.string().check(z.maxLength(40)), z.string().check(z.maxLength(64))),
  }),
  index: z._default(z.boolean(), false),
})
export type PullQuestion = z.infer<typeof PullQuestion>

/** What the reader's phone verifies with, and seals to. */
interface Keys {
  readonly voucherSeal: VoucherSeal
  readonly boxKey: BoxKey
}

interface Kind {
  readonly table: string
  readonly columns: { readonly household: string | null; readonly shop: string | null; readonly formerShops?: string }
  readonly scope: (reader: Actor) => Scope
  readonly build: Build
}

const kinds: Readonly<Record<string, Kind>> = {
  household: {
    table: 'household',
    columns: { household: `(r.home || '-' || r.id)`, shop: null },
    scope: (reader) => scopeOf(reader, 'household.read'),
    build: householdViews,
  },
  // Whoever reads the household finds its vouchers there. A shop keeps those that were moved to another:
  // what it handed over is still owed to it, and its phone can say why nothing more is.
  'shop-voucher': {
    table: 'voucher',
    columns: { household: 'r.household', shop: 'r.shop', formerShops: 'r.former_shops' },
    scope: (reader) =>
      scopeOf(reader, 'voucher.read').filter((reach) => !scopeOf(reader, 'household.read').includes(reach)),
    build: shopVoucherViews,
  },
  training: {
    table: 'training',
    columns: { household: null, shop: null },
    scope: (reader) => scopeOf(reader, 'training.read'),
    build: trainingViews,
  },
  // The office reads invoices at its desks.
  claim: {
    table: 'claim',
    columns: { household: null, shop: 'r.shop' },
    scope: (reader) => scopeOf(reader, 'claim.read').filter(({ shop }) => shop),
    build: claimViews,
  },
}

/** One page, read in one snapshot of the database. */
export async function pull(
  reader: Actor,
  { cursor, index }: PullQuestion,
  { pool, ...keys }: { readonly pool: Pool } & Keys,
): Promise<Page> {
  const client = await pool.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    const page = await pageFor(reader, { cursor, index }, client, keys)
    await client.query('commit')
    return page
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

async function pageFor(reader: Actor, { cursor, index }: PullQuestion, db: Queryable, keys: Keys): Promise<Page> {
  const { marks, waiting, count, digest, all } = await marksBeyond(reader, cursor, index, db)
  const bearer = await bearerOf(reader, db, keys)
  const packs = await packsFor(reader, cursor.packs, db)
  const more = waiting > marks.length
  return {
    bearer,
    documents: await documentsAt(marks, reader, db, keys.voucherSeal),
    packs,
    cursor: {
      streams: { ...cursor.streams, ...Object.fromEntries(marks.map(([, , stream, seq]) => [stream, seq])) },
      packs: { ...cursor.packs, ...Object.fromEntries(packs.map((pack) => [pack.name, pack.digest])) },
    },
    more,
    complete: more ? null : { count, digest },
    index: index ? all : null,
  }
}

interface Marks {
  readonly marks: readonly Mark[]
  readonly waiting: number
  readonly count: number
  readonly digest: string
  readonly all: readonly Mark[]
}

/**
 * Everything in scope with its mark, and of that the next page beyond the cursor. A scope is a few
 * thousand documents at most, found by place, so that a move or a new duty needs no bookkeeping.
 */
async function marksBeyond(reader: Actor, cursor: Cursor, index: boolean, db: Queryable): Promise<Marks> {
  const values: unknown[] = [Object.keys(cursor.streams), Object.values(cursor.streams), pageDocuments, index]
  const parts = Object.entries(kinds).flatMap(([kind, { table, columns, scope }]) => {
    const within = withinSql(scope(reader), values.length + 1, { alias: 'r', ...columns })
    if (within.text === 'false') return []
    values.push(...within.values)
    return [
      `select t.kind, t.key, t.home || '/' || t.stream as stream, t.seq
       from "${table}" r join touch t on t.home = r.home and t.kind = '${kind}' and t.key = r.home || '-' || r.id
       where ${within.text}`,
    ]
  })
  if (parts.length === 0) parts.push(`select kind, key, stream, seq from touch where false`)

  const { rows } = await db.query<Marks>(
    `with scoped as materialized (${parts.join(' union all ')}),
     beyond as (
       select scoped.* from scoped
       left join unnest($1::text[], $2::bigint[]) as read(stream, seq) on read.stream = scoped.stream
       where scoped.seq > coalesce(read.seq, 0)
     ),
     page as (select * from beyond order by stream, seq fetch first $3 rows with ties)
     select
       coalesce((select jsonb_agg(jsonb_build_array(kind, key, stream, seq) order by stream, seq, kind, key) from page), '[]') as marks,
       (select count(*) from beyond)::int as waiting,
       (select count(*) from scoped)::int as count,
       (select encode(sha256(convert_to(coalesce(string_agg(said, E'\\n' order by said collate "C"), ''), 'UTF8')), 'hex')
        from (select kind || ' ' || key || ' ' || seq as said from scoped) marks) as digest,
       case when $4 then coalesce((select jsonb_agg(jsonb_build_array(kind, key, stream, seq)) from scoped), '[]') else '[]' end as "all"`,
    values,
  )
  return rows[0]!
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
      documents.push({ kind, key, format: documentFormat, stream, seq, ...view })
    }
  }
  return documents
}

/** The reader, as a device keeps them to foresee by. */
async function bearerOf(reader: Actor, db: Queryable, { voucherSeal, boxKey }: Keys): Promise<Bearer> {
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
  }))
}

/** A programme that says nothing of it asks for the first wording. */
function consentIn({ consent }: Programme['definition']): string {
  return typeof consent === 'string' ? consent : '1'
}
