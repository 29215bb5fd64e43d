import { type ReactNode, useState } from 'react'
import type { Proposal, ProposalRow } from '#capabilities/proposals/proposal.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import type { Window } from '#capabilities/windows/window.ts'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { DayText } from '#ui/DayText.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { Say } from '#ui/Say.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { read } from '../office.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import { Reading, useRead } from '../reading.tsx'
import { PrintJob } from './PrintJob.tsx'
import { firstSheet, sheetAnew, sheetsMax, usePrinting } from './printing.ts'

interface Unfolded {
  readonly key: string
  readonly serial: string
  readonly place: string
  readonly issuedOn: string
  readonly sheet: number
  readonly recipients: { head: { nameKm: string | null; nameLatin: string | null } }
}

interface ShopRow {
  readonly key: string
  readonly nameKm: string
  readonly nameLatin: string
  readonly openVouchers: number
}

/** What has still to come out of the printer: approved proposals, and vouchers whose sheet nobody has closed. */
export function ToPrint() {
  const language = useLanguage()
  const job = usePrinting()
  const proposals = useRead<ProposalRow[]>('proposal.unissued', { limit: sheetsMax }, !job.isOpen)
  const vouchers = useRead<Unfolded[]>('voucher.unfolded', { limit: sheetsMax }, !job.isOpen)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [shop, setShop] = useState<string>()
  const [isGathering, setGathering] = useState(false)
  const [hasFailed, setFailed] = useState(false)
  const shops = useRead<ShopRow[]>('shop.list', { state: 'active' })

  if (job.isOpen) return <PrintJob job={job} />

  function toggle(key: string, isChosen: boolean) {
    const next = new Set(chosen)
    if (isChosen && next.size < sheetsMax) next.add(key)
    else next.delete(key)
    setChosen(next)
  }

  async function start(first: readonly ProposalRow[], again: readonly Unfolded[]) {
    setGathering(true)
    setFailed(false)
    try {
      const windows = await read<Window[]>('window.list')
      const approved = await Promise.all(first.map(({ key }) => read<Proposal>('proposal.one', { key })))
      const issued = await Promise.all(again.map(({ key }) => read<Voucher>('voucher.one', { key })))
      const sheets = [
        ...approved.flatMap((proposal, at) => {
          const window = windows.find(({ key }) => key === proposal.window)
          return window && shop ? [firstSheet(proposal, window, shop, nameIn(language, first[at]!.head))] : []
        }),
        ...issued.map((voucher) => sheetAnew(voucher, nameIn(language, voucher.recipients.head))),
      ]
      setChosen(new Set())
      job.start(sheets)
    } catch {
      setFailed(true)
    }
    setGathering(false)
  }

  return (
    <Reading of={proposals}>
      {(approved) => (
        <Reading of={vouchers}>
          {(issued) => {
            if (approved.length + issued.length === 0) {
              return (
                <Empty title={m.print_none()} picture="check">
                  <p className="quiet">{m.print_none_next()}</p>
                </Empty>
              )
            }
            const all = [...approved, ...issued].slice(0, sheetsMax)
            const first = approved.filter(({ key }) => chosen.has(key))
            const again = issued.filter(({ key }) => chosen.has(key))
            return (
              <PlaceNames codes={all.map(({ place }) => place)}>
                <div className="bulk">
                  <label className="bulk__all">
                    <input
                      type="checkbox"
                      checked={all.every(({ key }) => chosen.has(key))}
                      onChange={({ currentTarget: { checked } }) =>
                        setChosen(new Set(checked ? all.map(({ key }) => key) : []))
                      }
                    />
                    {m.review_choose_all({ count: all.length })}
                  </label>
                </div>
                {first.length > 0 && (
                  <ChoiceCards
                    label={m.print_shop({ count: first.length })}
                    value={shop}
                    onChange={setShop}
                    problem={shops.data?.length === 0 ? m.voucher_no_shop() : undefined}
                    choices={(shops.data ?? []).map((one) => ({
                      value: one.key,
                      label: language === 'km' ? one.nameKm : one.nameLatin,
                      hint: m.shop_open_vouchers({ count: one.openVouchers }),
                    }))}
                  />
                )}
                {again.length > 0 && <Say tone="waiting">{m.voucher_reprint_about()}</Say>}
                {hasFailed && <Say tone="bad">{m.print_failed()}</Say>}
                {chosen.size > 0 && (
                  <button
                    type="button"
                    className="button"
                    disabled={isGathering || (first.length > 0 && !shop)}
                    onClick={() => void start(first, again)}
                  >
                    {m.print_prepare({ count: first.length + again.length })}
                  </button>
                )}
                <ul className="queue">
                  {approved.map((row) => (
                    <One
                      key={row.key}
                      name={nameIn(language, row.head)}
                      isChosen={chosen.has(row.key)}
                      onChoose={(isChosen) => toggle(row.key, isChosen)}
                      about={<PlaceName code={row.place} />}
                    >
                      <Badge tone="waiting">{m.print_to_issue()}</Badge>
                    </One>
                  ))}
                  {issued.map((row) => (
                    <One
                      key={row.key}
                      name={nameIn(language, row.recipients.head)}
                      isChosen={chosen.has(row.key)}
                      onChoose={(isChosen) => toggle(row.key, isChosen)}
                      about={
                        <>
                          {row.serial} · <PlaceName code={row.place} />
                        </>
                      }
                    >
                      <Badge tone="waiting">{m.print_to_fold()}</Badge>
                      <span className="note">
                        <DayText day={row.issuedOn} length="short" />
                      </span>
                    </One>
                  ))}
                </ul>
              </PlaceNames>
            )
          }}
        </Reading>
      )}
    </Reading>
  )
}

function One({
  name,
  isChosen,
  onChoose,
  about,
  children,
}: {
  name: string
  isChosen: boolean
  onChoose: (isChosen: boolean) => void
  about: ReactNode
  children: ReactNode
}) {
  return (
    <li className="queue__one">
      <label className="queue__choose">
        <input type="checkbox" checked={isChosen} onChange={({ currentTarget: { checked } }) => onChoose(checked)} />
        <span className="unseen">{m.review_choose({ name })}</span>
      </label>
      <span className="queue__link">
        <span className="queue__name">{name}</span>
        <span className="quiet">{about}</span>
      </span>
      <span className="queue__facts">{children}</span>
    </li>
  )
}
