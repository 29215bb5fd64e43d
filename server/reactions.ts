/**
 * What follows from a change: another command, a message, a file.
 *
 * Reactions are read from the journal's own transaction, so nothing follows from what was rolled back
 * and nothing committed is forgotten. Each is claimed, then acted on, then closed, in three separate
 * transactions: a process that dies in between leaves a claim that runs out, and the reaction runs
 * again. So a reaction may run more than once and must not mind; what it asks and sends has a name
 * made from its line, and is done once.
 *
 * Nothing follows in a programme that is closed.
 */
import { createHash } from 'node:crypto'
import type { Envelope } from '#door/envelope.ts'
import { type Home, homeOf, type Key } from '#door/key.ts'
import type { Instant } from '#door/values.ts'
import { systemKey } from '#server/actors.ts'
import type { Pool, Queryable } from '#server/database/connection.ts'
import type { Answer, Door } from '#server/door.ts'
import type { Outcome } from '#server/journal.ts'

/** The line a reaction follows from, with what was asked and answered. */
export interface ReactionLine {
  readonly home: Home
  readonly stream: string
  readonly seq: number
  readonly envelope: string
  readonly programme: string
  readonly name: string
  readonly about: Key
  readonly author: Key
  readonly outcome: Outcome
  readonly happenedAt: Instant
  readonly receivedAt: Instant
  readonly input: Readonly<Record<string, any>>
  readonly answer: Answer
}

export interface ReactionTools {
  /** Asks a command in the name of the programme. Asked again by a second run, it is answered as before. */
  ask(name: string, about: Key, input: Readonly<Record<string, unknown>>): Promise<Answer>
  /** Something for the world outside, once for each key. */
  effect(key: string, kind: string, body: Readonly<Record<string, unknown>>): Promise<'made' | 'already'>
  readonly db: Queryable
}

/** Nothing more to do, not yet, or never. */
export type Outlook = undefined | { readonly snooze: number } | { readonly cancel: string }

// biome-ignore lint/suspicious/noConfusingVoidType: most reactions end without a word.
export type Reaction = (line: ReactionLine, tools: ReactionTools) => Promise<Outlook | void>

export interface ReactionParts {
  readonly reactions: Readonly<Record<string, Reaction>>
  readonly door: Pick<Door, 'ask'>
  readonly pool: Pool
  readonly now?: () => Date
  /** A reaction that threw, for the log. */
  readonly onTrouble?: (trouble: { home: Home; stream: string; seq: number; reaction: string; error: unknown }) => void
}

export const attemptsMax = 8
const chunk = 100
const pollMs = 5_000
const backoffSeconds = 10
const backoffMaxSeconds = 3_600
/** How long a claim lasts. Longer than any chunk takes; a dead process delays its reactions by no more. */
const leaseSeconds = 600
const errorMax = 1_000

export type Reactions = ReturnType<typeof openReactions>

