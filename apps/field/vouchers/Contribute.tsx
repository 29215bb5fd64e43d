import { useState } from 'react'
import { asked, dueUntil, paidFor } from '#capabilities/vouchers/voucher.money.ts'
import { type Handover, lineOf, type Voucher } from '#capabilities/vouchers/voucher.ts'
import { AmountField } from '#ui/AmountField.tsx'
import { AskButton } from '#ui/AskButton.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'

/** What the farmer still owes in cash for a hand-over, recorded by the shop when it is brought. */
export function Contribute({ voucher, handover }: { voucher: Voucher; handover: Handover }) {
  const missing = handover.lines.flatMap(({ line: n }) => {
    const line = lineOf(voucher, n)
    const due = line ? asked(dueUntil(voucher, line).minor - paidFor(voucher, n), line.currency).pay : 0
    return line && due > 0 ? [{ line, due }] : []
  })
  if (voucher.contribution !== 'cash' || missing.length === 0) return null
  return (
    <details className="more">
      <summary>{m.phone_contribute_title()}</summary>
      {missing.map(({ line, due }) => (
        <Payment key={line.n} voucher={voucher} handover={handover.id} line={line} due={due} />
      ))}
    </details>
  )
}

interface PaymentProps {
  readonly voucher: Voucher
  readonly handover: string
  readonly line: Voucher['lines'][number]
  readonly due: number
}

function Payment({ voucher, handover, line, due }: PaymentProps) {
  const language = useLanguage()
  const [minor, setMinor] = useState<number | undefined>(due)
  return (
    <div className="stack">
      <AmountField
        label={m.phone_contribute_amount({ item: line.names[language] })}
        currency={line.currency}
        value={minor}
        onChange={setMinor}
      />
      <AskButton
        command="voucher.contribute"
        about={voucher.key}
        input={{ handover, line: line.n, minor: minor as number }}
      >
        {m.phone_contribute_do()}
      </AskButton>
    </div>
  )
}
