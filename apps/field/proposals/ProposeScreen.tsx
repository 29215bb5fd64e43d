import { useLocation } from 'wouter'
import { type Household, headOf } from '#capabilities/households/household.ts'
import type { Place } from '#capabilities/places/place.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import type { Window } from '#capabilities/windows/window.ts'
import { homeOf, type Key, keyOf } from '#door/key.ts'
import { dayOf } from '#door/values.ts'
import type { DraftForm } from '#sync/drafts.ts'
import { usePhone, useRecords } from '#sync/hooks.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { NumberField } from '#ui/NumberField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { contributionWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Consent } from '../frame/Consent.tsx'
import { Found } from '../frame/Found.tsx'
import { Resumed } from '../frame/Resumed.tsx'
import { Screen } from '../frame/Screen.tsx'
import { StepForm } from '../frame/StepForm.tsx'
import { useDraft } from '../frame/useDraft.ts'
import { useStep } from '../frame/useStep.ts'
import { VillageField } from '../households/VillageField.tsx'
import { asLabel, nameText } from '../words.ts'
import { Cost } from './Cost.tsx'
import { PlanFields } from './PlanFields.tsx'
import { Warnings } from './Warnings.tsx'
import {
  answersFrom,
  chosen,
  freshWish,
  ifAgreed,
  inputFrom,
  type Offer,
  offersFor,
  type Wish,
  type WishAnswers,
  wishOf,
} from './wish.ts'

type Asked = { household: Key; again?: undefined } | { household?: undefined; again: Key }

/** Five answers make a proposal. One that was returned is put right on the same screens. */
export function ProposeScreen({ household, again }: Asked) {
  if (again !== undefined) {
    return (
      <Found<Proposal> noun="proposal" record={again}>
        {(proposal) => (
          <Found<Household> noun="household" record={proposal.household}>
            {(found) => <Propose household={found} returned={proposal} />}
          </Found>
        )}
      </Found>
    )
  }
  return (
    <Found<Household> noun="household" record={household}>
      {(found) => <Propose household={found} />}
    </Found>
  )
}

function Propose({ household, returned }: { household: Household; returned?: Proposal }) {
  useLanguage()
  const phone = usePhone()
  const windows = useRecords<Window>('window')
  const villages = useRecords<Place>('place').filter(
    ({ kind, place }) => kind === 'village' && place.startsWith(household.place.slice(0, 6)),
  )
  const offers = offersFor(windows, household.programme, household.place, dayOf(phone.now()))
  if (offers.length === 0) {
    return (
      <Screen title={m.phone_propose_title()} sound="phone_propose_title" back={`/households/${household.key}`}>
        <Empty title={m.phone_propose_no_window()} picture="window">
          <p className="quiet">{m.phone_propose_no_window_next()}</p>
        </Empty>
      </Screen>
    )
  }
  return <ProposeForm household={household} returned={returned} offers={offers} villages={villages} />
}

/** Drafts are listed by whom they are about: the name stands with the answers. */
type Answers = WishAnswers & { readonly who: string }

const submission: DraftForm<Answers> = { name: 'proposal.submit', carry: [], about: ({ who }) => who }
const resubmitting: DraftForm<Answers> = { ...submission, name: 'proposal.resubmit' }

interface ProposeFormProps {
  readonly household: Household
  readonly returned: Proposal | undefined
  readonly offers: readonly Offer[]
  readonly villages: readonly Place[]
}

