import type { Home } from '#door/key.ts'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { readCode } from '#ui/numbers.ts'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { PhotoAnswer } from '../frame/PhotoAnswer.tsx'
import { asLabel } from '../words.ts'
import type { PovertyAnswers, Status } from './registration.ts'

/** One answer, and *not known* is as good as any: nobody is asked to guess. A card that was seen says more. */
export function PovertyAnswer({
  answers,
  home,
  problem,
  isAsked = false,
  onAnswer,
}: {
  answers: PovertyAnswers
  home: Home
  problem: string | undefined
  /** Somebody asks about it alone: not known is no answer, and a card that was seen is photographed. */
  isAsked?: boolean
  onAnswer: (changes: Partial<PovertyAnswers>) => void
}) {
  const { status, cardSeen, card, cardPhoto } = answers
  return (
    <>
      <ChoiceCards<Status>
        label={m.phone_register_poverty()}
        {...(isAsked ? {} : { hint: m.phone_register_poverty_hint() })}
        problem={status === undefined ? problem : undefined}
        value={status}
        onChange={(chosen) =>
          onAnswer({ status: chosen, cardSeen: chosen === 'poor1' || chosen === 'poor2' ? cardSeen : false })
        }
        choices={[
          { value: 'poor1', label: m.poverty_poor1() },
          { value: 'poor2', label: m.poverty_poor2() },
          { value: 'general', label: m.poverty_general() },
          ...(isAsked ? [] : [{ value: 'unknown' as const, label: m.poverty_unknown() }]),
        ]}
      />
      {(status === 'poor1' || status === 'poor2') && (
        <ChoiceCards
          label={m.phone_register_card_seen()}
          value={cardSeen ? 'seen' : 'told'}
          onChange={(how) => onAnswer({ cardSeen: how === 'seen' })}
          choices={[
            { value: 'seen', label: m.phone_register_card_yes() },
            { value: 'told', label: m.phone_register_card_no() },
          ]}
        />
      )}
      {cardSeen && (
        <>
          <TextField
            label={asLabel(m.field_card())}
            problem={problem}
            value={card}
            onChange={(typed) => onAnswer({ card: readCode(typed) })}
            max={30}
          />
          <PhotoAnswer
            isCard
            home={home}
            label={m.phone_register_card_photo()}
            optional={!isAsked}
            value={cardPhoto}
            onChange={(photo) => onAnswer({ cardPhoto: photo })}
          />
        </>
      )}
    </>
  )
}
