/**
 * Documents of every past format, brought up to the present one on the device itself: an update of the
 * app never means that everything is read again. What cannot be brought up is told again, one by one.
 */
import { type Document, documentFormat } from '#door/document.ts'

/** From the format it stands at to the next one. */
type Upcaster = (document: Document) => Document

/** Every format that was ever given out has its step, for as long as a phone may sleep. */
const upcasters: Readonly<Record<number, Upcaster>> = {
  1: withoutOfficeFields,
}

/** The document in the present format; undefined where it must be told again. */
export function inPresentFormat(
  document: Document,
  steps: Readonly<Record<number, Upcaster>> = upcasters,
  present: number = documentFormat,
): Document | undefined {
  try {
    let brought = document
    while (brought.format < present) {
      const step = steps[brought.format]
      if (!step) return undefined
      brought = { ...step(brought), format: brought.format + 1 }
    }
    return brought.format === present ? brought : undefined
  } catch {
    return undefined
  }
}

/** 1 to 2: a household no longer carries what only the office looks for others by. */
function withoutOfficeFields(document: Document): Document {
  if (document.kind !== 'household') return document
  const household = (document.records.household ?? []).map((record) => {
    const { matchKeys: _, ...kept } = record as typeof record & { matchKeys?: unknown }
    return kept
  })
  return { ...document, records: { ...document.records, household } }
}