function ProposeForm({ household, returned, offers, villages }: ProposeFormProps) {
  const language = useLanguage()
  const phone = usePhone()
  const [, go] = useLocation()
  const draft = useDraft(returned ? resubmitting : submission, returned?.key ?? household.key, () => ({
    ...answersFrom(
      returned ? wishOf(returned, phone.find<Window>('window', returned.window)) : freshWish(offers, household.place),
      phone.newId(),
    ),
    who: nameText(headOf(household)),
  }))
  const { answers, change: given } = draft
  const about = returned?.key ?? keyOf(homeOf(household.key), answers.id)
  const wish: Wish = {
    ...answers,
    window: answers.window === undefined ? undefined : phone.find<Window>('window', answers.window),
  }
  const wanted = chosen(wish)

  const input = inputFrom(wish, household.key)
  const { household: _, ...resubmission } = input
  const foresee = (asked: typeof input) => {
    const { household: __, ...rest } = asked
    return returned
      ? phone.foresee('proposal.resubmit', about, { ...rest, seen: returned.version })
      : phone.foresee('proposal.submit', about, asked)
  }
  const steps = useStep(
    [['window', 'package'], ['quantity'], ['place'], ['contribution'], ['consent', 'plan']],
    input,
    () => foresee(input),
  )
  const { step, problem } = steps

  // What it will cost is the proposal as it would be, were the rest answered.
  const foresight = wanted && wish.quantity !== undefined ? foresee(ifAgreed(input, wish)) : undefined
  const foreseen = foresight?.record as Proposal | undefined
  const isNoteNeeded = foresight?.refusal?.refused === 'proposal.plan-needed'
  const itemName = (code: string) => wish.window?.items.find((item) => item.code === code)?.names[language] ?? code

  return (
    <Screen
      title={returned ? m.phone_propose_again() : m.phone_propose_title()}
      sound={returned ? 'phone_propose_again' : 'phone_propose_title'}
      back={returned ? `/proposals/${about}` : `/households/${household.key}`}
    >
      <p className="quiet">{nameText(headOf(household))}</p>
      <Resumed draft={draft} />
      <StepForm
        steps={steps}
        last={
          returned ? (
            <AskButton
              onIncomplete={steps.next}
              command="proposal.resubmit"
              about={about}
              input={{ ...resubmission, seen: returned.version }}
              onAnswer={proposed}
              nameOf={itemName}
            >
              {m.phone_propose_do()}
            </AskButton>
          ) : (
            <AskButton
              onIncomplete={steps.next}
              command="proposal.submit"
              about={about}
              input={input}
              onAnswer={proposed}
              nameOf={itemName}
            >
              {m.phone_propose_do()}
            </AskButton>
          )
        }
      >
        {step === 0 && (
          <ChoiceCards
            label={m.phone_propose_package()}
            problem={problem('window') ?? problem('package')}
            oneColumn
            value={wish.window && `${wish.window.key} ${wish.package}`}
            onChange={choose}
            choices={offers.map(({ value, window, offered }) => ({
              value,
              label: offered.names[language],
              hint: offers.some((other) => other.window !== window) ? window.names[language] : undefined,
              picture: <Pictogram name={pictureOf(window.chain)} size={32} />,
            }))}
          />
        )}
        {step === 1 && wanted && (
          <>
            <NumberField
              label={m.phone_propose_quantity({ package: wanted.names[language] })}
              hint={m.phone_propose_bounds({ min: wanted.quantityMin, max: wanted.quantityMax })}
              problem={problem('quantity')}
              counter
              min={wanted.quantityMin}
              max={wanted.quantityMax}
              value={wish.quantity}
              onChange={(quantity) => given({ quantity, plan: undefined })}
            />
            {foreseen?.lines && <Cost lines={foreseen.lines} window={wish.window} />}
          </>
        )}
        {step === 2 && (
          <VillageField
            villages={villages}
            problem={problem('place')}
            value={wish.place}
            onChange={(place) => given({ place })}
          />
        )}
        {step === 3 && wish.window && (
          <ChoiceCards
            label={m.phone_propose_contribution()}
            problem={problem('contribution')}
            value={wish.contribution}
            onChange={(contribution) => given({ contribution })}
            choices={wish.window.contributions.map((kind) => ({
              value: kind,
              label: asLabel(contributionWords[kind]()),
            }))}
          />
        )}
        {step === 4 && (
          <>
            {foreseen?.lines && <Cost lines={foreseen.lines} window={wish.window} />}
            <PlanFields
              filled={foreseen?.plan}
              plan={wish.plan}
              isNoteNeeded={isNoteNeeded || wish.plan !== undefined}
              problem={problem}
              onPlan={(plan) => given({ plan })}
            />
            <Consent
              words={m.phone_consent_propose()}
              sound="phone_consent_propose"
              isGiven={wish.consents}
              problem={problem('consent')}
              onGive={(consents) => given({ consents })}
            />
          </>
        )}
        {foresight && (
          <Warnings
            household={household}
            about={about}
            input={ifAgreed(input, wish)}
            returned={returned}
            foresight={foresight}
            nameOf={itemName}
          />
        )}
      </StepForm>
    </Screen>
  )

  function choose(value: string) {
    const offer = offers.find((one) => one.value === value)!
    const { window, offered } = offer
    const contribution = window.contributions.length === 1 ? window.contributions[0] : wish.contribution
    given({ window: window.key, package: offered.code, quantity: offered.quantityMin, contribution, plan: undefined })
  }

  async function proposed({ outcome }: { outcome: string }) {
    if (outcome === 'refused' || outcome === 'no-room') return
    await draft.done()
    go(`/proposals/${about}`)
  }
}

function pictureOf(chain: string) {
  return chain === 'chicken' ? ('chick' as const) : ('seed' as const)
}
