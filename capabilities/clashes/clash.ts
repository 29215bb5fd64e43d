/**
 * Clashes: what a phone wanted to change, and somebody else had changed meanwhile.
 *
 * The edit was refused, and nothing of it is lost: a task with an owner and an age stands on the list of
 * whoever supervises the place, until they take over the phone's answer in their own name or leave the
 * record as it is, with a word to whoever wanted it.
 */
import type { Subject } from '#door/command.ts'
import type { Key } from '#door/key.ts'
import type { Day, Instant } from '#door/values.ts'

/** An answer in three versions: what the phone had seen, what it wanted, what stood on the record. */
export interface Disagreement {
  readonly field: string
  readonly was: unknown
  readonly becomes: unknown
  readonly present: unknown
}

export interface Clash extends Subject {
  /** The record, and the command that was refused about it. */
  readonly about: Key
  readonly command: string
  readonly household: Key | null
  readonly fields: readonly Disagreement[]
  readonly author: Key
  readonly askedAt: Instant
  readonly raisedAt: Instant
  readonly dueOn: Day
  readonly state: 'open' | 'settled'
  readonly settlement: {
    readonly how: (typeof settlements)[number]
    readonly word: string
    readonly by: Key
    readonly at: Instant
  } | null
}

export const settlements = ['taken-over', 'left'] as const

/** Days within which a supervisor says which answer is right. */
export const settleDays = 7

export interface Named {
  readonly nameKm: string | null
  readonly nameLatin: string | null
}

/** Who wrote down an answer, by the clock of where it was written and by the office's own. */
export interface Said extends Named {
  readonly happenedAt: Instant
  readonly receivedAt: Instant
}

/** `stands` is null where no edit is known to have written what stands there. */
export interface Sides {
  readonly wanted: Said | null
  readonly stands: Said | null
  readonly settledBy: Named | null
}

/** What stands on a record under the name that an edit gives it. */
export function presentIn(record: object, field: string): unknown {
  const { members, ...own } = record as Record<string, unknown> & { members?: { role?: string }[] }
  if (field === 'phones') return ((own.phones as { number: string }[] | undefined) ?? []).map(({ number }) => number)
  const head = members?.find(({ role }) => role === 'head') as Record<string, unknown> | undefined
  return (head && Object.hasOwn(head, field) ? head[field] : own[field]) ?? null
}

/** The same edit once more, over what stands there now. */
export function editAnew({ command, fields }: Clash, record: object): Record<string, unknown> {
  if (command === 'household.setPhones') return { was: presentIn(record, 'phones'), becomes: fields[0]?.becomes ?? [] }
  return Object.fromEntries(fields.map(({ field, becomes }) => [field, { was: presentIn(record, field), becomes }]))
}
