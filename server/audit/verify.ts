/**
 * Reads the whole journal once, in order, and works out anew everything that can be.
 *
 * Each line: its seal, its hash, its number; its body's digest, and whether its columns say what the
 * body says; its claim; the signature of the phone it came from. Each stream: its counter, and every
 * hash that was ever sealed. The ledger: every account against its postings, every posting against an
 * accepted line. Memory stays flat: only the heads that were sealed are held.
 */
import { createHash } from 'node:crypto'
import type { Envelope } from '#door/envelope.ts'
import type { Home, Key } from '#door/key.ts'
import type { Instant } from '#door/values.ts'
import { type Client, inTransaction, type Pool } from '#server/database/connection.ts'
import { digestOf, type Outcome, sealOf } from '#server/journal.ts'
import { digestOfSeal, type Head, isSealedBy, nameOf, type ReadSeal } from '#server/seals.ts'
import { isSignedBy, publicKeyOf } from '#server/signatures.ts'
import { type Break, chainOf } from './chain.ts'
import { checkLedger } from './ledger.ts'

export interface Finding {
  readonly kind:
    | 'altered'
    | 'removed'
    | 'inserted'
    | 'cut-off'
    | 'recomputed'
    | 'body'
    | 'claim'
    | 'signature'
    | 'ledger'
    | 'seal'
  readonly home?: Home
  readonly stream?: string
  readonly seq?: number
  /** One whole sentence. */
  readonly says: string
}

export interface Report {
  readonly findings: readonly Finding[]
  /** More than are told one by one. */
  readonly more: number
  readonly streams: number
  readonly lines: number
  /** Lines that a phone signed, and whose signature holds. */
  readonly signed: number
  /** Bodies that were erased, by the line that says so. */
  readonly erased: readonly { by: string; bodies: number }[]
  readonly accounts: number
  readonly postings: number
  readonly seals: number
  readonly lastSeal: Instant | null
  /** Lines that no seal covers yet: they agree with each other, and nobody outside can vouch for them. */
  readonly unsealed: number
}

export interface VerifyParts {
  readonly pool: Pool
  readonly seals: readonly ReadSeal[]
  /** Whose seals are believed: the raw public key in base64url. */
  readonly publicKey: string
  readonly onProgress?: (done: number, total: number) => void
}

const page = 2_000
const toldMax = 100

export function verify({ pool, seals, publicKey, onProgress }: VerifyParts): Promise<Report> {
  return inTransaction(pool, async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only')
    const findings: Finding[] = []
    let more = 0
    const find = (finding: Finding) => {
      if (findings.length < toldMax) findings.push(finding)
      else more++
    }

    const installation = await tx.query<{ id: string }>('select id from installation')
    const sealed = checkSeals(seals, publicKey, installation.rows[0]?.id, find)
    const counters = await countersOf(tx)
    const counts = { lines: 0, signed: 0, unsealed: 0, streams: 0 }
    const erasures = new Map<string, number>()
    const total = [...counters.values()].reduce((sum, { seq }) => sum + seq, 0)

    let walk: Walk | undefined
    await tx.query(`declare line no scroll cursor for ${everyLine}`)
    for (;;) {
      const { rows } = await tx.query<Row>(`fetch ${page} from line`)
      for (const row of rows) {
        if (walk?.name !== nameOf(row)) {
          walk?.finish()
          walk = beginWalk(row, sealed, counters, find)
          counts.streams++
        }
        counts.lines++
        if (row.seq > walk.sealedUpTo) counts.unsealed++
        walk.step(row)
        if (row.body !== null) checkLine(row, counts, find)
        else await checkErasure(row, erasures, find, tx)
      }
      onProgress?.(counts.lines, Math.max(total, counts.lines))
      if (rows.length < page) break
    }
    walk?.finish()
    await tx.query('close line')

    // What has no line at all is met by no walk.
    for (const [name, heads] of sealed) {
      if (counters.get(name)?.walked) continue
      const last = heads.at(-1)!
      const { home, stream } = last
      find({ kind: 'cut-off', home, stream, seq: 1, says: `All lines of ${name} are gone; ${last.seq} were sealed.` })
    }
    for (const [name, { home, stream, seq, walked }] of counters) {
      if (walked || seq === 0 || sealed.has(name)) continue
      find({ kind: 'cut-off', home, stream, seq: 1, says: `All ${seq} lines of ${name} are gone.` })
    }

    const ledger = await checkLedger(tx, find)
    const lastSeal = seals.at(-1)?.seal.at ?? null
    const erased = [...erasures].map(([by, bodies]) => ({ by, bodies }))
    return { findings, more, ...counts, erased, ...ledger, seals: seals.length, lastSeal }
  })
}

