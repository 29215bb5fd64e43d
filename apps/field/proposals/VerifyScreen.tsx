import { useState } from 'react'
import { useLocation } from 'wouter'
import { type Household, headOf } from '#capabilities/households/household.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import type { Window } from '#capabilities/windows/window.ts'
import { homeOf } from '#door/key.ts'
import type { Position } from '#door/values.ts'
import { usePhone } from '#sync/hooks.ts'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { PhotoField } from '#ui/PhotoField.tsx'
import { Say } from '#ui/Say.tsx'
import type { Shot } from '#ui/shrink.ts'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Ask } from '../frame/Ask.tsx'
import { Found } from '../frame/Found.tsx'
import { PositionField } from '../frame/PositionField.tsx'
import { Screen } from '../frame/Screen.tsx'
import { asLabel, nameText, usePlaceName } from '../words.ts'
import { Cost } from './Cost.tsx'

/** The look before the decision: at the desk, or at the place with a photo of it. */
export function VerifyScreen({ proposal: key }: { proposal: string }) {
  return (
    <Found<Proposal> noun="proposal" record={key}>
      {(proposal) => <Verify proposal={proposal} />}
    </Found>
  )
}

function Verify({ proposal }: { proposal: Proposal }) {
  const language = useLanguage()
  const phone = usePhone()
  const placeName = usePlaceName()
  const [, go] = useLocation()
  const [how, setHow] = useState<'visit' | 'desk'>(proposal.sampled ? 'visit' : 'desk')
  const [shot, setShot] = useState<Shot>()
  const [position, setPosition] = useState<Position>()
  const [note, setNote] = useState('')
  const window = phone.find<Window>('window', proposal.window)
  const household = phone.find<Household>('household', proposal.household)
  const { key, version: seen } = proposal
  const input = {
    seen,
    how,
    note: note.trim() === '' ? null : note,
    photo: how === 'visit' ? (shot?.photo ?? null) : null,
    position: how === 'visit' ? (position ?? null) : null,
  }

  return (
    <Screen title={m.phone_verify_title()} back={`/proposals/${key}`}>
      <div className="card stack">
        <h2>{household ? nameText(headOf(household)) : ''}</h2>
        <p className="quiet">{placeName(proposal.place)}</p>
        <Cost lines={proposal.lines} window={window} />
        {proposal.doubts.map((doubt) => (
          <Say key={doubt} tone="waiting" quietly>
            {window?.reasons.find(({ code, proof }) => (proof ?? code) === doubt)?.names[language] ?? doubt}
          </Say>
        ))}
      </div>
      {proposal.sampled && <Say tone="going">{m.phone_verify_drawn()}</Say>}
      <ChoiceCards
        label={m.phone_verify_how()}
        value={how}
        onChange={setHow}
        choices={[
          { value: 'visit', label: m.phone_verify_visit() },
          { value: 'desk', label: m.phone_verify_desk() },
        ]}
      />
      {how === 'visit' && (
        <>
          <PhotoField label={m.phone_verify_photo()} value={shot} onChange={setShot} />
          <PositionField value={position} onChange={setPosition} />
        </>
      )}
      <TextField label={asLabel(m.field_note())} optional lines={3} max={1000} value={note} onChange={setNote} />
      <Ask command="proposal.verify" about={key} input={input} onAnswer={verified}>
        {m.phone_verify_do()}
      </Ask>
    </Screen>
  )

  async function verified({ outcome }: { outcome: string }) {
    if (outcome === 'refused') return
    if (shot && how === 'visit') await phone.photos.keep(homeOf(key), shot.blob)
    go('/')
  }
}
