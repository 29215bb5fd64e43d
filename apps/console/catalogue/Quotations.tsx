import { type CatalogueItem, type Quotation, standing } from '#capabilities/catalogue/item.ts'
import { Amount } from '#ui/Amount.tsx'
import { DayText } from '#ui/DayText.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Scroll } from '../frame/Scroll.tsx'
import { PlaceName, PlaceNames } from '../places.tsx'
import { Lines } from './Lines.tsx'

/** What people asked for one, the last first; what was said otherwise since is struck through. */
export function Quotations({ item: { quotations } }: { item: CatalogueItem }) {
  useLanguage()
  const known = standing(quotations)
  const inOrder = [...quotations]
    .reverse()
    .sort((one, other) => (one.from === other.from ? 0 : one.from < other.from ? 1 : -1))
  return (
    <section className="panel">
      <h2>{m.catalogue_quotations()}</h2>
      {quotations.length === 0 ? (
        <p className="quiet">{m.catalogue_no_quotation()}</p>
      ) : (
        <PlaceNames codes={quotations.flatMap(({ province }) => province ?? [])}>
          <p className="quiet">{m.catalogue_quotations_about()}</p>
          <Lines quotations={known} />
          <Scroll label={m.catalogue_quotations()}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{m.catalogue_quotation_day()}</th>
                  <th scope="col" className="end">
                    {m.catalogue_quotation_price()}
                  </th>
                  <th scope="col">{m.catalogue_quotation_by()}</th>
                </tr>
              </thead>
              <tbody>
                {inOrder.map((one) => (
                  <Row
                    key={`${one.at} ${one.province} ${one.source}`}
                    quotation={one}
                    isCorrected={!known.includes(one)}
                  />
                ))}
              </tbody>
            </table>
          </Scroll>
        </PlaceNames>
      )}
    </section>
  )
}

function Row({ quotation, isCorrected }: { quotation: Quotation; isCorrected: boolean }) {
  return (
    <tr>
      <th scope="row">
        <DayText day={quotation.from} length="short" />
      </th>
      <td className="end">
        {isCorrected ? (
          <>
            <s>
              <Amount money={quotation} />
            </s>
            <br />
            <span className="note">{m.catalogue_corrected()}</span>
          </>
        ) : (
          <Amount money={quotation} />
        )}
      </td>
      <td>
        {quotation.source}
        <br />
        <span className="note">
          <PlaceName code={quotation.province ?? ''} levels={1} />
        </span>
      </td>
    </tr>
  )
}
