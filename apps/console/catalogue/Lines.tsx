import type { Quotation } from '#capabilities/catalogue/item.ts'
import { daysBetween } from '#door/values.ts'
import { dayText } from '#ui/days.ts'
import { amountText } from '#ui/numbers.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { PlaceName } from '../places.tsx'

const linesMax = 4

/** How a price went, wherever it was asked in one currency on more than one day. The table below says the same in figures. */
export function Lines({ quotations }: { quotations: readonly Quotation[] }) {
  const groups = new Map<string, Quotation[]>()
  for (const one of [...quotations].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const alike = `${one.province} ${one.currency}`
    groups.set(alike, [...(groups.get(alike) ?? []), one])
  }
  const told = [...groups.values()]
    .filter((group) => group[0]!.from < group.at(-1)!.from)
    .sort((one, other) => other.length - one.length)
    .slice(0, linesMax)
  if (told.length === 0) return null
  return (
    <div className="cards">
      {told.map((group) => (
        <Line key={`${group[0]!.province} ${group[0]!.currency}`} group={group} />
      ))}
    </div>
  )
}

const [width, height, edge] = [240, 72, 6]

function Line({ group }: { group: readonly Quotation[] }) {
  const language = useLanguage()
  const [first, last] = [group[0]!, group.at(-1)!]
  const most = Math.max(...group.map(({ minor }) => minor))
  const days = daysBetween(first.from, last.from)
  const points = group.map(({ from, minor }) => ({
    x: edge + ((width - 2 * edge) * daysBetween(first.from, from)) / days,
    // From nothing up: else a tenth more would look like twice as much.
    y: height - ((height - edge) * minor) / most,
  }))
  return (
    <figure className="price-line">
      <figcaption className="note">
        <PlaceName code={first.province ?? ''} levels={1} />
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={m.catalogue_line({
          first: amountText(first, language),
          from: dayText(first.from, language),
          last: amountText(last, language),
          until: dayText(last.from, language),
        })}
      >
        <polyline
          points={points.map(({ x, y }) => `${x},${y}`).join(' ')}
          fill="none"
          vectorEffect="non-scaling-stroke"
        />
        {points.map(({ x, y }, at) => (
          <circle key={`${group[at]!.at} ${x}`} cx={x} cy={y} r="3.5" />
        ))}
      </svg>
      <p className="price-line__ends note">
        {[first, last].map((one) => (
          <span key={one.from}>
            <strong>{amountText(one, language)}</strong>
            <br />
            {dayText(one.from, language, 'short')}
          </span>
        ))}
      </p>
    </figure>
  )
}
