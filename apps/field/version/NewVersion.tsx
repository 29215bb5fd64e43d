import { useState, useSyncExternalStore } from 'react'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { version } from './version.ts'

/** A newer version is on this phone. Nobody is interrupted: it begins with a tap, or the next time the app opens. */
export function NewVersion() {
  useLanguage()
  const isNew = useSyncExternalStore(version.onNew, version.isNewHere, version.isNewHere)
  const [isTaking, setTaking] = useState(false)
  if (!isNew) return null

  return (
    <div className="signal">
      <p className="signal__words" role="status">
        <Pictogram name="again" size={18} />
        <span>{m.phone_new_version()}</span>
      </p>
      <button
        type="button"
        className="button button--second"
        disabled={isTaking}
        onClick={() => {
          setTaking(true)
          void version.take()
        }}
      >
        {m.phone_new_version_take()}
      </button>
    </div>
  )
}