export function openReactions({ reactions, door, pool, now = () => new Date(), onTrouble }: ReactionParts) {
  const running = new Map<Home, Promise<number>>()
  const again = new Set<Home>()
  let timer: NodeJS.Timeout | undefined
  let polling: Promise<void> | undefined
  let stopped = true

  return { start, wake, drain, stop }

  function start() {
    stopped = false
    poll()
  }

  /** Lines of a home are on disk: what follows from them begins at once. */
  function wake(home: Home, due = 1) {
    if (!stopped && due > 0) void work(home).catch(() => {})
  }

  /** Runs until nothing is due, and says how many ran. Reactions that ask commands make others due. */
  async function drain(): Promise<number> {
    let ran = 0
    for (;;) {
      const homes = await dueHomes()
      if (homes.length === 0) return ran
      for (const count of await Promise.all(homes.map(work))) ran += count
    }
  }

  async function stop() {
    stopped = true
    clearTimeout(timer)
    await polling
    await Promise.allSettled(running.values())
  }

  // A database that is away is asked again at the next turn; whatever was claimed comes due again.
  function poll() {
    polling = dueHomes().then(
      (homes) => {
        for (const home of homes) wake(home)
      },
      () => {},
    )
    void polling.then(() => {
      if (!stopped) timer = setTimeout(poll, pollMs)
    })
  }

  /** One worker for each home; whoever comes while it works is noted, and it looks once more. */
  function work(home: Home): Promise<number> {
    const current = running.get(home)
    if (current) {
      again.add(home)
      return current
    }
    const run = workThrough(home).finally(() => running.delete(home))
    running.set(home, run)
    return run
  }

  async function workThrough(home: Home): Promise<number> {
    let ran = 0
    do {
      again.delete(home)
      for (let lines = await claim(home); lines.length > 0; lines = await claim(home)) {
        const closings = await Promise.all(lines.map((line) => act(home, line)))
        await close(home, closings)
        ran += lines.length
      }
    } while (again.has(home))
    return ran
  }

  async function dueHomes(): Promise<Home[]> {
    const { rows } = await pool.query<{ home: Home }>(
      "select distinct home from reaction_state where state = 'due' and after <= $1",
      [now().toISOString()],
    )
    return rows.map(({ home }) => home)
  }

  async function claim(home: Home): Promise<Claimed[]> {
    const at = now()
    const { rows } = await pool.query<Claimed>(
      `with due as (
         select stream, seq, reaction from reaction_state
         where home = $1 and state = 'due' and after <= $2
         order by after, stream, seq, reaction limit $3 for update skip locked
       ), claimed as (
         update reaction_state r set attempts = r.attempts + 1, after = $4 from due
         where r.home = $1 and r.stream = due.stream and r.seq = due.seq and r.reaction = due.reaction
         returning r.stream, r.seq, r.reaction, r.attempts
       )
       select c.stream, c.seq, c.reaction, c.attempts, p.state as "programmeState", j.envelope, j.programme, j.name, j.about, j.author,
              j.outcome, j.happened_at as "happenedAt", j.received_at as "receivedAt", b.envelope as body, b.answer
       from claimed c
       join journal j on j.home = $1 and j.stream = c.stream and j.seq = c.seq
       left join journal_body b on b.home = $1 and b.stream = c.stream and b.seq = c.seq
       left join programme p on p.programme = j.programme
       order by j.received_at, j.position, c.reaction`,
      [home, at.toISOString(), chunk, new Date(at.getTime() + leaseSeconds * 1000).toISOString()],
    )
    return rows
  }

  async function act(home: Home, claimed: Claimed): Promise<Closing> {
    const { stream, seq, reaction, attempts } = claimed
    const closing = (state: Closing['state'], after: Date, note: string | null, spent = attempts): Closing => {
      return { stream, seq, reaction, attempts, state, after: after.toISOString(), note, spent }
    }
    const at = now()
    if (claimed.programmeState === 'closed') return closing('done', at, 'the programme is closed')
    if (claimed.body === null || claimed.answer === null) return closing('done', at, 'what was asked has been erased')

    try {
      const react = Object.hasOwn(reactions, reaction) ? reactions[reaction] : undefined
      if (!react) throw new Error(`there is no reaction ${reaction}`)
      const line = lineOf(home, claimed, claimed.body, claimed.answer)
      const outlook = await react(line, toolsFor(line, reaction))

      if (outlook && 'cancel' in outlook) return closing('done', at, outlook.cancel)
      // Waiting is not failing: what was snoozed begins again with all its attempts.
      if (outlook) return closing('due', later(at, outlook.snooze * 60), null, 0)
      return closing('done', at, null)
    } catch (error) {
      onTrouble?.({ home, stream, seq, reaction, error })
      const note = (error instanceof Error ? error.message : String(error)).slice(0, errorMax)
      if (attempts >= attemptsMax) return closing('dead', at, note)
      return closing('due', later(at, Math.min(backoffMaxSeconds, backoffSeconds * 2 ** (attempts - 1))), note)
    }
  }

  /** A claim that ran out meanwhile and was taken by another is left to the other. */
  async function close(home: Home, closings: readonly Closing[]) {
    await pool.query(
      `update reaction_state r set state = c.state, attempts = c.spent, after = c.after, error = c.note
       from jsonb_to_recordset($2) as c(stream text, seq bigint, reaction text, attempts int, state text, spent int, after timestamptz, note text)
       where r.home = $1 and r.stream = c.stream and r.seq = c.seq and r.reaction = c.reaction
         and r.state = 'due' and r.attempts = c.attempts`,
      [home, JSON.stringify(closings)],
    )
  }

  function toolsFor(line: ReactionLine, reaction: string): ReactionTools {
    const asked = new Map<string, number>()
    return {
      db: pool,

      async ask(name, about, input) {
        const sentence = `${name} ${about}`
        const times = asked.get(sentence) ?? 0
        asked.set(sentence, times + 1)

        const id = idFrom([line.home, line.stream, line.seq, reaction, sentence, times].join('\n'))
        const answer = await door.ask(envelopeOf(id, name, about, input, line.receivedAt), systemKey)
        if (answer.outcome === 'quarantined' || answer.outcome === 'held')
          throw new Error(`${name}, asked by ${reaction}, was not decided: ${answer.outcome}`)
        // An earlier run asked it with other words, before it was cut off. What was decided then holds.
        return answer.outcome === 'refused' && answer.refusal.refused === 'envelope.reused'
          ? answerTo(homeOf(about), id, pool)
          : answer
      },

      async effect(key, kind, body) {
        const { rowCount } = await pool.query(
          'insert into effect (home, key, kind, body, made_at) values ($1, $2, $3, $4, $5) on conflict do nothing',
          [line.home, key, kind, JSON.stringify(body), now().toISOString()],
        )
        return rowCount === 1 ? 'made' : 'already'
      },
    }
  }
}

