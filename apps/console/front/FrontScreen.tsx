import { Link } from '@tanstack/react-router'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { roleWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { may, useMe } from '../me.ts'
import { screens } from '../screens.ts'

/** The first page: who is here, and where they can go. */
export function FrontScreen() {
  const language = useLanguage()
  const me = useMe()
  useTitle(m.console_front())
  const { nameKm, nameLatin } = me.person
  const name = (language === 'km' ? (nameKm ?? nameLatin) : (nameLatin ?? nameKm)) ?? ''
  const roles = [...new Set(me.grants.map(({ role }) => wordFor(roleWords, role, language)))].join(', ')

  return (
    <div className="page">
      <div className="page__head">
        <div>
          <h1>{m.console_welcome({ name })}</h1>
          <p>{roles}</p>
        </div>
      </div>
      <div className="cards">
        {screens
          .filter(({ path, entry }) => path !== '/' && entry && (!entry.permission || may(me, entry.permission)))
          .map(({ path, entry }) => (
            <Link key={path} to={path} className="choice">
              <Pictogram name={entry!.picture} size={28} />
              <span className="choice__words">{entry!.name()}</span>
            </Link>
          ))}
      </div>
    </div>
  )
}
