import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CommandName } from '#capabilities/commands.ts'
import type { Answer } from '#door/answer.ts'
import type { Key } from '#door/key.ts'
import type { Refusal } from '#door/refusal.ts'
import { askMany, envelopesFor } from '../engine.ts'
import { useMe } from '../me.ts'

/** So many travel together: enough that the road costs little, few enough that the bar moves. */
const chunk = 250

interface Wish {
  readonly name: CommandName
  readonly about: Key
  readonly input: Record<string, unknown>
}

/**
 * Many commands, each decided by itself. They are written once: if the office cannot be reached half way,
 * going on sends the same envelopes, and what was decided already is answered as it was.
 */
export function useMany() {
  const me = useMe()
  const client = useQueryClient()
  const [envelopes, setEnvelopes] = useState<ReturnType<typeof envelopesFor>>([])
  const [answers, setAnswers] = useState<readonly Answer[]>([])
  const [phase, setPhase] = useState<'ready' | 'running' | 'stopped' | 'done'>('ready')

  /** Whether all of them were decided. */
  async function send(all: typeof envelopes, before: readonly Answer[]): Promise<boolean> {
    setPhase('running')
    let given = before
    try {
      while (given.length < all.length) {
        given = [...given, ...(await askMany(all.slice(given.length, given.length + chunk)))]
        setAnswers(given)
      }
      setPhase('done')
    } catch {
      setPhase('stopped')
    }
    await client.invalidateQueries()
    return given.length === all.length
  }

  return {
    phase,
    done: answers.length,
    total: envelopes.length,
    /** In the order of the wishes, as far as they were decided. */
    answers,
    accepted: answers.filter(({ outcome }) => outcome === 'accepted').length,
    refusals: answers.flatMap((answer): Refusal[] => (answer.outcome === 'refused' ? [answer.refusal] : [])),
    start(wishes: readonly Wish[]) {
      const written = envelopesFor(wishes, me.person.key)
      setEnvelopes(written)
      setAnswers([])
      return send(written, [])
    },
    goOn: () => send(envelopes, answers),
    reset() {
      setEnvelopes([])
      setAnswers([])
      setPhase('ready')
    },
  }
}
