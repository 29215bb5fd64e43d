import { sentenceOf } from '#ui/HistoryStory.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { m } from '#ui/words/compiled/messages.js'
import type { Language } from '#ui/words/language.ts'
import type { Message } from '#ui/words/names.ts'
import { storyWords } from '#ui/words/stories.ts'

/** What a list knows of something that was laid aside. */
export interface LaidAsideRow {
  readonly key: string
  readonly name: string | null
  readonly why: string
  readonly receivedAt: string
  readonly person: string
  readonly nameKm: string | null
  readonly nameLatin: string | null
  readonly carrier: string
  readonly carrierNameKm: string | null
  readonly carrierNameLatin: string | null
  readonly device: string | null
  readonly isDecidedSince: boolean
  readonly looked: {
    readonly at: string
    readonly word: string
    readonly nameKm: string | null
    readonly nameLatin: string | null
  } | null
}

export const whyWords: Record<string, Message> = {
  unreadable: m.quarantine_why_unreadable,
  'unknown-command': m.quarantine_why_unknown_command,
  'author-shut-out': m.quarantine_why_author_shut_out,
  'device-shut-out': m.quarantine_why_device_shut_out,
  signature: m.quarantine_why_signature,
  'device-unknown': m.quarantine_why_device_unknown,
}

export const nextWords: Record<string, Message> = {
  unreadable: m.quarantine_next_unreadable,
  'unknown-command': m.quarantine_next_unknown_command,
  'author-shut-out': m.quarantine_next_author_shut_out,
  'device-shut-out': m.quarantine_next_device_shut_out,
  signature: m.quarantine_next_signature,
  'device-unknown': m.quarantine_next_device_unknown,
}

export function authorOf(row: LaidAsideRow, language: Language): string {
  return nameIn(language, row) || m.quarantine_somebody()
}

export function carrierOf({ carrierNameKm, carrierNameLatin }: LaidAsideRow, language: Language): string {
  return nameIn(language, { nameKm: carrierNameKm, nameLatin: carrierNameLatin }) || m.quarantine_somebody()
}

/** What it was to do, in the words of a history: it says so itself, and nobody decided it. */
export function purposeOf(row: LaidAsideRow, language: Language): string {
  if (row.name === null) return m.quarantine_no_purpose({ who: authorOf(row, language) })
  if (!Object.hasOwn(storyWords, row.name)) return m.quarantine_other({ name: row.name })
  return m.quarantine_wanted({ sentence: sentenceOf(row.name, authorOf(row, language)) })
}
