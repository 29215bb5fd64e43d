import { usePhone, useStanding } from '#sync/hooks.ts'
import { Badge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { roleWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Screen } from '../frame/Screen.tsx'
import { nameText, usePlaceName } from '../words.ts'

/** Who this phone belongs to just now, what they may do and where; and the way out. */
export function MeScreen({ onLeave }: { onLeave: () => void }) {
  const language = useLanguage()
  const phone = usePhone()
  const placeName = usePlaceName()
  const { unsent } = useStanding()
  const bearer = phone.bearer()
  if (!bearer) return null

  return (
    <Screen title={nameText(bearer)}>
      <ul className="plain stack">
        {bearer.actor.grants.map((grant) => (
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
      {unsent > 0 && <p className="quiet">{m.phone_leave_unsent({ count: unsent })}</p>}
      <button type="button" className="button button--second" disabled={unsent > 0} onClick={leave}>
        {m.phone_leave()}
      </button>
    </Screen>
  )

  async function leave() {
    const response = await phone.network.reach('/api/sign-out', { method: 'POST' }).catch(() => undefined)
    if (!response?.ok) return
    phone.close()
    onLeave()
  }
}
