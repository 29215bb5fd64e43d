import { type ReactNode, useState } from 'react'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { Trouble } from '../office.ts'

/** A form that asks the office one thing, and says what came of it when it went wrong. */
export function Form({
  title,
  button,
  onSubmit,
  children,
}: {
  title: string
  button: string
  onSubmit: () => Promise<void>
  children: ReactNode
}) {
  const [trouble, setTrouble] = useState<string>()
  const [isBusy, setBusy] = useState(false)

  async function submit() {
    if (isBusy) return
    setTrouble(undefined)
    setBusy(true)
    try {
      await onSubmit()
    } catch (error) {
      if (!(error instanceof Trouble)) throw error
      setTrouble(error.message || m.told_unreachable())
    } finally {
      setBusy(false)
    }
  }

  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <h1>{title}</h1>
      {children}
      {trouble && <Say tone="bad">{trouble}</Say>}
      <button type="submit" className="button button--wide" aria-busy={isBusy || undefined}>
        {isBusy && <span className="spinner" />}
        {button}
      </button>
    </form>
  )
}
