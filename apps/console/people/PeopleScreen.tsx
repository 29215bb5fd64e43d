import { Empty } from '#ui/Nothing.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { Badge } from '#ui/StateBadge.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { roleWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More } from '../frame/More.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { usePages } from '../paged.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import { Reading } from '../reading.tsx'

interface PersonRow {
  readonly key: string
  readonly place: string
  readonly nameKm: string | null
  readonly nameLatin: string | null
  readonly grants: readonly { role: string; places: readonly string[] }[]
  readonly state: 'active' | 'revoked'
  readonly sample: boolean
}

/** Who works here, in which role and where. */
export function PeopleScreen() {
  const language = useLanguage()
  useTitle(m.people_title())
  const pages = usePages<PersonRow>('person.list', {}, ({ place, key }) => ({ place, key }))
  return (
    <div className="page">
      <PageHead title={m.people_title()} intro={m.people_intro()} />
      <Reading of={pages}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={m.people_none()} picture="people" />
          ) : (
            <PlaceNames codes={rows.map(({ place }) => place).filter((place) => place !== '')}>
              <ul className="queue">
                {rows.map((row) => (
                  <li key={row.key} className="queue__one queue__one--plain">
                    <span className="queue__link">
                      <span className="queue__name">{nameIn(language, row)}</span>
                      <span className="quiet">
                        <PlaceName code={row.place} levels={3} />
                      </span>
                    </span>
                    <span className="queue__facts">
                      {[...new Set(row.grants.map(({ role }) => role))].map((role) => (
                        <Badge key={role} tone="going">
                          {wordFor(roleWords, role, language)}
                        </Badge>
                      ))}
                      {row.state === 'revoked' && <Badge tone="bad">{m.people_revoked()}</Badge>}
                    </span>
                    <span className="queue__end">
                      {row.sample && <span className="note">{m.people_sample()}</span>}
                    </span>
                  </li>
                ))}
              </ul>
              <More of={pages} />
            </PlaceNames>
          )
        }
      </Reading>
    </div>
  )
}
