/**
 * The road between this device and the door. Whatever goes wrong on it has one of a few names, so that
 * the courier can decide what to do without knowing of HTTP.
 */
import type { Answer, OfficeWord } from '#door/answer.ts'
import type { FirstCost, Pack, Page, PullQuestion } from '#door/document.ts'
import type { BoxedEnvelope, Envelope } from '#door/envelope.ts'
import type { Key } from '#door/key.ts'
import { noteText, type PhoneNote } from '#door/phone-note.ts'
import type { Network } from './network.ts'
import type { Problem } from './outbox.ts'

export type Failure =
  /** Nobody was reached: the network, or a server that is just starting. */
  | { readonly failed: 'network' }
  | { readonly failed: 'signed-out' }
  | { readonly failed: 'busy'; readonly wait: number }
  /** The whole delivery was turned away: somebody in it is at fault, or the server is. */
  | { readonly failed: 'rejected'; readonly problem: Problem }
  /** Their places hold more than one phone may carry. */
  | { readonly failed: 'too-much' }

export type Told = { readonly answer: Answer } | { readonly problem: Problem }

export interface Transport {
  deliver(
    envelopes: readonly (Envelope | BoxedEnvelope)[],
  ): Promise<{ told: readonly Told[]; serverTime: string } | Failure>
  /** With a word of the phone about itself, for whoever looks after phones. */
  pull(question: PullQuestion, note?: PhoneNote): Promise<{ page: Page; serverTime: string } | NothingNew | Failure>
  pack(digest: string): Promise<{ pack: Pack } | Failure>
  /** What the office wrote about something of this person's that was laid aside, if it did. */
  word?(key: Key): Promise<{ word: OfficeWord } | Failure>
  cost(note?: PhoneNote): Promise<FirstCost | Failure>
}

/** Everything is as it was seen; with another word for it where something happened that is no news here. */
export interface NothingNew {
  readonly seen: string | null
}

export function isNothingNew(result: object): result is NothingNew {
  return 'seen' in result
}

export function isFailure(result: object): result is Failure {
  return 'failed' in result
}

export function overHttp(network: Network): Transport {
  return {
    async deliver(envelopes) {
      const result = await ask('/api/ask/batch', { method: 'POST', ...(await packedUp(JSON.stringify({ envelopes }))) })
      if (isFailure(result)) return result
      const { answers, serverTime } = result.body as { answers: Given[]; serverTime: string }
      return { told: answers.map(told), serverTime }
    },

    async pull({ cursor, seen, index, again }, note) {
      // The cursor holds nothing that an address could not, and shall not grow on the way.
      const question = [
        ...(cursor ? [`cursor=${cursor}`] : []),
        ...(seen ? [`seen=${seen}`] : []),
        ...(index ? ['index=true'] : []),
        ...(again.length > 0 ? [`again=${again.map(encodeURIComponent).join()}`] : []),
      ].join('&')
      const result = await ask(`/api/pull${question && `?${question}`}`, noted(note))
      if (isFailure(result)) return result
      if (result.response.status === 204) return { seen: result.response.headers.get('x-chamka-seen') }
      const { serverTime, ...page } = result.body as Page & { serverTime: string }
      return { page, serverTime }
    },

    async pack(digest) {
      const result = await ask(`/api/packs/${digest}`)
      // It has changed since it was named: whoever reads on is told of the new one.
      if (isFailure(result)) return result.failed === 'rejected' ? { failed: 'network' } : result
      return { pack: result.body as Pack }
    },

    async word(key) {
      const result = await ask(`/api/quarantine/${key}/word`)
      return isFailure(result) ? result : { word: result.body as OfficeWord }
    },

    async cost(note) {
      const result = await ask('/api/pull/cost', noted(note))
      return isFailure(result) ? result : (result.body as FirstCost)
    },
  }

  async function ask(address: string, init?: RequestInit): Promise<{ response: Response; body: unknown } | Failure> {
    const response = await network.reach(address, init).catch(() => undefined)
    if (!response) return { failed: 'network' }
    try {
      if (response.ok) return { response, body: response.status === 204 ? null : await response.json() }
    } catch {
      // The answer broke off on the way. Asking again is harmless: the door answers alike.
      return { failed: 'network' }
    }
    if (response.status === 429) return { failed: 'busy', wait: Number(response.headers.get('retry-after')) || 30 }
    if (response.status === 413) return { failed: 'rejected', problem: 'too-large' }
    // A hotel's sign-in page or a gateway between here and there: what it says is not said by the office.
    if (!isOurs(response) || [502, 503, 504].includes(response.status)) return { failed: 'network' }
    if (response.status === 401 || response.status === 403) return { failed: 'signed-out' }
    if (response.status === 422 && (await isTooMuch(response))) return { failed: 'too-much' }
    return { failed: 'rejected', problem: response.status >= 500 ? 'bug' : 'unreadable' }
  }
}

function noted(note: PhoneNote | undefined): RequestInit {
  return note ? { headers: { 'x-chamka-phone': noteText(note) } } : {}
}

function isOurs({ headers }: Response): boolean {
  return headers.get('content-type')?.startsWith('application/problem+json') ?? false
}

async function isTooMuch(response: Response): Promise<boolean> {
  const problem = (await response.json().catch(() => ({}))) as { type?: string }
  return problem.type?.endsWith('/too-much-for-a-phone') ?? false
}

/** Below this, packing costs more than it saves. */
const packedFrom = 400

/** A body as small as the browser can make it: what is sent from a field is paid for. */
async function packedUp(text: string): Promise<RequestInit> {
  const headers = { 'content-type': 'application/json' }
  if (text.length < packedFrom || typeof CompressionStream === 'undefined') return { headers, body: text }
  const packing = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  return { headers: { ...headers, 'content-encoding': 'gzip' }, body: await new Response(packing).arrayBuffer() }
}

type Given = { answer: Answer } | { problem: { type: string } }

function told(given: Given): Told {
  if ('answer' in given) return given
  const name = given.problem.type.slice(given.problem.type.lastIndexOf('/') + 1)
  return { problem: isKnown(name) ? name : 'bug' }
}

function isKnown(name: string): name is Problem {
  return ['unreadable', 'too-large', 'bug', 'not-the-author'].includes(name)
}
