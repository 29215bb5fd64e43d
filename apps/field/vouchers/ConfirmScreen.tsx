import { useLocation } from 'wouter'
import type { Handover, Voucher } from '#capabilities/vouchers/voucher.ts'
import type { DraftForm } from '#sync/drafts.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { CodeField } from '#ui/CodeField.tsx'
import { InstantText } from '#ui/DayText.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Heard } from '../frame/Heard.tsx'
import { Resumed } from '../frame/Resumed.tsx'
import { Screen } from '../frame/Screen.tsx'
import { useDraft } from '../frame/useDraft.ts'
import { asLabel, nameText } from '../words.ts'
import { nextOpen } from './counting.ts'
import { OfHandover } from './OfHandover.tsx'
import { Received } from './Received.tsx'
import { SaidFields } from './SaidFields.tsx'
import { allOf, type Said, saidOf } from './said.ts'

/** "I received it": the farmer's own word, on her own phone, line by line. */
export function ConfirmScreen({ voucher, handover }: { voucher: string; handover: string }) {
  return (
    <OfHandover voucher={voucher} handover={handover}>
      {(held, one) => <Confirm key={one.id} voucher={held} handover={one} />}
    </OfHandover>
  )
}

interface Answers {
  readonly who: string
  readonly said: Said
  readonly digits: Readonly<Record<number, string>>
  readonly note: string
}

const form: DraftForm<Answers> = { name: 'voucher.confirm', carry: [], about: ({ who }) => who }

function Confirm({ voucher, handover }: { voucher: Voucher; handover: Handover }) {
  const language = useLanguage()
  const [, go] = useLocation()
  const draft = useDraft(form, handover.id, () => ({
    ...{ who: nameText(voucher.recipients.head), said: allOf(handover) },
    ...{ digits: {}, note: '' },
  }))
  const { answers, change } = draft
  const { digits, note } = answers
  const back = `/vouchers/${voucher.key}`
  const said = saidOf(handover, answers.said)
  const lines = said.map(({ line, accepted }) => {
    const typed = digits[line] ?? ''
    return { line, accepted, ...(typed === '' ? {} : { code: { n: nextOpen(voucher, line) ?? 1, digits: typed } }) }
  })
  const input = { handover: handover.id, lines, ...(note.trim() === '' ? {} : { note }) }

  return (
    <Screen title={m.phone_confirm_title()} sound="phone_confirm_title" back={back}>
      <p className="quiet">
        <InstantText at={handover.at} />
      </p>
      <Heard sound="phone_confirm_how">{m.phone_confirm_how()}</Heard>
      <Resumed draft={draft} />
      <SaidFields
        voucher={voucher}
        handover={handover}
        counts={new Map(answers.said)}
        onCount={(line, count) => change({ said: answers.said.map(([n, was]) => [n, n === line ? count : was]) })}
      />
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
              value={digits[line] ?? ''}
              onChange={(typed) => change({ digits: { ...digits, [line]: typed } })}
            />
          )
        })}
      </details>
      <TextField
        label={asLabel(m.field_note())}
        optional
        lines={2}
        max={500}
        value={note}
        onChange={(written) => change({ note: written })}
      />
      <Received voucher={voucher} said={said} />
      <AskButton command="voucher.confirm" about={voucher.key} input={input} onAnswer={told}>
        {m.phone_confirm_do()}
      </AskButton>
    </Screen>
  )

  async function told({ outcome }: { outcome: string }) {
    if (outcome === 'refused' || outcome === 'no-room') return
    await draft.done()
    go(back)
  }
}
