import { Link } from '@tanstack/react-router'
import type { Offered } from '#capabilities/imports/choosing.ts'
import type { LineToChoose } from '#capabilities/imports/session.ts'
import type { Training } from '#capabilities/trainings/training.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { DayText } from '#ui/DayText.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import { Reading, useRead } from '../reading.tsx'
import { Fact, Who } from './HouseholdChoice.tsx'
import { SpeaksFor } from './SpeaksFor.tsx'
import type { Choosing } from './ToChoose.tsx'

/** Whom a line of an attendance sheet names, beside the people who may be meant; the one it is goes onto the session's list. */
export function PersonChoice({ row: { row, problems, offered }, list, onSettled }: Choosing) {
  const language = useLanguage()
  const chosen = problems.map(({ problem }) => problem).find((problem) => problem.code === 'to-choose')
  const line = chosen?.line
  const training = useRead<Training | null>('training.one', { key: line?.training }, line !== undefined)
  if (!chosen || !line) return null
  const { attendee, session } = line
  return (
    <PlaceNames codes={[session.village, attendee.village, ...offered.map(({ place }) => place)]}>
      <div className="choosing__sides">
        <section className="choosing__side choosing__side--list" aria-label={m.choosing_says()}>
          <h4>{m.choosing_says()}</h4>
          <Who {...attendee} />
          <Fact name={m.field_village()}>
            <PlaceName code={attendee.village} levels={2} />
          </Fact>
          <Fact name={m.field_card()}>{attendee.card}</Fact>
          <Fact name={m.field_phone()}>{attendee.phone}</Fact>
          <Fact name={m.field_held_on()}>
            <DayText day={session.heldOn} />
          </Fact>
        </section>
        {offered.map((one) => {
          const person = personIn(one)
          return (
            person && (
              <section
                className="choosing__side"
                key={`${one.household} ${person.id}`}
                aria-label={nameIn(language, person)}
              >
                <Who {...person} />
                <Fact name={m.field_village()}>
                  <PlaceName code={one.place} levels={2} />
                </Fact>
                <Fact name={m.field_card()}>{one.card}</Fact>
                <Fact name={m.choosing_with()}>
                  {one.people
                    .filter(({ id }) => id !== person.id)
                    .map((other) => nameIn(language, other))
                    .join(', ')}
                </Fact>
                <SpeaksFor grounds={one.grounds} />
                <div className="row choosing__do">
                  <Reading of={training}>
                    {(standing) => (
                      <Take
                        {...{ line, listed: { import: list.key, row }, onSettled }}
                        household={one.household}
                        member={person.id}
                        stands={standing !== null}
                      />
                    )}
                  </Reading>
                  <Link to="/households/$key" params={{ key: one.household }}>
                    {m.household_open()}
                  </Link>
                </div>
              </section>
            )
          )
        })}
      </div>
      {chosen.more > 0 && <p className="note">{m.choosing_more({ count: chosen.more })}</p>}
    </PlaceNames>
  )
}

function personIn({ people, member }: Offered) {
  return people.find(({ id }) => id === member)
}

/** Onto the list of a session that stands; else the session is held with this person on its list. */
function Take({
  line: { training, session, present },
  listed,
  household,
  member,
  stands,
  onSettled,
}: {
  line: LineToChoose
  listed: { import: string; row: number }
  household: string
  member: string
  stands: boolean
  onSettled: () => void
}) {
  useLanguage()
  const attendance = [{ household, member, present }]
  const onAnswer = ({ outcome }: { outcome: string }) => outcome === 'accepted' && onSettled()
  if (stands) {
    return (
      <AskButton command="training.addAttendance" about={training} input={{ attendance, listed }} onAnswer={onAnswer}>
        {m.choosing_this_person()}
      </AskButton>
    )
  }
  const { village, ...rest } = session
  return (
    <AskButton
      command="training.hold"
      about={training}
      input={{ ...rest, place: village, attendance, listed }}
      onAnswer={onAnswer}
    >
      {m.choosing_this_person()}
    </AskButton>
  )
}
