/**
 * What is said when an envelope was never decided or a question never answered (RFC 9457).
 *
 * A refusal is an answer of the door and travels as HTTP 200; a problem is everything before and
 * beside the door. Its words are whole sentences in both languages, with what to do next, and its
 * reference is the one thing to read out on the telephone: the log knows it too.
 */
import { randomBytes } from 'node:crypto'
import { m } from '#ui/words/compiled/messages.js'

export type Language = 'km' | 'en'

interface Kind {
  readonly status: number
  readonly title: Message
  readonly next: Message
}

type Message = (inputs?: {}, options?: { locale?: Language }) => string

const kinds = {
  'not-signed-in': { status: 401, title: m.trouble_not_signed_in, next: m.trouble_not_signed_in_next },
  'person-not-chosen': { status: 403, title: m.trouble_person_not_chosen, next: m.trouble_person_not_chosen_next },
  'second-factor-needed': {
    status: 403,
    title: m.trouble_second_factor_needed,
    next: m.trouble_second_factor_needed_next,
  },
  'not-allowed': { status: 403, title: m.trouble_not_allowed, next: m.trouble_not_allowed_next },
  'not-the-author': { status: 403, title: m.trouble_not_the_author, next: m.trouble_not_the_author_next },
  'not-found': { status: 404, title: m.trouble_not_found, next: m.trouble_not_found_next },
  'another-origin': { status: 403, title: m.trouble_another_origin, next: m.trouble_another_origin_next },
  unreadable: { status: 400, title: m.trouble_unreadable, next: m.trouble_unreadable_next },
  'too-large': { status: 413, title: m.trouble_too_large, next: m.trouble_too_large_next },
  'picture-too-large': { status: 413, title: m.trouble_picture_too_large, next: m.trouble_picture_too_large_next },
  'not-a-picture': { status: 415, title: m.trouble_not_a_picture, next: m.trouble_not_a_picture_next },
  'sound-too-large': { status: 413, title: m.trouble_sound_too_large, next: m.trouble_sound_too_large_next },
  'not-a-sound': { status: 415, title: m.trouble_not_a_sound, next: m.trouble_not_a_sound_next },
  'too-many': { status: 429, title: m.trouble_too_many, next: m.trouble_too_many_next },
  'password-wrong': { status: 401, title: m.trouble_password_wrong, next: m.trouble_password_wrong_next },
  'password-weak': { status: 422, title: m.trouble_password_weak, next: m.trouble_password_weak_next },
  'code-wrong': { status: 401, title: m.trouble_code_wrong, next: m.trouble_code_wrong_next },
  'code-locked': { status: 429, title: m.trouble_code_locked, next: m.trouble_code_locked_next },
  'paper-code-needed': { status: 403, title: m.trouble_paper_code_needed, next: m.trouble_paper_code_needed_next },
  'message-not-sent': { status: 503, title: m.trouble_message_not_sent, next: m.trouble_message_not_sent_next },
  'too-much-for-a-phone': {
    status: 422,
    title: m.trouble_too_much_for_a_phone,
    next: m.trouble_too_much_for_a_phone_next,
  },
  'not-built': { status: 503, title: m.trouble_not_built, next: m.trouble_not_built_next },
  closing: { status: 503, title: m.trouble_closing, next: m.trouble_closing_next },
  bug: { status: 500, title: m.trouble_bug, next: m.trouble_bug_next },
} as const satisfies Record<string, Kind>

export type ProblemName = keyof typeof kinds

/** A problem as a value: returned by whatever found it, answered by whoever holds the request. */
export interface Problem {
  readonly problem: ProblemName
  /** Seconds after which it is worth trying again. */
  readonly wait?: number
  /** What is wrong with which field. Never what was written in it. */
  readonly fields?: readonly { path: string; problem: string }[]
  /** Given where the log already knows it. */
  readonly reference?: string
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'problem' in value
}

export const problemNames = Object.keys(kinds) as ProblemName[]

export function statusOf({ problem }: Problem): number {
  return kinds[problem].status
}

/** What it is, and what to do next, in both languages. */
export function wordsOf(problem: ProblemName) {
  const { title, next } = kinds[problem]
  const inLanguage = (locale: Language) => ({ title: title({}, { locale }), detail: next({}, { locale }) })
  return { km: inLanguage('km'), en: inLanguage('en') }
}

/** The body of an `application/problem+json` answer. */
export function problemBody({ problem, wait, fields, reference = newReference() }: Problem, language: Language) {
  const words = wordsOf(problem)
  return {
    type: `/api/problems/${problem}`,
    ...words[language],
    status: kinds[problem].status,
    words,
    reference,
    ...(wait === undefined ? {} : { wait }),
    ...(fields === undefined ? {} : { fields }),
  }
}

export function problemResponse(problem: Problem, language: Language): Response {
  const headers: Record<string, string> = { 'content-type': 'application/problem+json; charset=utf-8' }
  if (problem.wait !== undefined) headers['retry-after'] = String(problem.wait)
  return new Response(JSON.stringify(problemBody(problem, language)), { status: statusOf(problem), headers })
}

/** Eight signs that survive a telephone: no vowels, nothing that looks like something else. */
export function newReference(): string {
  const signs = '23456789BCDFGHJKMNPQRSTVWXZ'
  return Array.from(randomBytes(8), (byte) => signs[byte % signs.length]).join('')
}
