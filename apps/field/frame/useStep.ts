import { useRef, useState } from 'react'
import type { Foresight } from '#sync/outlook.ts'
import { explainFields, withMissing } from '#ui/explain.ts'

/**
 * A form of several screens. A screen is left only when nothing on it is wrong; what is wrong is told by
 * the command's own shape, beside the answer it is about.
 */
export function useStep(fieldsOf: readonly (readonly string[])[], input: unknown, foresee: () => Foresight) {
  const [step, setStep] = useState(0)
  const [isTried, setTried] = useState(false)
  const top = useRef<HTMLDivElement>(null)
  const { refusal } = foresee()
  const wrong = refusal?.refused === 'input.invalid' ? explainFields(withMissing(refusal, input)) : []
  const isHere = (path: string) => fieldsOf[step]!.some((field) => path === field || path.startsWith(`${field}.`))

  return {
    step,
    top,
    total: fieldsOf.length,
    isLast: step === fieldsOf.length - 1,
    /** What is wrong with an answer, once somebody has tried to go on. */
    problem: (field: string): string | undefined =>
      isTried ? wrong.find(({ path }) => path === field || path.startsWith(`${field}.`))?.sentence : undefined,
    next(): void {
      if (wrong.some(({ path }) => isHere(path))) setTried(true)
      else go(Math.min(step + 1, fieldsOf.length - 1))
    },
    back(): void {
      go(Math.max(0, step - 1))
    },
  }

  /** The next screen begins at its top, for eyes and for a screen reader. */
  function go(to: number) {
    setTried(false)
    setStep(to)
    requestAnimationFrame(() => {
      window.scrollTo(0, 0)
      top.current?.focus()
    })
  }
}

export type StepState = ReturnType<typeof useStep>
