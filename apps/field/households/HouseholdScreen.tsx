import { Link } from 'wouter'
import { householdCode } from '#capabilities/households/household.code.ts'
import { categoryOn, type Household, headOf } from '#capabilities/households/household.ts'
import { dueOn, type Proposal } from '#capabilities/proposals/proposal.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { packageOf, type Window } from '#capabilities/windows/window.ts'
import { dayOf } from '#door/values.ts'
import { usePhone, useUnsent } from '#sync/hooks.ts'
import { Clock } from '#ui/Clock.tsx'
import { DayText } from '#ui/DayText.tsx'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { numberText, phoneText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { StateBadge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { povertyWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Found } from '../frame/Found.tsx'
import { Screen } from '../frame/Screen.tsx'
import { useTopicName } from '../trainings/topics.ts'
import { Qr } from '../vouchers/Qr.tsx'
import { asLabel, nameText, otherName, usePlaceName } from '../words.ts'
import { Family } from './Family.tsx'
import { Story } from './Story.tsx'
import { Suspicion } from './Suspicion.tsx'
import { storyOf } from './story.ts'
import { useBelongings } from './useHousehold.ts'

/** One household: who they are, what they asked for, what they got, and how it came about. */
export function HouseholdScreen({ household: key }: { household: string }) {
  return (
    <Found<Household> noun="household" record={key}>
      {(household) => <HouseholdPage household={household} />}
    </Found>
  )
}

function HouseholdPage({ household }: { household: Household }) {
  const phone = usePhone()
  const placeName = usePlaceName()
  const topicName = useTopicName()
  const unsent = useUnsent(household.key)
  const { proposals, vouchers, attended, settled } = useBelongings(household.key)
  const head = headOf(household)
  const other = otherName(head)
  const today = dayOf(phone.now())
  const isOwn = phone.bearer()?.actor.household === household.key
  const may = (permission: string) =>
    phone.bearer()?.actor.grants.some(({ permissions }) => permissions.includes(permission)) ?? false
  const mayPropose = may('proposal.submit')
  const mayChange = may('household.amend')

  return (
    <Screen title={nameText(head)} back={isOwn ? '/' : '/households'}>
      <section className="card stack">
        {other && <p className="quiet">{other}</p>}
        <p>
          <Pictogram name="place" size={18} /> {placeName(household.place)}, {placeName(household.place.slice(0, 6))}
        </p>
        <p>
          <Pictogram name="phone" size={18} />{' '}
          {household.phones.length === 0
            ? m.phone_household_no_phone()
            : household.phones
                .map(({ number, shared }) =>
                  shared ? m.phone_household_shared({ number: phoneText(number) }) : phoneText(number),
                )
                .join(', ')}
        </p>
        {/* What this phone was not sent is not shown as unknown: it is not shown. */}
        {household.poverty && (
          <p>
            <Pictogram name="people" size={18} /> {asLabel(m.field_poverty())}:{' '}
            {povertyWords[categoryOn(household, today)]()}
          </p>
        )}
        <p className="note">
          {m.phone_household_since()} <DayText day={household.registeredOn} />
        </p>
        {household.state === 'merged' && <Say tone="waiting">{m.phone_household_merged()}</Say>}
        {household.state === 'closed' && <Say tone="quiet">{m.phone_household_ended()}</Say>}
        <Suspicion household={household} />
        {unsent > 0 && <Say tone="waiting">{m.ask_pending({ count: unsent })}</Say>}
      </section>

      {mayPropose && household.state === 'active' && (
        <Link href={`/households/${household.key}/propose`} className="button">
          <Pictogram name="proposal" size={22} />
          {m.phone_propose_title()}
        </Link>
      )}

      {mayChange && household.state === 'active' && (
        <Link href={`/households/${household.key}/change`} className="button button--second">
          <Pictogram name="person" size={22} />
          {m.phone_change_title()}
        </Link>
      )}

      {isOwn && (
        <Link href={`/households/${household.key}/data`} className="button button--second">
          <Pictogram name="info" size={22} />
          {m.phone_own_title()}
        </Link>
      )}

      <Family household={household} />

      <section className="stack">
        <h2>{m.phone_household_proposals()}</h2>
        {proposals.length === 0 && <p className="quiet">{m.phone_household_no_proposals()}</p>}
        <ul className="plain items">
          {proposals.map((proposal) => (
            <li key={proposal.key}>
              <ProposalItem
                proposal={proposal}
                hasVoucher={vouchers.some((voucher) => voucher.proposal === proposal.key)}
              />
            </li>
          ))}
        </ul>
      </section>

      {vouchers.length > 0 && (
        <section className="stack">
          <h2>{m.phone_household_vouchers()}</h2>
          <ul className="plain items">
            {vouchers.map((voucher) => (
              <li key={voucher.key}>
                <VoucherItem voucher={voucher} />
              </li>
            ))}
          </ul>
        </section>
      )}

      {attended.length > 0 && (
        <section className="stack">
          <h2>{m.phone_household_trainings()}</h2>
          <ul className="plain stack">
            {attended.map(({ key, topic, heldOn }) => (
              <li key={key}>
                {topicName(topic)} · <DayText day={heldOn} />
              </li>
            ))}
          </ul>
        </section>
      )}

      <details className="card more">
        <summary>{m.phone_household_code()}</summary>
        <p className="note">{m.phone_household_code_how()}</p>
        <Qr text={householdCode(household.key)} label={m.phone_household_code_of({ name: nameText(head) })} />
      </details>

      <Story happenings={storyOf(household, proposals, vouchers, settled)} />
    </Screen>
  )
}

function ProposalItem({ proposal, hasVoucher }: { proposal: Proposal; hasVoucher: boolean }) {
  const language = useLanguage()
  const phone = usePhone()
  const unsent = useUnsent(proposal.key)
  const window = phone.find<Window>('window', proposal.window)
  const wanted = window && packageOf(window, proposal.package)
  return (
    <Link href={`/proposals/${proposal.key}`} className="item">
      <Pictogram name="proposal" />
      <span className="item__words">
        <strong>
          {numberText(proposal.quantity)} × {wanted?.names[language] ?? proposal.package}
        </strong>
        <span>
          <StateBadge noun="proposal" state={proposal.state} />
        </span>
        <Clock
          since={proposal.since}
          dueOn={window && !hasVoucher ? dueOn(proposal, window) : undefined}
          today={dayOf(phone.now())}
        />
        {unsent > 0 && <span className="note">{m.ask_pending({ count: unsent })}</span>}
      </span>
      <Pictogram name="forward" size={20} />
    </Link>
  )
}

function VoucherItem({ voucher }: { voucher: Voucher }) {
  return (
    <Link href={`/vouchers/${voucher.key}`} className="item">
      <Pictogram name="voucher" />
      <span className="item__words">
        <strong>{voucher.serial}</strong>
        <span>
          <StateBadge noun="voucher" state={voucher.state} />
        </span>
        <span className="note">
          {m.phone_voucher_until()} <DayText day={voucher.expiresOn} />
        </span>
      </span>
      <Pictogram name="forward" size={20} />
    </Link>
  )
}
