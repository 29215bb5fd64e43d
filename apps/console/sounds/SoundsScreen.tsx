import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { SoundLanguage } from '#capabilities/sounds/numerals.ts'
import { normalise } from '#door/text.ts'
import { Empty, Failed } from '#ui/Nothing.tsx'
import { Progress } from '#ui/Progress.tsx'
import { TextField } from '#ui/TextField.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { Waiting } from '../frame/Waiting.tsx'
import { Trouble } from '../office.ts'
import { SlotCard } from './SlotCard.tsx'
import { type SlotRow, useRecordedProgramme, useSlots } from './useSlots.ts'

/** What farmers can listen to: every sentence with a slot, those that nobody recorded first. */
export function SoundsScreen() {
  useLanguage()
  useTitle(m.sounds_title())
  const programme = useRecordedProgramme()
  return (
    <div className="page">
      <PageHead title={m.sounds_title()} intro={m.sounds_intro()} />
      {programme ? (
        <Slots key={programme} programme={programme} />
      ) : (
        <Empty title={m.sounds_no_programme()} picture="speaker" />
      )}
    </div>
  )
}

type Shown = 'missing' | 'recorded' | 'all'

const pageLength = 40

function Slots({ programme }: { programme: string }) {
  const [spoken, setSpoken] = useState<SoundLanguage>('km')
  const [shown, setShown] = useState<Shown>('missing')
  const [sought, setSought] = useState('')
  const [pages, setPages] = useState(1)
  const { slots, isPending, error, again } = useSlots(programme, spoken)

  if (isPending) return <Waiting />
  if (error) {
    const trouble = error instanceof Trouble ? error : undefined
    return <Failed detail={trouble?.message || undefined} reference={trouble?.reference} again={again} />
  }

  const wanted = normalise(sought)
  const found = slots
    .filter((row) => shown === 'all' || (shown === 'recorded') === isRecorded(row))
    .filter(({ sentence }) => wanted === '' || normalise(sentence).includes(wanted))
    .sort((one, other) => Number(isRecorded(one)) - Number(isRecorded(other)))
  const page = found.slice(0, pages * pageLength)

  return (
    <>
      <Progress label={m.sounds_progress()} done={slots.filter(isRecorded).length} total={slots.length} />
      <div className="row row--feet">
        <SegmentedControl
          aria-label={m.sounds_language()}
          value={spoken}
          onChange={(value) => setSpoken(value as SoundLanguage)}
          data={[
            { value: 'km', label: m.sounds_khmer() },
            { value: 'en', label: m.sounds_english() },
          ]}
        />
        <TextField label={m.sounds_search()} kind="search" value={sought} onChange={setSought} />
        <SegmentedControl
          aria-label={m.sounds_show()}
          value={shown}
          onChange={(value) => setShown(value as Shown)}
          data={[
            { value: 'missing', label: m.sounds_show_missing() },
            { value: 'recorded', label: m.sounds_show_recorded() },
            { value: 'all', label: m.sounds_show_all() },
          ]}
        />
      </div>
      {found.length === 0 ? (
        <Empty title={m.sounds_none()} picture="speaker">
          <p className="quiet">{m.sounds_none_next()}</p>
        </Empty>
      ) : (
        parts(page).map(([part, rows]) => (
          <section key={part} className="stack">
            <h2>{partWords[part]()}</h2>
            <ul className="words">
              {rows.map((row) => (
                <SlotCard key={`${spoken} ${row.slot}`} row={row} programme={programme} language={spoken} />
              ))}
            </ul>
          </section>
        ))
      )}
      {found.length > page.length && (
        <button type="button" className="button button--second" onClick={() => setPages(pages + 1)}>
          {m.sounds_more()}
        </button>
      )}
    </>
  )
}

function isRecorded({ state }: SlotRow): boolean {
  return state === 'recorded'
}

function parts(rows: readonly SlotRow[]): [SlotRow['part'], SlotRow[]][] {
  const names = [...new Set(rows.map(({ part }) => part))]
  return names.map((name) => [name, rows.filter(({ part }) => part === name)])
}

const partWords: Record<SlotRow['part'], () => string> = {
  confirming: m.sounds_part_confirming,
  counting: m.sounds_part_counting,
  agreeing: m.sounds_part_agreeing,
  voucher: m.sounds_part_voucher,
  answers: m.sounds_part_answers,
  refusals: m.sounds_part_refusals,
}
