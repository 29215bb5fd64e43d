import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Household } from '#capabilities/households/household.ts'
import { type CallAnswers, callAnswers, type Handover, type Voucher } from '#capabilities/vouchers/voucher.ts'
import type { DraftForm } from '#sync/drafts.ts'
import { usePhone } from '#sync/hooks.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { type Choice, ChoiceCards } from '#ui/ChoiceCards.tsx'
import { DayText } from '#ui/DayText.tsx'
import { Pictogram, type PictogramName } from '#ui/drawings/Pictogram.tsx'
import { explain } from '#ui/explain.ts'
import { phoneText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { barredFromCalling } from '../barred.ts'
import { Resumed } from '../frame/Resumed.tsx'
import { Screen } from '../frame/Screen.tsx'
import { useDraft } from '../frame/useDraft.ts'
import { asLabel, nameText, usePlaceName } from '../words.ts'
import { OfHandover } from './OfHandover.tsx'
import { SaidFields } from './SaidFields.tsx'
import { type Said, saidOf } from './said.ts'

/** Five questions on the telephone, to a family that has not confirmed by itself. */
export function CallScreen({ voucher, handover }: { voucher: string; handover: string }) {
  return (
    <OfHandover voucher={voucher} handover={handover}>
      {(held, one) => <Call key={one.id} voucher={held} handover={one} />}
    </OfHandover>
  )
}

interface Answers {
  readonly collected: CallAnswers['collected'] | undefined
  readonly condition: CallAnswers['condition'] | undefined
  readonly visited: CallAnswers['visited'] | undefined
  readonly useful: CallAnswers['useful'] | undefined
  readonly who: string
  readonly said: Said
  readonly note: string
}

const form: DraftForm<Answers> = { name: 'voucher.callBack', carry: [], about: ({ who }) => who }

function Call({ voucher, handover }: { voucher: Voucher; handover: Handover }) {
  const language = useLanguage()
  const phone = usePhone()
  const placeName = usePlaceName()
  const [, go] = useLocation()
  const draft = useDraft(form, handover.id, () => ({
    ...{
      who: nameText(voucher.recipients.head),
      said: handover.lines.map(({ line }) => [line, undefined] as const),
      note: '',
    },
    ...{ collected: undefined, condition: undefined, visited: undefined, useful: undefined },
  }))
  const { answers, change } = draft
  const { collected, condition, visited, useful, said, note } = answers
  // As it stood when the call began: what is asked here must not bar itself.
  const [barred] = useState(() => barredFromCalling(phone, voucher, handover))
  const numbers = phone.find<Household>('household', voucher.household)?.phones ?? []
  const back = `/vouchers/${voucher.key}`
  const isEmpty = collected === 'no'
  const input = {
    handover: handover.id,
    lines: isEmpty ? handover.lines.map(({ line }) => ({ line, accepted: 0 })) : saidOf(handover, said),
    answers: { collected, ...(isEmpty ? {} : { condition, useful }), visited },
    ...(note.trim() === '' ? {} : { note }),
  }
  // Of a form, all of it is asked; the command leaves to others what they ask.
  const isWhole =
    collected && visited && (isEmpty || (condition && useful && said.every(([, count]) => count !== undefined)))

  return (
    <Screen title={m.phone_call_title()} back={back}>
      <section className="card stack">
        <p>
          <strong>{nameText(voucher.recipients.head)}</strong>{' '}
          <span className="quiet">
            {placeName(voucher.place)} · {m.phone_call_delivered()} <DayText day={handover.at.slice(0, 10)} />
          </span>
        </p>
        {!barred &&
          numbers.map(({ number, shared }) => (
            <a key={number} href={`tel:${number}`} className="button button--second">
              <Pictogram name="phone" size={22} />
              {shared ? m.phone_household_shared({ number: phoneText(number) }) : phoneText(number)}
            </a>
          ))}
        {!barred && numbers.length === 0 && <Say tone="waiting">{m.phone_call_no_number()}</Say>}
      </section>
      {barred ? (
        <Say tone="bad">{explain(barred, language)}</Say>
      ) : (
        <>
          <Resumed draft={draft} />
          <p className="note">{m.phone_call_how()}</p>
          <Question
            label={m.phone_call_collected()}
            value={collected}
            words={{ yes: m.phone_call_collected_yes(), no: m.phone_call_collected_no() }}
            pictures={{ yes: 'delivery', no: 'cross' }}
            options={callAnswers.collected}
            onChange={(given) => change({ collected: given })}
          />
          {!isEmpty && (
            <>
              <h2>{m.phone_call_how_many()}</h2>
              <SaidFields
                voucher={voucher}
                handover={handover}
                isBlind
                counts={new Map(said)}
                onCount={(line, count) => change({ said: said.map(([n, was]) => [n, n === line ? count : was]) })}
              />
              <Question
                label={m.phone_call_condition()}
                value={condition}
                words={{ good: m.phone_condition_good(), damaged: m.phone_condition_damaged() }}
                pictures={{ good: 'check', damaged: 'warning' }}
                options={callAnswers.condition}
                onChange={(given) => change({ condition: given })}
              />
              <Question
                label={m.phone_call_useful()}
                value={useful}
                words={{
                  yes: m.phone_call_useful_yes(),
                  little: m.phone_call_useful_little(),
                  no: m.phone_call_useful_no(),
                }}
                pictures={{ yes: 'seed', little: 'question', no: 'cross' }}
                options={callAnswers.useful}
                onChange={(given) => change({ useful: given })}
              />
            </>
          )}
          <Question
            label={m.phone_call_visited()}
            value={visited}
            words={{
              yes: m.phone_call_visited_yes(),
              no: m.phone_call_visited_no(),
              unsure: m.phone_call_visited_unsure(),
            }}
            pictures={{ yes: 'person', no: 'cross', unsure: 'question' }}
            options={callAnswers.visited}
            onChange={(given) => change({ visited: given })}
          />
          <TextField
            label={asLabel(m.field_note())}
            optional
            lines={2}
            max={500}
            value={note}
            onChange={(written) => change({ note: written })}
          />
          {isWhole ? (
            <AskButton command="voucher.callBack" about={voucher.key} input={input} onAnswer={called}>
              {m.phone_call_do()}
            </AskButton>
          ) : (
            <Say tone="quiet" quietly>
              {m.family_first()}
            </Say>
          )}
        </>
      )}
    </Screen>
  )

  async function called({ outcome }: { outcome: string }) {
    if (outcome === 'refused' || outcome === 'no-room') return
    await draft.done()
    go(back)
  }
}

/** One question with a picture to each answer. */
function Question<Value extends string>({
  label,
  value,
  options,
  words,
  pictures,
  onChange,
}: {
  label: string
  value: Value | undefined
  options: readonly Value[]
  words: Readonly<Record<Value, string>>
  pictures: Readonly<Record<Value, PictogramName>>
  onChange: (value: Value) => void
}) {
  return (
    <ChoiceCards<Value>
      label={label}
      value={value}
      onChange={onChange}
      choices={options.map(
        (one): Choice<Value> => ({
          value: one,
          label: words[one],
          picture: <Pictogram name={pictures[one]} size={32} />,
        }),
      )}
    />
  )
}
