import type { ReactNode } from 'react'
import type { Instant } from '#door/values.ts'
import { DayText, InstantText } from './DayText.tsx'
import { Mark, type Tone } from './Mark.tsx'
import { m } from './words/compiled/messages.js'
import { storyWords } from './words/stories.ts'
import { useLanguage } from './words/useLanguage.ts'

/** One line of the journal, as a reader may know it. */
export interface Event {
  readonly id: string
  /** The command, `proposal.approve`. */
  readonly name: string
  /** An instant; or a day, where no hour was kept. */
  readonly at: Instant
  /** Who did it, by name. */
  readonly who: string
  readonly outcome: 'accepted' | 'refused' | 'disputed'
  /** Why it was refused or disputed, in words. */
  readonly why?: string
  /** What else belongs to it: a note, a photo, an amount. */
  readonly more?: ReactNode
}

const tones: Record<Event['outcome'], Tone> = { accepted: 'good', refused: 'bad', disputed: 'waiting' }

/** What happened to a record, told from the beginning. */
export function HistoryStory({ events }: { events: readonly Event[] }) {
  useLanguage()
  if (events.length === 0) return <p className="quiet">{m.history_nothing()}</p>
  return (
    <ol className="story">
      {events.map(({ id, name, at, who, outcome, why, more }) => (
        <li key={id}>
          <span className={`story__mark tone-${tones[outcome]}`}>
            <Mark tone={tones[outcome]} />
          </span>
          <p>{told(outcome, sentenceOf(name, who))}</p>
          {why && <p className="quiet">{why}</p>}
          {more}
          <p className="story__when">
            {at.length > 10 ? <InstantText at={at} /> : <DayText day={at} length="short" />}
          </p>
        </li>
      ))}
    </ol>
  )
}

/** What was refused did not happen, and is told as what somebody asked for. */
function told(outcome: Event['outcome'], sentence: string): string {
  if (outcome === 'refused') return m.history_refused({ sentence })
  return outcome === 'disputed' ? m.history_disputed({ sentence }) : sentence
}

/** `Heng Dara verified the proposal.` */
export function sentenceOf(name: string, who: string): string {
  return Object.hasOwn(storyWords, name) ? storyWords[name]!({ who }) : m.history_other({ who, name })
}
