import type { Proposal } from '#capabilities/proposals/proposal.ts'
import { ceilingOf, itemOf, type Window } from '#capabilities/windows/window.ts'
import { Amount } from '#ui/Amount.tsx'
import { numberText } from '#ui/numbers.ts'
import { m } from '#ui/words/compiled/messages.js'
import { unitWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Scroll } from '../frame/Scroll.tsx'

/** Each item with its price against the ceiling of its day, and who pays which part. */
export function Prices({ proposal, window }: { proposal: Proposal; window: Window }) {
  const language = useLanguage()
  return (
    <Scroll label={m.proposal_wish()}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{m.field_item()}</th>
            <th scope="col" className="end">
              {m.field_quantity()}
            </th>
            <th scope="col" className="end">
              {m.price_unit()}
            </th>
            <th scope="col" className="end">
              {m.price_ceiling()}
            </th>
            <th scope="col" className="end">
              {m.price_project()}
            </th>
            <th scope="col" className="end">
              {m.price_farmer()}
            </th>
          </tr>
        </thead>
        <tbody>
          {proposal.lines.map(({ item, quantity, currency, unitPrice, price, share }) => {
            const known = itemOf(window, item)
            const ceiling = ceilingOf(window, item, proposal.place, proposal.submittedOn)
            return (
              <tr key={item}>
                <th scope="row">{known?.names[language] ?? item}</th>
                <td className="end">
                  {numberText(quantity)} {known && wordFor(unitWords, known.unit, language)}
                </td>
                <td className="end">
                  <Amount money={{ currency, minor: unitPrice }} />
                </td>
                <td className="end quiet">
                  {ceiling && <Amount money={{ currency: ceiling.currency, minor: ceiling.minor }} />}
                </td>
                <td className="end">
                  <Amount money={{ currency, minor: share }} />
                </td>
                <td className="end">
                  <Amount money={{ currency, minor: price - share }} />
                </td>
              </tr>
            )
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={4}>
              {proposal.approval ? m.price_approved() : m.price_estimated()}
              {proposal.rate !== null && (
                <span className="note"> {m.price_rate({ rate: numberText(proposal.rate) })}</span>
              )}
            </th>
            <td className="end">
              <strong>
                <Amount money={{ currency: proposal.currency, minor: proposal.projectMinor }} />
              </strong>
            </td>
            <td />
          </tr>
        </tfoot>
      </table>
    </Scroll>
  )
}
