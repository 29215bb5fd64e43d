/**
 * One line for each decided command, accepted or refused, in the order of its stream.
 *
 * A stream's counter row holds the last number and the last hash. It is locked last, so that the lock
 * lasts only for the writing of the lines: numbers run 1, 2, 3 … without gaps, and each hash covers
 * the one before. What a line says and the money it moved are covered by its seal; what was asked and
 * answered lies beside it in the body, covered by a salted digest, so that a body can be erased and its
 * line still be proved.
 */
import { createHash, randomBytes } from 'node:crypto'
import { bodyOf } from '#door/envelope.ts'
import { type Home, type Key, national } from '#door/key.ts'
import type { Posting } from '#door/posting.ts'
import { type Day, dayOf, type Instant } from '#door/values.ts'
import type { Queryable } from '#server/database/connection.ts'
import type { Document } from '#server/database/records.ts'

export type Outcome = 'accepted' | 'refused' | 'disputed'

/** A posting with the day it counts for. */
export interface Entry extends Posting {
  readonly happenedOn: Day
}

export interface Line {
  readonly stream: string
  readonly envelope: string
  readonly programme: string
  readonly name: string
  readonly about: Key
  readonly author: Key
  readonly carrier: Key
  readonly device: Key | null
  readonly outcome: Outcome
  readonly reason: string | null
  readonly happenedAt: Instant
  readonly receivedAt: Instant
  /** The server's running number: with `receivedAt` it puts the lines of all streams in order. */
  readonly position: number
  readonly post: readonly Entry[]
  readonly touches: readonly Document[]
  /** Where the touched documents lie now. */
  readonly place: string
  readonly body: string
  readonly answer: string
  readonly reactions: readonly string[]
}

/** What the first line of a stream is chained to: no stream can be passed off as another. */
export function genesisOf(home: Home, stream: string): Buffer {
  return createHash('sha256').update(`${home}/${stream}`).digest()
}

export function digestOf(salt: Buffer, body: string, answer: string): Buffer {
  return createHash('sha256').update(salt).update(body).update('\n').update(answer).digest()
}

/** What a line's columns say, as bytes: the same whether about to be written or read back. */
export function sealOf(
  line: Omit<Line, 'stream' | 'touches' | 'place' | 'body' | 'answer' | 'reactions'> & {
    touches: readonly string[]
    digest: Buffer
  },
): Buffer {
  const said = [
    line.envelope,
    line.programme,
    line.name,
    line.about,
    line.author,
    line.carrier,
    line.device,
    line.outcome,
    line.reason,
    line.happenedAt,
    line.receivedAt,
    line.position,
    line.touches,
    line.post.map(({ debit, credit, currency, minor, happenedOn }) => [debit, credit, currency, minor, happenedOn]),
    line.digest.toString('hex'),
  ]
  return createHash('sha256').update(JSON.stringify(said)).digest()
}

export function hashOf(before: Buffer, seq: number, seal: Buffer): Buffer {
  const number = Buffer.alloc(8)
  number.writeBigInt64BE(BigInt(seq))
  return createHash('sha256').update(before).update(number).update(seal).digest()
}

function touchText({ kind, key }: Document): string {
  return `${kind}:${key}`
}

/** The last number and hash of each stream, held until the transaction ends; streams in the order they are locked. */
export type Heads = Map<string, { seq: number; hash: Buffer }>

export async function lockHeads(home: Home, lines: readonly Line[], tx: Queryable): Promise<Heads> {
  const streams = [...new Set(lines.map(({ stream }) => stream))].sort()
  const locked = () =>
    tx.query<{ stream: string; last_seq: number; last_hash: Buffer }>(
      'select stream, last_seq, last_hash from stream where home = $1 and stream = any($2) order by stream for update',
      [home, streams],
    )
  let { rows } = await locked()
  if (rows.length < streams.length) {
    await tx.query(
      'insert into stream (home, stream, last_seq, last_hash) select $1, s.stream, 0, s.genesis from unnest($2::text[], $3::bytea[]) as s(stream, genesis) on conflict do nothing',
      [home, streams, streams.map((stream) => genesisOf(home, stream))],
    )
    rows = (await locked()).rows
  }
  return new Map(rows.map(({ stream, last_seq, last_hash }) => [stream, { seq: last_seq, hash: last_hash }]))
}

const saltLength = 16

