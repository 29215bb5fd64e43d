import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { numberText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { install, useInstalling } from './install.ts'
import { useKept } from './useKept.ts'

const megabyte = 1_000_000

/** The app on the home screen, and whether the browser holds on to what is in it. */
export function KeepPanel() {
  useLanguage()
  const installing = useInstalling()
  const kept = useKept()

  return (
    <section className="card stack">
      <h2>{m.phone_keep_title()}</h2>
      {installing !== 'installed' && <p>{m.phone_install_why()}</p>}
      {installing === 'offered' && (
        <button type="button" className="button button--wide" onClick={() => void install()}>
          <Pictogram name="plus" size={20} />
          {m.phone_install()}
        </button>
      )}
      {installing === 'by-menu' && <p className="quiet">{m.phone_install_by_menu()}</p>}
      {installing === 'by-share' && <p className="quiet">{m.phone_install_by_share()}</p>}
      {kept && (
        <Say tone={kept.isPromised ? 'good' : 'waiting'}>
          {kept.isPromised ? m.phone_keep_promised() : m.phone_keep_not_promised()}
        </Say>
      )}
      {kept?.used !== undefined && kept.free !== undefined && (
        <p className="quiet">
          {m.phone_keep_room({
            used: numberText(Math.ceil(kept.used / megabyte)),
            free: numberText(Math.floor(kept.free / megabyte)),
          })}
        </p>
      )}
    </section>
  )
}
