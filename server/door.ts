/**
 * The one way to change anything: claim, find, consider, keep, journal, in one transaction.
 *
 * Envelopes for one home that arrive together are decided together, in the order they came, by the
 * same `consider` that decides one: thirty-two officers on one budget line share a transaction
 * instead of queueing for a lock. One bad envelope never holds up another: a batch that fails is halved
 * until the culprit stands alone. The same id twice is decided once and answered alike; a stranger
 * with somebody's id learns nothing.
 */
import { createHash } from 'node:crypto'
import { watches } from '#capabilities/watches.ts'
import { type Actor, type Located, scopeOf, within } from '#door/actor.ts'
import type { Answer } from '#door/answer.ts'
import { type Command, conclude, type Decision, isDisputed, question, type Subject, type Watch } from '#door/command.ts'
import { bodyOf, type Envelope } from '#door/envelope.ts'
import type { Need, Needs } from '#door/facts.ts'
import { type Home, homeOf, type Key } from '#door/key.ts'
import { postings } from '#door/posting.ts'
import { isRefusal, type Refusal, refuse } from '#door/refusal.ts'
import { dayOf, type Instant } from '#door/values.ts'
import { type Programmes, programmesOver } from '#server/actors.ts'
import { inTransaction, type Pool, prepared, type Queryable, together } from '#server/database/connection.ts'
import type { Document } from '#server/database/records.ts'
import { type Knowledge, knowledgeOf, type Stores } from '#server/facts.ts'
import { type Entry, type Line, lockHeads, type Outcome, writeLines } from '#server/journal.ts'
import type { TimeSeal } from '#server/signatures.ts'
import {
  type Admitted,
  type Arrival,
  admit,
  answersBefore,
  outcomesBefore,
  release,
  toldTo,
} from '#server/threshold.ts'

export type { Answer } from '#door/answer.ts'

export interface Capability {
  readonly commands: Readonly<Record<string, Command<any, any, any, any>>>
  /** The reactions that follow an accepted or disputed command, by its full name. */
  readonly reactions?: Readonly<Record<string, readonly string[]>>
  /** Those that follow an edit which a phone brought, and which met another change. */
  readonly clashes?: readonly string[]
}

export interface DoorParts {
  readonly capabilities: Readonly<Record<string, Capability>>
  readonly stores: Stores
  readonly pool: Pool
  readonly timeSeal: TimeSeal
  /** Handed in, so that a demonstration can be played in its own time. */
  readonly now?: () => Date
  /** Not through a pooler that lends connections by the transaction. */
  readonly prepares?: boolean
  /** Told after lines of a home are on disk, with how many reactions are due: what follows may begin. */
  readonly onWritten?: (home: Home, due: number) => void
}

interface Waiting extends Arrival {
  resolve(answer: Answer): void
  reject(error: unknown): void
}

const batchMax = 500
const retriesMax = 4
const positionMax = 2_000_000_000
const decidedAlone = new Set(['programme', 'person', 'device'])
// Deadlock, serialisation failure, and a key that another transaction took a moment before.
const worthRetrying = new Set(['40P01', '40001', '23505'])

/** The server ended the connection, or nobody is at the other end of it. */
function isOutage(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  return /^(57P0[123]|08...|E[A-Z]+)$/.test(code) || /^(Connection terminated|Client has encountered)/.test(message)
}

export type Door = ReturnType<typeof openDoor>

