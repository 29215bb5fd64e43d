import { Link } from '@tanstack/react-router'
import type { PriceRevised } from '#capabilities/markets/price.ts'
import { InstantText } from '#ui/DayText.tsx'
import { monthText } from '#ui/days.ts'
import { nameIn } from '#ui/nameIn.ts'
import { amountText } from '#ui/numbers.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More } from '../frame/More.tsx'
import { may, useMe } from '../me.ts'
import { usePages } from '../paged.ts'
import { Reading } from '../reading.tsx'
import type { PriceAsked } from './PriceScreen.tsx'
import { Riel, riel } from './words.tsx'

/** A price as its record has it. */
interface PriceRow {
  readonly key: string
  readonly month: string
  readonly market: string
  readonly riel: number
  readonly cents: number | null
  readonly isEstimate: boolean
  readonly source: string
  readonly import: string | null
  readonly by: string
  readonly at: string
  readonly revisions: readonly PriceRevised[]
  readonly people: Readonly<Record<string, { readonly nameKm: string | null; readonly nameLatin: string | null }>>
}

/** Every figure opens into the records behind it: which market, who brought it, from which list, what was said before. */
export function Behind({ asked }: { asked: PriceAsked }) {
  useLanguage()
  const rows = usePages<PriceRow>('price.records', asked, ({ month, market }) => ({ month, market }))
  return (
    <section className="panel">
      <h2>{m.price_behind()}</h2>
      <p className="quiet">{m.price_behind_about()}</p>
      <Reading of={rows}>
        {(found) => (
          <>
            <ul className="plain price-records">
              {found.map((row) => (
                <li key={row.key}>
                  <OnePrice row={row} />
                </li>
              ))}
            </ul>
            <More of={rows} />
          </>
        )}
      </Reading>
    </section>
  )
}

function OnePrice({ row }: { row: PriceRow }) {
  const language = useLanguage()
  const me = useMe()
  const who = (key: string) => (row.people[key] ? nameIn(language, row.people[key]) : m.journal_programme())
  return (
    <>
      <p className="price-records__head">
        <span>
          {row.market} · {monthText(row.month, language)}
        </span>
        <span>
          <strong>
            <Riel minor={row.riel} isEstimate={row.isEstimate} />
          </strong>
          {row.cents !== null && (
            <span className="note"> ({amountText({ currency: 'USD', minor: row.cents }, language)})</span>
          )}
        </span>
      </p>
      <p className="note">
        {m.price_brought({ who: who(row.by), list: row.source })} <InstantText at={row.at} />{' '}
        {row.import && may(me, 'import.run') && (
          <Link to="/imports/$key" params={{ key: row.import }}>
            {m.price_open_list()}
          </Link>
        )}{' '}
        {may(me, 'journal.read') && (
          <Link to="/journal/$key" params={{ key: row.key }}>
            {m.journal_open()}
          </Link>
        )}
      </p>
      {row.revisions.length > 0 && (
        <ul className="note price-records__before">
          {[...row.revisions].reverse().map((before) => (
            <li key={before.revisedAt}>
              {m.price_was({ amount: riel(before.riel, language), list: before.source })}{' '}
              {m.price_revised({ who: who(before.revisedBy), reason: before.reason })}{' '}
              <InstantText at={before.revisedAt} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
