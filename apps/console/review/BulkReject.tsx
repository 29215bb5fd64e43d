import { Modal } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ProposalRow } from '#capabilities/proposals/proposal.ts'
import { reasonOf, type Window } from '#capabilities/windows/window.ts'
import type { Answer } from '#door/answer.ts'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { explain } from '#ui/explain.ts'
import { Progress } from '#ui/Progress.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { askMany } from '../engine.ts'
import { useMe } from '../me.ts'

const chunk = 100

/**
 * Turning down several at once, only for what the records themselves prove. Each is decided by itself:
 * those that cannot be proven come back with their reason.
 */
export function BulkReject({
  rows,
  windows,
  onDone,
}: {
  rows: readonly ProposalRow[]
  windows: readonly Window[]
  onDone: () => void
}) {
  const language = useLanguage()
  const me = useMe()
  const client = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const [code, setCode] = useState<string>()
  const [done, setDone] = useState(0)
  const [answers, setAnswers] = useState<readonly Answer[]>()
  const reasons = windows[0]?.reasons.filter(({ proof }) => proof !== null) ?? []
  const isRunning = done > 0 && answers === undefined

  async function reject() {
    const given: Answer[] = []
    for (let from = 0; from < rows.length; from += chunk) {
      const part = rows.slice(from, from + chunk)
      given.push(
        ...(await askMany(
          part.map(({ key, version }) => ({
            name: 'proposal.reject',
            about: key,
            input: { seen: version, code: code!, note: null, bulk: true },
          })),
          me.person.key,
        )),
      )
      setDone(from + part.length)
    }
    setAnswers(given)
    await client.invalidateQueries()
  }

  function close() {
    setOpen(false)
    setDone(0)
    setAnswers(undefined)
    if (answers) onDone()
  }

  const refused = (answers ?? []).flatMap((answer) => (answer.outcome === 'refused' ? [answer.refusal] : []))
  if (rows.length === 0 && !isOpen) return null
  return (
    <div className="bulk">
      <button
        type="button"
        className="button button--second"
        disabled={rows.length === 0}
        onClick={() => setOpen(true)}
      >
        {m.bulk_reject({ count: rows.length })}
      </button>
      <Modal opened={isOpen} onClose={close} title={m.bulk_title({ count: rows.length })} size="lg">
        {answers ? (
          <>
            <Say tone={refused.length === 0 ? 'good' : 'waiting'}>
              {m.bulk_done({ done: answers.length - refused.length, total: answers.length })}
            </Say>
            {[...new Set(refused.map((refusal) => explain(refusal, language)))].map((why) => (
              <p key={why}>{why}</p>
            ))}
            <button type="button" className="button" onClick={close}>
              {m.close()}
            </button>
          </>
        ) : (
          <>
            <p>{m.bulk_about()}</p>
            <ChoiceCards
              label={m.proposal_reason()}
              oneColumn
              value={code}
              onChange={setCode}
              choices={reasons.map((reason) => ({
                value: reason.code,
                label: reason.names[language],
                hint: reason.next[language],
              }))}
            />
            {isRunning && <Progress label={m.bulk_progress()} done={done} total={rows.length} />}
            <button
              type="button"
              className="button button--grave"
              disabled={!code || isRunning || !reasonOf(windows[0]!, code)}
              onClick={() => void reject()}
            >
              {m.bulk_do({ count: rows.length })}
            </button>
          </>
        )}
      </Modal>
    </div>
  )
}
