import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Handover, Voucher } from '#capabilities/vouchers/voucher.ts'
import { homeOf } from '#door/key.ts'
import type { Position } from '#door/values.ts'
import type { DraftForm } from '#sync/drafts.ts'
import { usePhone } from '#sync/hooks.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { InstantText } from '#ui/DayText.tsx'
import { explain } from '#ui/explain.ts'
import { Say } from '#ui/Say.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { barredFromWitnessing } from '../barred.ts'
import { PhotoAnswer } from '../frame/PhotoAnswer.tsx'
import { PositionField } from '../frame/PositionField.tsx'
import { Resumed } from '../frame/Resumed.tsx'
import { Screen } from '../frame/Screen.tsx'
import { useDraft } from '../frame/useDraft.ts'
import { asLabel, nameText } from '../words.ts'
import { OfHandover } from './OfHandover.tsx'
import { SaidFields } from './SaidFields.tsx'
import { allOf, type Said, saidOf } from './said.ts'

/** The third side: somebody who stood by, with a photo of the goods at the place. */
export function WitnessScreen({ voucher, handover }: { voucher: string; handover: string }) {
  return (
    <OfHandover voucher={voucher} handover={handover}>
      {(held, one) => <Witness key={one.id} voucher={held} handover={one} />}
    </OfHandover>
  )
}

interface Answers {
  readonly who: string
  readonly said: Said
  readonly photo: string | undefined
  readonly position: Position | undefined
  readonly note: string
}

const form: DraftForm<Answers> = { name: 'voucher.witness', carry: [], about: ({ who }) => who }

function Witness({ voucher, handover }: { voucher: Voucher; handover: Handover }) {
  const language = useLanguage()
  const phone = usePhone()
  const [, go] = useLocation()
  const draft = useDraft(form, handover.id, () => ({
    ...{ who: nameText(voucher.recipients.head), said: allOf(handover) },
    ...{ photo: undefined, position: undefined, note: '' },
  }))
  const { answers, change } = draft
  const { said, photo, position, note } = answers
  const back = `/vouchers/${voucher.key}`
  // As it stood when the visit began: what is asked here must not bar itself.
  const [barred] = useState(() => barredFromWitnessing(phone, voucher, handover))
  const input = {
    handover: handover.id,
    lines: saidOf(handover, said),
    photo: photo as string,
    position: position as Position,
    ...(note.trim() === '' ? {} : { note }),
  }

  return (
    <Screen title={m.phone_witness_title()} back={back}>
      <p>
        <strong>{nameText(voucher.recipients.head)}</strong>{' '}
        <span className="quiet">
          <InstantText at={handover.at} />
        </span>
      </p>
      {barred ? (
        <Say tone="bad">{explain(barred, language)}</Say>
      ) : (
        <>
          <Resumed draft={draft} />
          <SaidFields
            voucher={voucher}
            handover={handover}
            counts={new Map(said)}
            onCount={(line, count) => change({ said: said.map(([n, was]) => [n, n === line ? count : was]) })}
          />
          <PhotoAnswer
            home={homeOf(voucher.key)}
            label={m.phone_witness_photo()}
            value={photo}
            onChange={(taken) => change({ photo: taken })}
          />
          <PositionField value={position} onChange={(found) => change({ position: found })} />
          <TextField
            label={asLabel(m.field_note())}
            optional
            lines={2}
            max={500}
            value={note}
            onChange={(written) => change({ note: written })}
          />
          <AskButton command="voucher.witness" about={voucher.key} input={input} onAnswer={witnessed}>
            {m.phone_witness_do()}
          </AskButton>
        </>
      )}
    </Screen>
  )

  async function witnessed({ outcome }: { outcome: string }) {
    if (outcome === 'refused' || outcome === 'no-room') return
    await draft.done()
    go(back)
  }
}
