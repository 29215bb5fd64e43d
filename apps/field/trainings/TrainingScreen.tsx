import { useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { type Household, headOf, type Member } from '#capabilities/households/household.ts'
import type { Person } from '#capabilities/people/person.ts'
import type { Place } from '#capabilities/places/place.ts'
import { type TrainingKind, trainingKinds } from '#capabilities/trainings/training.ts'
import type { Key } from '#door/key.ts'
import { normalise } from '#door/text.ts'
import { type Day, dayOf } from '#door/values.ts'
import { usePhone, useRecords } from '#sync/hooks.ts'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { DayField } from '#ui/DayField.tsx'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Field, Problem } from '#ui/Field.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { PhotoField } from '#ui/PhotoField.tsx'
import type { Shot } from '#ui/shrink.ts'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Ask } from '../frame/Ask.tsx'
import { More, useShown } from '../frame/More.tsx'
import { Screen } from '../frame/Screen.tsx'
import { StepForm } from '../frame/StepForm.tsx'
import { useStep } from '../frame/useStep.ts'
import { VillageField } from '../households/VillageField.tsx'
import { nameText } from '../words.ts'
import { useSyllabus } from './topics.ts'

/** A session that was held: what, where, when, and who of which household was there. */
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

  const [topic, setTopic] = useState('')
  const [kind, setKind] = useState<TrainingKind>('class')
  const [instrument, setInstrument] = useState(instruments.length === 1 ? instruments[0]!.code : '')
  const [place, setPlace] = useState(villages.length === 1 ? villages[0]!.key : '')
  const [heldOn, setHeldOn] = useState<Day | undefined>(today)
  const [trainer, setTrainer] = useState<Key>(phone.person)
  const [present, setPresent] = useState<ReadonlyMap<string, { household: Key; member: string }>>(new Map())
  const [sheet, setSheet] = useState<Shot>()

  const id = useMemo(() => phone.newId(), [phone])
  const key: Key = `${(place || villages[0]?.key || phone.person).slice(0, 2)}-${id}`
  const input = {
    place: place as string,
    topic: topic as string,
    kind,
    instrument: instrument as string,
    heldOn: heldOn as Day,
    trainer,
    attendance: [...present.values()].map((one) => ({ ...one, present: true })),
    ...(sheet ? { sheet: sheet.photo } : {}),
  }
  const steps = useStep([['topic', 'kind', 'instrument'], ['place', 'heldOn', 'trainer'], ['attendance']], input, () =>
    phone.foresee('training.hold', key, input),
  )
  const { step, problem } = steps

  if (topics.length === 0) {
    return (
      <Screen title={m.phone_training_title()} back="/">
        <Empty title={m.phone_training_no_topics()} picture="training" />
      </Screen>
    )
  }
  return (
    <Screen title={m.phone_training_title()} back="/">
      <StepForm
        steps={steps}
        last={
          <Ask onIncomplete={steps.next} command="training.hold" about={key} input={input} onAnswer={held}>
            {m.phone_training_do({ count: present.size })}
          </Ask>
        }
      >
        {step === 0 && (
          <>
            <ChoiceCards
              label={m.phone_training_topic()}
              oneColumn
              problem={problem('topic')}
              value={topic}
              onChange={setTopic}
              choices={topics.map(({ code, names }) => ({ value: code, label: names[language] }))}
            />
            <Choose
              label={m.phone_training_kind()}
              value={kind}
              onChoose={(one) => setKind(one as TrainingKind)}
              problem={problem('kind')}
            >
              {trainingKinds.map((one) => ({ value: one, label: kindWords[one]() }))}
            </Choose>
            {instruments.length > 1 && (
              <Choose
                label={m.phone_training_instrument()}
                value={instrument}
                onChoose={setInstrument}
                problem={problem('instrument')}
              >
                {instruments.map(({ code, names }) => ({ value: code, label: names[language] }))}
              </Choose>
            )}
          </>
        )}
        {step === 1 && (
          <>
            <VillageField villages={villages} problem={problem('place')} value={place} onChange={setPlace} />
            <DayField
              label={m.phone_training_on()}
              problem={problem('heldOn')}
              max={today}
              value={heldOn}
              onChange={setHeldOn}
            />
            {trainers.length > 1 && (
              <Choose
                label={m.phone_training_trainer()}
                value={trainer}
                onChoose={setTrainer}
                problem={problem('trainer')}
              >
                {trainers.map((person) => ({ value: person.key, label: nameText(person) }))}
              </Choose>
            )}
          </>
        )}
        {step === 2 && (
          <>
            <Attendance place={place} present={present} onPresent={setPresent} />
            {problem('attendance') && <Problem id="attendance-problem">{m.refusal_training_nobody()}</Problem>}
            <PhotoField label={m.phone_training_sheet()} optional value={sheet} onChange={setSheet} />
          </>
        )}
      </StepForm>
    </Screen>
  )

  async function held({ outcome }: { outcome: string }) {
    if (outcome === 'refused') return
    if (sheet) await phone.photos.keep(key.slice(0, 2), sheet.blob)
    go('/')
  }
}

interface AttendanceProps {
  readonly place: string
  readonly present: ReadonlyMap<string, { household: Key; member: string }>
  readonly onPresent: (present: ReadonlyMap<string, { household: Key; member: string }>) => void
}

/** The list, the village's own households first. */
function Attendance({ place, present, onPresent }: AttendanceProps) {
  const [text, setText] = useState('')
  const households = useRecords<Household>('household').filter(({ state }) => state === 'active')
  const people = useMemo(() => listed(households, place, text), [households, place, text])
  const { shown, left, more } = useShown(people)
  return (
    <section className="stack">
      <h2>{m.phone_training_who()}</h2>
      <p role="status">{m.phone_training_counted({ count: present.size })}</p>
      <TextField label={m.phone_households_search()} optional value={text} onChange={setText} max={80} />
      <ul className="plain items">
        {shown.map(({ household, member }) => (
          <li key={member.id}>
            <label className="choice">
              <input
                type="checkbox"
                checked={present.has(member.id)}
                onChange={(event) => toggle(household, member, event.currentTarget.checked)}
              />
              <span className="choice__words">
                {nameText(member)}
                {member.role !== 'head' && <span className="choice__hint">{nameText(headOf(household))}</span>}
              </span>
              <span className="choice__mark" aria-hidden="true">
                <Pictogram name="check" size={16} />
              </span>
            </label>
          </li>
        ))}
      </ul>
      <More left={left} onMore={more} />
    </section>
  )

  function toggle({ key }: Household, { id }: Member, isPresent: boolean) {
    const changed = new Map(present)
    if (isPresent) changed.set(id, { household: key, member: id })
    else changed.delete(id)
    onPresent(changed)
  }
}

function listed(households: readonly Household[], place: string, text: string) {
  const wanted = normalise(text)
  return [...households]
    .sort((one, other) => Number(other.place === place) - Number(one.place === place))
    .flatMap((household) => household.members.map((member) => ({ household, member })))
    .filter(({ member: { nameKm, nameLatin } }) =>
      `${normalise(nameKm ?? '')} ${normalise(nameLatin ?? '')}`.includes(wanted),
    )
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
