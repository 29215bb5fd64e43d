import { SegmentedControl } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { type PriceFigure, type PriceKind, priceKinds } from '#capabilities/markets/price.ts'
import { monthText } from '#ui/days.ts'
import { Field } from '#ui/Field.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import type { Language } from '#ui/words/language.ts'
import { priceKindWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { Scroll } from '../frame/Scroll.tsx'
import { may, useMe } from '../me.ts'
import { useProgramme } from '../programme.tsx'
import { Reading, useRead } from '../reading.tsx'
import './prices.css'
import { type Province, useProvinces } from './provinces.ts'
import { Change, commodityText, Range, Riel, unitText } from './words.tsx'

/** What things cost in the markets of a province: each with its unit and month, and against the month before. */
export function PricesScreen() {
  useLanguage()
  useTitle(m.prices_title())
  const { programme } = useProgramme()
  const provinces = useProvinces(programme?.programme)
  return (
    <div className="page">
      <PageHead title={m.prices_title()} intro={m.prices_intro()} />
      <Reading of={provinces}>
        {({ own, others }) => <Chosen own={own} others={others} programme={programme?.programme ?? ''} />}
      </Reading>
    </div>
  )
}

type Chosen = { readonly own: readonly Province[]; readonly others: readonly Province[]; readonly programme: string }

/** The address says which province and which kind, so that a link is the board. */
function Chosen({ own, others, programme }: Chosen) {
  const language = useLanguage()
  const asked = useSearch({ strict: false }) as { province?: unknown; kind?: unknown }
  const go = useNavigate()
  const all = [...own, ...others]
  // A code in an address may have been taken for a number on its way.
  const wanted = asked.province === undefined ? undefined : String(asked.province).padStart(2, '0')
  const province =
    all.find(({ code }) => code === wanted) ??
    own.find(({ latest }) => latest !== null) ??
    all.find(({ latest }) => latest !== null) ??
    all[0]
  const kind = priceKinds.find((one) => one === asked.kind)
  if (!province) return <Empty title={m.prices_none_anywhere()} picture="report" />

  const change = (changes: { province?: string; kind?: PriceKind | undefined }) =>
    void go({ to: '/prices', search: { province: province.code, kind, ...changes } as never, replace: true })
  const named = ({ nameKm, nameLatin }: Province) => (language === 'km' ? nameKm : nameLatin)
  const options = (provinces: readonly Province[]) =>
    provinces.map((one) => (
      <option key={one.code} value={one.code}>
        {one.latest === null ? m.prices_province_without({ province: named(one) }) : named(one)}
      </option>
    ))
  return (
    <>
      <div className="row row--fields no-print">
        <Field label={m.level_province()}>
          {(tied) => (
            <select
              {...tied}
              className="input"
              value={province.code}
              onChange={(event) => change({ province: event.currentTarget.value })}
            >
              {own.length > 0 && others.length > 0 ? (
                <>
                  <optgroup label={m.prices_own_places()}>{options(own)}</optgroup>
                  <optgroup label={m.prices_other_places()}>{options(others)}</optgroup>
                </>
              ) : (
                options(all)
              )}
            </select>
          )}
        </Field>
      </div>
      <SegmentedControl
        className="filters prices-kinds no-print"
        aria-label={m.field_price_kind()}
        value={kind ?? 'all'}
        onChange={(value) => change({ kind: priceKinds.find((one) => one === value) })}
        data={[
          { value: 'all', label: m.review_all() },
          ...priceKinds.map((one) => ({ value: one, label: priceKindWords[one]() })),
        ]}
      />
      <Board province={province} name={named(province)} {...{ programme, kind }} />
    </>
  )
}

function Board({
  programme,
  province,
  name,
  kind,
}: {
  programme: string
  province: Province
  name: string
  kind: PriceKind | undefined
}) {
  useLanguage()
  const me = useMe()
  const isBringer = may(me, 'price.record') && may(me, 'import.run')
  const board = useRead<PriceFigure[]>('price.board', { programme, province: province.code, ...(kind && { kind }) })
  return (
    <Reading of={board}>
      {(figures) =>
        figures.length === 0 ? (
          <Empty
            title={kind ? m.prices_none_of_kind({ province: name }) : m.prices_none({ province: name })}
            picture="report"
          >
            <p className="quiet">{isBringer ? m.prices_none_bring() : m.prices_none_next()}</p>
            {isBringer && (
              <Link to="/imports/new" className="button button--second">
                {m.imports_bring()}
              </Link>
            )}
          </Empty>
        ) : (
          <section className="panel">
            <h2>{name}</h2>
            <p className="quiet">{m.prices_about()}</p>
            <Figures figures={figures} province={province.code} />
            {figures.some(({ hasEstimates }) => hasEstimates) && <p className="note">{m.price_estimates_about()}</p>}
          </section>
        )
      }
    </Reading>
  )
}

function Figures({ figures, province }: { figures: readonly PriceFigure[]; province: string }) {
  const language = useLanguage()
  return (
    <Scroll label={m.prices_title()}>
      <table className="table prices">
        <thead>
          <tr>
            <th scope="col">{m.import_field_commodity()}</th>
            <th scope="col" className="end">
              {m.price_median()}
            </th>
            <th scope="col" className="prices__wide">
              {m.price_change()}
            </th>
          </tr>
        </thead>
        <tbody>
          {inOrder(figures, language).map((figure) => (
            <tr key={`${figure.commodity} ${figure.unit} ${figure.kind}`}>
              <th scope="row">
                <Link
                  to="/prices/$province"
                  params={{ province }}
                  search={{ commodity: figure.commodity, unit: figure.unit, kind: figure.kind } as never}
                >
                  {commodityText(figure, language)}
                </Link>
                <span className="note price-line">
                  {priceKindWords[figure.kind]()} · {monthText(figure.month, language)}
                </span>
              </th>
              <td className="end">
                <strong>
                  <Riel minor={figure.median} isEstimate={figure.hasEstimates} />
                </strong>{' '}
                <span className="note price-unit">{m.price_per({ unit: unitText(figure.unit) })}</span>
                <Range of={figure} />
                <span className="prices__narrow">
                  <Change of={figure} />
                </span>
              </td>
              <td className="prices__wide">
                <Change of={figure} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

/** By name as it is read here; the kinds of one commodity as everywhere. */
function inOrder(figures: readonly PriceFigure[], language: Language): PriceFigure[] {
  return [...figures].sort(
    (one, other) =>
      commodityText(one, language).localeCompare(commodityText(other, language), language) ||
      one.unit.localeCompare(other.unit) ||
      priceKinds.indexOf(one.kind) - priceKinds.indexOf(other.kind),
  )
}
