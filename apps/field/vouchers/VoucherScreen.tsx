import type { Shop } from '#capabilities/organisations/shop.ts'
import { type Handover, leftOf, mattersOf, owedOn, type Voucher } from '#capabilities/vouchers/voucher.ts'
import { dayOf } from '#door/values.ts'
import { usePhone, useUnsent } from '#sync/hooks.ts'
import { Clock } from '#ui/Clock.tsx'
import { DayText, InstantText } from '#ui/DayText.tsx'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { explain, explainReason } from '#ui/explain.ts'
import { phoneText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { Badge, StateBadge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { barredFromCalling, barredFromChecking, barredFromWitnessing } from '../barred.ts'
import { Action } from '../frame/Action.tsx'
import { Found } from '../frame/Found.tsx'
import { Heard } from '../frame/Heard.tsx'
import { measureText } from '../frame/measureText.ts'
import { Screen } from '../frame/Screen.tsx'
import { Story } from '../households/Story.tsx'
import { inOrder, ofVoucher } from '../households/story.ts'
import { unconfirmedOf } from '../shop/unconfirmed.ts'
import { nameText } from '../words.ts'
import { Contribute } from './Contribute.tsx'
import { Lines } from './Lines.tsx'
import { Qr } from './Qr.tsx'

/** One voucher: to be shown at the shop, with what is left of it, who must speak next, and what became of it. */
export function VoucherScreen({ voucher: key }: { voucher: string }) {
  return (
    <Found<Voucher> noun="voucher" record={key}>
      {(voucher) => <VoucherPage voucher={voucher} />}
    </Found>
  )
}

function VoucherPage({ voucher }: { voucher: Voucher }) {
  const language = useLanguage()
  const phone = usePhone()
  const unsent = useUnsent(voucher.key)
  const actor = phone.bearer()?.actor
  const may = (permission: string) => actor?.grants.some(({ permissions }) => permissions.includes(permission)) ?? false
  const isOwn = actor?.household === voucher.household
  const isShops = actor?.shop === voucher.shop
  const shop = phone.find<Shop>('shop', voucher.shop)
  const first = mattersOf({ ...voucher, checks: voucher.checks ?? [], reports: voucher.reports ?? [] })[0]
  const { key, state } = voucher
  const isLive = state === 'open' || state === 'frozen'
  // A witness is sent vouchers, not households.
  const isHouseholdHere = phone.find('household', voucher.household) !== undefined

  return (
    <Screen
      title={m.phone_voucher_title()}
      sound="phone_voucher_title"
      back={actor?.shop ? '/vouchers' : isHouseholdHere ? `/households/${voucher.household}` : '/'}
    >
      <section className="card stack voucher">
        <p>
          <strong>{nameText(voucher.recipients.head)}</strong>
        </p>
        <p>
          <StateBadge noun="voucher" state={state} />
        </p>
        {isOwn && isLive && <Qr text={voucher.serial} label={m.phone_voucher_qr({ serial: voucher.serial })} />}
        <p className="voucher__serial">{voucher.serial}</p>
        <p>
          <Pictogram name="shop" size={18} /> {shop ? nameText(shop) : m.phone_voucher_shop_unknown()}
          {shop?.phone && <span className="quiet"> · {phoneText(shop.phone)}</span>}
        </p>
        <p>
          {m.phone_voucher_until()} <DayText day={voucher.expiresOn} />
        </p>
        {first && <Clock since={voucher.since} dueOn={first.dueOn} today={dayOf(phone.now())} />}
        {unsent > 0 && <Say tone="waiting">{m.ask_pending({ count: unsent })}</Say>}
        {isShops && unconfirmedOf(phone, voucher).length > 0 && (
          <Say tone="waiting">{m.phone_redeem_unconfirmed()}</Say>
        )}
        {!isShops && actor?.shop && <Say tone="bad">{m.phone_seal_other_shop()}</Say>}
        {state === 'frozen' && <Say tone="bad">{explain({ refused: 'voucher.frozen' }, language)}</Say>}
        {isOwn && isLive && <Heard sound="phone_voucher_how">{m.phone_voucher_how()}</Heard>}
      </section>
      {isOwn && state === 'open' && voucher.lines.some((line) => leftOf(voucher, line) > 0) && (
        <Action to={`/vouchers/${key}/codes`} picture="scan">
          {m.phone_codes_title()}
        </Action>
      )}
      <Lines voucher={voucher} />
      {isShops && (state === 'open' || voucher.losses.some((loss) => owedOn(voucher, loss) > 0)) && (
        <Action to={`/vouchers/${key}/redeem`} picture="delivery">
          {m.phone_redeem_title()}
        </Action>
      )}
      {voucher.handovers.length > 0 && (
        <section className="stack">
          <h2>{m.phone_voucher_handovers()}</h2>
          <ul className="plain stack">
            {voucher.handovers.map((handover) => (
              <li key={handover.id}>
                <HandoverCard
                  voucher={voucher}
                  handover={handover}
                  isOwn={isOwn}
                  isShops={isShops}
                  mayWitness={may('voucher.witness')}
                  mayCall={may('voucher.callBack')}
                  mayReport={may('voucher.report')}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
      {may('voucher.check') && voucher.handovers.length > 0 && (
        <Action to={`/vouchers/${key}/check`} picture="inspect" barred={barredFromChecking(phone, voucher)}>
          {m.phone_check_title()}
        </Action>
      )}
      {may('voucher.report') && isLive && (
        <Action to={`/vouchers/${key}/report`} picture="warning" isSecond>
          {m.phone_report_title()}
        </Action>
      )}
      <Story happenings={inOrder(ofVoucher(voucher))} />
    </Screen>
  )
}

interface HandoverCardProps {
  readonly voucher: Voucher
  readonly handover: Handover
  readonly isOwn: boolean
  readonly isShops: boolean
  readonly mayWitness: boolean
  readonly mayCall: boolean
  readonly mayReport: boolean
}

function HandoverCard({ voucher, handover, isOwn, isShops, mayWitness, mayCall, mayReport }: HandoverCardProps) {
  const language = useLanguage()
  const phone = usePhone()
  const isOpen = handover.lines.some(({ accepted }) => accepted === null)
  const isLiving = handover.lines.some(({ line }) => voucher.lines.find(({ n }) => n === line)?.mortalityDays !== null)
  const base = `/vouchers/${voucher.key}/${handover.id}`
  return (
    <div className="card stack">
      <p className="note">
        <InstantText at={handover.at} />
      </p>
      {handover.lines.map((handed) => {
        const line = voucher.lines.find(({ n }) => n === handed.line)
        return (
          <p key={handed.line}>
            {line?.names[language]}: {measureText(handed.quantity, line?.unit)}
          </p>
        )
      })}
      <p>
        <HandoverBadge handover={handover} isOpen={isOpen} />
      </p>
      {handover.dispute && <Say tone="waiting">{explainReason(handover.dispute, language)}</Say>}
      {isOpen && handover.state === 'delivered' && isOwn && (
        <Action to={`${base}/confirm`} picture="check">
          {m.phone_confirm_title()}
        </Action>
      )}
      {handover.state !== 'dismissed' && mayWitness && isOpen && (
        <Action
          to={`${base}/witness`}
          picture="camera"
          isSecond
          barred={barredFromWitnessing(phone, voucher, handover)}
        >
          {m.phone_witness_title()}
        </Action>
      )}
      {handover.state !== 'dismissed' && mayCall && !isOwn && isOpen && (
        <Action to={`${base}/call`} picture="phone" isSecond barred={barredFromCalling(phone, voucher, handover)}>
          {m.phone_call_title()}
        </Action>
      )}
      {isShops && handover.shop === voucher.shop && <Contribute voucher={voucher} handover={handover} />}
      {isLiving && mayReport && !isOpen && (
        <Action to={`${base}/loss`} picture="chick" isSecond>
          {m.phone_loss_title()}
        </Action>
      )}
    </div>
  )
}

function HandoverBadge({ handover, isOpen }: { handover: Handover; isOpen: boolean }) {
  if (handover.state === 'disputed') return <Badge tone="waiting">{m.outcome_disputed()}</Badge>
  if (handover.state === 'dismissed') return <Badge tone="bad">{m.phone_handover_dismissed()}</Badge>
  return isOpen ? (
    <Badge tone="waiting">{m.phone_handover_unconfirmed()}</Badge>
  ) : (
    <Badge tone="good">{m.phone_handover_confirmed()}</Badge>
  )
}
