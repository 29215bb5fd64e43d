import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Clock } from '#ui/Clock.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { Badge } from '#ui/StateBadge.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { fieldName } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More } from '../frame/More.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { Show } from '../frame/Show.tsx'
import { usePages } from '../paged.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import { Reading, today } from '../reading.tsx'

interface ClashRow {
  readonly key: string
  readonly place: string
  readonly raisedAt: string
  readonly dueOn: string
  readonly state: 'open' | 'settled'
  readonly answers: readonly string[]
  readonly nameKm: string | null
  readonly nameLatin: string | null
}

/** What phones wanted to change and others had changed before: each is somebody's to settle. */
export function ClashesScreen() {
  const language = useLanguage()
  useTitle(m.clashes_title())
  const [shown, setShown] = useState<'open' | 'all'>('open')
  const pages = usePages<ClashRow>('clash.list', shown === 'open' ? { state: 'open' } : {}, ({ key, dueOn }) => ({
    dueOn,
    key,
  }))
  return (
    <div className="page">
      <PageHead title={m.clashes_title()} intro={m.clashes_intro()} />
      <Show
        part={shown}
        onChange={setShown}
        parts={[
          { value: 'open', label: m.vouchers_waiting() },
          { value: 'all', label: m.review_all() },
        ]}
      />
      <Reading of={pages}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={m.clashes_none()} picture="check" />
          ) : (
            <PlaceNames codes={rows.map(({ place }) => place)}>
              <ul className="queue">
                {rows.map((row) => (
                  <li key={row.key} className="queue__one queue__one--plain">
                    <Link to="/clashes/$key" params={{ key: row.key }} className="queue__link">
                      <span className="queue__name">
                        {row.answers.map((answer) => fieldName(answer, language)).join(', ')}
                      </span>
                      <span className="quiet">
                        {m.clashes_by({ who: nameIn(language, row) })} · <PlaceName code={row.place} />
                      </span>
                    </Link>
                    <span className="queue__facts">
                      {row.state === 'settled' && <Badge tone="good">{m.clashes_settled()}</Badge>}
                    </span>
                    <span className="queue__end">
                      {row.state === 'open' && <Clock since={row.raisedAt} dueOn={row.dueOn} today={today()} />}
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
