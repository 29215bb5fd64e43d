import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Clock } from '#ui/Clock.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More } from '../frame/More.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { Show } from '../frame/Show.tsx'
import { usePages } from '../paged.ts'
import { Reading, today } from '../reading.tsx'
import { carrierOf, type LaidAsideRow, purposeOf, whyWords } from './words.ts'

/** What phones sent and the door laid aside: each is somebody's to look at. */
export function QuarantineScreen() {
  const language = useLanguage()
  useTitle(m.quarantine_title())
  const [shown, setShown] = useState<'waiting' | 'all'>('waiting')
  const pages = usePages<LaidAsideRow>(
    'quarantine.list',
    shown === 'waiting' ? { waiting: true } : {},
    ({ key, receivedAt }) => ({ receivedAt, key }),
  )
  return (
    <div className="page">
      <PageHead title={m.quarantine_title()} intro={m.quarantine_intro()} />
      <Show
        part={shown}
        onChange={setShown}
        parts={[
          { value: 'waiting', label: m.vouchers_waiting() },
          { value: 'all', label: m.review_all() },
        ]}
      />
      <Reading of={pages}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={m.quarantine_none()} picture="check" />
          ) : (
            <>
              <ul className="queue">
                {rows.map((row) => (
                  <li key={row.key} className="queue__one queue__one--plain">
                    <Link to="/quarantine/$key" params={{ key: row.key }} className="queue__link">
                      <span className="queue__name">{purposeOf(row, language)}</span>
                      <span>{wordFor(whyWords, row.why, language)}</span>
                      <span className="quiet">
                        {row.carrier !== row.person && <>{m.quarantine_carried({ who: carrierOf(row, language) })} </>}
                        {row.device && m.quarantine_device({ name: row.device })}
                      </span>
                    </Link>
                    <span className="queue__facts">
                      <Looked row={row} />
                    </span>
                    <span className="queue__end">
                      <Clock since={row.receivedAt} today={today()} />
                    </span>
                  </li>
                ))}
              </ul>
              <More of={pages} />
            </>
          )
        }
      </Reading>
    </div>
  )
}

export function Looked({ row }: { row: LaidAsideRow }) {
  if (row.isDecidedSince) return <Badge tone="good">{m.quarantine_decided_since()}</Badge>
  return row.looked ? <Badge tone="good">{m.quarantine_looked()}</Badge> : null
}
