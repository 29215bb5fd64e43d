import { useLocation } from 'wouter'
import { type Household, headOf } from '#capabilities/households/household.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import { homeOf } from '#door/key.ts'
import type { Position } from '#door/values.ts'
import type { DraftForm } from '#sync/drafts.ts'
import { usePhone } from '#sync/hooks.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { Say } from '#ui/Say.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Found } from '../frame/Found.tsx'
import { PhotoAnswer } from '../frame/PhotoAnswer.tsx'
import { PositionField } from '../frame/PositionField.tsx'
import { Resumed } from '../frame/Resumed.tsx'
import { Screen } from '../frame/Screen.tsx'
import { useDraft } from '../frame/useDraft.ts'
import { WeighingCard } from '../review/Weighing.tsx'
import { asLabel, nameText } from '../words.ts'

interface Answers {
  readonly name: string
  readonly how: 'visit' | 'desk'
  readonly photo: string | undefined
  readonly position: Position | undefined
  readonly note: string
}

const verifying: DraftForm<Answers> = { name: 'proposal.verify', carry: [], about: ({ name }) => name }

/** The look before the decision: at the desk, or at the place with a photo of it. */
export function VerifyScreen({ proposal: key }: { proposal: string }) {
  return (
    <Found<Proposal> noun="proposal" record={key}>
      {(proposal) => <Verify proposal={proposal} />}
    </Found>
  )
}

function Verify({ proposal }: { proposal: Proposal }) {
  useLanguage()
  const phone = usePhone()
  const [, go] = useLocation()
  const household = phone.find<Household>('household', proposal.household)
  const draft = useDraft<Answers>(verifying, proposal.key, () => ({
    name: household ? nameText(headOf(household)) : '',
    how: proposal.sampled ? 'visit' : 'desk',
    photo: undefined,
    position: undefined,
    note: '',
  }))
  const { how, photo, position, note } = draft.answers
  const { key, version: seen } = proposal
  const input = {
    seen,
    how,
    note: note.trim() === '' ? null : note,
    photo: how === 'visit' ? (photo ?? null) : null,
    position: how === 'visit' ? (position ?? null) : null,
  }

  return (
    <Screen title={m.phone_verify_title()} back={`/proposals/${key}`}>
      <Resumed draft={draft} />
      <WeighingCard proposal={proposal} />
      {proposal.sampled && <Say tone="going">{m.phone_verify_drawn()}</Say>}
      <ChoiceCards
        label={m.phone_verify_how()}
        value={how}
        onChange={(given) => draft.change({ how: given })}
        choices={[
          { value: 'visit', label: m.phone_verify_visit() },
          { value: 'desk', label: m.phone_verify_desk() },
        ]}
      />
      {how === 'visit' && (
        <>
          <PhotoAnswer
            label={m.phone_verify_photo()}
            home={homeOf(key)}
            value={photo}
            onChange={(taken) => draft.change({ photo: taken })}
          />
          <PositionField value={position} onChange={(found) => draft.change({ position: found })} />
        </>
      )}
      <TextField
        label={asLabel(m.field_note())}
        optional
        lines={3}
        max={1000}
        value={note}
        onChange={(given) => draft.change({ note: given })}
      />
      <AskButton command="proposal.verify" about={key} input={input} onAnswer={verified}>
        {m.phone_verify_do()}
      </AskButton>
    </Screen>
  )

  async function verified({ outcome }: { outcome: string }) {
    if (outcome === 'refused') return
    await draft.done()
    go('/')
  }
}
