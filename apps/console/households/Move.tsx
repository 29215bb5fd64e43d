import { useState } from 'react'
import type { Household } from '#capabilities/households/household.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { DayField } from '#ui/DayField.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { today } from '../reading.tsx'
import { VillageChooser } from './VillageChooser.tsx'

/** All of them live in another village now; there another office and another extension worker look after them. */
export function Move({ household, onMoved }: { household: Household; onMoved: () => void }) {
  useLanguage()
  const [village, setVillage] = useState('')
  const [on, setOn] = useState<string>()
  return (
    <>
      <p className="quiet">{m.family_move_about()}</p>
      <VillageChooser near={household.place} value={village} onChange={setVillage} />
      <DayField label={m.field_day()} max={today()} value={on} onChange={setOn} />
      {village.length === 8 && on !== undefined ? (
        <AskButton
          command="household.move"
          about={household.key}
          input={{ village, on }}
          look="second"
          onAnswer={({ outcome }) => outcome === 'accepted' && onMoved()}
        >
          {m.family_move_do()}
        </AskButton>
      ) : (
        <Say tone="quiet" quietly>
          {m.family_first()}
        </Say>
      )}
    </>
  )
}
