import { lazy, Suspense, useState } from 'react'
import { useLocation } from 'wouter'
import { asked } from '#capabilities/vouchers/voucher.money.ts'
import { type Condition, lineOf, type Voucher } from '#capabilities/vouchers/voucher.ts'
import { dayOf } from '#door/values.ts'
import { usePhone } from '#sync/hooks.ts'
import { Amount } from '#ui/Amount.tsx'
import { AmountField } from '#ui/AmountField.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { CodeField } from '#ui/CodeField.tsx'
import { dayText } from '#ui/days.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { NumberField } from '#ui/NumberField.tsx'
import { numberText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { contributionWords, unitWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Ask } from '../frame/Ask.tsx'
import { Found } from '../frame/Found.tsx'
import { Opening } from '../frame/Opening.tsx'
import { Screen } from '../frame/Screen.tsx'
import { nameText } from '../words.ts'
import { type Counted, freshCount, inputFrom, nextOpen, owedCount, withCode } from './counting.ts'
import { distrustWords, useDistrust } from './useDistrust.ts'

const Scanner = lazy(async () => ({ default: (await import('../scan/Scanner.tsx')).Scanner }))

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
  return (
    <Screen title={m.phone_redeem_title()} back={`/vouchers/${voucher.key}`}>
      <Say tone="bad">{distrustWords[distrust]()}</Say>
    </Screen>
  )
}

function Redeem({ voucher }: { voucher: Voucher }) {
  const language = useLanguage()
  const phone = usePhone()
  const [, go] = useLocation()
  const owed = owedCount(voucher)
  const [counts, setCounts] = useState<Counted[]>(() => {
    const fresh = freshCount(voucher)
    return fresh.length > 0 ? fresh : owed
  })
  const isReplacing = counts.some(({ replaces }) => replaces !== undefined)
  const [staffHeldStrip, setStaffHeld] = useState(false)
  const [isScanning, setScanning] = useState(false)
  const [isStrange, setStrange] = useState(false)
  const back = `/vouchers/${voucher.key}`
  const change = (line: number, changes: Partial<Counted>) =>
    setCounts(counts.map((count) => (count.line === line ? { ...count, ...changes } : count)))

  // What the farmer owes is read off the hand-over as it would be written, were nothing paid yet.
  const unpaid = counts.map((count) => ({ ...count, paid: 0, digits: '' }))
  const trial = phone.foresee('voucher.redeem', voucher.key, inputFrom(voucher, unpaid, new Map(), staffHeldStrip))
  const written = (trial.record as Voucher | undefined)?.handovers.at(-1)
  const due = new Map(
    written?.lines.map(({ line, farmerDue }) => [line, asked(farmerDue, lineOf(voucher, line)!.currency).pay]) ?? [],
  )
  const input = inputFrom(voucher, counts, due, staffHeldStrip)
  const itemName = (code: string) => voucher.lines.find(({ item }) => item === code)?.names[language] ?? code

  if (counts.length === 0) {
    return (
      <Screen title={m.phone_redeem_title()} back={back}>
        <Empty title={m.phone_redeem_nothing_left()} picture="check" />
      </Screen>
    )
  }
  return (
    <Screen title={m.phone_redeem_title()} back={back}>
      <section className="card stack">
        <h2>{nameText(voucher.recipients.head)}</h2>
        <p className="quiet">{voucher.serial}</p>
        {voucher.recipients.alternative && (
          <p>{m.phone_redeem_alternative({ name: voucher.recipients.alternative })}</p>
        )}
        {voucher.expiresOn < dayOf(phone.now()) && (
          <Say tone="bad">{m.refusal_voucher_expired({ on: dayText(voucher.expiresOn, language) })}</Say>
        )}
      </section>

      {owed.length > 0 && freshCount(voucher).length > 0 && (
        <button
          type="button"
          className="button button--second"
          onClick={() => setCounts(isReplacing ? freshCount(voucher) : owed)}
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
          due={due.get(count.line) ?? 0}
          onChange={(changes) => change(count.line, changes)}
        />
      ))}

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
        {isStrange && <Say tone="bad">{m.phone_scan_not_a_code()}</Say>}
        <label className="choice">
          <input
            type="checkbox"
            checked={staffHeldStrip}
            onChange={(event) => setStaffHeld(event.currentTarget.checked)}
          />
          <span className="choice__words">{m.phone_redeem_staff_held()}</span>
          <span className="choice__mark" aria-hidden="true">
            <Pictogram name="check" size={16} />
          </span>
        </label>
      </section>

      <Ask command="voucher.redeem" about={voucher.key} input={input} onAnswer={redeemed} nameOf={itemName}>
        {m.phone_redeem_do()}
      </Ask>
    </Screen>
  )

  function scanned(text: string) {
    const next = withCode(counts, text)
    setStrange(next === undefined)
    if (!next) return
    setCounts(next)
    if (next.filter(({ quantity }) => quantity !== 0).every(({ secret }) => secret)) setScanning(false)
  }

  function redeemed({ outcome }: { outcome: string }) {
    if (outcome !== 'refused') go(back)
  }
}

