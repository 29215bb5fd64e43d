import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Matter, VoucherState } from '#capabilities/vouchers/voucher.ts'
import type { Currency } from '#door/values.ts'
import { Amount } from '#ui/Amount.tsx'
import { DayText } from '#ui/DayText.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { Badge, StateBadge } from '#ui/StateBadge.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More } from '../frame/More.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { Show } from '../frame/Show.tsx'
import { may, useMe } from '../me.ts'
import { usePages } from '../paged.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import { Reading, today } from '../reading.tsx'
import { ToPrint } from './ToPrint.tsx'
import { matterWords } from './words.ts'

interface VoucherRow {
  readonly key: string
  readonly serial: string
  readonly place: string
  readonly state: VoucherState
  readonly expiresOn: string
  readonly dueOn: string | null
  readonly matters: readonly Matter[]
  readonly recipients: { head: { nameKm: string | null; nameLatin: string | null } }
  readonly currency: Currency
  readonly projectMinor: number
}

/** Vouchers about which somebody has something to do, and all of them. */
export function VouchersScreen() {
  const language = useLanguage()
  useTitle(m.vouchers_title())
  const me = useMe()
  const [shown, setShown] = useState<'waiting' | 'print' | 'all'>('waiting')
  const pages = usePages<VoucherRow>(shown === 'all' ? 'voucher.list' : 'voucher.queue', {}, ({ key, dueOn, place }) =>
    shown === 'all' ? { place, key } : { dueOn, key },
  )
  return (
    <div className="page">
      <PageHead title={m.vouchers_title()} intro={m.vouchers_intro()} />
      <Show
        part={shown}
        onChange={setShown}
        parts={[
          { value: 'waiting', label: m.vouchers_waiting() },
          ...(may(me, 'voucher.issue') ? [{ value: 'print' as const, label: m.vouchers_to_print() }] : []),
          { value: 'all', label: m.review_all() },
        ]}
      />
      {shown === 'print' && <ToPrint />}
      {shown !== 'print' && (
        <Reading of={pages}>
          {(rows) =>
            rows.length === 0 ? (
              <Empty title={m.vouchers_none()} picture="voucher" />
            ) : (
              <PlaceNames codes={rows.map(({ place }) => place)}>
                <ul className="queue">
                  {rows.map((row) => (
                    <li key={row.key} className="queue__one queue__one--plain">
                      <Link to="/vouchers/$key" params={{ key: row.key }} className="queue__link">
                        <span className="queue__name">{nameIn(language, row.recipients.head)}</span>
                        <span className="quiet">
                          {row.serial} · <PlaceName code={row.place} />
                        </span>
                      </Link>
                      <span className="queue__facts">
                        <StateBadge noun="voucher" state={row.state} />
                        {row.matters.map((matter) => (
                          <Badge key={matter} tone={row.dueOn !== null && row.dueOn < today() ? 'bad' : 'waiting'}>
                            {wordFor(matterWords, matter, language)}
                          </Badge>
                        ))}
                      </span>
                      <span className="queue__end">
                        <Amount money={{ currency: row.currency, minor: row.projectMinor }} />
                        <span className="note">
                          {m.sheet_until()} <DayText day={row.expiresOn} length="short" />
                        </span>
                      </span>
                    </li>
                  ))}
                </ul>
                <More of={pages} />
              </PlaceNames>
            )
          }
        </Reading>
      )}
    </div>
  )
}
