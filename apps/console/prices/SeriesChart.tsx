import type { Month, MonthOfPrices } from '#capabilities/markets/price.ts'
import { monthText } from '#ui/days.ts'
import { numberText } from '#ui/numbers.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { drawingOf } from './drawing.ts'
import { riel } from './words.tsx'

/** Months as a line with the range of the markets around it. The table that follows says the same. */
export function SeriesChart({ months, name }: { months: readonly MonthOfPrices[]; name: string }) {
  const language = useLanguage()
  const { width, height, left, bottom, lines, bands, points, levels, ticks } = drawingOf(months)
  const [last, first] = [months[0]!, months.at(-1)!]
  const told = (month: Month) => monthText(month, language)
  return (
    <figure className="price-chart">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={m.price_chart({
          name,
          from: told(first.month),
          first: riel(first.median, language),
          until: told(last.month),
          last: riel(last.median, language),
        })}
      >
        {levels.map(({ riel: level, y }) => (
          <g key={level}>
            <line className="price-chart__level" x1={left} x2={width} y1={y} y2={y} />
            <text className="price-chart__words" x={left - 8} y={y + 5} textAnchor="end">
              {numberText(level)}
            </text>
          </g>
        ))}
        {bands.map((band) => (
          <polygon key={band} className="price-chart__band" points={band} />
        ))}
        {lines.map((line) => (
          <polyline key={line} className="price-chart__line" points={line} />
        ))}
        {points.map(({ month, x, y }) => (
          <circle key={month} className="price-chart__point" cx={x} cy={y} r={3} />
        ))}
        {ticks.map(({ month, x, anchor }) => (
          <text key={month} className="price-chart__words" x={x} y={bottom + 26} textAnchor={anchor}>
            {told(month)}
          </text>
        ))}
      </svg>
      <figcaption className="note">{m.price_chart_about()}</figcaption>
    </figure>
  )
}
