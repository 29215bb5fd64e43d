import { useState } from 'react'
import { type Household, livingIn } from '#capabilities/households/household.ts'
import { nameIn } from '#ui/nameIn.ts'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Opening } from '../frame/Opening.tsx'
import { may, useMe } from '../me.ts'
import { AddMember } from './AddMember.tsx'
import { ChangeHead } from './ChangeHead.tsx'
import { Death } from './Death.tsx'
import { Leave } from './Leave.tsx'
import { Move } from './Move.tsx'
import { OwnHousehold } from './OwnHousehold.tsx'
import type { Known } from './useTies.ts'

/** What can happen to a family; each keeps its history and what it received. */
export function Changes({ household, known, onMoved }: { household: Household; known: Known; onMoved: () => void }) {
  const language = useLanguage()
  const me = useMe()
  const [isDone, setDone] = useState(false)
  const [amends, changes] = [may(me, 'household.amend'), may(me, 'household.change')]
  if (!amends && !changes) return null
  const isAlone = livingIn(household).length === 1
  // A form is begun anew after every change.
  const version = household.version
  const form = { household, onDone: () => setDone(true) }
  const unregistered = household.members.filter(
    ({ left }) => left?.why === 'own-household' && known.isComplete && !known.household(left.household),
  )
  return (
    <section className="panel">
      <h2>{m.family_title()}</h2>
      {isDone && <Say tone="good">{m.told_accepted()}</Say>}
      {changes &&
        unregistered.map((member) => (
          <Opening key={member.id} label={m.family_own_missing({ name: nameIn(language, member) })}>
            <OwnHousehold household={household} member={member} />
          </Opening>
        ))}
      {amends && (
        <Opening key={`member ${version}`} label={m.family_add()}>
          <AddMember {...form} />
        </Opening>
      )}
      {amends && !isAlone && (
        <Opening key={`head ${version}`} label={m.family_head()}>
          <ChangeHead {...form} />
        </Opening>
      )}
      {changes && (
        <Opening key={`death ${version}`} label={m.family_death()}>
          <Death {...form} />
        </Opening>
      )}
      {changes && !isAlone && (
        <Opening key={`leave ${version}`} label={m.family_leave()}>
          <Leave {...form} />
        </Opening>
      )}
      {changes && (
        <Opening key={`move ${version}`} label={m.family_move()}>
          <Move household={household} onMoved={onMoved} />
        </Opening>
      )}
    </section>
  )
}
