import { Fragment } from 'react'
import { isKey } from '#door/key.ts'
import { DayText } from '#ui/DayText.tsx'
import { m } from '#ui/words/compiled/messages.js'
import {
  contributionWords,
  fieldName,
  fieldWords,
  type Message,
  memberRoleWords,
  povertySourceWords,
  povertyWords,
  sexWords,
  trainingKindWords,
  wordFor,
} from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { PlaceName, PlaceNames } from '../places.tsx'

/** What it says, field by field: only what a form asks has a name here, the rest is in the file. */
export function Inside({ input }: { input: Readonly<Record<string, unknown>> }) {
  const language = useLanguage()
  const told = fieldsIn(input).filter(({ path, value }) => isTold(path, value))
  if (told.length === 0) return <p>{m.quarantine_nothing_told()}</p>
  return (
    <PlaceNames codes={told.filter(isPlace).map(({ value }) => String(value))}>
      <dl className="facts">
        {told.map((field) => (
          <Fragment key={field.path}>
            <dt>{fieldName(field.path, language)}</dt>
            <dd>
              {isPlace(field) ? (
                <PlaceName code={String(field.value)} levels={4} />
              ) : /^\d{4}-\d\d-\d\d$/.test(String(field.value)) ? (
                <DayText day={String(field.value)} />
              ) : (
                wordFor(codeWords, String(field.value), language)
              )}
            </dd>
          </Fragment>
        ))}
      </dl>
    </PlaceNames>
  )
}

interface Told {
  readonly path: string
  readonly value: unknown
}

function fieldsIn(value: unknown, path: readonly string[] = []): Told[] {
  if (typeof value !== 'object' || value === null) return [{ path: path.join('.'), value }]
  return Object.entries(value).flatMap(([name, inner]) => fieldsIn(inner, [...path, name]))
}

/** Keys, digests of photos and what only machines count say nothing to a person. */
function isTold(path: string, value: unknown): boolean {
  const names = path.split('.').filter((name) => !/^\d+$/.test(name))
  if (value === null || value === '' || isKey(value) || /^[0-9a-f-]{36,64}$/.test(String(value))) return false
  return path !== 'programme' && names.some((name) => Object.hasOwn(fieldWords, name))
}

function isPlace({ path, value }: Told): boolean {
  return /(^|\.)(village|place)$/.test(path) && /^\d{2,8}$/.test(String(value))
}

/** Words of the codes that forms ask with. */
const codeWords: Record<string, Message> = {
  ...povertyWords,
  ...povertySourceWords,
  ...sexWords,
  ...memberRoleWords,
  ...contributionWords,
  ...trainingKindWords,
  true: m.quarantine_yes,
  false: m.quarantine_no,
}
