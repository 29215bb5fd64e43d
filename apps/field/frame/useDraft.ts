import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { DraftForm } from '#sync/drafts.ts'
import { usePhone } from '#sync/hooks.ts'

/** So long nothing is typed before what was typed is kept. */
const restMilliseconds = 400

/**
 * The answers of a form, kept as they are given: whoever leaves, closes the app or lets the battery go
 * flat finds them again. With the command of that name they are sent, and what is refused can be changed and
 * asked again; `done` says that they are over in any case. Nothing is kept before the first change.
 */
export function useDraft<T>(form: DraftForm<T>, subject: string, begin: () => NoInfer<T>) {
  const { drafts } = usePhone()
  const [address] = useLocation()
  const [kept] = useState(() => drafts.answers(form, subject))
  const [isResumed, setResumed] = useState(kept !== undefined)
  const [answers, setAnswers] = useState<T>(() => kept ?? begin())
  const latest = useRef<{ answers: T; isKept: boolean; isDone: boolean }>({ answers, isKept: true, isDone: false })

  useEffect(() => {
    const unkept = () => {
      const { answers: given, isKept, isDone } = latest.current
      if (isKept || isDone) return
      latest.current.isKept = true
      return given
    }
    const keep = () => {
      const given = unkept()
      if (given !== undefined) void drafts.keep(form, subject, address, given)
    }
    const close = drafts.open(form, subject, address, unkept)
    const timer = setInterval(keep, restMilliseconds)
    document.addEventListener('visibilitychange', keep)
    addEventListener('pagehide', keep)
    return () => {
      close()
      clearInterval(timer)
      document.removeEventListener('visibilitychange', keep)
      removeEventListener('pagehide', keep)
      keep()
    }
  }, [drafts, form, subject, address])

  return {
    answers,
    /** What is shown was written earlier, and gone on with. */
    isResumed,
    change(changes: Partial<T>): void {
      const next = { ...latest.current.answers, ...changes }
      latest.current = { answers: next, isKept: false, isDone: false }
      setAnswers(next)
    },
    /** Lets go of what was written earlier, for whoever wanted to begin another. */
    async restart(): Promise<void> {
      const next = begin()
      latest.current = { answers: next, isKept: true, isDone: false }
      setAnswers(next)
      setResumed(false)
      await drafts.drop(form, subject)
    },
    async done(): Promise<void> {
      latest.current.isDone = true
      await drafts.drop(form, subject)
    },
  }
}