export function openDoor({
  capabilities,
  stores,
  pool,
  timeSeal,
  now = () => new Date(),
  prepares = true,
  onWritten,
}: DoorParts) {
  const loadProgrammes = programmesOver()
  let position = 0
  const queues = new Map<Home, Waiting[]>()
  const busy = new Set<Home>()

  return { ask, askAll }

  /** Asks one command. Resolves when the answer is on disk. */
  function ask(envelope: Envelope, carrier: Key): Promise<Answer> {
    if (homeOf(envelope.about) !== envelope.home) throw new Error('an envelope names another home than its record has')
    return new Promise((resolve, reject) => {
      const body = bodyOf(envelope)
      const digest = createHash('sha256').update(body).digest()
      const queue = queues.get(envelope.home) ?? []
      queues.set(envelope.home, queue)
      queue.push({ envelope, carrier, body, digest, resolve, reject })
      // Whatever else arrives in this turn of the loop is decided in the same transaction.
      if (!busy.has(envelope.home)) {
        busy.add(envelope.home)
        setImmediate(() => void work(envelope.home, queue))
      }
    })
  }

  /** Asks several, in order. Those of one home share a transaction. */
  function askAll(envelopes: readonly Envelope[], carrier: Key): Promise<Answer[]> {
    return Promise.all(envelopes.map((envelope) => ask(envelope, carrier)))
  }

  async function work(home: Home, queue: Waiting[]) {
    while (queue.length > 0) await settle(home, queue.splice(0, lengthOfNext(queue)))
    busy.delete(home)
  }

  /**
   * A change of who may do what is decided alone, so that everything after it is judged by it. An id
   * that comes again is left for the next batch: it meets what the first became, like any repetition.
   */
  function lengthOfNext(queue: readonly Waiting[]): number {
    const ids = new Set<string>()
    for (const { envelope } of queue) {
      const apart = decidedAlone.has(nounOf(envelope.name))
      if (ids.size === batchMax || ids.has(envelope.id) || (apart && ids.size > 0)) break
      ids.add(envelope.id)
      if (apart) break
    }
    return ids.size
  }

  async function settle(home: Home, batch: readonly Waiting[]) {
    try {
      const { answers, lines } = await patiently((tries) => decide(home, batch, tries === 1))
      for (const [at, { resolve }] of batch.entries()) resolve(answers[at]!)
      if (lines.length > 0)
        onWritten?.(
          home,
          lines.reduce((due, { reactions }) => due + reactions.length, 0),
        )
    } catch (error) {
      // With the database gone there is no culprit to find, and what waits behind must not overtake what failed.
      const failed = isOutage(error) ? [...batch, ...(queues.get(home)?.splice(0) ?? [])] : batch
      if (batch.length === 1 || isOutage(error)) for (const { reject } of failed) reject(error)
      else {
        const half = batch.length >> 1
        await settle(home, batch.slice(0, half))
        await settle(home, batch.slice(half))
      }
    }
  }

  /** Two servers may still meet in a deadlock; one of them is told, and asks again. */
  async function patiently<T>(attempt: (tries: number) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await attempt(tries)
      } catch (error) {
        const code = (error as { code?: string }).code
        if (tries >= retriesMax || !worthRetrying.has(code ?? '')) throw error
      }
    }
  }

  function decide(home: Home, batch: readonly Waiting[], isFirstTry: boolean): Promise<Decided> {
    return inTransaction(pool, async (client, last) => {
      const tx = prepares ? prepared(client) : client
      const receivedAt = now().toISOString()
      const answers = new Map<Waiting, Answer>()
      const threshold = { timeSeal, commandNamed, loadProgrammes }
      const { programmes, admitted, turnedAway, repeated } = await admit(home, batch, receivedAt, threshold, tx)
      for (const [waiting, why] of turnedAway) answers.set(waiting, { outcome: 'quarantined', why })
      // Nothing is decided of what is turned away or held, so its claim is given back.
      const undecided = [...turnedAway.keys()].map(({ envelope }) => envelope.id)
      const decidedBefore = await outcomesBefore(
        home,
        admitted.map(({ arrival }) => arrival),
        tx,
      )

      const knowledge = knowledgeOf(home, stores, tx)
      const tried = await foreknow(admitted, { programmes, knowledge, receivedAt }, isFirstTry)

      const lines: Line[] = []
      for (const { arrival, command, actor, happenedAt, at } of admitted) {
        const { envelope, carrier, body } = arrival
        const { name, about, input } = envelope

        const missing = envelope.after.filter(
          (id) => !['accepted', 'disputed'].includes(decidedBefore.get(id) ?? 'missing'),
        )
        if (missing.length > 0) {
          undecided.push(envelope.id)
          answers.set(arrival, { outcome: 'held', after: missing })
          continue
        }

        const noun = nounOf(name)
        const considering = { noun, about, envelope: envelope.id, at, receivedAt, programmes, knowledge }
        let record = knowledge.record(noun, about)
        let verdict = await consider(command, record, input, actor, considering, tried.get(envelope.id))
        if (isRefusal(verdict) && knowledge.isSupposed(noun, about)) {
          // Nothing will be written that could meet the key: the answer must not depend on who else asks.
          await knowledge.learn([{ need: 'one', noun, key: about, lock: true }])
          record = knowledge.record(noun, about)
          if (record) verdict = await consider(command, record, input, actor, considering)
        }

        let answer: Answer
        let outcome: Outcome = 'accepted'
        let kept: Subject | undefined
        let post: Entry[] = []
        if (isRefusal(verdict)) {
          outcome = 'refused'
          answer = { outcome, refusal: verdict }
        } else {
          kept = verdict.record
          post = postings(...(verdict.post ?? [])).map((posting) => ({ ...posting, happenedOn: dayOf(at) }))
          outcome = verdict.disputed ? 'disputed' : 'accepted'
          answer = verdict.disputed
            ? { outcome: 'disputed', version: kept.version, refusal: verdict.disputed }
            : { outcome: 'accepted', version: kept.version }
          knowledge.keep(noun, kept, record === undefined)
          knowledge.move(post)
        }
        answers.set(arrival, answer)
        decidedBefore.set(envelope.id, outcome)

        const seen = kept ?? (record && within(scopeOf(actor, command.permission), record) ? record : undefined)
        position = (position + 1) % positionMax
        lines.push({
          stream: streamOf(command, seen, actor, receivedAt),
          envelope: envelope.id,
          programme: seen?.programme ?? actor.grants[0]?.programme ?? '',
          name,
          about,
          author: envelope.person,
          carrier,
          device: envelope.device,
          outcome,
          reason: isRefusal(verdict) ? verdict.refused : (verdict.disputed?.refused ?? null),
          happenedAt,
          receivedAt,
          position,
          post,
          touches: kept ? documentsOf(noun, kept) : [],
          place: kept?.place ?? '',
          body: envelope.signature === null ? body : `${body}\n${envelope.signature}`,
          answer: JSON.stringify(answer),
          reactions: followingOf(name, envelope, kept ?? seen, verdict),
        })
      }

      const repeats = await answersBefore(home, repeated, tx)
      for (const [waiting, answer] of repeats) answers.set(waiting, answer)

      // In one breath, and in this order: records by noun, accounts, streams.
      const keeping = knowledge
        .changes()
        .flatMap(({ noun, added, changed }) => [
          ...(added.length > 0 ? [stores[noun]!.add(added, tx)] : []),
          ...(changed.length > 0 ? [stores[noun]!.put(changed, tx)] : []),
        ])
      if (knowledge.moved.size > 0) keeping.push(book(home, lines, knowledge, tx))
      keeping.push(release(home, undecided, tx))
      const [heads] = await together([lines.length > 0 ? lockHeads(home, lines, tx) : undefined, ...keeping])
      if (heads) last(writeLines(home, lines, heads, tx))

      const told = batch.map((waiting) => toldTo(waiting, answers.get(waiting)!))
      return { answers: told, lines }
    })
  }

  function commandNamed(name: string): Command | undefined {
    const dot = name.indexOf('.')
    const commands = capabilities[name.slice(0, dot)]?.commands
    const verb = name.slice(dot + 1)
    return commands && Object.hasOwn(commands, verb) ? commands[verb] : undefined
  }

  /** Reads beforehand, in bulk, what the batch will most likely ask. What it misses is read when asked. */
  async function foreknow(
    admitted: readonly Admitted<Waiting>[],
    { programmes, knowledge, receivedAt }: Pick<Considering, 'programmes' | 'knowledge' | 'receivedAt'>,
    isFirstTry: boolean,
  ): Promise<ReadonlyMap<string, Trial>> {
    // A record that is to begin is looked for only if its key turned out to be taken.
    const begins = ({ command }: Admitted<Waiting>) => isFirstTry && command.begins === true
    for (const { arrival } of admitted.filter(begins))
      knowledge.suppose(nounOf(arrival.envelope.name), arrival.envelope.about)
    await knowledge.learn(
      admitted
        .filter((one) => !begins(one))
        .map(({ arrival: { envelope } }) => ({
          need: 'one',
          noun: nounOf(envelope.name),
          key: envelope.about,
          lock: true,
        })),
    )

    const asked = admitted.flatMap(({ arrival: { envelope }, command, actor, at }) => {
      const record = knowledge.record(nounOf(envelope.name), envelope.about)
      const asking = question(command, record, envelope.input, actor)
      return isRefusal(asking) || !command.needs
        ? []
        : [{ command, asked: { record, input: asking.input, actor, about: envelope.about, at } }]
    })
    const needs = asked.map(({ command, asked }) => command.needs!(asked))
    await knowledge.learn(needs.flatMap((need) => Object.values<Need>(need)))

    const further: Need[] = []
    for (const [at, { command, asked: one }] of asked.entries()) {
      if (command.more)
        further.push(...Object.values<Need>(command.more({ ...one, facts: await knowledge.answer(needs[at]!) })))
    }
    await knowledge.learn(further)

    // What a watch will ask is known when it is decided. Decided once beforehand, several ask in one statement.
    const trials = new Map<string, Trial>()
    if (admitted.length === 1) return trials
    const watchful: Need[] = []
    // A household is registered and its members are added in one batch: each is tried on what the one before made.
    const made = new Map<string, Subject>()
    for (const { arrival, command, actor, at } of admitted) {
      const watch = watches[nounOf(arrival.envelope.name)]
      if (!watch) continue
      const { id, name, about, input } = arrival.envelope
      const noun = nounOf(name)
      const considering = { noun, about, envelope: id, at, receivedAt, programmes, knowledge }
      const record = made.get(`${noun} ${about}`) ?? knowledge.record(noun, about)
      const trial = await decided(command, record, input, actor, considering)
      if (isRefusal(trial.verdict)) continue
      trials.set(id, { ...trial, record })
      made.set(`${noun} ${about}`, trial.verdict.record)
      const definition = programmes.definition(trial.verdict.record.programme)
      watchful.push(...Object.values<Need>(watch.needs(trial.verdict.record, definition)))
    }
    await knowledge.learn(watchful)
    return trials
  }

  async function consider(
    command: Command,
    record: Subject | undefined,
    given: unknown,
    actor: Actor,
    considering: Considering,
    trial?: Trial,
  ): Promise<Verdict> {
    // A decision is made of its record and its facts alone: where those are what they were, so is it.
    const holds = trial && trial.record === record && considering.knowledge.answersStill(trial.needs)
    const { verdict } = holds ? trial : await decided(command, record, given, actor, considering)
    return watched(watches[considering.noun], verdict, considering)
  }

  /** Nothing follows from a refusal but this: an edit made out of sight of another is nobody's mistake, and somebody's task. */
  function followingOf(name: string, { device }: Envelope, record: Subject | Located | undefined, verdict: Verdict) {
    const capability = capabilities[nounOf(name)]
    if (!isRefusal(verdict)) return capability?.reactions?.[name] ?? []
    const isTask = verdict.refused === 'field.clash' && device !== null && record !== undefined
    return isTask ? (capability?.clashes ?? []) : []
  }

  function documentsOf(noun: string, record: Subject): readonly Document[] {
    return stores[noun]!.documents(record)
  }
}

