import { changeOf, type MonthOfPrices, nameKey, type PriceFigure } from '#capabilities/markets/price.ts'
import { monthText } from '#ui/days.ts'
import { amountText, numberText, percentText } from '#ui/numbers.ts'
import { m } from '#ui/words/compiled/messages.js'
import type { Language } from '#ui/words/language.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'

/** A commodity as its programme calls it, else as the lists do. */
export function commodityText(
  { commodity, names }: Pick<PriceFigure, 'commodity' | 'names'>,
  language: Language,
): string {
  return names?.[language] ?? commodity
}

/** A unit in words where we have some; else as the lists have it. */
export function unitText(unit: string): string {
  const key = nameKey(unit)
  const pieces = /^(\d+) ?pcs$/.exec(key)
  if (pieces) return m.price_unit_pieces({ count: numberText(Number(pieces[1])) })
  return key === 'kg' ? m.price_unit_kg() : unit
}

export function riel(minor: number, language: Language): string {
  return amountText({ currency: 'KHR', minor }, language)
}

/** Riel, marked where they were worked out from another currency. */
export function Riel({ minor, isEstimate }: { minor: number; isEstimate: boolean }) {
  const language = useLanguage()
  return (
    <data className="amount" value={minor}>
      {isEstimate && (
        <>
          <span aria-hidden="true">≈ </span>
          <span className="unseen">{m.price_riel_estimated()} </span>
        </>
      )}
      {riel(minor, language)}
    </data>
  )
}

/** From the lowest market to the highest, and how many they are. */
export function Range({ of: { lowest, highest, markets } }: { of: MonthOfPrices }) {
  const language = useLanguage()
  return (
    <span className="note price-line">
      {lowest === highest
        ? m.price_markets({ count: markets })
        : m.price_range({
            lowest: numberText(lowest),
            highest: riel(highest, language),
            markets: m.price_markets({ count: markets }),
          })}
    </span>
  )
}

const arrows = { up: '▲', down: '▼', same: '=' } as const

/** Up or down against which month: an arrow, and the same in words. */
export function Change({ of }: { of: Pick<PriceFigure, 'median' | 'before'> }) {
  const language = useLanguage()
  const change = changeOf(of)
  if (!change) return <span className="note">{m.price_no_before()}</span>
  const said = { amount: riel(Math.abs(change.riel), language), share: percentText(Math.abs(change.share)) }
  return (
    <>
      <span className={`price-change price-change--${change.direction}`}>
        <span aria-hidden="true">{arrows[change.direction]}</span>{' '}
        {change.direction === 'up'
          ? m.price_up(said)
          : change.direction === 'down'
            ? m.price_down(said)
            : m.price_same()}
      </span>
      <span className="note price-line">{m.price_since({ month: monthText(change.since, language) })}</span>
    </>
  )
}
