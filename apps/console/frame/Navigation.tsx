import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { may, useMe } from '../me.ts'
import { gallery, type Screen, screens } from '../screens.ts'
import { ProgrammeSwitch } from './ProgrammeSwitch.tsx'

// It carries every Khmer sentence: fetched after the screen stands.
const UnreviewedMark = lazy(async () => ({ default: (await import('../words/UnreviewedMark.tsx')).UnreviewedMark }))

/** The screens that somebody's roles make worth showing. */
export function Navigation() {
  useLanguage()
  const me = useMe()
  const shown = [...screens, ...(me.demonstration ? [gallery] : [])].filter(
    ({ entry }) => entry && (!entry.permission || may(me, entry.permission)),
  )
  return (
    <>
      <div className="side__places">
        {shown.map((screen) => (
          <Place key={screen.path} screen={screen} />
        ))}
      </div>
      <div className="side__foot">
        <span className="side__programme">
          <ProgrammeSwitch />
        </span>
        {may(me, 'word.read') && (
          <Suspense>
            <UnreviewedMark />
          </Suspense>
        )}
      </div>
    </>
  )
}

function Place({ screen: { path, entry } }: { screen: Screen }) {
  return (
    <Link
      to={path}
      className="side__place"
      activeOptions={{ exact: path === '/' }}
      activeProps={{ 'aria-current': 'page' }}
    >
      <Pictogram name={entry!.picture} size={22} />
      {entry!.name()}
    </Link>
  )
}