interface Row {
  readonly home: Home
  readonly stream: string
  readonly seq: number
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
  readonly position: number
  readonly touches: readonly string[]
  readonly digest: Buffer
  readonly hash: Buffer
  readonly body: string | null
  readonly answer: string | null
  readonly salt: Buffer | null
  readonly claimant: Key | null
  readonly claim: Buffer | null
  readonly post: readonly [string, string, 'KHR' | 'USD', number, string][]
  readonly publicKey: string | null
}

const everyLine = `
  select j.home, j.stream, j.seq, j.envelope, j.programme, j.name, j.about, j.author, j.carrier, j.device, j.outcome, j.reason,
         j.happened_at as "happenedAt", j.received_at as "receivedAt", j.position, j.touches, j.digest, j.hash,
         b.envelope as body, b.answer, b.salt, e.person as claimant, e.digest as claim, d.public_key as "publicKey",
         (select coalesce(json_agg(json_build_array(p.debit, p.credit, p.currency, p.minor, p.happened_on) order by p.position), '[]')
          from posting p where p.home = j.home and p.envelope = j.envelope) as post
  from journal j
  left join journal_body b on b.home = j.home and b.stream = j.stream and b.seq = j.seq
  left join envelope e on e.home = j.home and e.id = j.envelope
  left join device d on d.home = left(j.device, 2) and d.id = substr(j.device, 4)::uuid
  order by j.home, j.stream, j.seq`

interface Counter extends Head {
  walked: boolean
}

async function countersOf(tx: Client): Promise<Map<string, Counter>> {
  const { rows } = await tx.query<Head>(
    `select home, stream, last_seq as seq, encode(last_hash, 'hex') as hash from stream`,
  )
  return new Map(rows.map((head) => [nameOf(head), { ...head, walked: false }]))
}

/** Heads by stream, oldest first, of the seals that hold. */
function checkSeals(
  seals: readonly ReadSeal[],
  publicKey: string,
  installation: string | undefined,
  find: (finding: Finding) => void,
): Map<string, (Head & { at: Instant })[]> {
  const heads = new Map<string, (Head & { at: Instant })[]>()
  let before: ReadSeal | undefined
  for (const read of seals) {
    const { seal } = read
    const says = !isSealedBy(publicKey, seal)
      ? `Seal ${seal.n} of ${seal.at} was not made with the key of this installation.`
      : seal.n !== (before?.seal.n ?? 0) + 1 || seal.previous !== (before ? digestOfSeal(before.text) : null)
        ? `Seal ${seal.n} of ${seal.at} does not follow from the one before: seals were removed or changed.`
        : seal.installation !== installation
          ? `Seal ${seal.n} of ${seal.at} belongs to another database.`
          : undefined
    if (says) find({ kind: 'seal', says })
    before = read
    if (!isSealedBy(publicKey, seal) || seal.installation !== installation) continue
    for (const head of seal.heads) {
      const name = nameOf(head)
      const known = heads.get(name)
      if (known) known.push({ ...head, at: seal.at })
      else heads.set(name, [{ ...head, at: seal.at }])
    }
  }
  return heads
}

type Walk = ReturnType<typeof beginWalk>

function beginWalk(
  { home, stream }: Row,
  sealed: ReadonlyMap<string, readonly (Head & { at: Instant })[]>,
  counters: ReadonlyMap<string, Counter>,
  find: (finding: Finding) => void,
) {
  const name = nameOf({ home, stream })
  const chain = chainOf(home, stream)
  const heads = new Map((sealed.get(name) ?? []).map((head) => [head.seq, head]))
  const sealedUpTo = Math.max(0, ...heads.keys())
  const counter = counters.get(name)
  if (counter) counter.walked = true
  let broken = false
  let trusted = 0
  let last = { seq: 0, hash: '' }

  const tell = (breaks: readonly Break[]) => {
    for (const { kind, from, to } of breaks) {
      const which = from === to ? `Line ${from}` : `Lines ${from} to ${to}`
      const were = from === to ? 'was' : 'were'
      const how = { altered: 'altered', removed: 'removed', inserted: 'slipped in' }[kind]
      find({ kind, home, stream, seq: from, says: `${which} of ${name} ${were} ${how}.` })
      broken = true
    }
  }

  return {
    name,
    sealedUpTo,

    step(row: Row) {
      tell(chain.next({ seq: row.seq, seal: sealOfRow(row), hash: row.hash }))
      last = { seq: row.seq, hash: row.hash.toString('hex') }
      const head = heads.get(row.seq)
      if (!head) return
      if (head.hash === last.hash) trusted = row.seq
      else if (!broken) {
        broken = true
        find({
          kind: 'recomputed',
          home,
          stream,
          seq: trusted + 1,
          says: `The chain of ${name} was written anew somewhere from line ${trusted + 1} to ${row.seq}: line ${row.seq} is not the one that was sealed at ${head.at}.`,
        })
      }
    },

    finish() {
      const ends = [...heads.values(), ...(counter ? [counter] : [])]
      tell(chain.end((hash) => ends.find((end) => end.hash === hash.toString('hex'))?.seq))
      if (broken) return
      const furthest = Math.max(sealedUpTo, counter?.seq ?? 0)
      if (last.seq < furthest) {
        const by = sealedUpTo > last.seq ? `${sealedUpTo} were sealed` : `its counter stands at ${furthest}`
        find({
          kind: 'cut-off',
          home,
          stream,
          seq: last.seq + 1,
          says: `The tail of ${name} is cut off after line ${last.seq}: ${by}.`,
        })
      } else if (!counter || counter.seq !== last.seq || counter.hash !== last.hash) {
        find({
          kind: 'altered',
          home,
          stream,
          seq: last.seq,
          says: `The counter of ${name} does not stand at its last line, ${last.seq}.`,
        })
      }
    },
  }
}

