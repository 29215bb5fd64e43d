import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type ComplaintState, openStates, type SubjectKind } from '#capabilities/complaints/complaint.ts'
import { Clock } from '#ui/Clock.tsx'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { Say } from '#ui/Say.tsx'
import { StateBadge } from '#ui/StateBadge.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More } from '../frame/More.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { Show } from '../frame/Show.tsx'
import { may, useMe } from '../me.ts'
import { usePages } from '../paged.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import { Reading, today, useRead } from '../reading.tsx'
import { kindWords } from './words.ts'

interface ComplaintRow {
  readonly key: string
  readonly reference: string
  readonly kind: SubjectKind
  readonly about: string
  readonly state: ComplaintState
  readonly loggedAt: string
  readonly dueOn: string
  readonly nameKm: string | null
  readonly nameLatin: string | null
}

/** Complaints that wait for an answer, the first due first. */
export function ComplaintsScreen() {
  const language = useLanguage()
  useTitle(m.complaints_title())
  const me = useMe()
  const [shown, setShown] = useState<'mine' | 'all'>(may(me, 'complaint.answer') ? 'mine' : 'all')
  const pages = usePages<ComplaintRow>(
    'complaint.list',
    shown === 'mine' ? { waitingOn: today() } : {},
    ({ key, dueOn }) => ({ dueOn, key }),
  )
  const late = useRead<{ complaints: number }[]>('complaint.late', { on: today() }, may(me, 'complaint.oversee'))
  const lateOnes = (late.data ?? []).reduce((sum, { complaints }) => sum + complaints, 0)
  return (
    <div className="page">
      <PageHead title={m.complaints_title()} intro={m.complaints_intro()}>
        {may(me, 'complaint.log') && (
          <Link to="/complaints/new" className="button">
            <Pictogram name="phone" size={20} />
            {m.complaints_log()}
          </Link>
        )}
      </PageHead>
      {may(me, 'complaint.answer') && (
        <Show
          part={shown}
          onChange={setShown}
          parts={[
            { value: 'mine', label: m.complaints_mine() },
            { value: 'all', label: m.review_all() },
          ]}
        />
      )}
      {lateOnes > 0 && <Say tone="bad">{m.complaints_late({ count: lateOnes })}</Say>}
      <Reading of={pages}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={m.complaints_none()} picture="phone" />
          ) : (
            <PlaceNames codes={rows.map(({ about }) => about).filter((code) => code !== '')}>
              <ul className="queue">
                {rows.map((row) => (
                  <li key={row.key} className="queue__one queue__one--plain">
                    <Link to="/complaints/$key" params={{ key: row.key }} className="queue__link">
                      <span className="queue__name">{wordFor(kindWords, row.kind, language)}</span>
                      <span className="quiet">
                        {row.reference}
                        {row.about !== '' && (
                          <>
                            {' '}
                            · <PlaceName code={row.about} />
                          </>
                        )}
                      </span>
                    </Link>
                    <span className="queue__facts">
                      <StateBadge noun="complaint" state={row.state} />
                      {(row.nameKm ?? row.nameLatin) && (
                        <span className="note">{m.complaints_taken_by({ who: nameIn(language, row) })}</span>
                      )}
                    </span>
                    <span className="queue__end">
                      {openStates.includes(row.state) && (
                        <Clock since={row.loggedAt} dueOn={row.dueOn} today={today()} />
                      )}
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
