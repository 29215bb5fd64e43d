import { useState } from 'react'
import type { Import } from '#capabilities/imports/import.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { Say } from '#ui/Say.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'

/** Of those offered it is nobody: said with a reason, since it is remembered. */
export function NoneOfThese({ list, row, onSettled }: { list: Import; row: number; onSettled: () => void }) {
  useLanguage()
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  if (!isOpen) {
    return (
      <button type="button" className="button button--plain" onClick={() => setOpen(true)}>
        {m.choosing_none()}
      </button>
    )
  }
  return (
    <div className="choosing__none">
      <TextField label={m.choosing_none_reason()} max={300} value={reason} onChange={setReason} />
      <div className="row">
        {reason.trim() === '' ? (
          <Say tone="quiet" quietly>
            {m.judge_reason_first()}
          </Say>
        ) : (
          <AskButton
            command="import.setAside"
            about={list.key}
            input={{ row, reason: reason.trim() }}
            look="second"
            onAnswer={({ outcome }) => outcome === 'accepted' && onSettled()}
          >
            {m.choosing_none_do()}
          </AskButton>
        )}
        <button type="button" className="button button--plain" onClick={() => setOpen(false)}>
          {m.choosing_none_back()}
        </button>
      </div>
    </div>
  )
}
