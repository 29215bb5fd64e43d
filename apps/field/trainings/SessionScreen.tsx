import type { Household } from '#capabilities/households/household.ts'
import type { Training } from '#capabilities/trainings/training.ts'
import { usePhone, useUnsent } from '#sync/hooks.ts'
import { DayText } from '#ui/DayText.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Action } from '../frame/Action.tsx'
import { Found } from '../frame/Found.tsx'
import { More, useShown } from '../frame/More.tsx'
import { Screen } from '../frame/Screen.tsx'
import { nameText, usePlaceName } from '../words.ts'
import { Count } from './Attendance.tsx'
import { useTopicName } from './topics.ts'

/** One session that was held, and who was there. */
export function SessionScreen({ training: key }: { training: string }) {
  return (
    <Found<Training> noun="training" record={key}>
      {(training) => <Session training={training} />}
    </Found>
  )
}

function Session({ training }: { training: Training }) {
  useLanguage()
  const phone = usePhone()
  const topicName = useTopicName()
  const placeName = usePlaceName()
  const unsent = useUnsent(training.key)
  const there = training.attendance.filter(({ present }) => present)
  const { shown, left, more } = useShown(there)
  const mayAdd = phone.bearer()?.actor.grants.some(({ permissions }) => permissions.includes('training.hold'))
  return (
    <Screen title={topicName(training.topic)} back="/trainings">
      <section className="card stack">
        <p>
          {placeName(training.place)} · <DayText day={training.heldOn} />
        </p>
        <Count present={there} />
        {unsent > 0 && <Say tone="waiting">{m.ask_pending({ count: unsent })}</Say>}
      </section>
      {mayAdd && (
        <Action to={`/trainings/${training.key}/late`} picture="plus" isSecond>
          {m.phone_training_late()}
        </Action>
      )}
      <section className="stack">
        <h2>{m.phone_training_who()}</h2>
        <ul className="plain stack">
          {shown.map(({ household, member }) => (
            <li key={`${household} ${member}`}>{nameOf(household, member)}</li>
          ))}
        </ul>
        <More left={left} onMore={more} />
      </section>
    </Screen>
  )

  /** Who sat there from elsewhere is not on this phone. */
  function nameOf(household: string, id: string): string {
    const member = phone.find<Household>('household', household)?.members.find((one) => one.id === id)
    return member ? nameText(member) : m.phone_training_from_elsewhere()
  }
}
