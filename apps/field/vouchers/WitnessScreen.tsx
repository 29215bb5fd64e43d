import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Handover, Voucher } from '#capabilities/vouchers/voucher.ts'
import { homeOf } from '#door/key.ts'
import type { Position } from '#door/values.ts'
import { usePhone } from '#sync/hooks.ts'
import { InstantText } from '#ui/DayText.tsx'
import { PhotoField } from '#ui/PhotoField.tsx'
import type { Shot } from '#ui/shrink.ts'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Ask } from '../frame/Ask.tsx'
import { PositionField } from '../frame/PositionField.tsx'
import { Screen } from '../frame/Screen.tsx'
import { asLabel, nameText } from '../words.ts'
import { OfHandover } from './OfHandover.tsx'
import { SaidFields } from './SaidFields.tsx'
import { useSaid } from './useSaid.ts'

/** The third side: somebody who stood by, with a photo of the goods at the place. */
export function WitnessScreen({ voucher, handover }: { voucher: string; handover: string }) {
  return (
    <OfHandover voucher={voucher} handover={handover}>
      {(held, one) => <Witness key={one.id} voucher={held} handover={one} />}
    </OfHandover>
  )
}

function Witness({ voucher, handover }: { voucher: Voucher; handover: Handover }) {
  useLanguage()
  const phone = usePhone()
  const [, go] = useLocation()
  const { counts, count, said } = useSaid(handover)
  const [shot, setShot] = useState<Shot>()
  const [position, setPosition] = useState<Position>()
  const [note, setNote] = useState('')
  const back = `/vouchers/${voucher.key}`
  const input = {
    handover: handover.id,
    lines: said,
    photo: shot?.photo as string,
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
      <SaidFields voucher={voucher} handover={handover} counts={counts} onCount={count} />
      <PhotoField label={m.phone_witness_photo()} value={shot} onChange={setShot} />
      <PositionField value={position} onChange={setPosition} />
      <TextField label={asLabel(m.field_note())} optional lines={2} max={500} value={note} onChange={setNote} />
      <Ask command="voucher.witness" about={voucher.key} input={input} onAnswer={witnessed}>
        {m.phone_witness_do()}
      </Ask>
    </Screen>
  )

  async function witnessed({ outcome }: { outcome: string }) {
    if (outcome === 'refused') return
    if (shot) await phone.photos.keep(homeOf(voucher.key), shot.blob)
    go(back)
  }
}
