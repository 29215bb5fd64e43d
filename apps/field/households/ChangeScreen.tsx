import { type ComponentType, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { type Household, headOf } from '#capabilities/households/household.ts'
import { usePhone } from '#sync/hooks.ts'
import { Pictogram, type PictogramName } from '#ui/drawings/Pictogram.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Found } from '../frame/Found.tsx'
import { Screen } from '../frame/Screen.tsx'
import { nameText } from '../words.ts'
import { AddMember } from './changes/AddMember.tsx'
import type { Changing } from './changes/Change.tsx'
import { Death } from './changes/Death.tsx'
import { Details } from './changes/Details.tsx'
import { Head } from './changes/Head.tsx'
import { Leave } from './changes/Leave.tsx'
import { Move } from './changes/Move.tsx'
import { Phones } from './changes/Phones.tsx'
import { Poverty } from './changes/Poverty.tsx'

interface Kind {
  readonly words: () => string
  readonly picture: PictogramName
  readonly permission: string
  readonly Form: ComponentType<Changing>
}

const kinds: Readonly<Record<string, Kind>> = {
  details: { words: m.phone_change_details, picture: 'person', permission: 'household.amend', Form: Details },
  phones: { words: m.phone_change_phones, picture: 'phone', permission: 'household.amend', Form: Phones },
  poverty: { words: m.phone_change_poverty, picture: 'camera', permission: 'household.poverty', Form: Poverty },
  member: { words: m.family_add, picture: 'plus', permission: 'household.amend', Form: AddMember },
  head: { words: m.family_head, picture: 'people', permission: 'household.amend', Form: Head },
  death: { words: m.family_death, picture: 'cross', permission: 'household.change', Form: Death },
  leave: { words: m.family_leave, picture: 'out', permission: 'household.change', Form: Leave },
  move: { words: m.family_move, picture: 'place', permission: 'household.change', Form: Move },
}

/** What has changed in a family? One thing at a time. */
export function ChangeScreen({ household: key, what }: { household: string; what?: string }) {
  useLanguage()
  const [, go] = useLocation()
  return (
    <Found<Household> noun="household" record={key}>
      {(household) => {
        const kind = what === undefined ? undefined : kinds[what]
        if (kind) return <Begun key={what} kind={kind} household={household} onDone={() => go(`/households/${key}`)} />
        return what === undefined ? (
          <Choosing household={household} />
        ) : (
          <Empty title={m.phone_no_such_page()} picture="question" />
        )
      }}
    </Found>
  )
}

/** The family stands as it was when the form was opened: what is asked here must not pull it from under itself. */
function Begun({ kind: { Form }, household, onDone }: Changing & { kind: Kind }) {
  const [begun] = useState(household)
  return <Form household={begun} onDone={onDone} />
}

function Choosing({ household }: { household: Household }) {
  const grants = usePhone().bearer()?.actor.grants ?? []
  const open = Object.entries(kinds).filter(([, { permission }]) =>
    grants.some(({ permissions }) => permissions.includes(permission)),
  )
  return (
    <Screen title={m.phone_change_title()} back={`/households/${household.key}`}>
      <p className="quiet">{m.phone_training_family_of({ name: nameText(headOf(household)) })}</p>
      {household.state !== 'active' && <Say tone="waiting">{m.phone_household_ended()}</Say>}
      {household.state === 'active' && (
        <ul className="plain items">
          {open.map(([what, { words, picture }]) => (
            <li key={what}>
              <Link href={`/households/${household.key}/change/${what}`} className="item">
                <Pictogram name={picture} />
                <span className="item__words">
                  <strong>{words()}</strong>
                </span>
                <Pictogram name="forward" size={20} />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Screen>
  )
}
