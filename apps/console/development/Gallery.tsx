/** Every control in every state, to be looked at in both languages. Shown only beside invented records. */
import { type ReactNode, useState } from 'react'
import { proposalStates } from '#capabilities/proposals/proposal.ts'
import { voucherStates } from '#capabilities/vouchers/voucher.ts'
import type { Refusal } from '#door/refusal.ts'
import { addDays, type Day } from '#door/values.ts'
import { Abbreviation, abbreviationNames } from '#ui/Abbreviation.tsx'
import { Amount } from '#ui/Amount.tsx'
import { AmountField } from '#ui/AmountField.tsx'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { Clock } from '#ui/Clock.tsx'
import { CodeField } from '#ui/CodeField.tsx'
import { DayField } from '#ui/DayField.tsx'
import { DayText, InstantText } from '#ui/DayText.tsx'
import { DemonstrationMark } from '#ui/DemonstrationMark.tsx'
import { drawingNames, PersonDrawing } from '#ui/drawings/PersonDrawing.tsx'
import { Pictogram, pictogramNames } from '#ui/drawings/Pictogram.tsx'
import { type AskResult, type Engine, EngineProvider } from '#ui/engine.ts'
import { HistoryStory } from '#ui/HistoryStory.tsx'
import { LanguageSwitch } from '#ui/LanguageSwitch.tsx'
import { Logo } from '#ui/Logo.tsx'
import { Empty, Failed, NotYetSynced } from '#ui/Nothing.tsx'
import { NumberField } from '#ui/NumberField.tsx'
import { PhoneField } from '#ui/PhoneField.tsx'
import { PhotoField } from '#ui/PhotoField.tsx'
import { Progress } from '#ui/Progress.tsx'
import { StateBadge } from '#ui/StateBadge.tsx'
import { Steps } from '#ui/Steps.tsx'
import type { Shot } from '#ui/shrink.ts'
import { TextField } from '#ui/TextField.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { povertyWords, unitWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'

const today: Day = '2021-06-15'
const noon = `${today}T05:00:00.000Z`
const proposal = '05-01930000-0000-7000-8000-000000000001'

export function Gallery() {
  useLanguage()
  useTitle(m.console_gallery())
  return (
    <div className="page">
      <h1>{m.console_gallery()}</h1>
      <Part name="Logo · LanguageSwitch">
        <div className="row">
          <Logo size={48} />
          <LanguageSwitch />
        </div>
      </Part>
      <Part name="DemonstrationMark">
        <DemonstrationMark />
      </Part>
      <Part name="AskButton">
        <Asks />
      </Part>
      <Part name="StateBadge">
        <div className="row">
          {proposalStates.map((state) => (
            <StateBadge key={state} noun="proposal" state={state} />
          ))}
        </div>
        <div className="row">
          {voucherStates.map((state) => (
            <StateBadge key={state} noun="voucher" state={state} />
          ))}
        </div>
        <div className="row">
          {['submitted', 'part-paid', 'paid', 'rejected'].map((state) => (
            <StateBadge key={state} noun="claim" state={state} />
          ))}
          <StateBadge noun="shop" state="active" />
          <StateBadge noun="shop" state="suspended" />
        </div>
        <div className="row">
          {['accepted', 'received', 'queued', 'held', 'disputed', 'refused', 'quarantined'].map((outcome) => (
            <StateBadge key={outcome} noun="outcome" state={outcome} />
          ))}
        </div>
      </Part>
      <Part name="Clock">
        <Clock since={noon} today={today} />
        <Clock since={`${addDays(today, -4)}T05:00:00.000Z`} dueOn={addDays(today, 12)} today={today} />
        <Clock since={`${addDays(today, -8)}T05:00:00.000Z`} dueOn={addDays(today, 1)} today={today} />
        <Clock since={`${addDays(today, -20)}T05:00:00.000Z`} dueOn={addDays(today, -6)} today={today} />
      </Part>
      <Part name="Amount · DayText · InstantText">
        <div className="row">
          <Amount money={{ currency: 'KHR', minor: 400_000 }} />
          <Amount money={{ currency: 'USD', minor: 16_170_134 }} />
          <Amount money={{ currency: 'KHR', minor: 150_000 }} asOnNotes />
        </div>
        <div className="row">
          <DayText day={today} />
          <DayText day={today} length="short" />
          <DayText day={addDays(today, -1)} today={today} />
          <DayText day={addDays(today, 9)} today={today} />
          <InstantText at={noon} />
        </div>
      </Part>
      <Part name="Abbreviation">
        <div className="row">
          {abbreviationNames.map((name) => (
            <Abbreviation key={name} of={name} />
          ))}
        </div>
      </Part>
      <Part name="Steps · Progress">
        <Steps step={2} total={5} />
        <Progress label={m.proposal_state_approved()} done={640} total={1200} />
      </Part>
      <Fields />
      <Part name="HistoryStory">
        <HistoryStory
          events={[
            {
              id: '1',
              name: 'household.register',
              at: '2021-02-01T02:00:00.000Z',
              who: 'ចាន់ ស្រីមុំ',
              outcome: 'accepted',
            },
            { id: '2', name: 'proposal.submit', at: '2021-02-03T03:10:00.000Z', who: 'សុខ បុប្ផា', outcome: 'accepted' },
            {
              id: '3',
              name: 'proposal.verify',
              at: '2021-02-09T08:30:00.000Z',
              who: 'ចាន់ ស្រីមុំ',
              outcome: 'refused',
              why: m.refusal_duty_assisted(),
            },
            {
              id: '4',
              name: 'voucher.redeem',
              at: '2021-04-02T04:45:00.000Z',
              who: 'ទេព សុខា',
              outcome: 'disputed',
              why: m.refusal_voucher_late({ days: 14 }),
            },
          ]}
        />
        <HistoryStory events={[]} />
      </Part>
      <Part name="Empty · Failed · NotYetSynced">
        <Empty title={m.history_nothing()} picture="chick">
          <p className="quiet">{m.words_none_next()}</p>
        </Empty>
        <Failed reference="7KQ2M9PX" again={() => {}} />
        <NotYetSynced />
      </Part>
      <Part name="PersonDrawing">
        <div className="row">
          {drawingNames.map((name) => (
            <PersonDrawing key={name} of={name} />
          ))}
        </div>
      </Part>
      <Part name="Pictogram">
        <div className="row">
          {pictogramNames.map((name) => (
            <Pictogram key={name} name={name} />
          ))}
        </div>
      </Part>
    </div>
  )
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className="card stack">
      <h2>{name}</h2>
      {children}
    </section>
  )
}