function sealOfRow(row: Row): Buffer {
  const post = row.post.map(([debit, credit, currency, minor, happenedOn]) => {
    return { debit, credit, currency, minor, happenedOn }
  })
  return sealOf({ ...row, post })
}

function checkLine(row: Row, counts: { signed: number }, find: (finding: Finding) => void) {
  const { home, stream, seq } = row
  const [body, answer, salt] = [row.body!, row.answer!, row.salt!]
  const tell = (kind: Finding['kind'], what: string) =>
    find({ kind, home, stream, seq, says: `Line ${seq} of ${nameOf(row)} ${what}.` })

  if (row.claim === null) tell('inserted', `was slipped in: envelope ${row.envelope} was never claimed`)
  if (!digestOf(salt, body, answer).equals(row.digest)) tell('body', 'has a body that was altered')

  const cut = body.indexOf('\n')
  const text = cut === -1 ? body : body.slice(0, cut)
  const signature = cut === -1 ? null : body.slice(cut + 1)
  const envelope = parsed<Envelope>(text)
  const told = parsed<{ outcome: string; refusal?: { refused: string } }>(answer)
  const asBody = envelope && [
    envelope.home,
    envelope.id,
    envelope.name,
    envelope.about,
    envelope.person,
    envelope.device,
  ]
  const asLine = [home, row.envelope, row.name, row.about, row.author, row.device]
  if (!asBody?.every((said, at) => said === asLine[at])) tell('altered', 'does not say what its body says')
  if (told?.outcome !== row.outcome || (told.refusal?.refused ?? null) !== row.reason)
    tell('altered', 'does not say what its answer says')
  if (row.claim && (row.claimant !== row.author || !createHash('sha256').update(text).digest().equals(row.claim)))
    tell('claim', 'is not what was claimed under its id')

  if (row.device === null) return
  if (row.publicKey === null) tell('signature', 'came from a phone that is not known any more')
  else if (!isSignedBy(publicKeyOf(row.publicKey), text, signature))
    tell('signature', 'does not bear the signature of its phone')
  else counts.signed++
}

/** A body may be gone if a later line says that the record, or its author, was erased. */
async function checkErasure(row: Row, erasures: Map<string, number>, find: (finding: Finding) => void, tx: Client) {
  const { home, stream, seq, about, author, receivedAt } = row
  const { rows } = await tx.query<Pick<Row, 'home' | 'stream' | 'seq'>>(
    `select home, stream, seq from journal where (home, about) in (($1, $2), (left($3, 2), $3)) and name like '%.erase'
     and outcome = 'accepted' and received_at >= $4 order by received_at limit 1`,
    [home, about, author, receivedAt],
  )
  const [by] = rows
  if (by) {
    const line = `line ${by.seq} of ${nameOf(by)}`
    erasures.set(line, (erasures.get(line) ?? 0) + 1)
  } else {
    const says = `Line ${seq} of ${nameOf(row)} has lost its body, and no erasure tells of it.`
    find({ kind: 'body', home, stream, seq, says })
  }
}

function parsed<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T
  } catch {
    return undefined
  }
}

/** Says the same in one place for a terminal and a log. */
export function conclusionOf(report: Report): string {
  const { lines, streams, seals, lastSeal, unsealed, accounts, postings, signed, erased } = report
  const read = `${lines} lines in ${streams} streams, ${signed} signed by a phone; ${postings} postings on ${accounts} accounts; ${seals} seals.`
  const gone = erased.map(
    ({ by, bodies }) => `${bodies === 1 ? 'One body was' : `${bodies} bodies were`} erased by ${by}.`,
  )
  const since = !lastSeal
    ? 'Nothing was ever sealed: all lines are only self-consistent.'
    : unsealed > 0
      ? `Since ${lastSeal} nothing is sealed: the last ${unsealed} lines are only self-consistent.`
      : `Everything is covered by the seal of ${lastSeal}.`
  return [read, ...gone, since].join('\n')
}