/** What the watch of a kind of record notes on what was decided about it. */
async function watched(
  watch: Watch | undefined,
  decision: Verdict,
  { programmes, knowledge, at }: Pick<Considering, 'programmes' | 'knowledge' | 'at'>,
): Promise<Verdict> {
  if (!watch || isRefusal(decision)) return decision
  const definition = programmes.definition(decision.record.programme)
  const facts = await knowledge.answer(watch.needs(decision.record, definition))
  return { ...decision, record: watch.look(decision.record, { definition, at, facts }) }
}

interface Decided {
  readonly answers: readonly Answer[]
  readonly lines: readonly Line[]
}

interface Considering {
  noun: string
  about: Key
  envelope: string
  at: Instant
  receivedAt: Instant
  programmes: Programmes
  knowledge: Knowledge
}

type Verdict = (Decision<Subject> & { readonly disputed?: Refusal }) | Refusal

interface Deliberation {
  readonly verdict: Verdict
  /** What it was decided by, beside its record. */
  readonly needs: readonly Need[]
}

interface Trial extends Deliberation {
  readonly record: Subject | undefined
}

async function decided(
  command: Command,
  record: Subject | undefined,
  given: unknown,
  actor: Actor,
  { noun, about, envelope, at, receivedAt, programmes, knowledge }: Considering,
): Promise<Deliberation> {
  const needs: Need[] = []
  const verdict = await deliberate()
  return { verdict, needs }

  async function deliberate(): Promise<Verdict> {
    const asking = question(command, record, given, actor)
    if (isRefusal(asking)) return asking
    if (record && programmes.state(record.programme) === 'closed') return refuse('programme.closed')

    const { input } = asking
    const asked = { record, input, actor, about, at }
    let facts = command.needs ? await answered(command.needs(asked)) : {}
    if (command.more) facts = { ...facts, ...(await answered(command.more({ ...asked, facts }))) }

    const circumstances = { actor, about, envelope, at, receivedAt, facts }
    const decision = conclude(command, record, input, circumstances)
    if (isRefusal(decision)) {
      if (record === undefined || !isDisputed(command, decision)) return decision
      return { ...command.dispute!(record, input, decision, circumstances), disputed: decision }
    }
    if (!record && decision.record.programme !== '*') {
      const state = programmes.state(decision.record.programme)
      if (state === 'closed') return refuse('programme.closed')
      if (state === undefined && noun !== 'programme') return refuse('programme.unknown')
    }
    return decision
  }

  function answered(asked: Needs) {
    needs.push(...Object.values(asked))
    return knowledge.answer(asked)
  }
}

