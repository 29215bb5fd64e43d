import { useLocation } from 'wouter'
import type { Person } from '#capabilities/people/person.ts'
import type { Place } from '#capabilities/places/place.ts'
import { type TrainingKind, trainingKinds } from '#capabilities/trainings/training.ts'
import type { Key } from '#door/key.ts'
import { type Day, dayOf } from '#door/values.ts'
import type { DraftForm } from '#sync/drafts.ts'
import { usePhone, useRecords, useStanding } from '#sync/hooks.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { DayField } from '#ui/DayField.tsx'
import { Field, Problem } from '#ui/Field.tsx'
import { Empty, NotYetSynced } from '#ui/Nothing.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { PhotoAnswer } from '../frame/PhotoAnswer.tsx'
import { Resumed } from '../frame/Resumed.tsx'
import { Screen } from '../frame/Screen.tsx'
import { StepForm } from '../frame/StepForm.tsx'
import { useDraft } from '../frame/useDraft.ts'
import { useStep } from '../frame/useStep.ts'
import { VillageField } from '../households/VillageField.tsx'
import { nameText } from '../words.ts'
import { Attendance, type Present } from './Attendance.tsx'
import { useSyllabus } from './topics.ts'

interface Answers {
  readonly id: string
  readonly topic: string
  /** As it was called when it was chosen: drafts are listed by it. */
  readonly title: string
  readonly kind: TrainingKind
  readonly instrument: string
  readonly place: string
  readonly heldOn: Day | undefined
  readonly trainer: Key
  readonly present: readonly Present[]
  readonly sheet: string | undefined
}

const form: DraftForm<Answers> = { name: 'training.hold', carry: [], about: ({ title }) => title }

/** A session, planned or held: what, where, when, and who of which household was there. */
export function TrainingScreen() {
  const language = useLanguage()
  const phone = usePhone()
  const [, go] = useLocation()
  const { topics, instruments } = useSyllabus()
  const places =
    phone
      .bearer()
      ?.actor.grants.flatMap((grant) => (grant.permissions.includes('training.hold') ? grant.places : [])) ?? []
  const villages = useRecords<Place>('place').filter(
    ({ kind, place }) => kind === 'village' && places.some((beginning) => place.startsWith(beginning)),
  )
  const today = dayOf(phone.now())
  const trainers = useRecords<Person>('person').filter(({ nameKm, nameLatin }) => nameKm ?? nameLatin)

  const { isComplete } = useStanding()
  const draft = useDraft(form, '', () => ({
    ...{ id: phone.newId(), topic: '', title: '', kind: 'class' as const, heldOn: today, trainer: phone.person },
    ...{ instrument: instruments.length === 1 ? instruments[0]!.code : '', present: [], sheet: undefined },
    place: villages.length === 1 ? villages[0]!.key : '',
  }))
  const { answers, change } = draft
  const { topic, kind, instrument, place, heldOn, trainer, present, sheet } = answers
  const isPlanned = heldOn !== undefined && heldOn > today
  const home = (place || villages[0]?.key || phone.person).slice(0, 2)
  const key: Key = `${home}-${answers.id}`
  const input = {
    place: place as string,
    topic: topic as string,
    kind,
    instrument: instrument as string,
    heldOn: heldOn as Day,
    trainer,
    attendance: present.map(({ household, member }) => ({ household, member, present: true })),
    ...(sheet ? { sheet } : {}),
  }
  const steps = useStep([['topic', 'kind', 'instrument'], ['place', 'heldOn', 'trainer'], ['attendance']], input, () =>
    phone.foresee('training.hold', key, input),
  )
  const { step, problem } = steps

  if (topics.length === 0) {
    return (
      <Screen title={m.phone_training_title()} back="/">
        {isComplete ? <Empty title={m.phone_training_no_topics()} picture="training" /> : <NotYetSynced />}
      </Screen>
    )
  }
  return (
    <Screen title={m.phone_training_title()} back="/trainings">
      <Resumed draft={draft} />
      <StepForm
        steps={steps}
        last={
          <AskButton onIncomplete={steps.next} command="training.hold" about={key} input={input} onAnswer={held}>
            {present.length === 0 ? m.phone_training_title() : m.phone_training_do({ count: present.length })}
          </AskButton>
        }
      >
        {step === 0 && (
          <>
            <ChoiceCards
              label={m.phone_training_topic()}
              oneColumn
              problem={problem('topic')}
              value={topic}
              onChange={(code) =>
                change({ topic: code, title: topics.find((one) => one.code === code)?.names[language] ?? '' })
              }
              choices={topics.map(({ code, names }) => ({ value: code, label: names[language] }))}
            />
            <Choose
              label={m.phone_training_kind()}
              value={kind}
              onChoose={(one) => change({ kind: one as TrainingKind })}
              problem={problem('kind')}
            >
              {trainingKinds.map((one) => ({ value: one, label: kindWords[one]() }))}
            </Choose>
            {instruments.length > 1 && (
              <Choose
                label={m.phone_training_instrument()}
                value={instrument}
                onChoose={(one) => change({ instrument: one })}
                problem={problem('instrument')}
              >
                {instruments.map(({ code, names }) => ({ value: code, label: names[language] }))}
              </Choose>
            )}
          </>
        )}
        {step === 1 && (
          <>
            <VillageField
              villages={villages}
              problem={problem('place')}
              value={place}
              onChange={(village) => change({ place: village })}
            />
            <DayField
              label={m.phone_training_on()}
              problem={problem('heldOn')}
              value={heldOn}
              onChange={(day) => change({ heldOn: day })}
            />
            {isPlanned && <Say tone="going">{m.phone_training_planned()}</Say>}
            {trainers.length > 1 && (
              <Choose
                label={m.phone_training_trainer()}
                value={trainer}
                onChoose={(one) => change({ trainer: one })}
                problem={problem('trainer')}
              >
                {trainers.map((person) => ({ value: person.key, label: nameText(person) }))}
              </Choose>
            )}
          </>
        )}
        {step === 2 && (
          <>
            <Attendance place={place} present={present} onPresent={(there) => change({ present: there })} />
            {problem('attendance') && <Problem id="attendance-problem">{m.refusal_training_nobody()}</Problem>}
            <PhotoAnswer
              home={home}
              label={m.phone_training_sheet()}
              optional
              value={sheet}
              onChange={(photo) => change({ sheet: photo })}
            />
          </>
        )}
      </StepForm>
    </Screen>
  )

  async function held({ outcome }: { outcome: string }) {
    if (outcome === 'refused' || outcome === 'no-room') return
    await draft.done()
    go(`/trainings/${key}`)
  }
}

interface ChooseProps {
  readonly label: string
  readonly value: string
  readonly problem: string | undefined
  readonly onChoose: (value: string) => void
  readonly children: readonly { value: string; label: string }[]
}

function Choose({ label, value, problem, onChoose, children }: ChooseProps) {
  return (
    <Field label={label} problem={problem}>
      {(tied) => (
        <select {...tied} className="input" value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
          <option value="">{m.phone_choose_one()}</option>
          {children.map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

const kindWords: Record<TrainingKind, () => string> = {
  class: m.phone_training_class,
  'field-demonstration': m.phone_training_demonstration,
  'field-day': m.phone_training_field_day,
  'exchange-visit': m.phone_training_exchange,
  online: m.phone_training_online,
  'voice-message': m.phone_training_voice,
}
