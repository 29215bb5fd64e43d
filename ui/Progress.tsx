import { numberText } from './numbers.ts'
import { m } from './words/compiled/messages.js'
import { useLanguage } from './words/useLanguage.ts'

/** How much of something is done, in words and as a bar. */
export function Progress({ label, done, total }: { label: string; done: number; total: number }) {
  useLanguage()
  const words = m.progress_of({ done: numberText(done), total: numberText(total) })
  return (
    <div className="progress">
      <div className="progress__words">
        <span>{label}</span>
        <span className="amount">{words}</span>
      </div>
      <progress aria-label={label} aria-valuetext={words} value={Math.min(done, total)} max={Math.max(total, 1)} />
    </div>
  )
}
