import { type Household, headOf } from '#capabilities/households/household.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import { dueOn } from '#capabilities/proposals/proposal.ts'
import { packageOf, type Window } from '#capabilities/windows/window.ts'
import { dayOf } from '#door/values.ts'
import { usePhone } from '#sync/hooks.ts'
import { Clock } from '#ui/Clock.tsx'
import { numberText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { useBelongings } from '../households/useHousehold.ts'
import { Cost } from '../proposals/Cost.tsx'
import { nameText, usePlaceName } from '../words.ts'
import { weighed } from './weighing.ts'

/** Who asks for what, since when, and what this phone knows for and against it. */
export function WeighingCard({ proposal }: { proposal: Proposal }) {
  const language = useLanguage()
  const phone = usePhone()
  const placeName = usePlaceName()
  const window = phone.find<Window>('window', proposal.window)
  const household = phone.find<Household>('household', proposal.household)
  const { proposals, vouchers, attended } = useBelongings(proposal.household)
  const { speaksFor, against, trainings } = weighed(proposal, {
    household,
    proposals,
    vouchers,
    trainings: attended.length,
  })
  const wanted = window && packageOf(window, proposal.package)
  const verifier = proposal.verification && phone.nameOf(proposal.verification.by)

  return (
    <>
      <section className="card stack">
        <h2>{household ? nameText(headOf(household)) : ''}</h2>
        <p className="quiet">{placeName(proposal.place)}</p>
        <p>
          {numberText(proposal.quantity)} × {wanted?.names[language] ?? proposal.package}
        </p>
        <Clock since={proposal.since} dueOn={window ? dueOn(proposal, window) : undefined} today={dayOf(phone.now())} />
        <Cost lines={proposal.lines} window={window} />
        {verifier && <p className="quiet">{m.phone_decide_verified_by({ name: nameText(verifier) })}</p>}
        {proposal.verification?.note && <p className="quiet">«{proposal.verification.note}»</p>}
      </section>
      <section className="card stack">
        <h2>{m.phone_review_against()}</h2>
        {against.length === 0 && <p className="quiet">{m.phone_review_nothing()}</p>}
        {against.map((one) => (
          <Say key={one} tone="waiting" quietly>
            {againstWords[one]()}
          </Say>
        ))}
        <h2>{m.phone_review_for()}</h2>
        {speaksFor.length === 0 && <p className="quiet">{m.phone_review_nothing()}</p>}
        {speaksFor.map((one) => (
          <Say key={one} tone="good" quietly>
            {one === 'trained' ? m.phone_for_trained({ count: trainings }) : forWords[one]()}
          </Say>
        ))}
      </section>
    </>
  )
}

const forWords = { card: m.phone_for_card, first: m.phone_for_first, received: m.phone_for_received }
const againstWords: Record<ReturnType<typeof weighed>['against'][number], () => string> = {
  'window-closed': m.phone_doubt_window_closed,
  'outside-area': m.phone_doubt_outside_area,
  'second-application': m.phone_doubt_second,
  unproven: m.phone_against_unproven,
  suspected: m.phone_against_suspected,
  disputed: m.phone_against_disputed,
}