interface LineCardProps {
  readonly voucher: Voucher
  readonly count: Counted
  readonly due: number
  readonly onChange: (changes: Partial<Counted>) => void
}

function LineCard({ voucher, count, due, onChange }: LineCardProps) {
  const language = useLanguage()
  const line = lineOf(voucher, count.line)!
  const isNothing = count.quantity === 0
  const open = nextOpen(voucher, count.line)
  const isReplacement = count.replaces !== undefined
  return (
    <section className="card stack">
      <NumberField
        label={isReplacement ? m.phone_redeem_replace({ item: line.names[language] }) : line.names[language]}
        hint={
          isReplacement
            ? m.phone_redeem_replace_owed({ count: numberText(count.most) })
            : m.phone_redeem_left({ count: count.most })
        }
        counter
        min={0}
        max={count.most}
        unit={unitWords[line.unit]()}
        value={count.quantity}
        onChange={(quantity) => onChange({ quantity, paid: undefined })}
      />
      {!isNothing && !isReplacement && line.substitutes.length > 0 && (
        <ChoiceCards
          label={m.phone_redeem_item()}
          value={count.substitute ?? line.item}
          onChange={(item) => onChange({ substitute: item === line.item ? undefined : item, paid: undefined })}
          choices={[line, ...line.substitutes].map(({ item, names }) => ({ value: item, label: names[language] }))}
        />
      )}
      {!isNothing && (
        <>
          <ChoiceCards<Condition>
            label={m.phone_redeem_condition()}
            value={count.condition}
            onChange={(condition) => onChange({ condition })}
            choices={[
              { value: 'good', label: m.phone_condition_good() },
              { value: 'short', label: m.phone_condition_short() },
              { value: 'damaged', label: m.phone_condition_damaged() },
            ]}
          />
          {count.secret ? (
            <Say tone="good">{m.phone_redeem_code_seen({ n: count.secret.n })}</Say>
          ) : (
            <CodeField
              label={open === undefined ? m.phone_redeem_digits_none() : m.phone_redeem_digits({ n: open })}
              optional
              length={6}
              value={count.digits}
              onChange={(digits) => onChange({ digits })}
            />
          )}
          {isReplacement ? null : voucher.contribution === 'cash' ? (
            <>
              <p className="due">
                {m.phone_redeem_ask()} <Amount asOnNotes money={{ currency: line.currency, minor: due }} />
              </p>
              <AmountField
                label={m.phone_redeem_paid()}
                currency={line.currency}
                value={count.paid ?? due}
                onChange={(paid) => onChange({ paid: paid ?? 0 })}
              />
            </>
          ) : (
            <Say tone="going" quietly>
              {m.phone_redeem_no_cash({ kind: contributionWords[voucher.contribution]() })}
            </Say>
          )}
        </>
      )}
    </section>
  )
}
