import { useLocation } from 'wouter'
import type { Place } from '#capabilities/places/place.ts'
import type { Key } from '#door/key.ts'
import type { Sex } from '#door/values.ts'
import type { DraftForm } from '#sync/drafts.ts'
import type { FieldEngine } from '#sync/engine.ts'
import { usePhone, useRecords, useStanding } from '#sync/hooks.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { NotYetSynced } from '#ui/Nothing.tsx'
import { NumberField } from '#ui/NumberField.tsx'
import { PhoneField } from '#ui/PhoneField.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Consent } from '../frame/Consent.tsx'
import { Opening } from '../frame/Opening.tsx'
import { Resumed } from '../frame/Resumed.tsx'
import { Screen } from '../frame/Screen.tsx'
import { StepForm } from '../frame/StepForm.tsx'
import { useDraft } from '../frame/useDraft.ts'
import { useStep } from '../frame/useStep.ts'
import { nameText } from '../words.ts'
import { Alike } from './Alike.tsx'
import { PovertyAnswer } from './PovertyAnswer.tsx'
import { type Answers, inputFrom, noAnswers } from './registration.ts'
import { VillageField } from './VillageField.tsx'

/** A new household, in eight answers; the eighth, who helped, is known. */
export function RegisterScreen() {
  const phone = usePhone()
  const { isComplete, failed } = useStanding()
  const villages = useRecords<Place>('place').filter(({ kind, place }) => kind === 'village' && isMine(phone, place))
  const programme = phone.bearer()?.programmes.find(({ state }) => state === 'open')
  if (!programme || villages.length === 0) return isComplete || failed !== null ? <NotYetSynced /> : <Opening />
  return <RegisterForm phone={phone} villages={villages} programme={programme.programme} consent={programme.consent} />
}

/** The household and its head are named when the form is begun: gone on with, it is about the same ones. */
interface Registration extends Answers {
  readonly id: string
  readonly member: string
}

const form: DraftForm<Registration> = { name: 'household.register', carry: [], about: ({ name }) => name }

interface RegisterFormProps {
  readonly phone: FieldEngine
  readonly villages: readonly Place[]
  readonly programme: string
  readonly consent: string
}

function RegisterForm({ phone, villages, programme, consent }: RegisterFormProps) {
  useLanguage()
  const [, go] = useLocation()
  const draft = useDraft(form, '', () => ({
    ...noAnswers,
    village: villages.length === 1 ? villages[0]!.key : '',
    id: phone.newId(),
    member: phone.newId(),
  }))
  const { answers, change: given } = draft
  const { id, member } = answers
  const home = (answers.village || villages[0]!.key).slice(0, 2)
  const key: Key = `${home}-${id}`
  const input = inputFrom(answers, { programme, consent, member })
  const steps = useStep(
    [['nameKm', 'nameLatin', 'sex', 'birthYear', 'age'], ['village', 'phone'], ['poverty'], ['consent']],
    input,
    () => phone.foresee('household.register', key, input),
  )
  const { step, problem } = steps
  const nameProblem = problem('nameKm') ?? problem('nameLatin')
  const helper = phone.bearer()

  return (
    <Screen title={m.phone_register_title()} back="/">
      <Resumed draft={draft} />
      <StepForm
        steps={steps}
        last={
          <AskButton
            onIncomplete={steps.next}
            command="household.register"
            about={key}
            input={input}
            onAnswer={registered}
          >
            {m.phone_register_do()}
          </AskButton>
        }
      >
        {step === 0 && (
          <>
            <TextField
              label={m.phone_register_name()}
              hint={m.phone_register_name_hint()}
              problem={nameProblem && (answers.name.trim() === '' ? m.problem_name_missing() : nameProblem)}
              value={answers.name}
              onChange={(name) => given({ name })}
              max={80}
            />
            <ChoiceCards<Sex>
              label={m.phone_register_sex()}
              problem={problem('sex')}
              value={answers.sex}
              onChange={(sex) => given({ sex })}
              choices={[
                { value: 'female', label: m.sex_female() },
                { value: 'male', label: m.sex_male() },
              ]}
            />
            <NumberField
              label={m.phone_register_born()}
              hint={m.phone_register_born_hint()}
              problem={problem('birthYear') ?? problem('age')}
              value={answers.born}
              onChange={(born) => given({ born })}
            />
          </>
        )}
        {step === 1 && (
          <>
            <VillageField
              villages={villages}
              problem={problem('village')}
              value={answers.village}
              onChange={(village) => given({ village })}
            />
            <ChoiceCards
              label={m.phone_register_phone()}
              problem={answers.hasPhone === undefined ? problem('phone') : undefined}
              value={answers.hasPhone}
              onChange={(hasPhone) => given({ hasPhone })}
              choices={[
                { value: 'own', label: m.phone_register_phone_own() },
                { value: 'shared', label: m.phone_register_phone_shared() },
                { value: 'none', label: m.phone_register_phone_none() },
              ]}
            />
            {(answers.hasPhone === 'own' || answers.hasPhone === 'shared') && (
              <PhoneField
                label={m.phone_sign_in_number()}
                problem={problem('phone')}
                value={answers.phone}
                onChange={(number) => given({ phone: number })}
              />
            )}
          </>
        )}
        {step === 2 && <PovertyAnswer answers={answers} home={home} problem={problem('poverty')} onAnswer={given} />}
        <Alike input={input} about={key} />
        {step === 3 && (
          <>
            <Consent
              words={m.phone_consent_register()}
              sound="phone_consent_register"
              isGiven={answers.consents}
              problem={problem('consent')}
              onGive={(consents) => given({ consents })}
            />
            {helper && <p className="quiet">{m.phone_register_helped({ name: nameText(helper) })}</p>}
          </>
        )}
      </StepForm>
    </Screen>
  )

  async function registered({ outcome }: { outcome: string }) {
    if (outcome === 'refused' || outcome === 'no-room') return
    await draft.done()
    go(`/households/${key}`)
  }
}

function isMine(phone: FieldEngine, place: string): boolean {
  const reaches =
    phone.bearer()?.actor.grants.filter(({ permissions }) => permissions.includes('household.register')) ?? []
  return reaches.some(({ places }) => places.some((beginning) => place.startsWith(beginning)))
}
