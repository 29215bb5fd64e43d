import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { ShopClaim } from '#capabilities/claims/claim.document.ts'
import { isOwed, type Owing, owingTo, type Stage, type Sum, summed } from '#capabilities/claims/claim.owed.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { addDays, type Day, dayOf } from '#door/values.ts'
import { usePhone, useRecords, useStanding } from '#sync/hooks.ts'
import { Amount } from '#ui/Amount.tsx'
import { dayText, instantText, relativeDayText } from '#ui/days.ts'
import { explainReason } from '#ui/explain.ts'
import { NotYetSynced } from '#ui/Nothing.tsx'
import { amountText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { mismatchWords, paymentMethodWords } from '#ui/words/claims.ts'
import { m } from '#ui/words/compiled/messages.js'
import { wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More, useShown } from '../frame/More.tsx'
import { measureText } from '../frame/measureText.ts'
import { Opening } from '../frame/Opening.tsx'
import { Screen } from '../frame/Screen.tsx'
import { nameText } from '../words.ts'
import { totalOf } from './today.ts'
import { unforeseenOn } from './unconfirmed.ts'

const paidDays = 90

/** What went over the counter today, what the programme owes and since when, what it has paid. */
export function MoneyScreen() {
  const language = useLanguage()
  const phone = usePhone()
  const { isComplete, failed } = useStanding()
  const vouchers = useRecords<Voucher>('voucher')
  const shop = phone.bearer()?.actor.shop
  if (!shop || !isComplete) return failed === null && shop ? <Opening /> : <NotYetSynced />

  const today = dayOf(phone.now())
  const unforeseen = unforeseenOn(phone)
  const total = totalOf(today, shop, vouchers, unforeseen)
  const waiting = phone
    .outbox()
    .filter(({ envelope, state }) => envelope.name.startsWith('voucher.') && (state === 'waiting' || state === 'held'))
  // What is owed is what the office knows of: nothing that this phone only expects.
  const received = phone.held.all('voucher').map(({ record }) => record as Voucher)
  const claims = phone.held.all('claim').map(({ record }) => record as unknown as ShopClaim)
  const owings = owingTo(shop, received, claims)
  const owed = summed(owings.filter(isOwed))
  const of = (stage: Stage) => owings.filter((one) => one.stage === stage)
  const readAt = phone.clock.told()?.split('.').slice(0, -1).join('.')

  return (
    <Screen title={m.phone_money_title()}>
      <section className="card stack">
        <h2>{m.phone_money_today()}</h2>
        {total.handovers === 0 && total.cash.length === 0 ? (
          <>
            <p>{m.phone_money_today_none()}</p>
            <p className="quiet">{m.phone_money_today_none_next()}</p>
          </>
        ) : (
          <>
            <p>{m.phone_money_handovers({ count: total.handovers })}</p>
            <dl className="sums">
              {total.items.map(({ item, names, unit, quantity }) => (
                <div key={item}>
                  <dt>{names[language]}</dt>
                  <dd>{measureText(quantity, unit)}</dd>
                </div>
              ))}
              {total.cash.map((money) => (
                <div key={money.currency} className="sums__sum">
                  <dt>{m.phone_money_cash()}</dt>
                  <dd>
                    <Amount asOnNotes money={money} />
                  </dd>
                </div>
              ))}
            </dl>
          </>
        )}
        {waiting.length > 0 && <Say tone="waiting">{m.phone_money_waiting({ count: waiting.length })}</Say>}
        {unforeseen.length > 0 && (
          <Say tone="waiting" quietly>
            {m.phone_redeem_digits_confirmed()}
          </Say>
        )}
      </section>

      <section className="card stack">
        <h2>{owed.length === 0 ? m.phone_money_owed_nothing() : m.phone_money_owed()}</h2>
        {owed.map((sum) => (
          <Owed key={`${sum.owed} ${sum.priced}`} sum={sum} isWhole />
        ))}
        {readAt && <p className="note">{m.phone_money_as_of({ at: instantText(readAt, language) })}</p>}
      </section>

      <Part title={m.phone_money_unbilled()} owings={of('unbilled')} today={today}>
        <p className="note">{m.phone_money_unbilled_next()}</p>
      </Part>
      <Billed claims={claims} owings={of('billed')} today={today} />
      <Part title={m.phone_money_disputed()} owings={of('disputed')} today={today} isBad />
      <Part title={m.phone_money_unconfirmed()} owings={of('unconfirmed')} today={today}>
        <p className="note">{m.phone_money_unconfirmed_next()}</p>
      </Part>
      <Paid claims={claims} since={addDays(today, -paidDays)} />
    </Screen>
  )
}

function Owed({ sum, isWhole = false }: { sum: Sum; isWhole?: boolean }) {
  const language = useLanguage()
  const isConverted = sum.owed !== sum.priced
  return (
    <div>
      <p className={isWhole ? 'due' : undefined}>
        <strong>
          <Amount asOnNotes={isWhole} money={{ currency: sum.priced, minor: isConverted ? sum.price : sum.minor }} />
        </strong>
      </p>
      {isConverted && (
        <p className="note">
          {m.phone_money_in_books({ amount: amountText({ currency: sum.owed, minor: sum.minor }, language) })}
        </p>
      )}
    </div>
  )
}

interface PartProps {
  readonly title: string
  readonly owings: readonly Owing[]
  readonly today: Day
  readonly isBad?: boolean
  readonly children?: ReactNode
}

/** One stage of what is owed: its sum, since when, and the hand-overs it is made of. */
function Part({ title, owings, today, isBad = false, children }: PartProps) {
  const language = useLanguage()
  const { shown, left, more } = useShown(owings)
  if (owings.length === 0) return null
  return (
    <section className="stack">
      <h2>{title}</h2>
      {summed(owings).map((sum) => (
        <Owed key={`${sum.owed} ${sum.priced}`} sum={sum} />
      ))}
      <p>
        <Badge tone={isBad ? 'bad' : 'waiting'}>{sinceText(owings, today, language)}</Badge>
      </p>
      {children}
      <details className="more">
        <summary>{m.phone_money_handovers({ count: new Set(owings.map(({ handover }) => handover.id)).size })}</summary>
        <ul className="plain items">
          {shown.map((one) => (
            <li key={`${one.handover.id} ${one.handed.line}`}>
              <Item owing={one} />
            </li>
          ))}
        </ul>
        <More left={left} onMore={more} />
      </details>
    </section>
  )
}

function Item({ owing: { voucher, handover, handed, sum, why } }: { owing: Owing }) {
  const language = useLanguage()
  const line = voucher.lines.find(({ n }) => n === handed.line)!
  const isOfInvoice = why !== null && why in mismatchWords
  return (
    <Link href={`/vouchers/${voucher.key}`} className="item">
      <span className="item__words">
        <strong>{nameText(voucher.recipients.head)}</strong>
        <span>
          {line.names[language]} {measureText(handed.accepted ?? handed.quantity, line.unit)}
        </span>
        <span className="note">{dayText(dayOf(handover.at), language, 'short')}</span>
        {why && (
          <span>{isOfInvoice ? wordFor(mismatchWords, why, language) : explainReason(why as never, language)}</span>
        )}
      </span>
      {sum.price > 0 && <Amount money={{ currency: sum.priced, minor: sum.price }} />}
    </Link>
  )
}

/** Invoices by their day: how long each has waited, and until when it should have been paid. */
function Billed({ claims, owings, today }: { claims: readonly ShopClaim[]; owings: readonly Owing[]; today: Day }) {
  const language = useLanguage()
  const open = claims
    .filter(({ key }) => owings.some(({ claim }) => claim === key))
    .sort((one, other) => one.dueOn.localeCompare(other.dueOn))
  if (open.length === 0) return null
  return (
    <section className="stack">
      <h2>{m.phone_money_billed()}</h2>
      {summed(owings).map((sum) => (
        <Owed key={`${sum.owed} ${sum.priced}`} sum={sum} />
      ))}
      <ul className="plain stack">
        {open.map(({ key, invoice, submittedOn, dueOn }) => (
          <li key={key} className="card stack">
            <p>
              <strong>{m.phone_money_invoice({ invoice })}</strong>
            </p>
            {summed(owings.filter(({ claim }) => claim === key)).map((sum) => (
              <Owed key={`${sum.owed} ${sum.priced}`} sum={sum} />
            ))}
            <p className="note">
              {m.phone_money_since({
                day: dayText(submittedOn, language, 'short'),
                when: relativeDayText(submittedOn, today, language),
              })}
            </p>
            <p>
              <Badge tone={dueOn < today ? 'bad' : 'waiting'}>
                {(dueOn < today ? m.phone_was_due : m.clock_due)({ when: relativeDayText(dueOn, today, language) })}
              </Badge>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Paid({ claims, since }: { claims: readonly ShopClaim[]; since: Day }) {
  const language = useLanguage()
  const payments = claims
    .flatMap(({ invoice, payments }) => payments.map((payment) => ({ invoice, ...payment })))
    .filter(({ at }) => dayOf(at) >= since)
    .sort((one, other) => other.at.localeCompare(one.at))
  return (
    <section className="stack">
      <h2>{m.phone_money_paid()}</h2>
      {payments.length === 0 && <p className="quiet">{m.phone_money_paid_none()}</p>}
      <ul className="plain stack">
        {payments.map(({ id, invoice, at, method, currency, minor, reference }) => (
          <li key={id} className="card">
            <p>
              <strong>
                <Amount money={{ currency, minor }} />
              </strong>{' '}
              · {dayText(dayOf(at), language, 'short')}
            </p>
            <p className="note">
              {m.phone_money_invoice({ invoice })} · {wordFor(paymentMethodWords, method, language)} ·{' '}
              {m.phone_money_reference({ reference })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function sinceText(owings: readonly Owing[], today: Day, language: Parameters<typeof dayText>[1]): string {
  const day = dayOf(owings.map(({ since }) => since).sort()[0]!)
  return m.phone_money_since({
    day: dayText(day, language, 'short'),
    when: relativeDayText(day, today, language),
  })
}
