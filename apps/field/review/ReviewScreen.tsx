import { Link } from 'wouter'
import { type Household, headOf } from '#capabilities/households/household.ts'
import { dueOn, type Proposal } from '#capabilities/proposals/proposal.ts'
import { packageOf, type Window } from '#capabilities/windows/window.ts'
import { type Day, dayOf } from '#door/values.ts'
import { usePhone, useRecords, useStanding, useUnsent } from '#sync/hooks.ts'
import { Clock } from '#ui/Clock.tsx'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Empty, NotYetSynced } from '#ui/Nothing.tsx'
import { numberText } from '#ui/numbers.ts'
import { Badge, StateBadge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More, useShown } from '../frame/More.tsx'
import { Opening } from '../frame/Opening.tsx'
import { Screen } from '../frame/Screen.tsx'
import { nameText, usePlaceName } from '../words.ts'
import { waysOf } from './ways.ts'

/** What waits for a look or a decision: the first due at the top, and below it what is another's to decide. */
export function ReviewScreen() {
  useLanguage()
  const phone = usePhone()
  const { isComplete, failed } = useStanding()
  const waiting = useRecords<Proposal>('proposal')
    .filter(({ state }) => state === 'submitted' || state === 'verified')
    .map((proposal) => {
      const window = phone.find<Window>('window', proposal.window)
      return { proposal, due: (window && dueOn(proposal, window)) ?? '9999', ways: waysOf(phone, proposal) }
    })
    .sort((one, other) => one.due.localeCompare(other.due))
  if (!isComplete) return failed === null ? <Opening /> : <NotYetSynced />

  // Its turn is whose look or approval it waits for; to send one back is nobody's daily work.
  const isMine = ({ ways }: (typeof waiting)[number]) =>
    ways.some(({ way, barred }) => (way === 'verify' || way === 'approve') && !barred)
  const mine = waiting.filter(isMine)
  const others = waiting.filter((one) => !isMine(one))
  const today = dayOf(phone.now())
  return (
    <Screen title={m.phone_review_title()} back="/">
      {mine.length === 0 && (
        <Empty title={m.phone_review_none()} picture="check">
          <p className="quiet">{m.phone_review_none_next()}</p>
        </Empty>
      )}
      <Queue proposals={mine.map(({ proposal }) => proposal)} today={today} />
      {others.length > 0 && (
        <details className="more">
          <summary>
            {m.phone_review_others()} ({numberText(others.length)})
          </summary>
          <Queue proposals={others.map(({ proposal }) => proposal)} today={today} />
        </details>
      )}
    </Screen>
  )
}

function Queue({ proposals, today }: { proposals: readonly Proposal[]; today: Day }) {
  const { shown, left, more } = useShown(proposals)
  return (
    <>
      <ul className="plain items">
        {shown.map((proposal) => (
          <li key={proposal.key}>
            <Item proposal={proposal} today={today} />
          </li>
        ))}
      </ul>
      <More left={left} onMore={more} />
    </>
  )
}

function Item({ proposal, today }: { proposal: Proposal; today: Day }) {
  const language = useLanguage()
  const phone = usePhone()
  const placeName = usePlaceName()
  const unsent = useUnsent(proposal.key)
  const window = phone.find<Window>('window', proposal.window)
  const household = phone.find<Household>('household', proposal.household)
  return (
    <Link href={`/proposals/${proposal.key}/decide`} className="item">
      <Pictogram name="proposal" />
      <span className="item__words">
        <strong>{household ? nameText(headOf(household)) : ''}</strong>
        <span>
          {numberText(proposal.quantity)} ×{' '}
          {(window && packageOf(window, proposal.package)?.names[language]) ?? proposal.package}
        </span>
        <span className="quiet">{placeName(proposal.place)}</span>
        <span>
          <StateBadge noun="proposal" state={proposal.state} />{' '}
          {proposal.doubts.length > 0 && <Badge tone="bad">{m.phone_review_against()}</Badge>}
        </span>
        <Clock since={proposal.since} dueOn={window ? dueOn(proposal, window) : undefined} today={today} />
        {unsent > 0 && <span className="note">{m.ask_pending({ count: unsent })}</span>}
      </span>
      <Pictogram name="forward" size={20} />
    </Link>
  )
}
