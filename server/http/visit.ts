/** What every route knows of a request, and the ways to answer it. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Context } from 'hono'
import type { Key } from '#door/key.ts'
import { type Packed, packed } from '#server/packed.ts'
import type { SignedIn } from '#server/sign-in/sign-in.ts'
import { type Language, newReference, type Problem, problemResponse } from './problem.ts'

export interface Visit {
  Bindings: { incoming?: IncomingMessage; outgoing?: ServerResponse }
  Variables: {
    /** Set behind `signedIn`: a session, and the person it speaks for. */
    session: SignedIn
    person: Key
    /** What the log says of this request beside its route, state and time. Never what was written or read. */
    said: Record<string, unknown>
    /** See `isQuiet`. */
    quiet: boolean
    /** The body tells the time under its seal: it is not said twice. */
    timed: boolean
  }
}

export type Visited = Context<Visit>

/** Adds to what the log will say. */
export function say(c: Visited, words: Record<string, unknown>): void {
  c.set('said', { ...c.get('said'), ...words })
}

/** The explicit choice, which the apps keep as a cookie, else the browser's first wish that is spoken here, else Khmer. */
export function languageFor(c: Visited): Language {
  const chosen = /(?:^|;\s*)language=(km|en)(?:;|$)/.exec(c.req.header('cookie') ?? '')?.[1]
  const wished = /(?:^|[,\s])(km|en)\b/i.exec(c.req.header('accept-language') ?? '')?.[1]
  return (chosen ?? wished?.toLowerCase() ?? 'km') as Language
}

export function answerProblem(c: Visited, problem: Problem): Response {
  const reference = problem.reference ?? newReference()
  say(c, { problem: problem.problem, reference })
  return problemResponse({ ...problem, reference }, languageFor(c))
}

/** JSON, packed if it is long and the asker can unpack it. */
export function answerJson(c: Visited, value: unknown): Promise<Response> {
  return answerPacked(c, packed(JSON.stringify(value)))
}

export async function answerPacked(c: Visited, body: Packed, headers: Record<string, string> = {}): Promise<Response> {
  const { bytes, encoding } = await body.as(c.req.header('accept-encoding') ?? '')
  return new Response(bytes, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(encoding ? { 'content-encoding': encoding, vary: 'accept-encoding' } : {}),
      ...headers,
    },
  })
}

/** An answer that says nothing and is given a thousand times a day: it carries no word that it could do without. */
export function isQuiet(c: Visited): void {
  c.set('quiet', true)
}

/**
 * The address that asks: the outer fence only, never an identity. Through a proxy beside us everybody
 * would have one address, so its word is taken for where a request came from.
 */
export function addressOf(c: Visited): string {
  const peer = c.env?.incoming?.socket.remoteAddress ?? 'inside'
  const forwarded = near.test(peer) ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  return networkOf((forwarded ?? peer).slice(0, 64))
}

const near = /^(::ffff:)?(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)|^::1$|^f[cd]/i

/** Of the newer addresses a household has more than there are people: its network is what is counted. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address
  const [before = '', after] = address.split('::')
  const groups = before === '' ? [] : before.split(':')
  const rest = after ? after.split(':').length : 0
  while (after !== undefined && groups.length + rest < 8) groups.push('0')
  return groups.slice(0, 4).join(':')
}
