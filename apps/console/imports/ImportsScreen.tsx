import { Link } from '@tanstack/react-router'
import { type ImportRow, type ImportState, leftOver } from '#capabilities/imports/import.ts'
import { InstantText } from '#ui/DayText.tsx'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import type { Tone } from '#ui/Mark.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { numberText } from '#ui/numbers.ts'
import { Badge } from '#ui/StateBadge.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { importKindWords, importStateWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More } from '../frame/More.tsx'
import { usePages } from '../paged.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import { useProgramme } from '../programme.tsx'
import { Reading } from '../reading.tsx'

export const importTones: Record<ImportState, Tone> = {
  prepared: 'quiet',
  running: 'going',
  stopped: 'waiting',
  finished: 'good',
  'given-up': 'quiet',
}

/** Lists that were brought, the latest first. */
export function ImportsScreen() {
  useLanguage()
  useTitle(m.imports_title())
  const { programme } = useProgramme()
  const pages = usePages<ImportRow>('import.list', { programme: programme?.programme }, ({ preparedAt, key }) => ({
    preparedAt,
    key,
  }))
  return (
    <div className="page">
      <div className="page__head">
        <div>
          <h1>{m.imports_title()}</h1>
          <p>{m.imports_intro()}</p>
        </div>
        {programme?.state === 'open' && (
          <Link to="/imports/new" className="button">
            <Pictogram name="plus" size={20} />
            {m.imports_bring()}
          </Link>
        )}
      </div>
      <Reading of={pages}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={m.imports_none()} picture="report">
              <p className="quiet">{m.imports_none_next()}</p>
            </Empty>
          ) : (
            <PlaceNames codes={rows.map(({ place }) => place)}>
              <ul className="queue">
                {rows.map((row) => (
                  <li key={row.key} className="queue__one queue__one--plain queue__one--pair">
                    <Link to="/imports/$key" params={{ key: row.key }} className="queue__link">
                      <span className="queue__name">{row.list}</span>
                      <span className="quiet">
                        {importKindWords[row.kind].name()} · {row.fileName} · <PlaceName code={row.place} />
                      </span>
                    </Link>
                    <span className="queue__facts">
                      <Badge tone={importTones[row.state]}>{importStateWords[row.state]()}</Badge>
                      <span className="note">
                        {m.imports_so_far({
                          accepted: numberText(row.progress.accepted),
                          left: numberText(leftOver(row.progress)),
                        })}
                      </span>
                    </span>
                    <span className="queue__end">
                      <InstantText at={row.preparedAt} />
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
