import { useLocation } from 'wouter'
import type { Handover, Voucher } from '#capabilities/vouchers/voucher.ts'
import { homeOf } from '#door/key.ts'
import { type Day, dayOf } from '#door/values.ts'
import type { DraftForm } from '#sync/drafts.ts'
import { usePhone } from '#sync/hooks.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { DayField } from '#ui/DayField.tsx'
import { NumberField } from '#ui/NumberField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { unitWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { PhotoAnswer } from '../frame/PhotoAnswer.tsx'
import { Resumed } from '../frame/Resumed.tsx'
import { Screen } from '../frame/Screen.tsx'
import { useDraft } from '../frame/useDraft.ts'
import { asLabel, nameText } from '../words.ts'
import { OfHandover } from './OfHandover.tsx'

/** Living things that died soon after they came: how many, when, and a photo. */
export function LossScreen({ voucher, handover }: { voucher: string; handover: string }) {
  return (
    <OfHandover voucher={voucher} handover={handover}>
      {(held, one) => <Losses voucher={held} handover={one} />}
    </OfHandover>
  )
}

interface Answers {
  readonly who: string
  readonly line: number | undefined
  readonly dead: number | undefined
  readonly diedOn: Day | undefined
  readonly photo: string | undefined
}

const form: DraftForm<Answers> = { name: 'voucher.claimMortality', carry: [], about: ({ who }) => who }

function Losses({ voucher, handover }: { voucher: Voucher; handover: Handover }) {
  const language = useLanguage()
  const phone = usePhone()
  const [, go] = useLocation()
  const today = dayOf(phone.now())
  const living = handover.lines.flatMap(({ line }) =>
    voucher.lines.filter(({ n, mortalityDays }) => n === line && mortalityDays !== null),
  )
  const draft = useDraft(form, handover.id, () => ({
    ...{ who: nameText(voucher.recipients.head), line: living[0]?.n },
    ...{ dead: undefined, diedOn: today, photo: undefined },
  }))
  const { answers, change } = draft
  const { line, dead, diedOn, photo } = answers
  const back = `/vouchers/${voucher.key}`
  const chosen = living.find(({ n }) => n === line)
  const input = {
    handover: handover.id,
    line: line as number,
    dead: dead as number,
    diedOn: diedOn as Day,
    photo: photo as string,
  }

  return (
    <Screen title={m.phone_loss_title()} sound="phone_loss_title" back={back}>
      <Resumed draft={draft} />
      {living.length > 1 && (
        <ChoiceCards
          label={asLabel(m.field_item())}
          value={String(line)}
          onChange={(n) => change({ line: Number(n) })}
          choices={living.map(({ n, names }) => ({ value: String(n), label: names[language] }))}
        />
      )}
      <NumberField
        label={m.phone_loss_dead()}
        counter
        min={1}
        unit={chosen && unitWords[chosen.unit]()}
        value={dead}
        onChange={(count) => change({ dead: count })}
      />
      <DayField
        label={m.phone_loss_on()}
        min={dayOf(handover.at)}
        max={today}
        value={diedOn}
        onChange={(day) => change({ diedOn: day })}
      />
      <PhotoAnswer
        label={m.phone_loss_photo()}
        home={homeOf(voucher.key)}
        value={photo}
        onChange={(taken) => change({ photo: taken })}
      />
      <AskButton command="voucher.claimMortality" about={voucher.key} input={input} onAnswer={told}>
        {m.phone_loss_do()}
      </AskButton>
    </Screen>
  )

  async function told({ outcome }: { outcome: string }) {
    if (outcome === 'refused' || outcome === 'no-room') return
    await draft.done()
    go(back)
  }
}
