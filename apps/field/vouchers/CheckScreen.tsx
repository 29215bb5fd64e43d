import { useState } from 'react'
import { useLocation } from 'wouter'
import { checkVerdicts, unitsOf, type Voucher } from '#capabilities/vouchers/voucher.ts'
import { homeOf } from '#door/key.ts'
import type { Position } from '#door/values.ts'
import type { DraftForm } from '#sync/drafts.ts'
import { usePhone } from '#sync/hooks.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { explain } from '#ui/explain.ts'
import { NumberField } from '#ui/NumberField.tsx'
import { numberText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { contributionWords, unitWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { barredFromChecking } from '../barred.ts'
import { Found } from '../frame/Found.tsx'
import { PhotoAnswer } from '../frame/PhotoAnswer.tsx'
import { PositionField } from '../frame/PositionField.tsx'
import { Resumed } from '../frame/Resumed.tsx'
import { Screen } from '../frame/Screen.tsx'
import { useDraft } from '../frame/useDraft.ts'
import { asLabel, nameText, usePlaceName } from '../words.ts'

type Verdict = (typeof checkVerdicts)[number]

/** The visit after the delivery: what was found, with a photo, at the place. */
export function CheckScreen({ voucher: key }: { voucher: string }) {
  return (
    <Found<Voucher> noun="voucher" record={key}>
      {(voucher) => <CheckVisit voucher={voucher} />}
    </Found>
  )
}

interface Answers {
  readonly who: string
  readonly verdict: Verdict | undefined
  /** How many were found, by line. */
  readonly found: readonly (readonly [number, number | undefined])[]
  readonly photo: string | undefined
  readonly position: Position | undefined
  readonly note: string
  readonly brought: string
}

const form: DraftForm<Answers> = { name: 'voucher.check', carry: [], about: ({ who }) => who }

function CheckVisit({ voucher }: { voucher: Voucher }) {
  const language = useLanguage()
  const phone = usePhone()
  const placeName = usePlaceName()
  const [, go] = useLocation()
  const draft = useDraft(form, voucher.key, () => ({
    ...{ who: nameText(voucher.recipients.head), verdict: undefined, found: [] },
    ...{ photo: undefined, position: undefined, note: '', brought: '' },
  }))
  const { answers, change } = draft
  const { verdict, photo, position, note, brought } = answers
  const found = new Map(answers.found)
  // As it stood when the visit began: what is asked here must not bar itself.
  const [barred] = useState(() => barredFromChecking(phone, voucher))
  const back = `/vouchers/${voucher.key}`
  const delivered = voucher.lines
    .map((line) => ({ line, units: unitsOf(voucher, line.n) }))
    .filter(({ units }) => units.accepted + units.pending + units.disputed > 0)
  const isContributionOpen = voucher.contribution !== 'cash' && voucher.contributions.length === 0
  const isThere = verdict !== 'nobody-there'
  const input = {
    verdict: verdict as Verdict,
    findings: isThere
      ? [...found].flatMap(([line, count]) => (count === undefined ? [] : [{ line, found: count }]))
      : [],
    photo: photo as string,
    position: position as Position,
    ...(note.trim() === '' ? {} : { note }),
    ...(voucher.contribution !== 'cash' && brought.trim() !== ''
      ? { contribution: { kind: voucher.contribution, description: brought } }
      : {}),
  }

  return (
    <Screen title={m.phone_check_title()} back={back}>
      <p>
        <strong>{nameText(voucher.recipients.head)}</strong> <span className="quiet">{placeName(voucher.place)}</span>
      </p>
      {barred ? (
        <Say tone="bad">{explain(barred, language)}</Say>
      ) : (
        <>
          <Resumed draft={draft} />
          <ChoiceCards<Verdict>
            label={m.phone_check_verdict()}
            oneColumn
            value={verdict}
            onChange={(chosen) => change({ verdict: chosen })}
            choices={checkVerdicts.map((one) => ({ value: one, label: verdictWords[one]() }))}
          />
          {isThere &&
            delivered.map(({ line, units }) => (
              <NumberField
                key={line.n}
                label={m.phone_check_found({ item: line.names[language] })}
                hint={m.phone_said_reported({ count: numberText(units.accepted + units.pending + units.disputed) })}
                counter
                unit={unitWords[line.unit]()}
                value={found.get(line.n)}
                onChange={(count) => change({ found: [...new Map([...found, [line.n, count]])] })}
              />
            ))}
          {isThere && isContributionOpen && (
            <TextField
              label={m.phone_check_contribution({ kind: contributionWords[voucher.contribution]() })}
              hint={m.phone_check_contribution_hint()}
              optional
              max={300}
              value={brought}
              onChange={(written) => change({ brought: written })}
            />
          )}
          <PhotoAnswer
            home={homeOf(voucher.key)}
            label={m.phone_check_photo()}
            value={photo}
            onChange={(taken) => change({ photo: taken })}
          />
          <PositionField value={position} onChange={(place) => change({ position: place })} />
          <TextField
            label={asLabel(m.field_note())}
            optional
            lines={3}
            max={1000}
            value={note}
            onChange={(written) => change({ note: written })}
          />
          <AskButton command="voucher.check" about={voucher.key} input={input} onAnswer={checked}>
            {m.phone_check_do()}
          </AskButton>
        </>
      )}
    </Screen>
  )

  async function checked({ outcome }: { outcome: string }) {
    if (outcome === 'refused' || outcome === 'no-room') return
    await draft.done()
    go(back)
  }
}

const verdictWords: Record<Verdict, () => string> = {
  'in-order': m.phone_check_in_order,
  'not-in-order': m.phone_check_not_in_order,
  'nobody-there': m.phone_check_nobody,
}
