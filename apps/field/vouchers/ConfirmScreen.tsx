import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Handover, Voucher } from '#capabilities/vouchers/voucher.ts'
import { CodeField } from '#ui/CodeField.tsx'
import { InstantText } from '#ui/DayText.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Ask } from '../frame/Ask.tsx'
import { Heard } from '../frame/Heard.tsx'
import { Screen } from '../frame/Screen.tsx'
import { asLabel } from '../words.ts'
import { nextOpen } from './counting.ts'
import { OfHandover } from './OfHandover.tsx'
import { Received } from './Received.tsx'
import { SaidFields } from './SaidFields.tsx'
import { useSaid } from './useSaid.ts'

/** "I received it": the farmer's own word, on her own phone, line by line. */
export function ConfirmScreen({ voucher, handover }: { voucher: string; handover: string }) {
  return (
    <OfHandover voucher={voucher} handover={handover}>
      {(held, one) => <Confirm key={one.id} voucher={held} handover={one} />}
    </OfHandover>
  )
}

function Confirm({ voucher, handover }: { voucher: Voucher; handover: Handover }) {
  const language = useLanguage()
  const [, go] = useLocation()
  const { counts, count, said } = useSaid(handover)
  const [digits, setDigits] = useState<ReadonlyMap<number, string>>(new Map())
  const [note, setNote] = useState('')
  const back = `/vouchers/${voucher.key}`
  const lines = said.map(({ line, accepted }) => {
    const typed = digits.get(line) ?? ''
    return { line, accepted, ...(typed === '' ? {} : { code: { n: nextOpen(voucher, line) ?? 1, digits: typed } }) }
  })
  const input = { handover: handover.id, lines, ...(note.trim() === '' ? {} : { note }) }

  return (
    <Screen title={m.phone_confirm_title()} sound="phone_confirm_title" back={back}>
      <p className="quiet">
        <InstantText at={handover.at} />
      </p>
      <Heard sound="phone_confirm_how">{m.phone_confirm_how()}</Heard>
      <SaidFields voucher={voucher} handover={handover} counts={counts} onCount={count} />
      <details className="more">
        <summary>{m.phone_confirm_with_code()}</summary>
        {handover.lines.map(({ line }) => {
          const open = nextOpen(voucher, line)
          const names = voucher.lines.find(({ n }) => n === line)?.names
          if (open === undefined) return null
          return (
            <CodeField
              key={line}
              label={m.phone_confirm_digits({ item: names?.[language] ?? '', n: open })}
              optional
              length={6}
              value={digits.get(line) ?? ''}
              onChange={(typed) => setDigits(new Map([...digits, [line, typed]]))}
            />
          )
        })}
      </details>
      <TextField label={asLabel(m.field_note())} optional lines={2} max={500} value={note} onChange={setNote} />
      <Received voucher={voucher} said={said} />
      <Ask
        command="voucher.confirm"
        about={voucher.key}
        input={input}
        onAnswer={({ outcome }) => outcome !== 'refused' && go(back)}
      >
        {m.phone_confirm_do()}
      </Ask>
    </Screen>
  )
}
