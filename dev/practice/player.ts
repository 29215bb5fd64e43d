/** Asks a season line by line through the door, each in its own time, with what follows from it. */
import type { Line } from '#dev/practice/script.ts'
import type { Envelope } from '#door/envelope.ts'
import { homeOf } from '#door/key.ts'
import { capabilities, reactions, stores } from '#server/capabilities.ts'
import type { Pool } from '#server/database/connection.ts'
import { openDoor } from '#server/door.ts'
import { openReactions } from '#server/reactions.ts'
import type { TimeSeal } from '#server/signatures.ts'

export interface Playing {
  readonly pool: Pool
  readonly timeSeal: TimeSeal
  readonly stopping?: AbortSignal | undefined
  onProgress?(done: number, total: number): void
}

export async function play(lines: readonly Line[], { pool, timeSeal, stopping, onProgress }: Playing): Promise<void> {
  let clock = new Date(lines[0]!.at)
  const now = () => clock
  const door = openDoor({ capabilities, stores, pool, timeSeal, now })
  const following = openReactions({ reactions, door, pool, now })
  const decided = await decidedBefore(lines, pool)

  async function find<T>(noun: string, key: string): Promise<T> {
    const [record] = await stores[noun]!.find([key], false, pool)
    if (!record) throw new Error(`there is no ${noun} ${key} yet`)
    return record
  }

  for (const [done, line] of lines.entries()) {
    onProgress?.(done, lines.length)
    if (decided.has(line.id)) continue
    stopping?.throwIfAborted()
    clock = new Date(line.at)
    // What follows from a day's work has followed before the next one begins.
    if (lines[done - 1]?.at.slice(0, 10) !== line.at.slice(0, 10)) await following.drain()

    const answer = await door.ask(envelopeOf(line, await line.input(find)), line.person)
    const became = 'refusal' in answer ? answer.refusal.refused : answer.outcome
    if (became !== line.becomes)
      throw new Error(`${line.name} ${line.about} of ${line.at} was answered ${JSON.stringify(answer)}`)
  }
  await following.drain()
  onProgress?.(lines.length, lines.length)
}

async function decidedBefore(lines: readonly Line[], pool: Pool): Promise<Set<string>> {
  const { rows } = await pool.query<{ envelope: string }>(
    'select envelope from journal where envelope = any($1::uuid[])',
    [lines.map(({ id }) => id)],
  )
  return new Set(rows.map(({ envelope }) => envelope))
}

function envelopeOf({ id, name, about, person, at }: Line, input: object): Envelope {
  return {
    ...{ id, home: homeOf(about), name, about, input: input as Envelope['input'], person, askedAt: at },
    ...{ device: null, n: 0, lastServerTime: null, after: [], signature: null },
  }
}
