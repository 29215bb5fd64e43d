/**
 * The road to the door: one envelope, or many.
 *
 * A decided envelope, accepted or refused, is HTTP 200 with its answer; a problem stands where nothing
 * was decided. In a batch every envelope has its own: one that cannot be read, or meets a bug, never
 * holds up another.
 */
import { Hono } from 'hono'
import { batchMax, Envelope, envelopeBytesMax } from '#door/envelope.ts'
import { isKey, type Key } from '#door/key.ts'
import type { Boxes } from '#server/boxes.ts'
import { isDatabaseAway, type Pool } from '#server/database/connection.ts'
import type { Answer, Door } from '#server/door.ts'
import type { Log } from '#server/logs.ts'
import { faultOf } from '#server/logs.ts'
import { outsideOf } from '#server/quarantine/body.ts'
import { jsonOf } from './body.ts'
import type { Fences } from './limits.ts'
import type { Metrics } from './metrics.ts'
import { isProblem, newReference, type Problem, problemBody } from './problem.ts'
import { deliveringTurns, inTurn, openTurns } from './turns.ts'
import { answerJson, answerProblem, languageFor, say, type Visit } from './visit.ts'

/** Largest batch as a whole. Phones send much less at a time; an import is cut into such pieces. */
const batchBytesMax = 16 * 1024 * 1024

interface Parts {
  readonly door: Door
  readonly boxes: Pick<Boxes, 'unboxed'>
  readonly pool: Pool
  readonly fences: Fences
  readonly metrics: Metrics
  readonly log: Log
  serverTime(): string
}

export function askRoutes({ door, boxes, pool, fences, metrics, log, serverTime }: Parts) {
  return new Hono<Visit>()
    .post('/ask', async (c) => {
      const read = await jsonOf(c, envelopeBytesMax)
      if (isProblem(read)) return answerProblem(c, read)
      const envelope = opened(await boxes.unboxed(read.json), c.get('person'))
      const tooMany = isProblem(envelope) ? undefined : pastTheFence([envelope])
      if (tooMany) return answerProblem(c, tooMany)

      const answer = await decided(envelope, read.json, c.get('person'))
      say(c, { ...named(envelope), outcome: isProblem(answer) ? undefined : answer.outcome })
      return isProblem(answer) ? answerProblem(c, answer) : c.json({ answer, serverTime: serverTime() })
    })

    .post('/ask/batch', inTurn(openTurns(deliveringTurns)), async (c) => {
      const read = await jsonOf(c, batchBytesMax)
      if (isProblem(read)) return answerProblem(c, read)
      const given = (read.json as { envelopes?: unknown } | null)?.envelopes
      if (!Array.isArray(given)) return answerProblem(c, { problem: 'unreadable' })
      if (given.length > batchMax) return answerProblem(c, { problem: 'too-large' })

      const person = c.get('person')
      const mayHoldTooLarge = read.bytes > envelopeBytesMax
      const envelopes = await Promise.all(
        given.map(async (one) =>
          mayHoldTooLarge && Buffer.byteLength(JSON.stringify(one)) > envelopeBytesMax
            ? ({ problem: 'too-large' } as const)
            : opened(await boxes.unboxed(one), person),
        ),
      )
      const tooMany = pastTheFence(envelopes.filter((one): one is Envelope => !isProblem(one)))
      if (tooMany) return answerProblem(c, tooMany)

      const answers = await Promise.all(envelopes.map((envelope, at) => decided(envelope, given[at], person)))
      say(c, { envelopes: answers.length, outcomes: counted(answers) })
      const language = languageFor(c)
      c.set('timed', true)
      return answerJson(c, {
        answers: answers.map((answer) => (isProblem(answer) ? { problem: problemBody(answer, language) } : { answer })),
        serverTime: serverTime(),
      })
    })

  /** Each device takes one, however much it delivers. */
  function pastTheFence(envelopes: readonly Envelope[]): Problem | undefined {
    for (const device of new Set(envelopes.map(({ device }) => device))) {
      const tooMany = device === null ? undefined : fences.device.pass(device)
      if (tooMany) return tooMany
    }
  }

  async function decided(envelope: Envelope | Problem, given: unknown, carrier: Key): Promise<Answer | Problem> {
    if (isProblem(envelope)) {
      if (envelope.problem === 'unreadable') await keepUnreadable(given, carrier)
      metrics.envelopes.inc({ outcome: 'undecided' })
      return envelope
    }
    metrics.waiting.inc()
    try {
      const answer = await door.ask(envelope, carrier)
      metrics.envelopes.inc({ outcome: answer.outcome })
      return answer
    } catch (error) {
      // Nothing is wrong with the envelope: all of them are asked again, and none is counted as at fault.
      if (isDatabaseAway(error)) throw error
      const reference = newReference()
      log.error({ reference, ...named(envelope), fault: faultOf(error) }, 'an envelope met a bug')
      metrics.envelopes.inc({ outcome: 'bug' })
      return { problem: 'bug', reference }
    } finally {
      metrics.waiting.dec()
    }
  }

  /** What a phone sent and nobody can read is work of somebody: a person will look at it. */
  async function keepUnreadable(given: unknown, carrier: Key) {
    const { id, home, person, device } = (given ?? {}) as Record<string, unknown>
    if (!Envelope.shape.id.safeParse(id).success || !Envelope.shape.home.safeParse(home).success) return
    const { name, about } = outsideOf(given)
    const author = isKey(person) ? person : carrier
    await pool.query(
      `insert into quarantine (home, id, person, carrier, device, why, name, about, body, received_at)
       values ($1, $2, $3, $4, $5, 'unreadable', $6, $7, $8, now()) on conflict (home, id) do nothing`,
      [home, id, author, carrier, isKey(device) ? device : null, name, about, JSON.stringify(given)],
    )
  }
}

/** The envelope, if it can be read and may be carried by this person. */
function opened(given: unknown, carrier: Key): Envelope | Problem {
  const read = Envelope.safeParse(given)
  if (!read.success) {
    const fields = read.error.issues.map(({ path, code }) => ({ path: path.map(String).join('.'), problem: code }))
    return { problem: 'unreadable', fields }
  }
  // A signed envelope may be carried for another; one without a device is its carrier's own.
  const envelope = read.data
  return envelope.device === null && envelope.person !== carrier ? { problem: 'not-the-author' } : envelope
}

function named(envelope: Envelope | Problem): Record<string, unknown> {
  return isProblem(envelope) ? {} : { name: envelope.name, envelope: envelope.id, device: envelope.device ?? undefined }
}

function counted(answers: readonly (Answer | Problem)[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const answer of answers) {
    const outcome = isProblem(answer) ? answer.problem : answer.outcome
    counts[outcome] = (counts[outcome] ?? 0) + 1
  }
  return counts
}
