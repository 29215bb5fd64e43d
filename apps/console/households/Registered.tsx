import { Link } from '@tanstack/react-router'
import type { Household } from '#capabilities/households/household.ts'
import { DayText } from '#ui/DayText.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import type { Known } from './useTies.ts'
import { addressOf, everybody } from './view.ts'

/** When a household was written down, by whom, and who helped: the way to everybody whom they helped. */
export function Registered({ household, known }: { household: Household; known: Known }) {
  const language = useLanguage()
  const [by, helper] = [known.person(household.registeredBy), known.person(household.assistedBy)]
  return (
    <>
      <dt>{m.household_registered()}</dt>
      <dd>
        <DayText day={household.registeredOn} />
        {by && by.key !== helper?.key && <span className="note"> {nameIn(language, by)}</span>}
        {helper && (
          <span className="row">
            <span>{m.phone_register_helped({ name: nameIn(language, helper) })}</span>
            <Link to="/households" search={addressOf({ ...everybody, helper: helper.key }) as never}>
              {m.household_helped_all()}
            </Link>
          </span>
        )}
      </dd>
    </>
  )
}