interface Claimed {
  readonly stream: string
  readonly seq: number
  readonly reaction: string
  readonly attempts: number
  readonly programmeState: 'open' | 'closed' | null
  readonly envelope: string
  readonly programme: string
  readonly name: string
  readonly about: Key
  readonly author: Key
  readonly outcome: Outcome
  readonly happenedAt: Instant
  readonly receivedAt: Instant
  readonly body: string | null
  readonly answer: string | null
}

interface Closing {
  readonly stream: string
  readonly seq: number
  readonly reaction: string
  readonly attempts: number
  readonly state: 'due' | 'done' | 'dead'
  readonly after: Instant
  readonly note: string | null
  /** How many attempts stand against it from now on. */
  readonly spent: number
}

/** An id that follows from a text: a UUID of version 8, whose bits are its maker's. */
export function idFrom(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

function envelopeOf(id: string, name: string, about: Key, input: Envelope['input'], askedAt: Instant): Envelope {
  return {
    id,
    home: homeOf(about),
    name,
    about,
    input,
    person: systemKey,
    device: null,
    n: 0,
    askedAt,
    lastServerTime: null,
    after: [],
    signature: null,
  }
}

async function answerTo(home: Home, envelope: string, db: Queryable): Promise<Answer> {
  const { rows } = await db.query<{ answer: string }>(
    `select b.answer from journal j join journal_body b using (home, stream, seq) where j.home = $1 and j.envelope = $2`,
    [home, envelope],
  )
  return rows[0] ? (JSON.parse(rows[0].answer) as Answer) : { outcome: 'received' }
}

function lineOf(home: Home, claimed: Claimed, body: string, answer: string): ReactionLine {
  const { stream, seq, envelope, programme, name, about, author, outcome, happenedAt, receivedAt } = claimed
  const { input } = JSON.parse(body.split('\n', 1)[0]!) as Envelope
  const known = { home, stream, seq, envelope, programme, name, about, author, outcome, happenedAt, receivedAt }
  return { ...known, input, answer: JSON.parse(answer) as Answer }
}

function later(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1000)
}
