import { Link, useParams, useSearch } from '@tanstack/react-router'
import { type MonthOfPrices, type PriceFigure, type PriceKind, priceKinds } from '#capabilities/markets/price.ts'
import { monthText } from '#ui/days.ts'
import { Empty } from '#ui/Nothing.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { priceKindWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Scroll } from '../frame/Scroll.tsx'
import { useProgramme } from '../programme.tsx'
import { Reading, useRead } from '../reading.tsx'
import { Behind } from './Behind.tsx'
import './prices.css'
import { useProvinces } from './provinces.ts'
import { SeriesChart } from './SeriesChart.tsx'
import { commodityText, Range, Riel, unitText } from './words.tsx'

export interface PriceAsked {
  readonly programme: string
  readonly province: string
  readonly commodity: string
  readonly unit: string
  readonly kind: PriceKind
}

/** One commodity in one province, in one unit: its months, and the prices behind them. */
export function PriceScreen() {
  const language = useLanguage()
  const { programme } = useProgramme()
  const { province } = useParams({ strict: false }) as { province: string }
  const { commodity, unit, kind } = useSearch({ strict: false }) as Record<string, unknown>
  const asked: PriceAsked = {
    ...{ programme: programme?.programme ?? '', province },
    ...{
      commodity: String(commodity ?? ''),
      unit: String(unit ?? ''),
      kind: priceKinds.find((one) => one === kind) ?? 'retail',
    },
  }
  const isWanted = programme !== undefined && asked.commodity !== '' && asked.unit !== ''
  // The board knows by what names the programme calls its commodities, and most often it was just open.
  const board = useRead<PriceFigure[]>('price.board', { programme: asked.programme, province }, isWanted)
  const name = commodityText(
    {
      commodity: asked.commodity,
      names: board.data?.find((figure) => figure.commodity === asked.commodity)?.names ?? null,
    },
    language,
  )
  useTitle(name === '' ? m.prices_title() : name)
  const provinces = useProvinces(programme?.programme)
  const here = [...(provinces.data?.own ?? []), ...(provinces.data?.others ?? [])].find(({ code }) => code === province)
  const series = useRead<MonthOfPrices[]>('price.series', asked, isWanted)
  return (
    <div className="page">
      <p className="no-print">
        <Link to="/prices" search={{ province } as never}>
          {m.prices_back()}
        </Link>
      </p>
      {isWanted ? (
        <>
          <div className="page__head">
            <div>
              <h1>{name}</h1>
              <p>
                {here ? (language === 'km' ? here.nameKm : here.nameLatin) : province} · {priceKindWords[asked.kind]()}{' '}
                · {m.price_per({ unit: unitText(asked.unit) })}
              </p>
            </div>
          </div>
          <Reading of={series}>
            {(months) => (months.length === 0 ? <Gone /> : <Page asked={asked} name={name} months={months} />)}
          </Reading>
        </>
      ) : (
        <Gone />
      )}
    </div>
  )
}

function Gone() {
  return <Empty title={m.prices_no_such()} picture="question" />
}

function Page({ asked, name, months }: { asked: PriceAsked; name: string; months: readonly MonthOfPrices[] }) {
  const language = useLanguage()
  return (
    <>
      <section className="panel">
        <h2>{m.price_months()}</h2>
        <SeriesChart months={months} name={name} />
        <Scroll label={m.price_months()}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{m.import_field_month()}</th>
                <th scope="col" className="end">
                  {m.price_median()}
                </th>
              </tr>
            </thead>
            <tbody>
              {months.map((one) => (
                <tr key={one.month}>
                  <th scope="row">{monthText(one.month, language)}</th>
                  <td className="end">
                    <Riel minor={one.median} isEstimate={one.hasEstimates} />
                    <Range of={one} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
        {months.some(({ hasEstimates }) => hasEstimates) && <p className="note">{m.price_estimates_about()}</p>}
      </section>
      <Behind asked={asked} />
    </>
  )
}
