/**
 * The road to the office: reads and commands over HTTP.
 *
 * What the office answers is returned; what keeps it from answering is thrown as a `Trouble`, with the
 * sentence to show and the reference to read out.
 */
import type { Answer } from '#door/answer.ts'
import type { Envelope } from '#door/envelope.ts'
import { currentLanguage } from '#ui/words/language.ts'

/** Why the office did not answer. Without a status it was not reached. */
export class Trouble extends Error {
  readonly status: number | undefined
  readonly kind: string | undefined
  readonly reference: string | undefined

  constructor(status?: number, problem: ProblemBody = {}) {
    super(problem.words?.[currentLanguage()]?.detail ?? problem.detail ?? '')
    this.status = status
    this.kind = problem.type?.split('/').at(-1)
    this.reference = problem.reference
  }
}

interface ProblemBody {
  readonly type?: string
  readonly detail?: string
  readonly reference?: string
  readonly words?: Record<'km' | 'en', { detail: string }>
}

let toldTime: string | null = null

/** The last time the office told under its seal. */
export function lastServerTime(): string | null {
  return toldTime
}

export function read<T>(name: string, input: object = {}): Promise<T> {
  return get(`/api/read/${name}?input=${encodeURIComponent(JSON.stringify(input))}`)
}

export async function ask(envelope: Envelope): Promise<Answer> {
  return (await post<{ answer: Answer }>('/api/ask', envelope)).answer
}

export function get<T>(path: string): Promise<T> {
  return reach(path, { headers: { accept: 'application/json' } })
}

export function post<T>(path: string, body: object): Promise<T> {
  return reach(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}

/** A picture, or that it has not arrived; where it cannot be had, the trouble says why. */
export async function picture(path: string): Promise<Blob | 'on-its-way'> {
  const response = await fetch(path).catch(() => undefined)
  if (!response) throw new Trouble()
  if (!response.ok) throw new Trouble(response.status, (await response.json().catch(() => ({}))) as ProblemBody)
  return response.status === 204 ? 'on-its-way' : response.blob()
}

async function reach<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(path, init).catch(() => undefined)
  if (!response) throw new Trouble()
  toldTime = response.headers.get('x-chamka-time') ?? toldTime
  const body = await response.json().catch(() => ({}))
  if (!response.ok) throw new Trouble(response.status, body as ProblemBody)
  return body as T
}
