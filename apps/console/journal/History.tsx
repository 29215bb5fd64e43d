import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Reason } from '#door/refusal.ts'
import { explainReason } from '#ui/explain.ts'
import { type Event, HistoryStory } from '#ui/HistoryStory.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Reading, useRead } from '../reading.tsx'

/** A line of the journal as the office tells it. */
export interface LineRow {
  readonly about: string
  readonly stream: string
  readonly seq: number
  readonly name: string
  readonly outcome: Event['outcome']
  readonly reason: Reason | null
  readonly author: string
  readonly nameKm: string | null
  readonly nameLatin: string | null
  readonly happenedAt: string
  readonly receivedAt: string
}

/** What happened to some records, told from the beginning, with a way to the lines themselves. `of` says which one a line is about. */
export function History({
  keys,
  of = () => undefined,
}: {
  keys: readonly string[]
  of?: (about: string) => ReactNode
}) {
  const language = useLanguage()
  const lines = useRead<LineRow[]>('journal.about', { keys: keys.slice(0, 20) })
  return (
    <Reading of={lines}>
      {(found) => (
        <>
          <HistoryStory events={found.map((line) => ({ ...eventOf(line, language), more: of(line.about) }))} />
          {keys[0] && (
            <Link to="/journal/$key" params={{ key: keys[0] }}>
              {m.journal_open()}
            </Link>
          )}
        </>
      )}
    </Reading>
  )
}

export function eventOf(line: LineRow, language: 'km' | 'en'): Event {
  const who =
    (language === 'km' ? (line.nameKm ?? line.nameLatin) : (line.nameLatin ?? line.nameKm)) ?? m.journal_programme()
  return {
    id: `${line.about} ${line.stream}/${line.seq}`,
    name: line.name,
    at: line.happenedAt,
    who,
    outcome: line.outcome,
    why: line.reason === null ? undefined : explainReason(line.reason, language),
  }
}
