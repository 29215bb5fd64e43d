import { useLocation } from 'wouter'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import type { DraftForm } from '#sync/drafts.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Found } from '../frame/Found.tsx'
import { Resumed } from '../frame/Resumed.tsx'
import { Screen } from '../frame/Screen.tsx'
import { useDraft } from '../frame/useDraft.ts'
import { asLabel, nameText } from '../words.ts'

type Kind = 'no-stock' | 'shop-closed'

interface Answers {
  readonly who: string
  readonly kind: Kind | undefined
  readonly note: string
}

const form: DraftForm<Answers> = { name: 'voucher.report', carry: [], about: ({ who }) => who }

/** "There was nothing", "it was closed": the office answers by a day. */
export function ReportScreen({ voucher: key }: { voucher: string }) {
  return (
    <Found<Voucher> noun="voucher" record={key}>
      {(voucher) => <Report key={voucher.key} voucher={voucher} />}
    </Found>
  )
}

function Report({ voucher }: { voucher: Voucher }) {
  useLanguage()
  const [, go] = useLocation()
  const draft = useDraft(form, voucher.key, () => ({
    ...{ who: nameText(voucher.recipients.head), kind: undefined, note: '' },
  }))
  const { kind, note } = draft.answers
  const back = `/vouchers/${voucher.key}`
  const input = { kind: kind as Kind, ...(note.trim() === '' ? {} : { note }) }
  return (
    <Screen title={m.phone_report_title()} sound="phone_report_title" back={back}>
      <p className="quiet">{m.phone_report_how({ days: voucher.deadlines.answer })}</p>
      <Resumed draft={draft} />
      <ChoiceCards<Kind>
        label={m.phone_report_kind()}
        oneColumn
        value={kind}
        onChange={(chosen) => draft.change({ kind: chosen })}
        choices={[
          { value: 'no-stock', label: m.phone_report_no_stock() },
          { value: 'shop-closed', label: m.phone_report_closed() },
        ]}
      />
      <TextField
        label={asLabel(m.field_note())}
        optional
        lines={3}
        max={500}
        value={note}
        onChange={(written) => draft.change({ note: written })}
      />
      <AskButton command="voucher.report" about={voucher.key} input={input} onAnswer={told}>
        {m.phone_report_do()}
      </AskButton>
    </Screen>
  )

  async function told({ outcome }: { outcome: string }) {
    if (outcome === 'refused' || outcome === 'no-room') return
    await draft.done()
    go(back)
  }
}
