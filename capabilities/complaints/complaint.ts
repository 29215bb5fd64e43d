/**
 * Complaints: somebody calls the number on the sheet, which is neither the worker's, nor the shop's, nor
 * the district's.
 *
 * A complaint is kept from those whom it names, whatever their role, and is looked at by somebody at
 * least one level above them. The caller may stay unknown: what they take away is a *reference*, by
 * which anybody who holds it hears how it stands and what was answered, and nothing else.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import * as z from 'zod/mini'
import type { Subject } from '#door/command.ts'
import type { Key } from '#door/key.ts'
import { type Day, type Instant, Phone } from '#door/values.ts'

/** Of a programme: whom sheets tell people to call. */
export const ComplaintsLine = z.strictObject({
  phone: Phone,
  /** Days within which whoever calls is answered. */
  days: z.int().check(z.minimum(1), z.maximum(90)),
})
export type ComplaintsLine = z.infer<typeof ComplaintsLine>

export const complaintStates = ['received', 'looked-at', 'answered', 'passed-on'] as const
export type ComplaintState = (typeof complaintStates)[number]

/** What has still to be answered. */
export const openStates: readonly ComplaintState[] = ['received', 'looked-at']

export const subjectKinds = ['voucher', 'delivery', 'household', 'person', 'shop', 'general'] as const
export type SubjectKind = (typeof subjectKinds)[number]

/** Who looks at it: the secretariat; its head, where it names somebody there; nobody here, where it names the head. */
export const desks = ['secretariat', 'director', 'outside'] as const
export type Desk = (typeof desks)[number]

export interface Complaint extends Subject {
  /** To be read out over the telephone. */
  readonly reference: string
  readonly kind: SubjectKind
  readonly subject: Key | null
  /** The voucher and the hand-over that are in question: none of it is paid before it is answered. */
  readonly voucher: Key | null
  readonly handover: string | null
  /** Where it happened, as far as it is known: the complaint itself belongs to the secretariat. */
  readonly about: string
  /** People, shops and households. None of them reads or hears of it. */
  readonly keptFrom: readonly Key[]
  readonly desk: Desk
  readonly caller: { readonly name: string | null; readonly phone: string | null }
  readonly said: string
  readonly loggedBy: Key
  readonly loggedAt: Instant
  readonly state: ComplaintState
  readonly since: Instant
  readonly dueOn: Day
  readonly takenBy: Key | null
  readonly answer: {
    /** In Khmer, as it is told to whoever asks by the reference. */
    readonly words: string
    readonly passedTo: string | null
    readonly by: Key
    readonly at: Instant
  } | null
}

/** References that a complaint may have, the first that is free. They follow from the key. */
export function referencesFor(complaint: Key): string[] {
  return [0, 1, 2].map((turn) => {
    const [a, b, c, d] = sha256(utf8ToBytes(`chamka complaint ${complaint} ${turn}`))
    const number = (((a! << 24) | (b! << 16) | (c! << 8) | d!) >>> 0) % 1_000_000_000
    const digits = String(number).padStart(9, '0')
    return shaped(digits + checkDigit(digits))
  })
}

/** As it was meant, `123-456-7890`; undefined where a digit is wrong or two have changed places. */
export function readReference(typed: string): string | undefined {
  const digits = typed.replace(/[^0-9]/g, '')
  if (digits.length !== 10 || checkDigit(digits.slice(0, 9)) !== digits[9]) return undefined
  return shaped(digits)
}

function shaped(digits: string): string {
  return `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)}`
}

// Damm's quasigroup: it finds every wrong digit and every two neighbours that changed places.
const damm = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
]

function checkDigit(digits: string): string {
  return [...digits].reduce((so, digit) => damm[Number(so)]![Number(digit)]!, '0')
}

/** The number that a programme was opened with. */
export function lineOf(definition: Readonly<Record<string, unknown>> | undefined): ComplaintsLine | undefined {
  const { data } = ComplaintsLine.safeParse(definition?.complaints)
  return data
}

/** Nobody else answers at it. */
export function isComplaintsNumber(
  phone: string | null | undefined,
  programmes: readonly { readonly definition: Readonly<Record<string, unknown>> }[],
): boolean {
  return phone != null && programmes.some(({ definition }) => lineOf(definition)?.phone === phone)
}
