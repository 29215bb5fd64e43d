import { Session } from '#capabilities/imports/session.ts'
import type { Syllabus } from '#capabilities/trainings/syllabus.ts'
import { type TrainerRow, type TrainingKind, trainingKinds } from '#capabilities/trainings/training.ts'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { DayField } from '#ui/DayField.tsx'
import { Field } from '#ui/Field.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { m } from '#ui/words/compiled/messages.js'
import { trainingKindWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { VillageChooser } from '../households/VillageChooser.tsx'
import { useMe } from '../me.ts'
import { useProgramme } from '../programme.tsx'
import { today, useRead } from '../reading.tsx'
import './imports.css'

const nothingSaid = Session.parse({})

/** What no column of an attendance sheet says of its session. */
export function SessionFields({
  value,
  has,
  onChange,
}: {
  value: Session | null
  has: (field: string) => boolean
  onChange: (session: Session) => void
}) {
  const language = useLanguage()
  const me = useMe()
  const programme = useProgramme().programme?.programme ?? ''
  const syllabus = useRead<Syllabus | null>('training.syllabus', { programme }, programme !== '').data
  const trainers = useRead<TrainerRow[]>('training.trainers', { programme }, programme !== '').data ?? []
  const session = value ?? nothingSaid
  const given = (changes: Partial<Session>) => onChange({ ...session, ...changes })
  const isVillageListed = has('village') || has('villageCode')
  const isHome = session.homes || session.village !== null
  const near = me.grants.flatMap(({ places, permissions }) => (permissions.includes('training.hold') ? places : []))[0]
  return (
    <div className="session">
      {!has('heldOn') && (
        <DayField
          label={m.phone_training_on()}
          max={today()}
          value={session.heldOn ?? undefined}
          onChange={(heldOn) => given({ heldOn: heldOn ?? null })}
        />
      )}
      {!has('topic') && (
        <Choose
          label={m.phone_training_topic()}
          value={session.topic}
          choices={(syllabus?.topics ?? []).map(({ code, names }) => [code, names[language]])}
          onChange={(topic) => given({ topic })}
        />
      )}
      {!has('kind') && (
        <Choose
          label={m.phone_training_kind()}
          value={session.kind}
          choices={trainingKinds.map((kind) => [kind, trainingKindWords[kind]()])}
          onChange={(kind) => given({ kind: kind as TrainingKind | null })}
        />
      )}
      {!has('instrument') && (
        <Choose
          label={m.phone_training_instrument()}
          value={session.instrument}
          choices={(syllabus?.instruments ?? []).map(({ code, names }) => [code, names[language]])}
          onChange={(instrument) => given({ instrument })}
        />
      )}
      {!has('trainer') && (
        <Choose
          label={m.phone_training_trainer()}
          value={session.trainer}
          choices={trainers.map((person) => [person.key, nameIn(language, person)])}
          onChange={(trainer) => given({ trainer })}
        />
      )}
      {isVillageListed && (
        <div className="session__village">
          <ChoiceCards
            label={m.imports_session_villages()}
            value={isHome ? 'home' : 'held'}
            onChange={(says) => given(says === 'home' ? { homes: true } : { homes: false, village: null })}
            choices={[
              { value: 'held', label: m.imports_session_villages_held() },
              { value: 'home', label: m.imports_session_villages_home() },
            ]}
          />
        </div>
      )}
      {(!isVillageListed || isHome) && (
        <fieldset className="field session__village">
          <legend className="field__label">{m.imports_session_village()}</legend>
          <div className="session">
            <VillageChooser
              near={session.village ?? near ?? ''}
              value={session.village ?? ''}
              onChange={(village) => given({ village: village.length === 8 ? village : null })}
            />
          </div>
        </fieldset>
      )}
    </div>
  )
}

function Choose({
  label,
  value,
  choices,
  onChange,
}: {
  label: string
  value: string | null
  choices: readonly (readonly [value: string, words: string])[]
  onChange: (value: string | null) => void
}) {
  return (
    <Field label={label}>
      {(tied) => (
        <select
          {...tied}
          className="input"
          value={value ?? ''}
          onChange={(event) => onChange(event.currentTarget.value || null)}
        >
          <option value="">{m.phone_choose_one()}</option>
          {choices.map(([code, words]) => (
            <option key={code} value={code}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
