import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Training } from '#capabilities/trainings/training.ts'
import type { DraftForm } from '#sync/drafts.ts'
import { usePhone } from '#sync/hooks.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { explain } from '#ui/explain.ts'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Found } from '../frame/Found.tsx'
import { Resumed } from '../frame/Resumed.tsx'
import { Screen } from '../frame/Screen.tsx'
import { useDraft } from '../frame/useDraft.ts'
import { Attendance, type Present } from './Attendance.tsx'
import { useTopicName } from './topics.ts'

interface Answers {
  readonly title: string
  readonly present: readonly Present[]
}

const form: DraftForm<Answers> = { name: 'training.addAttendance', carry: [], about: ({ title }) => title }

/** Who was there too, and was not written down. */
export function LateScreen({ training: key }: { training: string }) {
  return (
    <Found<Training> noun="training" record={key}>
      {(training) => <Late training={training} />}
    </Found>
  )
}

function Late({ training }: { training: Training }) {
  const language = useLanguage()
  const phone = usePhone()
  const [, go] = useLocation()
  const topicName = useTopicName()
  const draft = useDraft(form, training.key, () => ({ title: topicName(training.topic), present: [] }))
  const { answers, change } = draft
  const back = `/trainings/${training.key}`
  const input = {
    attendance: answers.present.map(({ household, member }) => ({ household, member, present: true })),
  }
  // As it stood when the list was opened: what is asked here must not bar itself.
  const [before] = useState(training.attendance)
  const { refusal } = phone.foresee('training.addAttendance', training.key, input)
  return (
    <Screen title={m.phone_training_late()} back={back}>
      <p className="quiet">{topicName(training.topic)}</p>
      {refusal?.refused === 'person.not-yours' ? (
        <Say tone="bad">{explain(refusal, language)}</Say>
      ) : (
        <>
          <Resumed draft={draft} />
          <Attendance
            place={training.place}
            present={answers.present}
            before={before}
            onPresent={(present) => change({ present })}
          />
          <AskButton command="training.addAttendance" about={training.key} input={input} onAnswer={added}>
            {answers.present.length === 0
              ? m.phone_training_late()
              : m.phone_training_late_do({ count: answers.present.length })}
          </AskButton>
        </>
      )}
    </Screen>
  )

  async function added({ outcome }: { outcome: string }) {
    if (outcome === 'refused' || outcome === 'no-room') return
    await draft.done()
    go(back)
  }
}
