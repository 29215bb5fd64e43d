import { usePhone } from '#sync/hooks.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { roleWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Screen } from '../frame/Screen.tsx'
import { KeepPanel } from '../keeping/KeepPanel.tsx'
import { nameText, usePlaceName } from '../words.ts'
import { useCare } from './care.ts'
import { LeavePanel } from './LeavePanel.tsx'

/** Who this phone belongs to just now, what they may do and where; its lock, and the way out. */
export function MeScreen() {
  const language = useLanguage()
  const phone = usePhone()
  const placeName = usePlaceName()
  const care = useCare()
  const bearer = phone.bearer()

  return (
    <Screen title={bearer ? nameText(bearer) : m.phone_me()}>
      <ul className="plain stack">
        {bearer?.actor.grants.map((grant) => (
          <li className="card stack" key={`${grant.role} ${grant.programme} ${grant.places.join()}`}>
            <p>
              <Badge tone="going">{wordFor(roleWords, grant.role, language)}</Badge>
            </p>
            <p className="quiet">
              {bearer.programmes.find(({ programme }) => programme === grant.programme)?.names[language]}
            </p>
            {grant.places.length > 0 && (
              <p>
                {grant.places.map((place) => (place === '' ? m.phone_whole_country() : placeName(place))).join(', ')}
              </p>
            )}
          </li>
        ))}
      </ul>
      <KeepPanel />
      {care && (
        <>
          <button type="button" className="button button--wide" onClick={care.lock}>
            <Pictogram name="key" size={20} />
            {m.phone_pin_lock()}
          </button>
          <button type="button" className="button button--second" onClick={care.changePin}>
            {care.hasPin ? m.phone_pin_change() : m.phone_pin_set()}
          </button>
          <LeavePanel care={care} />
        </>
      )}
    </Screen>
  )
}
