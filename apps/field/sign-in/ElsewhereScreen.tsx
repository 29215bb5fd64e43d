import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Alone } from '../frame/Alone.tsx'

/** The same phone is open in another window: only one of them may write. */
export function ElsewhereScreen({ here }: { here: () => void }) {
  useLanguage()
  return (
    <Alone>
      <div className="screen stack">
        <h1>{m.phone_elsewhere()}</h1>
        <p>{m.phone_elsewhere_why()}</p>
        <button type="button" className="button button--wide" onClick={here}>
          {m.phone_elsewhere_here()}
        </button>
      </div>
    </Alone>
  )
}
