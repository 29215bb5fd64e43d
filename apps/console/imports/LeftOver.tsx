import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { type Import, type ImportCounts, leftOver, leftOvers } from '#capabilities/imports/import.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { leftOverWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More } from '../frame/More.tsx'
import { usePages } from '../paged.ts'
import { Reading } from '../reading.tsx'
import type { RowSeen } from './look.ts'
import { RowsOfList } from './Preview.tsx'

/** The rows that were not taken in, each with what to do about it, and the file in which to correct them. */
export function LeftOver({ list }: { list: Import & { readonly progress: ImportCounts } }) {
  useLanguage()
  const { key, header, progress } = list
  const [shown, setShown] = useState('all')
  const kept = leftOvers.filter((outcome) => progress[outcome] > 0)
  const outcome = kept.find((one) => one === shown)
  const rows = usePages<RowSeen>('import.problems', { key, outcome }, ({ row }) => ({ row }))
  return (
    <section className="panel">
      <h2>{m.imports_left_over()}</h2>
      <p className="quiet">{m.imports_left_over_about()}</p>
      <a className="button" href={`/api/imports/${key}/corrections`} download>
        <Pictogram name="report" size={20} />
        {m.imports_corrections({ count: leftOver(progress) })}
      </a>
      {kept.length > 1 && (
        <SegmentedControl
          className="filters"
          aria-label={m.review_show()}
          value={outcome ?? 'all'}
          onChange={setShown}
          data={[
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
    </section>
  )
}
