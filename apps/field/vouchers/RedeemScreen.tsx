import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import type { Refusal } from '#door/refusal.ts'
import type { FieldEngine } from '#sync/engine.ts'
import { usePhone, useStanding } from '#sync/hooks.ts'
import { explain } from '#ui/explain.ts'
import { Empty } from '#ui/Nothing.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Found } from '../frame/Found.tsx'
import { Opening } from '../frame/Opening.tsx'
import { Screen } from '../frame/Screen.tsx'
import { HandOverForm } from '../shop/HandOverForm.tsx'
import { Recipient } from '../shop/Recipient.tsx'
import { unconfirmedOf } from '../shop/unconfirmed.ts'
import { type Counted, freshCount, inputFrom, owedCount } from './counting.ts'
import { distrustWords, useDistrust } from './useDistrust.ts'

/** At the counter: what is handed over now, the farmer's code for it, and what the farmer pays. */
export function RedeemScreen({ voucher: key }: { voucher: string }) {
  return (
    <Found<Voucher> noun="voucher" record={key}>
      {(voucher) => <Trusted key={voucher.key} voucher={voucher} />}
    </Found>
  )
}

/** Whatever a phone may be made to hold, nothing is handed over for it without the programme's seal. */
function Trusted({ voucher }: { voucher: Voucher }) {
  useLanguage()
  const distrust = useDistrust(voucher.key)
  if (distrust === undefined) return <Redeem voucher={voucher} />
  if (distrust === 'looking') return <Opening />
  return <Refused voucher={voucher} why={distrustWords[distrust]()} />
}

/** Nothing is asked of anybody at a counter where it would be refused in the end. */
export function Redeem({ voucher }: { voucher: Voucher }) {
  const language = useLanguage()
  const phone = usePhone()
  useStanding()
  const unconfirmed = unconfirmedOf(phone, voucher)
  const fresh = freshCount(voucher, unconfirmed)
  const owed = owedCount(voucher)
  const ways = [fresh, owed].filter((counts) => counts.length > 0)
  const barred = ways.map((counts) => objectionTo(phone, voucher, counts))

  if (ways.length === 0) {
    return (
      <Screen title={m.phone_redeem_title()} back={`/vouchers/${voucher.key}`}>
        <Recipient voucher={voucher} />
        <Empty title={m.phone_redeem_nothing_left()} picture="check">
          {unconfirmed.length > 0 && <p className="quiet">{m.phone_redeem_unconfirmed_none()}</p>}
        </Empty>
      </Screen>
    )
  }
  if (barred.every((objection) => objection !== undefined))
    return <Refused voucher={voucher} why={explain(barred[0]!, language)} />
  return (
    <HandOverForm
      voucher={voucher}
      fresh={fresh.length > 0 && !barred[0] ? fresh : []}
      owed={owed}
      unconfirmed={unconfirmed}
    />
  )
}

function Refused({ voucher, why }: { voucher: Voucher; why: string }) {
  return (
    <Screen title={m.phone_redeem_title()} back={`/vouchers/${voucher.key}`}>
      <Recipient voucher={voucher} />
      <section className="nothing nothing--failed">
        <h2>{m.phone_redeem_hand_nothing()}</h2>
      </section>
      <Say tone="bad">{why}</Say>
    </Screen>
  )
}

/** What stands against any hand-over on this voucher, whatever is counted and whichever code is shown. */
function objectionTo(phone: FieldEngine, voucher: Voucher, counts: readonly Counted[]): Refusal | undefined {
  const one = counts.slice(0, 1).map((count) => ({ ...count, quantity: 1, paid: 0 }))
  const { refusal, disputed } = phone.foresee('voucher.redeem', voucher.key, inputFrom(voucher, one, new Map()))
  return refusal ?? disputed
}
