import { lazy, Suspense, useState } from 'react'
import { useLocation } from 'wouter'
import { asked } from '#capabilities/vouchers/voucher.money.ts'
import { lineOf, type Voucher } from '#capabilities/vouchers/voucher.ts'
import { homeOf } from '#door/key.ts'
import { usePhone } from '#sync/hooks.ts'
import { Amount } from '#ui/Amount.tsx'
import { AskButton } from '#ui/AskButton.tsx'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Opening } from '../frame/Opening.tsx'
import { PhotoAnswer } from '../frame/PhotoAnswer.tsx'
import { Resumed } from '../frame/Resumed.tsx'
import { Screen } from '../frame/Screen.tsx'
import { useDraft } from '../frame/useDraft.ts'
import {
  asSaid,
  type Counted,
  codeIn,
  freshCounting,
  handingOver,
  inputFrom,
  type Misread,
  type Unconfirmed,
} from '../vouchers/counting.ts'
import { nameText } from '../words.ts'
import { LineCard } from './LineCard.tsx'
import { Recipient } from './Recipient.tsx'

const Scanner = lazy(async () => ({ default: (await import('../scan/Scanner.tsx')).Scanner }))

interface HandOverProps {
  readonly voucher: Voucher
  /** What is left on the voucher, and what is owed for animals that died. */
  readonly fresh: readonly Counted[]
  readonly owed: readonly Counted[]
  readonly unconfirmed: readonly Unconfirmed[]
}

/** Goods, money, code, photo: kept as they are said, so that a flat battery at the counter loses none of it. */
export function HandOverForm({ voucher, fresh, owed, unconfirmed }: HandOverProps) {
  const language = useLanguage()
  const phone = usePhone()
  const [, go] = useLocation()
  const draft = useDraft(handingOver, voucher.key, () => freshCounting(nameText(voucher.recipients.head)))
  const [isScanning, setScanning] = useState(false)
  const [misread, setMisread] = useState<Misread>()
  const { lines: said, staffHeldStrip, photo } = draft.answers
  const isReplacing = fresh.length === 0 || (draft.answers.isReplacing && owed.length > 0)
  const counts = asSaid(voucher, isReplacing ? owed : fresh, said)
  const back = `/vouchers/${voucher.key}`
  const say = (line: number, changes: Partial<Counted>) =>
    draft.change({ lines: { ...said, [line]: { ...said[line], ...changes } } })

  // What the farmer owes is read off the hand-over as it would be written, were nothing paid yet.
  const unpaid = counts.map((count) => ({ ...count, paid: 0, digits: '' }))
  const trial = phone.foresee('voucher.redeem', voucher.key, inputFrom(voucher, unpaid, new Map()))
  const written = (trial.record as Voucher | undefined)?.handovers.at(-1)
  const due = new Map(
    written?.lines.map(({ line, farmerDue }) => [line, asked(farmerDue, lineOf(voucher, line)!.currency).pay]) ?? [],
  )
  const input = inputFrom(voucher, counts, due, { staffHeldStrip, photo }, unconfirmed)
  const itemName = (code: string) => voucher.lines.find(({ item }) => item === code)?.names[language] ?? code
  const cash = counts
    .filter(({ quantity, replaces }) => quantity !== 0 && !replaces)
    .reduce((sum, { line, paid }) => sum + (paid ?? due.get(line) ?? 0), 0)
  const currencies = new Set(counts.map(({ line }) => lineOf(voucher, line)!.currency))
  const hasDigits = counts.some(({ quantity, secret, digits }) => quantity !== 0 && !secret && digits !== '')

  return (
    <Screen title={m.phone_redeem_title()} back={back}>
      <Resumed draft={draft} />
      <Recipient voucher={voucher} />
      {unconfirmed.length > 0 && (
        <Say tone="waiting" quietly>
          {m.phone_redeem_unconfirmed()}
        </Say>
      )}
      {owed.length > 0 && fresh.length > 0 && (
        <button
          type="button"
          className="button button--second"
          onClick={() => draft.change({ isReplacing: !isReplacing, lines: {} })}
        >
          <Pictogram name="again" size={22} />
          {isReplacing ? m.phone_redeem_ordinary() : m.phone_redeem_replacing()}
        </button>
      )}
      {counts.map((count) => (
        <LineCard
          key={count.line}
          voucher={voucher}
          count={count}
          unconfirmed={unconfirmed}
          due={due.get(count.line) ?? 0}
          onChange={(changes) => say(count.line, changes)}
        />
      ))}
      {!isReplacing && voucher.contribution === 'cash' && counts.length > 1 && currencies.size === 1 && (
        <p className="due">
          {m.phone_redeem_paid_in_all()} <Amount asOnNotes money={{ currency: [...currencies][0]!, minor: cash }} />
        </p>
      )}

      <section className="stack">
        <h2>{m.phone_redeem_code()}</h2>
        <p className="quiet">{m.phone_redeem_code_how()}</p>
        <button type="button" className="button button--second" onClick={() => setScanning(!isScanning)}>
          <Pictogram name="scan" size={22} />
          {isScanning ? m.phone_scan_stop() : m.phone_redeem_scan()}
        </button>
        {isScanning && (
          <Suspense fallback={<Opening />}>
            <Scanner onText={scanned} />
          </Suspense>
        )}
        {misread && <Say tone="bad">{misreadWords[misread]()}</Say>}
        {hasDigits && <Say tone="waiting">{m.phone_redeem_digits_confirmed()}</Say>}
        <label className="choice">
          <input
            type="checkbox"
            checked={staffHeldStrip}
            onChange={(event) => draft.change({ staffHeldStrip: event.currentTarget.checked })}
          />
          <span className="choice__words">{m.phone_redeem_staff_held()}</span>
          <span className="choice__mark" aria-hidden="true">
            <Pictogram name="check" size={16} />
          </span>
        </label>
      </section>
      <PhotoAnswer
        label={m.phone_redeem_photo()}
        optional
        home={homeOf(voucher.key)}
        value={photo}
        onChange={(taken) => draft.change({ photo: taken })}
      />

      <AskButton command="voucher.redeem" about={voucher.key} input={input} onAnswer={redeemed} nameOf={itemName}>
        {m.phone_redeem_do()}
      </AskButton>
    </Screen>
  )

  function scanned(text: string) {
    const found = codeIn(voucher, counts, text)
    if (typeof found === 'string') return setMisread(found)
    setMisread(undefined)
    say(found.line, { secret: found.secret, digits: '' })
    const isSeen = ({ line, quantity, secret }: Counted) => quantity === 0 || secret || line === found.line
    if (counts.every(isSeen)) setScanning(false)
  }

  async function redeemed({ outcome }: { outcome: string }) {
    if (outcome === 'refused') return
    await draft.done()
    go(back)
  }
}

const misreadWords: Record<Misread, () => string> = {
  'not-a-code': m.phone_scan_not_a_code,
  'a-sheet': m.phone_scan_a_sheet,
  'another-item': m.phone_scan_another_item,
  wrong: m.phone_scan_wrong_code,
  used: m.refusal_voucher_code_used,
  cancelled: m.refusal_voucher_code_cancelled,
}
