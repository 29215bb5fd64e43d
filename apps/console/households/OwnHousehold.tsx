import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type CommandName, commandNamed, type InputOf } from '#capabilities/commands.ts'
import type { Household, Member } from '#capabilities/households/household.ts'
import { idOf, type Key, keyOf } from '#door/key.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { explain } from '#ui/explain.ts'
import { PhoneField } from '#ui/PhoneField.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { useConsentVersion } from '../consent.ts'
import { askInOrder, newKey } from '../engine.ts'
import { useMe } from '../me.ts'
import { Trouble } from '../office.ts'
import { VillageChooser } from './VillageChooser.tsx'

/**
 * The household that a member founds. Two envelopes: the member leaves, then the new household is registered;
 * what the family received counts for both. Without `leaving` the member has left before and only the
 * registration is missing.
 */
export function OwnHousehold({
  household,
  member,
  leaving,
}: {
  household: Household
  member: Member
  leaving?: { on: string; heir: string | null }
}) {
  const language = useLanguage()
  const me = useMe()
  const client = useQueryClient()
  const go = useNavigate()
  const consent = useConsentVersion(household.programme)
  const [fresh] = useState(() => idOf(newKey('00')))
  const [village, setVillage] = useState(household.place)
  const [phone, setPhone] = useState<string>()
  const [consents, setConsents] = useState(false)
  const [isSending, setSending] = useState(false)
  const [trouble, setTrouble] = useState<string>()

  const own: Key = member.left?.household ?? keyOf(village.slice(0, 2) || '00', fresh)
  const registration: InputOf<'household.register'> = {
    programme: household.programme,
    member: member.id,
    nameKm: member.nameKm,
    nameLatin: member.nameLatin,
    sex: member.sex,
    birthYear: member.birthYear,
    village,
    phone: phone === undefined ? null : { number: phone, shared: false },
    poverty: null,
    consent: consent ?? '',
    ...(member.identityNumber ? { identityNumber: member.identityNumber } : {}),
    partedFrom: household.key,
  }
  const isReadable = commandNamed('household.register')!.input.safeParse(registration).success
  return (
    <>
      <p className="quiet">{m.family_own_about()}</p>
      <VillageChooser near={household.place} value={village} onChange={setVillage} />
      <PhoneField label={m.field_phone()} optional value={phone} onChange={setPhone} />
      <blockquote className="consent">
        <p>{m.phone_consent_register()}</p>
      </blockquote>
      <label className="choice">
        <input type="checkbox" checked={consents} onChange={(event) => setConsents(event.currentTarget.checked)} />
        <span className="choice__words">{m.family_own_consents()}</span>
        <span className="choice__mark" aria-hidden="true">
          <Pictogram name="check" size={16} />
        </span>
      </label>
      {isReadable && consents ? (
        <button
          type="button"
          className="button button--second"
          aria-busy={isSending || undefined}
          onClick={() => void found()}
        >
          {isSending ? m.ask_sending() : m.family_own_do()}
        </button>
      ) : (
        <Say tone="quiet" quietly>
          {m.family_first()}
        </Say>
      )}
      {trouble && <Say tone="bad">{trouble}</Say>}
    </>
  )

  async function found() {
    if (isSending) return
    setSending(true)
    setTrouble(undefined)
    const separation = leaving && {
      name: 'household.separate' as CommandName,
      about: household.key,
      input: { member: member.id, ...leaving, household: own },
    }
    const registering = { name: 'household.register' as CommandName, about: own, input: { ...registration } }
    try {
      const answer = await askInOrder(separation ? [separation, registering] : [registering], me.person.key)
      if (answer.outcome === 'accepted') {
        await go({ to: '/households/$key', params: { key: own } })
      } else {
        setTrouble(answer.outcome === 'refused' ? explain(answer.refusal, language) : m.told_quarantined())
      }
    } catch (error) {
      if (!(error instanceof Trouble)) throw error
      setTrouble(error.message || m.told_unreachable())
    }
    setSending(false)
    await client.invalidateQueries()
  }
}