/** Numbers, chains and writes the lines of one transaction. The last thing a transaction does. */
export async function writeLines(home: Home, lines: readonly Line[], heads: Heads, tx: Queryable): Promise<void> {
  const streams = [...heads.keys()]
  const salts = randomBytes(saltLength * lines.length)

  const rows = lines.map((line, at) => {
    const head = heads.get(line.stream)!
    const salt = salts.subarray(at * saltLength, (at + 1) * saltLength)
    const digest = digestOf(salt, line.body, line.answer)
    const touches = line.touches.map(touchText)
    const seq = head.seq + 1
    const hash = hashOf(head.hash, seq, sealOf({ ...line, touches, digest }))
    heads.set(line.stream, { seq, hash })
    return { line, seq, salt, digest, hash, touches }
  })

  await tx.query(
    `with line as (
       insert into journal (home, stream, seq, envelope, programme, name, about, author, carrier, device, outcome, reason,
                            happened_at, received_at, position, touches, digest, hash)
       select $1, l.stream, l.seq, l.envelope, l.programme, l.name, l.about, l.author, l.carrier, l.device, l.outcome, l.reason,
              l.happened_at, l.received_at, l.position, l.touches, decode(l.digest, 'hex'), decode(l.hash, 'hex')
       from jsonb_to_recordset($2) as l(stream text, seq bigint, envelope uuid, programme text, name text, about text, author text,
            carrier text, device text, outcome text, reason text, happened_at timestamptz, received_at timestamptz, position int,
            touches text[], digest text, hash text)
     ), body as (
       insert into journal_body (home, stream, seq, envelope, answer, salt)
       select $1, * from unnest($3::text[], $4::bigint[], $5::text[], $6::text[], $7::bytea[])
     ), touched as (
       insert into touch (home, kind, key, programme, place, shop, stream, seq)
       select $1, t.* from jsonb_to_recordset($8) as t(kind text, key text, programme text, place text, shop text, stream text, seq bigint)
       on conflict (home, kind, key) do update
         set place = excluded.place, shop = excluded.shop, stream = excluded.stream, seq = excluded.seq
     ), due as (
       insert into reaction_state (home, stream, seq, reaction, after)
       select $1, r.stream, r.seq, r.reaction, r.after from jsonb_to_recordset($9) as r(stream text, seq bigint, reaction text, after timestamptz)
     )
     update stream set last_seq = h.seq, last_hash = decode(h.hash, 'hex')
     from jsonb_to_recordset($10) as h(stream text, seq bigint, hash text)
     where stream.home = $1 and stream.stream = h.stream`,
    [
      home,
      JSON.stringify(
        rows.map(({ line, seq, digest, hash, touches }) => ({
          stream: line.stream,
          seq,
          envelope: line.envelope,
          programme: line.programme,
          name: line.name,
          about: line.about,
          author: line.author,
          carrier: line.carrier,
          device: line.device,
          outcome: line.outcome,
          reason: line.reason,
          happened_at: line.happenedAt,
          received_at: line.receivedAt,
          position: line.position,
          touches,
          digest: digest.toString('hex'),
          hash: hash.toString('hex'),
        })),
      ),
      rows.map(({ line }) => line.stream),
      rows.map(({ seq }) => seq),
      rows.map(({ line }) => line.body),
      rows.map(({ line }) => line.answer),
      rows.map(({ salt }) => salt),
      JSON.stringify(lastTouches(rows)),
      JSON.stringify(
        rows.flatMap(({ line, seq }) =>
          line.reactions.map((reaction) => ({ stream: line.stream, seq, reaction, after: line.receivedAt })),
        ),
      ),
      JSON.stringify(
        streams.map((stream) => ({
          stream,
          seq: heads.get(stream)!.seq,
          hash: heads.get(stream)!.hash.toString('hex'),
        })),
      ),
    ],
  )
}

/** What happens outside of commands and must be remembered: a sign-in, an export, an operator's repair. */
export interface Note {
  readonly id: string
  readonly programme: string
  /** `noun.verb`, like a command's, but never one of theirs. */
  readonly name: string
  readonly about: Key
  readonly author: Key
  readonly input: Readonly<Record<string, unknown>>
  readonly at: Instant
}

/** One line in the office stream, claimed like an envelope, so that the checks of the journal hold for it too. */
export async function writeNote({ id, programme, name, about, author, input, at }: Note, tx: Queryable): Promise<void> {
  const said = { id, home: national, name, about, input, person: author, device: null, n: 0 }
  const body = bodyOf({ ...said, askedAt: at, lastServerTime: null, after: [], signature: null })
  await tx.query('insert into envelope (home, id, person, digest, device, n) values ($1, $2, $3, $4, null, 0)', [
    national,
    id,
    author,
    createHash('sha256').update(body).digest(),
  ])
  const line: Line = {
    stream: `office/${programme}/${dayOf(at)}`,
    envelope: id,
    programme,
    name,
    about,
    author,
    carrier: author,
    device: null,
    outcome: 'accepted',
    reason: null,
    happenedAt: at,
    receivedAt: at,
    position: 0,
    post: [],
    touches: [],
    place: '',
    body,
    answer: JSON.stringify({ outcome: 'accepted' }),
    reactions: [],
  }
  await writeLines(national, [line], await lockHeads(national, [line], tx), tx)
}

/** A statement may touch a row once: of several touches in a batch the last one stands. */
function lastTouches(rows: readonly { line: Line; seq: number }[]) {
  const last = new Map<string, object>()
  for (const { line, seq } of rows) {
    for (const { kind, key, shop } of line.touches) {
      last.set(`${kind}:${key}`, {
        kind,
        key,
        programme: line.programme,
        place: line.place,
        shop: shop ?? null,
        stream: line.stream,
        seq,
      })
    }
  }
  return [...last.values()]
}
