import { Link } from '@tanstack/react-router'
import type { JudgedRow } from '#capabilities/households/household.relations.ts'
import { InstantText } from '#ui/DayText.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { Badge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More } from '../frame/More.tsx'
import { usePages } from '../paged.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import { useProgramme } from '../programme.tsx'
import { Reading } from '../reading.tsx'

/** What was judged: by whom, when and why; from here it can be looked at again and taken back. */
export function Judged() {
  const language = useLanguage()
  const { programme } = useProgramme()
  const pages = usePages<JudgedRow>('household.judged', { programme: programme?.programme }, ({ judgedAt, key }) => ({
    judgedAt,
    key,
  }))
  return (
    <Reading of={pages}>
      {(rows) =>
        rows.length === 0 ? (
          <Empty title={m.duplicates_none_judged()} picture="check" />
        ) : (
          <PlaceNames codes={rows.map(({ place }) => place)}>
            <ul className="queue">
              {rows.flatMap((row) =>
                [...row.judgements].reverse().map(({ verdict, reason, at, other, by }) => (
                  <li key={`${row.key} ${at}`} className="queue__one queue__one--plain queue__one--pair">
                    <Link to="/households/$key" params={{ key: row.key }} className="queue__link">
                      <span className="queue__name">
                        {nameIn(language, row.head)} {other && <span className="quiet">↔</span>}{' '}
                        {other && nameIn(language, other.head)}
                      </span>
                      <span className="quiet">
                        <PlaceName code={row.place} />
                      </span>
                    </Link>
                    <span className="queue__facts">
                      <Badge tone={verdict === 'same' ? 'going' : 'good'}>
                        {verdict === 'same' ? m.judged_same() : m.judge_different()}
                      </Badge>
                      <span>«{reason}»</span>
                    </span>
                    <span className="queue__end">
                      <InstantText at={at} />
                      {by && <span className="note">{nameIn(language, by)}</span>}
                    </span>
                  </li>
                )),
              )}
            </ul>
            <More of={pages} />
          </PlaceNames>
        )
      }
    </Reading>
  )
}
