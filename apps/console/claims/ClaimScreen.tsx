import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Claim, ClaimLine } from '#capabilities/claims/claim.ts'
import type { Shop } from '#capabilities/organisations/shop.ts'
import { Amount } from '#ui/Amount.tsx'
import { AmountField } from '#ui/AmountField.tsx'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { Clock } from '#ui/Clock.tsx'
import { DayText, InstantText } from '#ui/DayText.tsx'
import { useRecord } from '#ui/engine.ts'
import { Empty } from '#ui/Nothing.tsx'
import { NumberField } from '#ui/NumberField.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { numberText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { Badge, StateBadge } from '#ui/StateBadge.tsx'
import { TextField } from '#ui/TextField.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { mismatchWords, paymentMethodWords } from '#ui/words/claims.ts'
import { m } from '#ui/words/compiled/messages.js'
import { wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Scroll } from '../frame/Scroll.tsx'
import { Waiting } from '../frame/Waiting.tsx'
import { History } from '../journal/History.tsx'
import { may, useMe } from '../me.ts'
import { KeptPhoto } from '../photos/KeptPhoto.tsx'
import { today } from '../reading.tsx'
import { lineStateWords } from './words.ts'

/** An invoice laid beside what was ordered and what was received; a disputed line holds up no other. */
export function ClaimScreen() {
  const language = useLanguage()
  const me = useMe()
  const { key } = useParams({ strict: false }) as { key: string }
  const claim = useRecord<Claim>('claim', key)
  const shop = useRecord<Shop>('shop', claim && claim !== 'not-yet' ? claim.shop : '')
  useTitle(m.claims_title())
  if (claim === 'not-yet') return <Waiting />
  if (!claim) {
    return (
      <Empty title={m.claims_none()} picture="question">
        <p className="quiet">{m.refusal_record_not_found()}</p>
      </Empty>
    )
  }
  const isWaiting = claim.state === 'submitted' || claim.state === 'part-paid'
  return (
    <div className="page">
      <div className="page__head">
        <div>
          <p className="quiet">{m.claim_invoice({ number: claim.invoice })}</p>
          <h1>{shop && shop !== 'not-yet' ? nameIn(language, shop) : m.field_shop()}</h1>
          <p className="row">
            <StateBadge noun="claim" state={claim.state} />
            {isWaiting && <Clock since={claim.since} dueOn={claim.dueOn} today={today()} />}
          </p>
        </div>
      </div>
      <div className="columns">
        <div className="columns__main">
          <section className="panel">
            <h2>{m.claim_match()}</h2>
            <Match claim={claim} />
          </section>
          {claim.payments.length > 0 && (
            <section className="panel">
              <h2>{m.claim_payments()}</h2>
              {claim.payments.map((payment) => (
                <p key={payment.id} className="row">
                  <InstantText at={payment.at} />
                  <Amount money={{ currency: payment.currency, minor: payment.minor }} />
                  <span className="quiet">
                    {wordFor(paymentMethodWords, payment.method, language)} · {payment.reference}
                  </span>
                  {payment.rounding !== 0 && (
                    <span className="note">{m.claim_rounding({ riel: numberText(payment.rounding) })}</span>
                  )}
                </p>
              ))}
            </section>
          )}
          {may(me, 'journal.read') && (
            <section className="panel">
              <h2>{m.proposal_history()}</h2>
              <History keys={[claim.key]} />
            </section>
          )}
        </div>
        <div className="columns__side">
          <section className="panel panel--do">
            <h2>{m.proposal_do()}</h2>
            {isWaiting && may(me, 'claim.settle') && <Settle claim={claim} />}
            {isWaiting && may(me, 'claim.pay') ? (
              <Pay claim={claim} />
            ) : (
              <p className="quiet">{m.claim_nothing_to_do()}</p>
            )}
          </section>
        </div>
      </div>
    </div>
  )
}

