import { Link } from '@tanstack/react-router'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { roleWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { may, useMe } from '../me.ts'
import { useProgramme } from '../programme.tsx'
import { screens } from '../screens.ts'
import { FiguresPanel, hasFigures } from './FiguresPanel.tsx'
import { Stages } from './Stages.tsx'
import { WhatWaits } from './WhatWaits.tsx'

/** The first page: what waits, whom the programme reaches, and its figures with what is undecided in red. */
export function FrontScreen() {
  const language = useLanguage()
  const me = useMe()
  const { programme } = useProgramme()
  useTitle(m.console_front())
  const roles = [...new Set(me.grants.map(({ role }) => wordFor(roleWords, role, language)))].join(', ')

  return (
    <div className="page">
      <div className="page__head">
        <div>
          <h1>{m.console_welcome({ name: nameIn(language, me.person) })}</h1>
          <p>{roles}</p>
        </div>
      </div>
      <WhatWaits />
      {programme && (
        <div className="columns">
          {hasFigures(me, programme) && (
            <div className="columns__main">
              <FiguresPanel programme={programme} />
            </div>
          )}
          <div className="columns__side">{may(me, 'proposal.read') && <Stages programme={programme.programme} />}</div>
        </div>
      )}
      <nav className="cards" aria-label={m.console_front()}>
        {screens
          .filter(({ path, entry }) => path !== '/' && entry && (!entry.permission || may(me, entry.permission)))
          .map(({ path, entry }) => (
            <Link key={path} to={path} className="choice">
              <Pictogram name={entry!.picture} size={28} />
              <span className="choice__words">{entry!.name()}</span>
            </Link>
          ))}
      </nav>
    </div>
  )
}
