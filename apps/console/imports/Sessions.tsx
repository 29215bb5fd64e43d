import type { Import } from '#capabilities/imports/import.ts'
import type { Syllabus } from '#capabilities/trainings/syllabus.ts'
import type { Brought } from '#capabilities/trainings/training.ts'
import { DayText } from '#ui/DayText.tsx'
import { numberText } from '#ui/numbers.ts'
import { m } from '#ui/words/compiled/messages.js'
import { trainingKindWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Scroll } from '../frame/Scroll.tsx'
import { PlaceName, PlaceNames } from '../places.tsx'
import { Reading, useRead } from '../reading.tsx'

/** What an attendance sheet came to: sessions, and how many people, of whom women, stand on their lists. */
export function Sessions({ list }: { list: Import }) {
  useLanguage()
  const brought = useRead<Brought>('training.broughtBy', { import: list.key })
  return (
    <section className="panel">
      <h2>{m.imports_sessions()}</h2>
      <p className="quiet">{m.imports_sessions_about()}</p>
      <Reading of={brought}>
        {({ counts, sessions }) => (
          <>
            <ul className="tiles">
              <Tile name={m.imports_sessions()} count={counts.sessions} />
              <Tile name={m.imports_sessions_persons()} count={counts.persons} />
              <Tile name={m.public_figure_extension_workers_trained_women()} count={counts.women} />
            </ul>
            {sessions.length > 0 && <Table list={list} sessions={sessions} />}
          </>
        )}
      </Reading>
    </section>
  )
}

function Tile({ name, count }: { name: string; count: number }) {
  return (
    <li className="tile">
      <span className="tile__count">{numberText(count)}</span>
      <span>{name}</span>
    </li>
  )
}

function Table({ list: { programme }, sessions }: { list: Import } & Pick<Brought, 'sessions'>) {
  const language = useLanguage()
  const { data: syllabus } = useRead<Syllabus | null>('training.syllabus', { programme })
  const topicName = (code: string) => syllabus?.topics.find((topic) => topic.code === code)?.names[language] ?? code
  return (
    <PlaceNames codes={sessions.map(({ place }) => place)}>
      <Scroll label={m.imports_sessions()}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{m.field_held_on()}</th>
              <th scope="col">{m.field_topic()}</th>
              <th scope="col">{m.field_village()}</th>
              <th scope="col">{m.import_field_training_kind()}</th>
              <th scope="col">{m.imports_sessions_persons()}</th>
              <th scope="col">{m.public_figure_extension_workers_trained_women()}</th>
            </tr>
          </thead>
          <tbody>
            {sessions.map(({ key, heldOn, topic, place, kind, participations, women }) => (
              <tr key={key}>
                <th scope="row">
                  <DayText day={heldOn} />
                </th>
                <td>{topicName(topic)}</td>
                <td>
                  <PlaceName code={place} />
                </td>
                <td>{trainingKindWords[kind]()}</td>
                <td>{numberText(participations)}</td>
                <td>{numberText(women)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </PlaceNames>
  )
}