function Match({ claim }: { claim: Claim }) {
  const language = useLanguage()
  return (
    <Scroll label={m.claim_match()}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{m.field_item()}</th>
            <th scope="col" className="end">
              {m.claim_ordered()}
            </th>
            <th scope="col" className="end">
              {m.claim_received()}
            </th>
            <th scope="col" className="end">
              {m.claim_billed()}
            </th>
            <th scope="col" className="end">
              {m.claim_difference()}
            </th>
            <th scope="col">{m.claim_state()}</th>
          </tr>
        </thead>
        <tbody>
          {claim.lines.map((line) => (
            <tr key={line.n}>
              <th scope="row">
                <Link to="/vouchers/$key" params={{ key: line.voucher }}>
                  {line.names[language]}
                </Link>
              </th>
              <Cell line={line} part={line.ordered} />
              <Cell line={line} part={line.received} />
              <td className="end">
                {numberText(line.billed.quantity)}
                <br />
                <Amount money={{ currency: line.currency, minor: line.billed.minor }} />
              </td>
              <td className={line.difference === 0 ? 'end quiet' : 'end tone-bad'}>
                <Amount money={{ currency: line.currency, minor: line.difference }} />
              </td>
              <td>
                <Badge tone={lineTones[line.state] ?? 'quiet'}>{wordFor(lineStateWords, line.state, language)}</Badge>
                {line.mismatch && line.state !== 'matched' && line.state !== 'paid' && (
                  <p className="note">{wordFor(mismatchWords, line.mismatch, language)}</p>
                )}
                {line.note && <p className="note">{line.note}</p>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

const lineTones: Record<string, 'good' | 'bad' | 'going' | 'quiet'> = {
  matched: 'going',
  disputed: 'bad',
  paid: 'good',
  rejected: 'quiet',
}

function Cell({ line, part }: { line: ClaimLine; part: { quantity: number; share: number } }) {
  return (
    <td className="end">
      {numberText(part.quantity)}
      <br />
      <Amount money={{ currency: line.currency, minor: part.share }} />
    </td>
  )
}

/** A line in dispute is settled at no more than what was received, with a word to the shop. */
function Settle({ claim }: { claim: Claim }) {
  const language = useLanguage()
  const disputed = claim.lines.filter(({ state }) => state === 'disputed')
  const [minor, setMinor] = useState<number>()
  const [note, setNote] = useState('')
  const line = disputed[0]
  if (!line) return null
  return (
    <div className="stack">
      <h3>{m.claim_settle({ item: line.names[language] })}</h3>
      <AmountField label={m.claim_settle_at()} currency={line.currency} value={minor} onChange={setMinor} />
      <TextField label={m.field_note()} max={500} value={note} onChange={setNote} />
      <AskButton
        command="claim.settle"
        about={claim.key}
        input={{ seen: claim.version, line: line.n, minor: minor as number, note: note.trim() }}
        look="second"
      >
        {m.claim_settle_do()}
      </AskButton>
    </div>
  )
}

/** Records a payment that was made outside, with its reference and a picture of its proof. */
function Pay({ claim }: { claim: Claim }) {
  const language = useLanguage()
  const payable = claim.lines.filter(({ state, agreed }) => state === 'matched' && agreed > 0)
  const currency = payable[0]?.currency ?? 'KHR'
  const [method, setMethod] = useState<'bank' | 'wing' | 'khqr' | 'cash'>()
  const [reference, setReference] = useState('')
  const [evidence, setEvidence] = useState<string | null>(null)
  const [rate, setRate] = useState<number>()
  // Shops are paid in the currency of their prices; the budget line may be kept in another.
  const needsRate = payable.some(({ budget }) => budget.currency !== currency)
  if (payable.length === 0) return <p className="quiet">{m.claim_nothing_to_pay()}</p>
  const total = payable.reduce((sum, { agreed }) => sum + agreed, 0)
  return (
    <div className="stack">
      <h3>
        {m.claim_pay()} <Amount money={{ currency, minor: total }} />
      </h3>
      <p className="quiet">
        {m.claim_pay_about()} <DayText day={claim.dueOn} />
      </p>
      <ChoiceCards
        label={m.claim_method()}
        value={method}
        onChange={setMethod}
        choices={(['bank', 'wing', 'khqr', 'cash'] as const).map((value) => ({
          value,
          label: wordFor(paymentMethodWords, value, language),
        }))}
      />
      {needsRate && (
        <NumberField
          label={m.claim_rate()}
          hint={m.claim_rate_hint()}
          min={1_000}
          max={10_000}
          value={rate}
          onChange={setRate}
        />
      )}
      <TextField label={m.field_reference()} max={120} value={reference} onChange={setReference} />
      <KeptPhoto label={m.claim_evidence()} home={claim.key.slice(0, 2)} onKept={setEvidence} />
      {method && reference.trim() !== '' && evidence && (!needsRate || rate !== undefined) ? (
        <AskButton
          command="claim.pay"
          about={claim.key}
          input={{
            seen: claim.version,
            lines: payable.map(({ n }) => n),
            method,
            currency,
            reference: reference.trim(),
            evidence,
            ...(needsRate && rate !== undefined ? { rielPerDollar: rate } : {}),
          }}
        >
          {m.claim_pay_do()}
        </AskButton>
      ) : (
        <Say tone="quiet" quietly>
          {m.claim_pay_first()}
        </Say>
      )}
    </div>
  )
}