/** One button for each way a question can go. */
function Asks() {
  const foreseen: (Refusal | 'unknown' | undefined)[] = [
    undefined,
    'unknown',
    { refused: 'duty.assisted' },
    { refused: 'proposal.wrong-state', state: 'approved', step: 'verify' },
  ]
  const answers: AskResult[] = [
    { outcome: 'accepted', version: 3 },
    { outcome: 'queued' },
    { outcome: 'disputed', version: 2, refusal: { refused: 'voucher.expired', on: '2021-05-31' } },
    {
      outcome: 'refused',
      refusal: { refused: 'window.price-above-ceiling', item: 'chick', ceiling: 5000, currency: 'KHR' },
    },
    { outcome: 'quarantined', why: 'signature' },
    { outcome: 'unreachable' },
    { outcome: 'problem', detail: m.refusal_budget_exhausted() },
  ]
  return (
    <>
      {foreseen.map((refusal, at) => (
        <EngineProvider
          key={`foreseen ${refusal === undefined ? 'nothing' : JSON.stringify(refusal)}`}
          value={pretended(refusal, answers[0]!, at === 0 ? 2 : 0)}
        >
          <Ask />
        </EngineProvider>
      ))}
      {answers.map((answer) => (
        <EngineProvider key={answer.outcome} value={pretended(undefined, answer)}>
          <Ask look={answer.outcome === 'accepted' ? 'first' : answer.outcome === 'refused' ? 'grave' : 'second'} />
        </EngineProvider>
      ))}
    </>
  )
}

function Ask({ look }: { look?: 'first' | 'second' | 'grave' }) {
  return (
    <AskButton command="proposal.withdraw" about={proposal} input={{ reason: '…' }} look={look}>
      {m.proposal_step_withdraw()}
    </AskButton>
  )
}

/** An engine that always foresees and answers the same, a moment later. */
function pretended(refusal: Refusal | 'unknown' | undefined, answer: AskResult, pending = 0): Engine {
  return {
    useRecord: () => undefined,
    useAsk: () => ({
      pending,
      foresee: () => refusal,
      ask: () => new Promise((resolve) => setTimeout(() => resolve(answer), 700)),
    }),
  }
}

function Fields() {
  const [name, setName] = useState('សុខ បុប្ផា')
  const [note, setNote] = useState('')
  const [quantity, setQuantity] = useState<number | undefined>(30)
  const [riel, setRiel] = useState<number | undefined>(150_000)
  const [day, setDay] = useState<Day | undefined>(today)
  const [missing, setMissing] = useState<Day>()
  const [code, setCode] = useState('381')
  const [phone, setPhone] = useState<string | undefined>('+85512345678')
  const [poverty, setPoverty] = useState<keyof typeof povertyWords>('poor1')
  const [picture, setPicture] = useState<'chick' | 'seed' | 'net'>()
  const [shot, setShot] = useState<Shot>()
  return (
    <Part name="Field">
      <div className="cards">
        <TextField label={m.field_name_km()} value={name} onChange={setName} />
        <TextField label={m.field_note()} value={note} onChange={setNote} lines={3} optional />
        <NumberField
          label={m.field_quantity()}
          value={quantity}
          onChange={setQuantity}
          min={10}
          max={60}
          unit={unitWords.bird()}
          counter
        />
        <NumberField
          label={m.field_age()}
          value={undefined}
          onChange={() => {}}
          problem={m.number_at_least({ min: 18 })}
        />
        <AmountField label={m.field_price()} currency="KHR" value={riel} onChange={setRiel} />
        <DayField label={m.field_issued_on()} value={day} onChange={setDay} />
        <DayField label={m.field_expires_on()} value={missing} onChange={setMissing} problem={m.day_not()} />
        <CodeField label={m.field_code()} length={6} value={code} onChange={setCode} />
        <PhoneField label={m.field_phone()} value={phone} onChange={setPhone} />
        <PhotoField label={m.field_photo()} value={shot} onChange={setShot} />
      </div>
      <ChoiceCards
        label={m.field_poverty()}
        value={poverty}
        onChange={setPoverty}
        choices={Object.entries(povertyWords).map(([value, word]) => ({
          value: value as keyof typeof povertyWords,
          label: word(),
        }))}
      />
      <ChoiceCards
        label={m.field_package()}
        problem={m.problem_missing({ field: m.field_package() })}
        value={picture}
        onChange={setPicture}
        choices={(['chick', 'seed', 'net'] as const).map((value) => ({
          value,
          label: m.field_package(),
          hint: `30 ${unitWords.bird()}`,
          picture: <Pictogram name={value} size={32} />,
          disabled: value === 'net',
        }))}
      />
    </Part>
  )
}
