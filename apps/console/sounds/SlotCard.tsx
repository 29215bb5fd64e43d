import { useId, useState } from 'react'
import type { SoundLanguage } from '#capabilities/sounds/numerals.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { type AskResult, useAsk } from '#ui/engine.ts'
import { explain } from '#ui/explain.ts'
import { Say } from '#ui/Say.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { newKey } from '../engine.ts'
import { Hear } from './Hear.tsx'
import { Microphone } from './Microphone.tsx'
import { type Taken, type Unusable, weigh } from './recorder.ts'
import { sendSound } from './sendSound.ts'
import type { SlotRow } from './useSlots.ts'

/** One sentence: how it reads, how it sounds, and the way to record it. */
export function SlotCard({
  row: { slot, sentence, state, newest },
  programme,
  language,
}: {
  row: SlotRow
  programme: string
  language: SoundLanguage
}) {
  const [key, setKey] = useState(() => newKey('00'))
  const { ask } = useAsk('sound.record', key)
  const [taken, setTaken] = useState<Taken>()
  const [trouble, setTrouble] = useState<string>()
  const [isSending, setSending] = useState(false)
  const sentenceId = useId()

  return (
    <li className="words__one">
      <p id={sentenceId} lang={language} className="sound__sentence">
        {sentence}
      </p>
      {sentence.includes('…') && <p className="note">{m.sounds_dots()}</p>}
      <p>
        <StateOf state={state} />
      </p>
      {trouble && <Say tone="bad">{trouble}</Say>}
      {taken ? (
        <div className="row">
          <Hear open={async () => taken.blob} what={sentence} />
          <button type="button" className="button" aria-busy={isSending || undefined} onClick={() => void keep(taken)}>
            {m.sounds_keep()}
          </button>
          <button type="button" className="button button--plain" onClick={() => setTaken(undefined)}>
            {m.sounds_let_go()}
          </button>
        </div>
      ) : (
        <div className="row">
          {newest && newest.state === 'kept' && (
            <Hear open={async () => (await fetch(`/api/sounds/${newest.digest}`)).blob()} what={newest.said} />
          )}
          <Microphone
            word={state === 'missing' ? m.sounds_record() : m.sounds_record_anew()}
            labelledBy={sentenceId}
            onTaken={(blob) => void look(blob)}
            onRefused={() => setTrouble(m.sounds_no_microphone())}
          />
          <span className="button button--plain sound__file">
            {m.sounds_upload()}
            <input
              type="file"
              accept="audio/webm,audio/ogg,audio/mp4,.m4a,.opus"
              aria-label={m.listen_to({ word: m.sounds_upload(), what: sentence })}
              onChange={(event) => {
                const file = event.currentTarget.files?.[0]
                if (file) void look(file)
              }}
            />
          </span>
          {newest && newest.state === 'kept' && (
            <AskButton command="sound.withdraw" about={newest.key} input={{}} look="second">
              {m.sounds_withdraw()}
            </AskButton>
          )}
        </div>
      )}
    </li>
  )

  async function look(blob: Blob) {
    const found = await weigh(blob)
    setTrouble(typeof found === 'string' ? unusableWords[found]() : undefined)
    setTaken(typeof found === 'string' ? undefined : found)
  }

  /** The file first, then the record that names it: whoever is told of a sound can have it. */
  async function keep({ blob, milliseconds }: Taken) {
    if (isSending) return
    setSending(true)
    const sent = await sendSound(blob)
    const refused = 'trouble' in sent ? sent.trouble : whyNot(await ask(inputFor(sent.digest, blob.size, milliseconds)))
    setSending(false)
    setTrouble(refused)
    if (refused !== undefined) return
    setTaken(undefined)
    // The next recording of this sentence is another record.
    setKey(newKey('00'))
  }

  function inputFor(digest: string, bytes: number, milliseconds: number) {
    return { programme, slot, language, said: sentence, digest, bytes, milliseconds }
  }
}

function whyNot(answer: AskResult): string | undefined {
  if (answer.outcome === 'accepted') return undefined
  if (answer.outcome === 'refused') return explain(answer.refusal)
  return answer.outcome === 'problem' ? answer.detail : m.sounds_not_sent()
}

const unusableWords: Record<Unusable, () => string> = {
  unplayable: m.sounds_unplayable,
  'too-long': m.sounds_too_long,
  'too-large': m.trouble_sound_too_large_next,
}

function StateOf({ state }: { state: SlotRow['state'] }) {
  if (state === 'recorded') return <Badge tone="good">{m.sounds_recorded()}</Badge>
  if (state === 'stale') return <Badge tone="waiting">{m.sounds_stale()}</Badge>
  return <Badge tone="quiet">{state === 'withdrawn' ? m.sounds_withdrawn() : m.sounds_missing()}</Badge>
}
