/**
 * Seals: what the journal's chains had come to, signed with a key that the database never sees.
 *
 * A chain proves that nothing in its middle was touched; it cannot prove that nobody wrote the whole of
 * it anew. So every hour, and when the server stops, the heads of all streams that moved are signed and
 * appended to a file outside the database, each seal holding the digest of the one before, and the file
 * is published. Whoever keeps a copy can hold the journal against it.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { canonical } from '#door/envelope.ts'
import type { Home } from '#door/key.ts'
import type { Instant } from '#door/values.ts'
import type { Client, Pool } from '#server/database/connection.ts'

export interface Head {
  readonly home: Home
  readonly stream: string
  readonly seq: number
  /** In hexadecimal. */
  readonly hash: string
}

export interface Seal {
  /** 1, 2, 3 … */
  readonly n: number
  readonly at: Instant
  /** Digest of the seal before, as its line was written; null for the first. */
  readonly previous: string | null
  /** Which database was sealed. */
  readonly installation: string
  /** How many streams and lines there were in all. */
  readonly streams: number
  readonly lines: number
  /** The streams that moved since the seal before; the first seal of a month names all of them. */
  readonly heads: readonly Head[]
  /** The public key, raw, in base64url. */
  readonly key: string
  /** Ed25519 over the canonical JSON of all the rest, in base64url. */
  readonly signature: string
}

export interface SealParts {
  readonly pool: Pool
  /** The data folder. */
  readonly folder: string
  /** An Ed25519 private key in PEM, kept outside the database. */
  readonly key: string
  readonly now?: () => Date
}

const lock = 7_205_911

export type Seals = ReturnType<typeof openSeals>

export function openSeals({ pool, folder, key, now = () => new Date() }: SealParts) {
  const privateKey = createPrivateKey(key)
  const publicKey = rawPublicKey(privateKey)
  const sealsFolder = join(folder, 'seals')

  return {
    publicKey,
    seal,
    /** What is published at `/public/seals`: the seals of a month (`2026-11`), or all there are. */
    text: (month?: string) => textOf(sealsFolder, month),
    months: () => monthsIn(sealsFolder),
  }

  /** Signs the heads as they stand. Several servers that share a folder take turns. */
  async function seal(): Promise<Seal> {
    const client = await pool.connect()
    try {
      await client.query('select pg_advisory_lock($1)', [lock])
      try {
        return await sealNow(client)
      } finally {
        await client.query('select pg_advisory_unlock($1)', [lock])
      }
    } finally {
      client.release()
    }
  }

  async function sealNow(client: Client): Promise<Seal> {
    const heads = await headsNow(client)
    const { rows } = await client.query<{ id: string }>('select id from installation')

    // The first seal of a month names every stream, so the newest file says all that was known.
    const at = now().toISOString()
    const newest = monthsIn(sealsFolder).at(-1)
    const before = newest ? parseSeals(textOf(sealsFolder, newest)) : []
    const last = before.at(-1)
    const known = new Map(before.flatMap(({ seal }) => seal.heads.map((head) => [nameOf(head), head.seq])))
    // A clock that was set back does not open an older file again.
    const month = newest && newest > at.slice(0, 7) ? newest : at.slice(0, 7)

    const unsigned = {
      n: (last?.seal.n ?? 0) + 1,
      at,
      previous: last ? digestOfSeal(last.text) : null,
      installation: rows[0]!.id,
      streams: heads.length,
      lines: heads.reduce((sum, { seq }) => sum + seq, 0),
      heads: month === newest ? heads.filter((head) => known.get(nameOf(head)) !== head.seq) : heads,
      key: publicKey,
    }
    const signed = { ...unsigned, signature: signatureOf(unsigned, privateKey) }
    append(join(sealsFolder, `${month}.jsonl`), canonical(signed))
    return signed
  }
}

async function headsNow(client: Pick<Client, 'query'>): Promise<Head[]> {
  const { rows } = await client.query<Head>(
    `select home, stream, last_seq as seq, encode(last_hash, 'hex') as hash from stream where last_seq > 0 order by home, stream`,
  )
  return rows
}

export function nameOf({ home, stream }: Pick<Head, 'home' | 'stream'>): string {
  return `${home}/${stream}`
}

export interface ReadSeal {
  readonly seal: Seal
  /** As it was written: the next seal's digest is over these bytes. */
  readonly text: string
}

/** The seals of a folder in order. What cannot be read as one is an error: it was never written by us. */
export function readSeals(folder: string): ReadSeal[] {
  return parseSeals(textOf(folder))
}

export function parseSeals(text: string): ReadSeal[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ seal: JSON.parse(line) as Seal, text: line }))
}

export function digestOfSeal(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Whether a seal was made by the holder of a key, given raw in base64url. */
export function isSealedBy(key: string, { signature, ...unsigned }: Seal): boolean {
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' })
  return verify(null, Buffer.from(canonical(unsigned)), publicKey, Buffer.from(signature, 'base64url'))
}

function signatureOf(unsigned: Omit<Seal, 'signature'>, key: KeyObject): string {
  return sign(null, Buffer.from(canonical(unsigned)), key).toString('base64url')
}

export function rawPublicKey(privateKey: KeyObject): string {
  return createPublicKey(privateKey).export({ format: 'jwk' }).x!
}

function textOf(folder: string, wanted?: string): string {
  return monthsIn(folder)
    .filter((month) => wanted === undefined || month === wanted)
    .map((month) => readFileSync(join(folder, `${month}.jsonl`), 'utf8'))
    .join('')
}

function monthsIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d{4}-\d{2}\.jsonl$/.test(name))
      .map((name) => name.slice(0, 7))
      .sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** On disk before it is told. A line without its end was cut by a power failure and was never a seal. */
function append(file: string, line: string): void {
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o755 })
  const handle = openSync(file, 'a+', 0o644)
  try {
    const whole = readFileSync(handle).lastIndexOf('\n') + 1
    ftruncateSync(handle, whole)
    writeSync(handle, `${line}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
