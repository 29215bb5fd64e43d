import { Logo } from '#ui/Logo.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'

/** Something is on its way. Shown only after a moment, so that what comes at once does not flicker. */
export function Waiting() {
  useLanguage()
  return (
    <div className="waiting" role="status">
      <Logo wordless size={48} />
      <p className="quiet">{m.console_waiting()}</p>
    </div>
  )
}
