import { lazy, Suspense, useMemo } from 'react'
import { Link } from 'wouter'
import { type Household, headOf } from '#capabilities/households/household.ts'
import { type Day, dayOf } from '#door/values.ts'
import { usePhone, useStanding } from '#sync/hooks.ts'
import { relativeDayText } from '#ui/days.ts'
import { Pictogram, type PictogramName } from '#ui/drawings/Pictogram.tsx'
import { Empty, Failed, NotYetSynced } from '#ui/Nothing.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More, useShown } from '../frame/More.tsx'
import { Opening } from '../frame/Opening.tsx'
import { Screen } from '../frame/Screen.tsx'
import { nameText, usePlaceName } from '../words.ts'
import { grouped, type Matter, type MatterKind, mattersFor } from './matters.ts'

const nearDays = 3

// Few have something unfinished: who has not does not wait for it.
const Begun = lazy(async () => ({ default: (await import('./Begun.tsx')).Begun }))

/** The first screen: what waits for me, the latest first, and what I most often begin. */
export function TodayScreen() {
  useLanguage()
  const phone = usePhone()
  const standing = useStanding()
  const bearer = phone.bearer()
  const outlook = phone.outlook()
  // Asked of a rule for every record: once for each change, not for each drawing.
  const matters = useMemo(() => (outlook ? mattersFor(phone) : []), [phone, outlook])
  if (!standing.isComplete) {
    if (standing.failed === 'rejected') return <Failed again={() => void phone.sync()} />
    return standing.failed === null ? <Opening /> : <NotYetSynced />
  }

  const today = dayOf(phone.now())
  const { late, near, later } = grouped(matters, today, nearDays)
  const hasBegun = phone.drafts.all().length > 0
  const may = (permission: string) =>
    bearer?.actor.grants.some(({ permissions }) => permissions.includes(permission)) ?? false

  return (
    <Screen title={m.phone_today_hello({ name: bearer ? nameText(bearer) : '' })}>
      {standing.trouble > 0 && (
        <Link href="/sending" className="item item--bad">
          <Pictogram name="warning" />
          <span className="item__words">{m.phone_today_trouble({ count: standing.trouble })}</span>
          <Pictogram name="forward" size={20} />
        </Link>
      )}
      <div className="doors">
        {may('household.register') && <Door to="/households/new" picture="plus" words={m.phone_register_title()} />}
        {(may('proposal.verify') || may('proposal.decide')) && (
          <Door to="/review" picture="inspect" words={m.phone_review_title()} />
        )}
        {may('voucher.redeem') && <Door to="/vouchers" picture="scan" words={m.phone_redeem_title()} />}
        {may('training.hold') && <Door to="/trainings/new" picture="training" words={m.phone_training_title()} />}
        {may('training.hold') && <Door to="/trainings" picture="people" words={m.phone_trainings()} />}
        {may('household.read') && !bearer?.actor.household && (
          <Door to="/households" picture="search" words={m.phone_find_title()} />
        )}
        {bearer?.actor.household && (
          <Door
            to={`/households/${bearer.actor.household}/propose`}
            picture="proposal"
            words={m.phone_propose_title()}
          />
        )}
      </div>
      {hasBegun && (
        <Suspense fallback={null}>
          <Begun today={today} />
        </Suspense>
      )}
      {matters.length === 0 && (
        <Empty title={m.phone_today_nothing()} picture="check">
          <p className="quiet">{m.phone_today_nothing_next()}</p>
        </Empty>
      )}
      <Group title={m.phone_today_late()} matters={late} today={today} />
      <Group title={m.phone_today_near()} matters={near} today={today} />
      <Group title={m.phone_today_later()} matters={later} today={today} isFar />
    </Screen>
  )
}

function Door({ to, picture, words }: { to: string; picture: PictogramName; words: string }) {
  return (
    <Link href={to} className="door">
      <Pictogram name={picture} size={32} />
      {words}
    </Link>
  )
}

function Group({
  title,
  matters,
  today,
  isFar = false,
}: {
  title: string
  matters: readonly Matter[]
  today: Day
  isFar?: boolean
}) {
  const { shown, left, more } = useShown(matters)
  if (matters.length === 0) return null
  return (
    <section className="stack">
      <h2>
        {title} <span className="quiet">{matters.length}</span>
      </h2>
      <ul className="plain items">
        {shown.map((matter) => (
          <li key={matter.id}>
            <MatterItem matter={matter} today={today} isFar={isFar} />
          </li>
        ))}
      </ul>
      <More left={left} onMore={more} />
    </section>
  )
}

function MatterItem({ matter, today, isFar }: { matter: Matter; today: Day; isFar: boolean }) {
  const language = useLanguage()
  const phone = usePhone()
  const { kind, household, proposal, voucher, dueOn, address } = matter
  const placeName = usePlaceName()
  const known = phone.find<Household>('household', household)
  const place = known?.place ?? voucher?.place ?? proposal?.place ?? ''
  const who = known ? headOf(known) : voucher?.recipients.head
  const [words, picture] = said[kind]
  return (
    <Link href={address} className="item">
      <Pictogram name={picture} />
      <span className="item__words">
        <strong>{who ? nameText(who) : ''}</strong>
        <span>{words()}</span>
        <span className="quiet">{placeName(place)}</span>
        {dueOn && (
          <span>
            <Badge tone={dueOn < today ? 'bad' : isFar ? 'quiet' : 'waiting'}>
              {dueOn < today
                ? m.phone_was_due({ when: relativeDayText(dueOn, today, language) })
                : m.clock_due({ when: relativeDayText(dueOn, today, language) })}
            </Badge>
          </span>
        )}
      </span>
      <Pictogram name="forward" size={20} />
    </Link>
  )
}

const said: Record<MatterKind, [() => string, PictogramName]> = {
  verify: [m.phone_matter_verify, 'inspect'],
  again: [m.phone_matter_again, 'again'],
  rejected: [m.phone_matter_rejected, 'proposal'],
  redeem: [m.phone_matter_redeem, 'voucher'],
  collect: [m.phone_matter_collect, 'shop'],
  replace: [m.phone_matter_replace, 'chick'],
  confirm: [m.phone_matter_confirm, 'check'],
  witness: [m.phone_matter_witness, 'camera'],
  call: [m.phone_matter_call, 'phone'],
  check: [m.phone_matter_check, 'inspect'],
}
