import { m } from './words/compiled/messages.js'
import { useLanguage } from './words/useLanguage.ts'

/** Where a person is in a form of several screens. */
export function Steps({ step, total }: { step: number; total: number }) {
  useLanguage()
  return (
    <div className="steps">
      <p className="note">{m.steps_of({ step, total })}</p>
      <ol className="steps__dots" aria-hidden="true">
        {Array.from({ length: total }, (_, at) => at + 1).map((place) => (
          <li key={place} data-done={place < step || undefined} aria-current={place === step ? 'step' : undefined} />
        ))}
      </ol>
    </div>
  )
}
