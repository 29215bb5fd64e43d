import { useState } from 'react'
import { type Household, headOf } from '#capabilities/households/household.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import { makeSheet, type Printed } from '#capabilities/vouchers/voucher.codes.ts'
import type { Window } from '#capabilities/windows/window.ts'
import { homeOf } from '#door/key.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { useRecord } from '#ui/engine.ts'
import { explain } from '#ui/explain.ts'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { newKey } from '../engine.ts'
import { useRead } from '../reading.tsx'
import { VoucherSheet } from './VoucherSheet.tsx'

interface ShopRow {
  readonly key: string
  readonly nameKm: string
  readonly nameLatin: string
  readonly openVouchers: number
}

/**
 * Issues a voucher for one shop and prints its sheet. The codes are made here, in this browser: the
 * office gets their hashes, the paper gets the codes, and nobody keeps them.
 */
export function IssueVoucher({ proposal, window }: { proposal: Proposal; window: Window }) {
  const language = useLanguage()
  const [voucher] = useState(() => newKey(homeOf(proposal.key)))
  const [sheet] = useState(() =>
    makeSheet(
      voucher,
      proposal.lines.map((_, index) => ({ n: index + 1, first: 1 })),
      window.handoversMax,
      () => crypto.getRandomValues(new Uint8Array(16)),
    ),
  )
  const [shop, setShop] = useState<string>()
  const [printed, setPrinted] = useState<readonly Printed[]>()
  const shops = useRead<ShopRow[]>('shop.list', { place: proposal.place, state: 'active' })
  const household = useRecord<Household>('household', proposal.household)
  const issued = useRead<{ key: string }[]>('voucher.ofProposal', { proposal: proposal.key })
  const suspects = household && household !== 'not-yet' ? household.suspects : []

  if (printed) return <VoucherSheet voucher={voucher} codes={printed} />
  if (issued.data && issued.data.length > 0) return <p className="quiet">{m.voucher_issued_already()}</p>
  return (
    <div className="stack">
      <h3>{m.voucher_issue()}</h3>
      <p className="quiet">{m.voucher_issue_about()}</p>
      {suspects.length > 0 && household && household !== 'not-yet' && (
        <Say tone="bad" quietly>
          {explain({ refused: 'household.suspected', with: [...suspects] }, language)} {headOf(household).nameKm}
        </Say>
      )}
      <ChoiceCards
        label={m.field_shop()}
        oneColumn
        value={shop}
        onChange={setShop}
        problem={shops.data?.length === 0 ? m.voucher_no_shop() : undefined}
        choices={(shops.data ?? []).map((one) => ({
          value: one.key,
          label: language === 'km' ? one.nameKm : one.nameLatin,
          hint: m.shop_open_vouchers({ count: one.openVouchers }),
        }))}
      />
      {shop && (
        <AskButton
          command="voucher.issue"
          about={voucher}
          input={{ proposal: proposal.key, shop, strips: sheet.strips }}
          onAnswer={({ outcome }) => outcome === 'accepted' && setPrinted(sheet.printed)}
        >
          {m.voucher_issue_do()}
        </AskButton>
      )}
    </div>
  )
}
