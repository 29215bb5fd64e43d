import { Logo } from '#ui/Logo.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'

/** Something is on its way: the app itself, or a screen that is opened for the first time. */
export function Opening() {
  useLanguage()
  return (
    <div className="opening" role="status">
      <Logo wordless size={56} />
      <p className="quiet">{m.phone_opening()}</p>
    </div>
  )
}
