import { Link } from 'wouter'
import type { Training } from '#capabilities/trainings/training.ts'
import { usePhone, useRecords, useStanding, useUnsent } from '#sync/hooks.ts'
import { DayText } from '#ui/DayText.tsx'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Empty, NotYetSynced } from '#ui/Nothing.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { More, useShown } from '../frame/More.tsx'
import { Opening } from '../frame/Opening.tsx'
import { Screen } from '../frame/Screen.tsx'
import { usePlaceName } from '../words.ts'
import { Count } from './Attendance.tsx'
import { useTopicName } from './topics.ts'

/** Sessions of this area, the latest first. */
export function TrainingsScreen() {
  const phone = usePhone()
  const { isComplete, failed } = useStanding()
  const trainings = useRecords<Training>('training')
  const { shown, left, more } = useShown(
    [...trainings].sort((one, other) => (one.heldOn < other.heldOn ? 1 : one.heldOn > other.heldOn ? -1 : 0)),
  )
  const mayHold = phone.bearer()?.actor.grants.some(({ permissions }) => permissions.includes('training.hold'))
  if (!isComplete && trainings.length === 0) return failed === null ? <Opening /> : <NotYetSynced />
  return (
    <Screen title={m.phone_trainings()} back="/">
      {mayHold && (
        <Link href="/trainings/new" className="button">
          <Pictogram name="plus" size={22} />
          {m.phone_training_title()}
        </Link>
      )}
      {trainings.length === 0 && (
        <Empty title={m.phone_trainings_none()} picture="training">
          <p className="quiet">{m.phone_trainings_none_next()}</p>
        </Empty>
      )}
      <ul className="plain items">
        {shown.map((training) => (
          <li key={training.key}>
            <TrainingItem training={training} />
          </li>
        ))}
      </ul>
      <More left={left} onMore={more} />
    </Screen>
  )
}

function TrainingItem({ training: { key, topic, place, heldOn, attendance } }: { training: Training }) {
  const topicName = useTopicName()
  const placeName = usePlaceName()
  const unsent = useUnsent(key)
  return (
    <Link href={`/trainings/${key}`} className="item">
      <Pictogram name="training" />
      <span className="item__words">
        <strong>{topicName(topic)}</strong>
        <span className="quiet">
          {placeName(place)} · <DayText day={heldOn} />
        </span>
        <Count present={attendance.filter(({ present }) => present)} />
        {unsent > 0 && (
          <span>
            <Badge tone="waiting">{m.ask_pending({ count: unsent })}</Badge>
          </span>
        )}
      </span>
      <Pictogram name="forward" size={20} />
    </Link>
  )
}
