import { headOf } from '#capabilities/households/household.ts'
import type { Place } from '#capabilities/places/place.ts'
import { type Day, dayOf } from '#door/values.ts'
import type { DraftForm } from '#sync/drafts.ts'
import { usePhone, useRecords } from '#sync/hooks.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { DayField } from '#ui/DayField.tsx'
import { readCode } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { useDraft } from '../../frame/useDraft.ts'
import { asLabel, nameText } from '../../words.ts'
import { VillageField } from '../VillageField.tsx'
import { Change, type Changing, isKept } from './Change.tsx'

interface Answers {
  readonly who: string
  readonly isFar: boolean
  readonly village: string
  readonly on: Day | undefined
}

const form: DraftForm<Answers> = { name: 'household.move', carry: [], about: ({ who }) => who }

/** All of them live in another village now, here or far away. */
export function Move({ household, onDone }: Changing) {
  useLanguage()
  const phone = usePhone()
  const draft = useDraft(form, household.key, () => ({
    who: nameText(headOf(household)),
    ...{ isFar: false, village: '', on: undefined },
  }))
  const { isFar, village, on } = draft.answers
  const villages = useRecords<Place>('place').filter(({ kind, key }) => kind === 'village' && key !== household.place)
  return (
    <Change household={household} title={m.family_move()} draft={draft}>
      <p className="quiet">{m.family_move_about()}</p>
      {isFar ? (
        <TextField
          label={m.family_village_code()}
          max={8}
          value={village}
          onChange={(typed) => draft.change({ village: readCode(typed) })}
        />
      ) : (
        <VillageField villages={villages} value={village} onChange={(chosen) => draft.change({ village: chosen })} />
      )}
      <button
        type="button"
        className="button button--plain"
        onClick={() => draft.change({ isFar: !isFar, village: '' })}
      >
        {isFar ? m.family_village_near() : m.family_village_far()}
      </button>
      <DayField
        label={asLabel(m.field_day())}
        max={dayOf(phone.now())}
        value={on}
        onChange={(day) => draft.change({ on: day })}
      />
      {/^\d{8}$/.test(village) && on !== undefined ? (
        <AskButton
          command="household.move"
          about={household.key}
          input={{ village, on }}
          onAnswer={(answer) => isKept(answer) && void draft.done().then(onDone)}
        >
          {m.family_move_do()}
        </AskButton>
      ) : (
        <Say tone="quiet" quietly>
          {m.family_first()}
        </Say>
      )}
    </Change>
  )
}
