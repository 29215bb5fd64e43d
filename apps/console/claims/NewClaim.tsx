import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { homeOf, type Key } from '#door/key.ts'
import type { Bilingual, Currency, Day } from '#door/values.ts'
import { AmountField } from '#ui/AmountField.tsx'
import { AskButton } from '#ui/AskButton.tsx'
import { DayField } from '#ui/DayField.tsx'
import { InstantText } from '#ui/DayText.tsx'
import { numberText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { unitWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { newKey } from '../engine.ts'
import { Reading, today, useRead } from '../reading.tsx'

interface ClaimableRow {
  readonly voucher: Key
  readonly serial: string
  readonly handover: string
  readonly at: string
  readonly line: number
  readonly names: Bilingual
  readonly unit: string
  readonly quantity: number
  readonly currency: Currency
  readonly minor: number
}

/** A shop bills what others than itself have confirmed: each line with the project's share of it. */
export function NewClaim() {
  useLanguage()
  const claimable = useRead<ClaimableRow[]>('claim.claimable')
  return (
    <section className="panel">
      <h2>{m.claim_new()}</h2>
      <Reading of={claimable}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="quiet">{m.claim_new_nothing()}</p>
          ) : (
            <Invoice key={rows.map(nameOf).join()} rows={rows.filter(({ voucher }) => isSameHome(voucher, rows[0]!))} />
          )
        }
      </Reading>
    </section>
  )
}

function Invoice({ rows }: { rows: readonly ClaimableRow[] }) {
  const language = useLanguage()
  const go = useNavigate()
  const [key] = useState(() => newKey(homeOf(rows[0]!.voucher)))
  const [invoice, setInvoice] = useState('')
  const [invoicedOn, setInvoicedOn] = useState<Day | undefined>(today())
  const [billed, setBilled] = useState<ReadonlyMap<string, number | undefined>>(
    () => new Map(rows.map((row) => [nameOf(row), row.minor])),
  )
  const lines = rows.flatMap((row) => {
    const minor = billed.get(nameOf(row))
    const { voucher, handover, line, quantity } = row
    return minor === undefined || minor === 0 ? [] : [{ voucher, handover, line, quantity, minor }]
  })
  const isReady = invoice.trim() !== '' && invoicedOn !== undefined && lines.length > 0

  return (
    <div className="stack">
      <p className="quiet">{m.claim_new_about()}</p>
      <ul className="plain stack">
        {rows.map((row) => (
          <li key={nameOf(row)} className="answer">
            <p className="row">
              <strong>
                {row.names[language]} · {numberText(row.quantity)} {wordFor(unitWords, row.unit, language)}
              </strong>
              <span className="note">
                {row.serial} · <InstantText at={row.at} />
              </span>
            </p>
            <AmountField
              label={m.claim_new_asked({ item: row.names[language] })}
              currency={row.currency}
              value={billed.get(nameOf(row))}
              onChange={(minor) => setBilled(new Map([...billed, [nameOf(row), minor]]))}
            />
          </li>
        ))}
      </ul>
      <div className="row row--fields">
        <TextField label={m.claim_new_invoice()} max={60} value={invoice} onChange={setInvoice} />
        <DayField label={m.claim_new_on()} max={today()} value={invoicedOn} onChange={setInvoicedOn} />
      </div>
      {isReady ? (
        <AskButton
          command="claim.submit"
          about={key}
          input={{ invoice: invoice.trim(), invoicedOn, lines }}
          onAnswer={({ outcome }) => outcome === 'accepted' && void go({ to: '/claims/$key', params: { key } })}
        >
          {m.claim_new_do()}
        </AskButton>
      ) : (
        <Say tone="quiet" quietly>
          {m.claim_new_first()}
        </Say>
      )}
    </div>
  )
}

function nameOf({ handover, line }: Pick<ClaimableRow, 'handover' | 'line'>): string {
  return `${handover} ${line}`
}

/** An invoice is for one province; what lies in another is billed after it. */
function isSameHome(voucher: Key, { voucher: other }: ClaimableRow): boolean {
  return homeOf(voucher) === homeOf(other)
}