function nounOf(name: string): string {
  return name.slice(0, name.indexOf('.'))
}

/**
 * `field/<programme>/<district>` is sent to phones, and `field/<programme>/<province>` what a shop has with the
 * whole province: its invoices. `office/<programme>/<day>` never is. A refusal
 * about a record out of reach goes to the office of the author's programme, so that no district's
 * stream tells of it.
 */
function streamOf(command: Command, seen: Located | undefined, actor: Actor, receivedAt: Instant): string {
  const isOfField = seen && !command.office && (seen.place.length >= 4 || (seen.shop && seen.place.length >= 2))
  if (isOfField) return `field/${seen.programme}/${seen.place.slice(0, 4)}`
  return `office/${seen?.programme ?? actor.grants[0]?.programme ?? 'system'}/${dayOf(receivedAt)}`
}

/**
 * Postings as they were decided, and the balances they move; accounts in id order. An account is opened
 * at nothing first: the table's constraint looks at an offered row before it looks for a conflict, so an
 * `on conflict do update` could never take anything away.
 */
async function book(home: Home, lines: readonly Line[], knowledge: Knowledge, tx: Queryable) {
  const entries = lines.flatMap(({ envelope, post }) =>
    post.map((entry, position) => ({ ...entry, envelope, position })),
  )
  const moved = [...knowledge.moved].sort(([a], [b]) => (a < b ? -1 : 1))
  const ids = moved.map(([id]) => id)
  const currencies = moved.map(([, { currency }]) => currency)
  const [, , { rowCount }] = await together([
    tx.query(
      `insert into posting (home, envelope, position, debit, credit, currency, minor, happened_on)
       select $1, p.envelope, p.position, p.debit, p.credit, p.currency, p.minor, p."happenedOn"
       from jsonb_to_recordset($2) as p(envelope uuid, position int, debit text, credit text, currency text, minor bigint, "happenedOn" date)`,
      [home, JSON.stringify(entries)],
    ),
    tx.query(
      `insert into account (home, id, currency, balance)
       select $1, id, currency, 0 from unnest($2::text[], $3::text[]) as moved(id, currency)
       on conflict do nothing`,
      [home, ids, currencies],
    ),
    tx.query(
      `with held as (select id from account where home = $1 and id = any($2) order by id for update)
       update account set balance = account.balance + moved.minor
       from held, unnest($2::text[], $3::text[], $4::bigint[]) as moved(id, currency, minor)
       where account.home = $1 and account.id = held.id and held.id = moved.id and account.currency = moved.currency`,
      [home, ids, currencies, moved.map(([, { by }]) => by)],
    ),
  ])
  if (rowCount !== moved.length) throw new Error('a posting names an account that is kept in another currency')
}
