/**
 * Validate, authorise, decide: one pure question.
 *
 * The door asks it of the locked record in the database; a phone asks it of the record it holds, to
 * show the change at once and to say beforehand why a button would be refused. Only the door's
 * answer counts.
 */
import type * as z from 'zod/mini'
import { type Actor, type Located, scopeOf, within } from './actor.ts'
import type { FactsOf, Needs } from './facts.ts'
import type { Key } from './key.ts'
import type { Posting } from './posting.ts'
import { isRefusal, type Reason, type Refusal, refuse } from './refusal.ts'
import type { Instant } from './values.ts'

/** The unit of decision and lock. Its version counts accepted commands. */
export interface Subject extends Located {
  readonly version: number
}

/** The next state of one record, and the money that moves with it. */
export interface Decision<R> {
  readonly record: R
  readonly post?: readonly Posting[]
}

export interface Asked<R, I> {
  /** Undefined when the command begins the record. */
  readonly record: R
  readonly input: I
  readonly actor: Actor
  readonly about: Key
  /** The command's own clock: when it was received, or when it happened. */
  readonly at: Instant
}

export interface Circumstances<F> {
  readonly actor: Actor
  readonly about: Key
  /** The id of the envelope, unique for ever: what a part of a record is named by. */
  readonly envelope: string
  readonly at: Instant
  readonly receivedAt: Instant
  readonly facts: F
}

/**
 * What every decision about a kind of record passes on its way to being kept, whoever decided it and by
 * whatever command. It looks around and notes what it sees on the record; it cannot refuse.
 */
export interface Watch<R extends Subject = any, N extends Needs = any> {
  needs(record: R, definition: Definition | undefined): N
  look(record: R, seen: Watched<FactsOf<N>>): R
}

/** What the programme was opened with. */
export type Definition = Readonly<Record<string, unknown>>

export interface Watched<F> {
  readonly definition: Definition | undefined
  readonly at: Instant
  readonly facts: F
}

export interface Command<R extends Subject = any, I = any, N extends Needs = any, M extends Needs = any> {
  readonly input: z.ZodMiniType<I>
  readonly permission: string
  /** *received* decides approvals, payments, roles; *happened* decides deliveries, visits, trainings, submissions. */
  readonly clock: 'received' | 'happened'
  /** The command makes its record; `either` makes it or goes on with it. */
  readonly begins?: true | 'either'
  /** May be asked from a phone without a signal. */
  readonly offline?: true
  /** Its line belongs to the programme's office stream, which never goes to phones. */
  readonly office?: true
  /** The record may lie out of the author's reach afterwards. */
  readonly leaves?: true
  needs?(asked: Asked<R, I>): N
  /** What can be named only when the first needs are answered. */
  more?(asked: Asked<R, I> & { readonly facts: FactsOf<N> }): M
  decide(record: R, input: I, circumstances: Circumstances<FactsOf<N> & FactsOf<M>>): Decision<R> | Refusal
  /**
   * A command that reports a fact is never turned down at sync for one of these reasons: goods handed
   * over stay handed over. `dispute` keeps the report, unpaid, with its reason.
   */
  readonly disputes?: readonly Reason[]
  dispute?(record: R, input: I, refusal: Refusal, circumstances: Circumstances<FactsOf<N> & FactsOf<M>>): Decision<R>
}

/** Declares the commands about one kind of record; the types of its needs reach its decision. */
export function commandsAbout<R extends Subject>() {
  return function command<I, N extends Needs = {}, M extends Needs = {}>(
    declared: Command<R, I, N, M>,
  ): Command<R, I, N, M> {
    return declared
  }
}

/** Validate and authorise. What comes back can be decided once its needs are answered. */
export function question(
  command: Command,
  record: Subject | undefined,
  given: unknown,
  actor: Actor,
): { input: any } | Refusal {
  const parsed = parsedBy(command, given)
  if (!parsed.success) {
    return refuse('input.invalid', {
      fields: parsed.error.issues.map(({ path, message, code }) => ({
        path: path.map(String).join('.'),
        problem: /^[a-z]+\.[a-z-]+$/.test(message) ? message : code,
      })),
    })
  }

  const scope = scopeOf(actor, command.permission)
  if (scope.length === 0) return refuse('actor.not-allowed')
  if (record === undefined && command.begins) return { input: parsed.data }
  if (record !== undefined && command.begins === true) return refuse('record.exists')
  if (record === undefined || !within(scope, record)) {
    return refuse('record.not-found')
  }
  return { input: parsed.data }
}

/** An envelope is tried before it is decided; what it says is read once. */
function parsedBy({ input }: Command, given: unknown): Parsed {
  if (typeof given !== 'object' || given === null) return input.safeParse(given)
  const known = parsedBefore.get(given)
  if (known?.input === input) return known.parsed
  const parsed = input.safeParse(given)
  parsedBefore.set(given, { input, parsed })
  return parsed
}

type Parsed = ReturnType<Command['input']['safeParse']>
const parsedBefore = new WeakMap<object, { input: Command['input']; parsed: Parsed }>()

/** Decide. The record must lie within the author's reach before and after, so nothing is moved out of sight. */
export function conclude(
  command: Command,
  record: Subject | undefined,
  input: any,
  circumstances: Circumstances<any>,
): Decision<Subject> | Refusal {
  const decision = command.decide(record, input, circumstances)
  if (isRefusal(decision) || command.leaves) return decision
  return within(scopeOf(circumstances.actor, command.permission), decision.record)
    ? decision
    : refuse('actor.out-of-reach')
}

/** Whether a refusal is kept as a dispute once the fact has reached the office. */
export function isDisputed(command: Command, refusal: Refusal): boolean {
  return command.dispute !== undefined && (command.disputes?.includes(refusal.refused) ?? false)
}

/** The record one version on. */
export function next<R extends Subject>(record: R, changes: Partial<R>): R {
  return { ...record, ...changes, version: record.version + 1 }
}
