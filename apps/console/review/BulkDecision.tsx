import { Modal } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { ProposalRow } from '#capabilities/proposals/proposal.ts'
import { reasonOf, type Window } from '#capabilities/windows/window.ts'
import type { Refusal } from '#door/refusal.ts'
import type { Currency } from '#door/values.ts'
import { Amount } from '#ui/Amount.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { explain } from '#ui/explain.ts'
import { Progress } from '#ui/Progress.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { useMany } from './useMany.ts'

interface Chosen {
  rows: readonly ProposalRow[]
  windows: readonly Window[]
  onDone: () => void
}

/** Approving what was verified, many at once. Each is decided by itself; the line pays as long as it lasts. */
export function BulkApprove({ rows, onDone }: Chosen) {
  const many = useMany()
  const verified = rows.filter(({ state }) => state === 'verified')
  const totals = new Map<Currency, number>()
  for (const { currency, projectMinor } of verified) totals.set(currency, (totals.get(currency) ?? 0) + projectMinor)
  return (
    <Dialog
      many={many}
      count={verified.length}
      open={m.bulk_approve({ count: verified.length })}
      title={m.bulk_approve_title({ count: verified.length })}
      done={m.bulk_approved({ done: many.accepted, total: many.total })}
      onDone={onDone}
    >
      <p>{m.bulk_approve_about()}</p>
      <dl className="facts">
        {[...totals].map(([currency, minor]) => (
          <div key={currency}>
            <dt>{m.bulk_approve_total()}</dt>
            <dd>
              <Amount money={{ currency, minor }} />
            </dd>
          </div>
        ))}
      </dl>
      <button
        type="button"
        className="button"
        onClick={() =>
          void many.start(
            verified.map(({ key, version }) => ({
              name: 'proposal.approve',
              about: key,
              input: { seen: version, note: null },
            })),
          )
        }
      >
        {m.bulk_approve_do({ count: verified.length })}
      </button>
    </Dialog>
  )
}

/** Turning down several at once, only for what the records themselves prove. */
export function BulkReject({ rows, windows, onDone }: Chosen) {
  const language = useLanguage()
  const many = useMany()
  const [code, setCode] = useState<string>()
  const reasons = windows[0]?.reasons.filter(({ proof }) => proof !== null) ?? []
  return (
    <Dialog
      many={many}
      count={rows.length}
      open={m.bulk_reject({ count: rows.length })}
      title={m.bulk_title({ count: rows.length })}
      done={m.bulk_done({ done: many.accepted, total: many.total })}
      onDone={onDone}
    >
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
      <button
        type="button"
        className="button button--grave"
        disabled={!code || !reasonOf(windows[0]!, code)}
        onClick={() =>
          void many.start(
            rows.map(({ key, version }) => ({
              name: 'proposal.reject',
              about: key,
              input: { seen: version, code: code!, note: null, bulk: true },
            })),
          )
        }
      >
        {m.bulk_do({ count: rows.length })}
      </button>
    </Dialog>
  )
}

function Dialog({
  many,
  count,
  open,
  title,
  done,
  onDone,
  children,
}: {
  many: ReturnType<typeof useMany>
  count: number
  open: string
  title: string
  done: string
  onDone: () => void
  children: ReactNode
}) {
  const [isOpen, setOpen] = useState(false)

  function close() {
    if (many.phase === 'running') return
    setOpen(false)
    if (many.done > 0) onDone()
    many.reset()
  }

  if (count === 0 && !isOpen) return null
  return (
    <>
      <button type="button" className="button button--second" disabled={count === 0} onClick={() => setOpen(true)}>
        {open}
      </button>
      <Modal opened={isOpen} onClose={close} title={title} size="lg">
        {many.phase === 'ready' && children}
        {(many.phase === 'running' || many.phase === 'stopped') && (
          <Progress label={m.bulk_progress()} done={many.done} total={many.total} />
        )}
        {many.phase === 'stopped' && (
          <>
            <Say tone="bad">{m.bulk_stopped({ done: many.done, total: many.total })}</Say>
            <button type="button" className="button" onClick={() => void many.goOn()}>
              {m.bulk_go_on()}
            </button>
          </>
        )}
        {many.phase === 'done' && (
          <>
            <Say tone={many.refusals.length === 0 ? 'good' : 'waiting'}>{done}</Say>
            <Reasons refusals={many.refusals} />
            <button type="button" className="button" onClick={close}>
              {m.close()}
            </button>
          </>
        )}
      </Modal>
    </>
  )
}

/** Why the others go on waiting, each reason once with how many it holds up. */
function Reasons({ refusals }: { refusals: readonly Refusal[] }) {
  const language = useLanguage()
  const counts = new Map<string, number>()
  for (const refusal of refusals) {
    const why = explain(refusal, language)
    counts.set(why, (counts.get(why) ?? 0) + 1)
  }
  return (
    <ul>
      {[...counts].map(([why, count]) => (
        <li key={why}>{m.bulk_reason({ count, why })}</li>
      ))}
    </ul>
  )
}
