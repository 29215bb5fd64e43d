import { type Condition, conditions, lineOf, type Voucher } from '#capabilities/vouchers/voucher.ts'
import { Amount } from '#ui/Amount.tsx'
import { AmountField } from '#ui/AmountField.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { CodeField } from '#ui/CodeField.tsx'
import { NumberField } from '#ui/NumberField.tsx'
import { numberText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { contributionWords, unitWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import {
  type Counted,
  digitPlaces,
  isUnheardOf,
  nextOpen,
  type StripPlace,
  type Unconfirmed,
} from '../vouchers/counting.ts'

interface LineCardProps {
  readonly voucher: Voucher
  readonly count: Counted
  readonly unconfirmed: readonly Unconfirmed[]
  readonly due: number
  readonly onChange: (changes: Partial<Counted>) => void
}

/** One item: how many, in which condition, by which code, and for how much. */
export function LineCard({ voucher, count, unconfirmed, due, onChange }: LineCardProps) {
  const language = useLanguage()
  const line = lineOf(voucher, count.line)!
  const isNothing = count.quantity === 0
  const places = digitPlaces(voucher, count.line, unconfirmed)
  const on = count.digitsOn ?? places[0]
  const open = nextOpen(voucher, count.line, unconfirmed, on)
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
          <details className="more">
            <summary>{m.phone_redeem_condition_is({ condition: conditionWords[count.condition]() })}</summary>
            <ChoiceCards<Condition>
              label={m.phone_redeem_condition()}
              value={count.condition}
              onChange={(condition) => onChange({ condition })}
              choices={conditions.map((value) => ({ value, label: conditionWords[value]() }))}
            />
          </details>
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
          {count.secret ? (
            isUnheardOf(voucher, count) ? (
              <Say tone="waiting">{m.phone_redeem_code_unheard()}</Say>
            ) : (
              <Say tone="good">{m.phone_redeem_code_seen({ n: count.secret.n })}</Say>
            )
          ) : (
            <details className="more" open={count.digits !== '' || undefined}>
              <summary>{m.phone_redeem_digits_instead()}</summary>
              {places.length > 1 && (
                <ChoiceCards<StripPlace>
                  label={m.phone_redeem_digits_where()}
                  value={on}
                  onChange={(digitsOn) => onChange({ digitsOn })}
                  choices={[
                    { value: 'paper', label: m.phone_redeem_digits_paper() },
                    { value: 'phone', label: m.phone_redeem_digits_phone() },
                  ]}
                />
              )}
              <CodeField
                label={open === undefined ? m.phone_redeem_digits_none() : m.phone_redeem_digits({ n: open })}
                optional
                length={6}
                value={count.digits}
                onChange={(digits) => onChange({ digits })}
              />
            </details>
          )}
        </>
      )}
    </section>
  )
}

const conditionWords: Record<Condition, () => string> = {
  good: m.phone_condition_good,
  short: m.phone_condition_short,
  damaged: m.phone_condition_damaged,
}
