import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { DayText } from '#ui/DayText.tsx'
import { StateBadge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { nameText } from '../words.ts'

/** For whom the goods are: to be held against the card that somebody shows. */
export function Recipient({ voucher }: { voucher: Voucher }) {
  const { recipients, serial, state, expiresOn } = voucher
  return (
    <section className="card stack">
      <h2>{nameText(recipients.head)}</h2>
      {recipients.alternative && <p>{m.phone_redeem_alternative({ name: recipients.alternative })}</p>}
      <p className="quiet">{serial}</p>
      <p className="quiet">
        {m.phone_voucher_until()} <DayText day={expiresOn} />
      </p>
      {state !== 'open' && (
        <p>
          <StateBadge noun="voucher" state={state} />
        </p>
      )}
    </section>
  )
}
