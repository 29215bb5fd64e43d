import { type DrawingName, PersonDrawing } from '#ui/drawings/PersonDrawing.tsx'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { currentLanguage } from '#ui/words/language.ts'
import { roleWords, wordFor } from '#ui/words/names.ts'
import { FiguresTable } from './FiguresTable.tsx'
import type { FiguresTable as Table } from './figures.ts'
import { Page } from './Page.tsx'

/** Somebody invented, whom a visitor may become. */
export interface PersonCard {
  readonly key: string
  readonly nameKm: string | null
  readonly nameLatin: string | null
  readonly role: string
  readonly placeKm: string | null
  readonly placeLatin: string | null
  readonly drawing: DrawingName
  readonly waiting: number
}

interface HomeProps {
  readonly table: Table | null
  readonly people: readonly PersonCard[]
  readonly demonstration: boolean
  /** Nothing has been set up: the first administrator is awaited. */
  readonly isEmpty: boolean
}

/** What Chamka is in one sentence, what it can prove, and three ways in. */
export function HomePage({ table, people, demonstration, isEmpty }: HomeProps) {
  return (
    <Page title={m.app_name()} path="/" demonstration={demonstration}>
      <div className="hero">
        <h1>{m.public_home_title()}</h1>
        <p>{m.public_home_sentence()}</p>
      </div>
      <nav aria-label={m.public_doors()} className="doors">
        <Door to="/console/" name={m.public_door_console()} about={m.public_door_console_for()} sign="report" />
        <Door to="/field/" name={m.public_door_field()} about={m.public_door_field_for()} sign="household" />
        <Door to="/figures/rush-it" name={m.public_door_figures()} about={m.public_door_figures_for()} sign="check" />
      </nav>
      {isEmpty && (
        <section className="figures">
          <h2>{m.public_empty_title()}</h2>
          <p>{m.public_empty_about()}</p>
        </section>
      )}
      {people.length > 0 && (
        <section aria-labelledby="people-title" className="people">
          <h2 id="people-title">{m.public_people_title()}</h2>
          <p>{m.public_people_about()}</p>
          <ul>
            {people.map((person) => (
              <li key={person.key}>
                <PersonDoor person={person} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {table ? <FiguresTable table={table} /> : !isEmpty && <p className="figures">{m.public_table_missing()}</p>}
    </Page>
  )
}

function Door({
  to,
  name,
  about,
  sign,
}: {
  to: string
  name: string
  about: string
  sign: 'report' | 'household' | 'check'
}) {
  return (
    <a href={to} className="door">
      <Pictogram name={sign} size={36} />
      <span className="door__name">{name}</span>
      <span className="door__about">{about}</span>
    </a>
  )
}

/** A form, so that one tap works without script. */
function PersonDoor({ person }: { person: PersonCard }) {
  const isKhmer = currentLanguage() === 'km'
  const name = (isKhmer ? person.nameKm : person.nameLatin) ?? person.nameLatin ?? person.nameKm ?? ''
  const place = (isKhmer ? person.placeKm : person.placeLatin) ?? m.public_place_country()
  return (
    <form method="post" action="/enter">
      <input type="hidden" name="person" value={person.key} />
      <button type="submit" className="someone">
        <PersonDrawing of={person.drawing} size={88} />
        <span className="unseen">{m.public_people_enter()}</span>
        <span className="someone__name">{name}</span>
        <span className="someone__role">{wordFor(roleWords, person.role)}</span>
        <span className="someone__place">{place}</span>
        <span className="someone__waiting" data-nothing={person.waiting === 0 || undefined}>
          {person.waiting > 0 ? m.public_people_waiting({ count: person.waiting }) : m.public_people_nothing()}
        </span>
      </button>
    </form>
  )
}
