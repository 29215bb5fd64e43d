import { useEffect, useState } from 'react'
import type { Key } from '#door/key.ts'
import type { Network } from '#sync/network.ts'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { CodeField } from '#ui/CodeField.tsx'
import { PhoneField } from '#ui/PhoneField.tsx'
import { Say } from '#ui/Say.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { currentLanguage } from '#ui/words/language.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Alone } from '../frame/Alone.tsx'
import { nameText } from '../words.ts'

interface Person {
  readonly key: Key
  readonly nameKm: string | null
  readonly nameLatin: string | null
  readonly linked: boolean
}

type Step = 'number' | 'code' | 'choose'

/** Who holds this phone: a number, the code sent to it, and which of the people at that number. */
export function SignInScreen({
  network,
  step: first,
  isForgotten = false,
  onIn,
}: {
  network: Network
  step: 'sign-in' | 'choose'
  /** The PIN was forgotten: a new one follows. */
  isForgotten?: boolean
  onIn: () => void
}) {
  useLanguage()
  useTitle(m.phone_sign_in())
  const [step, setStep] = useState<Step>(first === 'choose' ? 'choose' : 'number')
  const [number, setNumber] = useState<string>()
  const [code, setCode] = useState('')
  const [shownCode, setShownCode] = useState<string>()
  const [people, setPeople] = useState<readonly Person[]>([])
  const [person, setPerson] = useState<Key>()
  const [paperCode, setPaperCode] = useState('')
  const [trouble, setTrouble] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const chosen = people.find(({ key }) => key === person)

  useEffect(() => {
    if (step !== 'choose') return
    void network.reach('/api/sign-in/people').then(async (response) => {
      if (response.ok) setPeople(((await response.json()) as { people: Person[] }).people)
    }, said)
    function said() {
      setTrouble(m.phone_opening_no_network())
    }
  }, [step, network])

  return (
    <Alone>
      <form className="screen stack" onSubmit={submit}>
        <h1>{step === 'choose' ? m.phone_choose_title() : m.phone_sign_in()}</h1>
        {isForgotten && step === 'number' && <p>{m.phone_pin_forgotten_next()}</p>}
        {step === 'number' && <PhoneField label={m.phone_sign_in_number()} value={number} onChange={setNumber} />}
        {step === 'code' && (
          <>
            <p>{m.phone_sign_in_sent()}</p>
            {shownCode && <Say tone="going">{m.phone_sign_in_shown({ code: shownCode })}</Say>}
            <CodeField label={m.phone_sign_in_code()} length={6} oneTime value={code} onChange={setCode} />
          </>
        )}
        {step === 'choose' && (
          <>
            <ChoiceCards
              label={m.phone_choose_label()}
              oneColumn
              value={person}
              onChange={setPerson}
              choices={people.map((one) => ({ value: one.key, label: nameText(one) }))}
            />
            {chosen && !chosen.linked && (
              <CodeField
                label={m.phone_choose_paper()}
                hint={m.phone_choose_paper_hint()}
                letters
                value={paperCode}
                onChange={setPaperCode}
              />
            )}
          </>
        )}
        {trouble && <Say tone="bad">{trouble}</Say>}
        <button type="submit" className="button button--wide" disabled={isBusy} aria-busy={isBusy || undefined}>
          {isBusy && <span className="spinner" />}
          {step === 'number' ? m.phone_sign_in_send() : m.phone_sign_in_enter()}
        </button>
        {step === 'code' && (
          <button type="button" className="button button--plain" onClick={() => setStep('number')}>
            {m.phone_sign_in_other_number()}
          </button>
        )}
      </form>
    </Alone>
  )

  async function submit(event: { preventDefault(): void }) {
    event.preventDefault()
    if (isBusy) return
    setTrouble(undefined)
    if (step === 'number') {
      if (!number) return setTrouble(m.phone_not())
      const sent = await ask('/api/sign-in/code', { phone: number })
      if (!sent) return
      setShownCode(sent.demonstrationCode as string | undefined)
      setCode((sent.demonstrationCode as string | undefined) ?? '')
      setStep('code')
    } else if (step === 'code') {
      if (code.length < 6) return setTrouble(m.phone_sign_in_code_short())
      const entered = await ask('/api/sign-in/phone', { phone: number, code })
      if (entered) entered.next === 'choose' ? setStep('choose') : onIn()
    } else {
      if (!person) return setTrouble(m.phone_choose_nobody())
      const entered = await ask('/api/sign-in/choose', { person, ...(paperCode ? { code: paperCode } : {}) })
      if (entered) onIn()
    }
  }

  /** The answer, or nothing: then what went wrong has been said. */
  async function ask(address: string, body?: object): Promise<Record<string, unknown> | undefined> {
    setBusy(true)
    const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const response = await network.reach(address, body ? post : undefined).catch(() => undefined)
    setBusy(false)
    if (!response) return void setTrouble(m.phone_opening_no_network())
    const answer = await response.json().catch(() => ({}))
    if (response.ok) return answer
    setTrouble(answer.words?.[currentLanguage()]?.detail ?? m.failed_next())
  }
}
