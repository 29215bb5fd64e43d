/**
 * What lies in a body that was laid aside: an envelope, a box that did not open, or anything at all.
 *
 * Whatever it says is what somebody claims; nothing of it was decided.
 */
import { commands } from '#capabilities/commands.ts'
import { BoxedEnvelope, Envelope } from '#door/envelope.ts'
import { type Key, KeyText } from '#door/key.ts'
import { Instant, PlaceCode } from '#door/values.ts'

/** What it was to do, as far as it can be told without knowing the rest. */
export function outsideOf(given: unknown): { name: string | null; about: Key | null } {
  const { name, about } = membersOf(given)
  const named = Envelope.shape.name.safeParse(name)
  const told = KeyText.safeParse(about)
  return { name: named.success ? named.data : null, about: told.success ? told.data : null }
}

export interface Inside {
  readonly isBox: boolean
  readonly askedAt: Instant | null
  /** Where it says that the record lies, if it begins one. */
  readonly place: string | null
  /** What it says, without the digits that pay out a voucher. */
  readonly input: Readonly<Record<string, unknown>> | null
}

/** The body is JSON, and behind it in a line of its own the signature, if there was one. */
export function insideOf(body: string): Inside {
  const given = jsonIn(body.split('\n')[0]!)
  const { askedAt, input } = membersOf(given)
  const at = Instant.safeParse(askedAt)
  const said = typeof input === 'object' && input !== null && !Array.isArray(input) ? membersOf(input) : null
  const place = [said?.village, said?.place].find((code) => PlaceCode.safeParse(code).success)
  return {
    isBox: BoxedEnvelope.safeParse(given).success,
    askedAt: at.success ? at.data : null,
    place: typeof place === 'string' ? place : null,
    input: said && (withoutDigits(said) as Record<string, unknown>),
  }
}

/** The noun of a command, if it is one of ours: a newer app may know verbs of it that we do not. */
export function nounIn(name: string | null): string | null {
  const noun = name?.split('.')[0] ?? ''
  return Object.hasOwn(commands, noun) ? noun : null
}

function membersOf(given: unknown): Record<string, unknown> {
  return typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {}
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function withoutDigits(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDigits)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'digits')
      .map(([name, inner]) => [name, withoutDigits(inner)]),
  )
}
