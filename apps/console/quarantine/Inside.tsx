import { Fragment } from 'react'
import { isKey } from '#door/key.ts'
import { m } from '#ui/words/compiled/messages.js'
import { fieldName, fieldWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { isPlace, Told } from '../frame/Told.tsx'
import { PlaceNames } from '../places.tsx'

/** What it says, field by field: only what a form asks has a name here, the rest is in the file. */
export function Inside({ input }: { input: Readonly<Record<string, unknown>> }) {
  const language = useLanguage()
  const told = fieldsIn(input).filter(({ path, value }) => isTold(path, value))
  if (told.length === 0) return <p>{m.quarantine_nothing_told()}</p>
  return (
    <PlaceNames codes={told.filter(({ path, value }) => isPlace(path, value)).map(({ value }) => String(value))}>
      <dl className="facts">
        {told.map(({ path, value }) => (
          <Fragment key={path}>
            <dt>{fieldName(path, language)}</dt>
            <dd>
              <Told field={path} value={value} />
            </dd>
          </Fragment>
        ))}
      </dl>
    </PlaceNames>
  )
}

interface Field {
  readonly path: string
  readonly value: unknown
}

function fieldsIn(value: unknown, path: readonly string[] = []): Field[] {
  if (typeof value !== 'object' || value === null) return [{ path: path.join('.'), value }]
  return Object.entries(value).flatMap(([name, inner]) => fieldsIn(inner, [...path, name]))
}

/** Keys, digests of photos and what only machines count say nothing to a person. */
function isTold(path: string, value: unknown): boolean {
  const names = path.split('.').filter((name) => !/^\d+$/.test(name))
  if (value === null || value === '' || isKey(value) || /^[0-9a-f-]{36,64}$/.test(String(value))) return false
  return path !== 'programme' && names.some((name) => Object.hasOwn(fieldWords, name))
}
