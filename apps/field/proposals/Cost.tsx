import type { ProposalLine } from '#capabilities/proposals/proposal.ts'
import { itemOf, type Window } from '#capabilities/windows/window.ts'
import type { Currency } from '#door/values.ts'
import { Amount } from '#ui/Amount.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { measureText } from '../frame/measureText.ts'

/** What it costs, what the project gives, and what the household brings: lines, then two sums. */
export function Cost({ lines, window }: { lines: readonly ProposalLine[]; window: Window | undefined }) {
  const language = useLanguage()
  const currencies = [...new Set(lines.map(({ currency }) => currency))]
  const sum = (currency: Currency, of: (line: ProposalLine) => number) =>
    lines.filter((line) => line.currency === currency).reduce((total, line) => total + of(line), 0)

  return (
    <dl className="sums">
      {lines.map((line) => {
        const item = window && itemOf(window, line.item)
        return (
          <div key={line.item}>
            <dt>
              {item?.names[language] ?? line.item}
              <span className="note"> {measureText(line.quantity, item?.unit)}</span>
            </dt>
            <dd>
              <Amount money={{ currency: line.currency, minor: line.price }} />
            </dd>
          </div>
        )
      })}
      {currencies.map((currency) => (
        <div key={`project ${currency}`} className="sums__sum">
          <dt>{m.phone_cost_project()}</dt>
          <dd>
            <Amount money={{ currency, minor: sum(currency, ({ share }) => share) }} />
          </dd>
        </div>
      ))}
      {currencies.map((currency) => (
        <div key={`own ${currency}`} className="sums__sum">
          <dt>{m.phone_cost_own()}</dt>
          <dd>
            <Amount asOnNotes money={{ currency, minor: sum(currency, ({ price, share }) => price - share) }} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
