/**
 * Tells a journal again to an empty database, and says where it comes out differently.
 *
 * Every envelope is asked once more, in the order it was received, by a door whose clock shows the time
 * it was received then. Nothing is copied: if the same questions give the same records, the same money
 * and the same answers, then the journal holds everything that mattered.
 *
 * Reactions do not run: what they asked then is in the journal too. Notes and erased bodies cannot be
 * asked; they are counted. A journal that two servers wrote at once may hold, in one home, two lines
 * whose times lie the other way round than they were decided; one server's never does.
 */
import { canonical, type Envelope } from '#door/envelope.ts'
import type { Home, Key } from '#door/key.ts'
import type { Instant } from '#door/values.ts'
import { inTransaction, type Pool } from '#server/database/connection.ts'
import { type Answer, type Capability, openDoor } from '#server/door.ts'
import type { Stores } from '#server/facts.ts'
import type { TimeSeal } from '#server/signatures.ts'

export interface ReplayParts {
  readonly from: Pool
  /** Migrated and empty, but for what the journal does not hold: what was put there by other hands. */
  readonly into: Pool
  readonly capabilities: Readonly<Record<string, Capability>>
  readonly stores: Stores
  /** The one the journal was written with: times that devices showed are believed as they were then. */
  readonly timeSeal: TimeSeal
  readonly onProgress?: (done: number) => void
}

export interface Replayed {
  readonly asked: number
  /** Lines that no command made: sign-ins, exports, repairs. */
  readonly notes: number
  readonly erased: number
  /** Whole sentences, the first of each kind of difference. */
  readonly differences: readonly string[]
}

interface Told {
  readonly home: Home
  readonly stream: string
  readonly seq: number
  readonly name: string
  readonly carrier: Key
  readonly receivedAt: Instant
  readonly body: string | null
  readonly answer: string | null
}

const page = 1_000
const differencesMax = 20

export async function replay(parts: ReplayParts): Promise<Replayed> {
  const { from, into, capabilities, stores, timeSeal, onProgress } = parts
  let clock: Instant = ''
  const door = openDoor({ capabilities, stores, pool: into, timeSeal, now: () => new Date(clock) })
  const counts = { asked: 0, notes: 0, erased: 0 }
  const differences: string[] = []

  await inTransaction(from, async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only')
    await tx.query(`declare told no scroll cursor for
      select j.home, j.stream, j.seq, j.name, j.carrier, j.received_at as "receivedAt", b.envelope as body, b.answer
      from journal j left join journal_body b using (home, stream, seq)
      order by j.received_at, j.position, j.home, j.stream, j.seq`)
    let together: Told[] = []
    for (;;) {
      const { rows } = await tx.query<Told>(`fetch ${page} from told`)
      for (const told of rows) {
        const [first] = together
        if (first && (first.receivedAt !== told.receivedAt || first.home !== told.home)) {
          await askAgain(together)
          together = []
        }
        together.push(told)
      }
      onProgress?.(counts.asked + counts.notes + counts.erased)
      if (rows.length < page) break
    }
    await askAgain(together)
  })
  differences.push(...(await compare(from, into)))
  return { ...counts, differences }

  /** What one home received in one instant was, or might have been, one batch. */
  async function askAgain(lines: readonly Told[]) {
    const asked = lines.filter((line) => line.body !== null && isCommand(line.name))
    counts.erased += lines.filter(({ body }) => body === null).length
    counts.notes += lines.filter(({ body, name }) => body !== null && !isCommand(name)).length
    counts.asked += asked.length
    if (asked[0]) clock = asked[0].receivedAt

    const answers = await Promise.all(asked.map((line) => door.ask(envelopeIn(line.body!), line.carrier)))
    for (const [at, line] of asked.entries()) check(line, answers[at]!)
  }

  function check({ home, stream, seq, name, carrier, body, answer }: Told, now: Answer) {
    const then = JSON.parse(answer!) as Answer
    const isAuthors = envelopeIn(body!).person === carrier
    // A carrier who is not the author is told nothing; the journals are compared in the end anyway.
    if (differences.length >= differencesMax || !isAuthors || canonical(now) === canonical(then)) return
    differences.push(
      `Line ${seq} of ${home}/${stream}, ${name}, was answered ${canonical(then)}, and now ${canonical(now)}.`,
    )
  }

  function isCommand(name: string): boolean {
    const [noun = '', verb = ''] = name.split('.')
    const commands = Object.hasOwn(capabilities, noun) ? capabilities[noun]!.commands : {}
    return Object.hasOwn(commands, verb)
  }
}

function envelopeIn(body: string): Envelope {
  const cut = body.indexOf('\n')
  const signed = JSON.parse(cut === -1 ? body : body.slice(0, cut)) as Omit<Envelope, 'signature'>
  return { ...signed, signature: cut === -1 ? null : body.slice(cut + 1) }
}

/** Tables that are machinery, or chance: work lists, salts and hashes, files, what no command made. */
const apart = new Set([
  ...['migration', 'installation', 'envelope', 'journal', 'journal_body', 'stream', 'quarantine'],
  ...['reaction_state', 'effect', 'file'],
])

/** Tables whose rows are not the same, and lines that do not say the same. */
async function compare(from: Pool, into: Pool): Promise<string[]> {
  const { rows } = await from.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  )
  const questions = [
    ...rows
      .filter(({ name }) => !apart.has(name))
      .map(({ name }) => ({ what: `The table ${name}`, rows: `select * from "${name}"` })),
    { what: 'The journal', rows: sayingOf },
  ]
  const differences: string[] = []
  for (const { what, rows } of questions) {
    const [then, now] = await Promise.all([from, into].map((pool) => sumOf(rows, pool)))
    if (then!.sum !== now!.sum)
      differences.push(`${what} is not the same: ${then!.count} rows then, ${now!.count} now.`)
  }
  return differences
}

/** Without the notes, which are not asked again and take numbers in the office streams. */
const sayingOf = `select home, case when stream like 'office/%' then '' else stream || ' ' || seq end as place, envelope, programme,
  name, about, author, carrier, device, outcome, reason, happened_at, received_at, touches from journal
  where exists (select 1 from journal_body b where b.home = journal.home and b.stream = journal.stream and b.seq = journal.seq
    and b.answer <> '{"outcome":"accepted"}')`

async function sumOf(rows: string, pool: Pool): Promise<{ count: number; sum: string }> {
  const summed = await pool.query<{ count: number; sum: string }>(
    `select count(*)::int as count, coalesce(md5(string_agg(line, '' order by line)), '') as sum
     from (select md5(r::text) as line from (${rows}) r) lines`,
  )
  return summed.rows[0]!
}
