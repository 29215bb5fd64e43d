import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Ask } from '../frame/Ask.tsx'
import { Found } from '../frame/Found.tsx'
import { Screen } from '../frame/Screen.tsx'
import { asLabel } from '../words.ts'

type Kind = 'no-stock' | 'shop-closed'

/** "There was nothing", "it was closed": the office answers by a day. */
export function ReportScreen({ voucher: key }: { voucher: string }) {
  useLanguage()
  const [, go] = useLocation()
  const [kind, setKind] = useState<Kind>()
  const [note, setNote] = useState('')
  const back = `/vouchers/${key}`
  const input = { kind: kind as Kind, ...(note.trim() === '' ? {} : { note }) }
  return (
    <Found<Voucher> noun="voucher" record={key}>
      {(voucher) => (
        <Screen title={m.phone_report_title()} sound="phone_report_title" back={back}>
          <p className="quiet">{m.phone_report_how({ days: voucher.deadlines.answer })}</p>
          <ChoiceCards<Kind>
            label={m.phone_report_kind()}
            oneColumn
            value={kind}
            onChange={setKind}
            choices={[
              { value: 'no-stock', label: m.phone_report_no_stock() },
              { value: 'shop-closed', label: m.phone_report_closed() },
            ]}
          />
          <TextField label={asLabel(m.field_note())} optional lines={3} max={500} value={note} onChange={setNote} />
          <Ask
            command="voucher.report"
            about={key}
            input={input}
            onAnswer={({ outcome }) => outcome !== 'refused' && go(back)}
          >
            {m.phone_report_do()}
          </Ask>
        </Screen>
      )}
    </Found>
  )
}
