import { useParams } from '@tanstack/react-router'
import { homeOf } from '#door/key.ts'
import { InstantText } from '#ui/DayText.tsx'
import { explainReason } from '#ui/explain.ts'
import { sentenceOf } from '#ui/HistoryStory.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { StateBadge } from '#ui/StateBadge.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { Scroll } from '../frame/Scroll.tsx'
import { Reading, useRead } from '../reading.tsx'
import { eventOf, type LineRow } from './History.tsx'

/** The lines themselves: of one record, or the newest of all. */
export function JournalScreen() {
  const language = useLanguage()
  useTitle(m.journal_title())
  const { key } = useParams({ strict: false }) as { key?: string }
  const lines = useRead<LineRow[]>(key ? 'journal.about' : 'journal.latest', key ? { keys: [key] } : {})
  return (
    <div className="page">
      <PageHead title={m.journal_title()} intro={m.journal_intro()} />
      <Reading of={lines}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={m.history_nothing()} picture="journal" />
          ) : (
            <Scroll label={m.journal_title()}>
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col">{m.journal_what()}</th>
                    <th scope="col">{m.journal_outcome()}</th>
                    <th scope="col">{m.journal_happened()}</th>
                    <th scope="col">{m.journal_received()}</th>
                    <th scope="col">{m.journal_line()}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={`${homeOf(row.about)}/${row.stream}/${row.seq}`}>
                      <td>
                        {sentenceOf(row.name, eventOf(row, language).who)}
                        <br />
                        <code className="note">{row.name}</code>
                      </td>
                      <td>
                        <StateBadge noun="outcome" state={row.outcome} />
                        {row.reason && (
                          <p className="note">
                            {explainReason(row.reason, language)} <code>{row.reason}</code>
                          </p>
                        )}
                      </td>
                      <td>
                        <InstantText at={row.happenedAt} />
                      </td>
                      <td>
                        <InstantText at={row.receivedAt} />
                      </td>
                      <td>
                        <code>
                          {row.stream}/{row.seq}
                        </code>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          )
        }
      </Reading>
    </div>
  )
}
