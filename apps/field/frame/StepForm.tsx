import type { ReactNode } from 'react'
import { Steps } from '#ui/Steps.tsx'
import { m } from '#ui/words/compiled/messages.js'
import type { StepState } from './useStep.ts'

/** The frame of a form of several screens: where one is, on, back, and at the end the one thing to do. */
export function StepForm({ steps, last, children }: { steps: StepState; last: ReactNode; children: ReactNode }) {
  const { step, total, isLast, next, back, top } = steps
  return (
    <div className="stack" ref={top} tabIndex={-1}>
      <Steps step={step + 1} total={total} />
      {children}
      <div className="step-buttons">
        {step > 0 && (
          <button type="button" className="button button--second" onClick={back}>
            {m.phone_step_back()}
          </button>
        )}
        {isLast ? (
          last
        ) : (
          <button type="button" className="button" onClick={next}>
            {m.phone_step_next()}
          </button>
        )}
      </div>
    </div>
  )
}
