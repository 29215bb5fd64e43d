import { useState } from 'react'
import { deletedOn, type Import, type ImportCounts, leftOver, leftOvers } from '#capabilities/imports/import.ts'
import { dayText } from '#ui/days.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { leftOverWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More } from '../frame/More.tsx'
import { Show } from '../frame/Show.tsx'
import { usePages } from '../paged.ts'
import { Reading, today } from '../reading.tsx'
import type { RowSeen } from './look.ts'
import { RowsOfList } from './Preview.tsx'

/** Whether the days are over for which its rows were kept. */
export function isOver(list: Pick<Import, 'endedAt'>): boolean {
  const day = deletedOn(list)
  return day !== null && day <= today()
}

/** The rows that were not taken in, each with what to do about it, and the files in which to go on with them. */
export function LeftOver({ list }: { list: Import & { readonly progress: ImportCounts } }) {
  const language = useLanguage()
  const day = deletedOn(list)
  if (day !== null && isOver(list)) {
    return (
      <section className="panel">
        <h2>{m.imports_left_over()}</h2>
        <p className="quiet">{m.imports_deleted_on({ day: dayText(day, language) })}</p>
      </section>
    )
  }
  return (
    <section className="panel">
      <h2>{m.imports_left_over()}</h2>
      <p className="quiet">{m.imports_left_over_about()}</p>
      <Files list={list} />
      <Rows list={list} />
      {day !== null && <p className="note">{m.imports_kept_until({ day: dayText(day, language) })}</p>}
    </section>
  )
}

function Files({ list: { key, progress } }: { list: Import & { readonly progress: ImportCounts } }) {
  useLanguage()
  return (
    <div className="files">
      <a className="button" href={`/api/imports/${key}/corrections`} download>
        <Pictogram name="report" size={20} />
        {m.imports_corrections({ count: leftOver(progress) })}
      </a>
      {progress.unmatched > 0 && (
        <>
          <a className="button button--second" href={`/api/imports/${key}/unmatched`} download>
            <Pictogram name="household" size={20} />
            {m.imports_unmatched_file({ count: progress.unmatched })}
          </a>
          <p className="note">{m.imports_unmatched_file_about()}</p>
        </>
      )}
    </div>
  )
}

function Rows({ list: { key, header, progress } }: { list: Import & { readonly progress: ImportCounts } }) {
  useLanguage()
  const [shown, setShown] = useState('all')
  const kept = leftOvers.filter((outcome) => progress[outcome] > 0)
  const outcome = kept.find((one) => one === shown)
  const rows = usePages<RowSeen>('import.problems', { key, outcome }, ({ row }) => ({ row }))
  return (
    <>
      {kept.length > 1 && (
        <Show
          part={outcome ?? 'all'}
          onChange={setShown}
          parts={[
            { value: 'all', label: m.imports_left_over_all() },
            ...kept.map((value) => ({ value, label: leftOverWords[value]() })),
          ]}
        />
      )}
      <Reading of={rows}>
        {(found) => (
          <>
            <RowsOfList rows={found} header={header} />
            <More of={rows} />
          </>
        )}
      </Reading>
    </>
  )
}
