import { Menu } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { roleWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { useMe } from '../me.ts'
import { post } from '../office.ts'

/** As whom somebody is here, with which roles, and the way out. */
export function PersonMenu() {
  const language = useLanguage()
  const { person, grants } = useMe()
  const client = useQueryClient()
  const name = (language === 'km' ? person.nameKm : person.nameLatin) ?? person.nameLatin ?? person.nameKm ?? ''
  const roles = [...new Set(grants.map(({ role }) => role))]

  async function leave() {
    await post('/api/sign-out', {})
    client.clear()
    location.assign('/console/')
  }

  return (
    <Menu position="bottom-end" width={260} shadow="md">
      <Menu.Target>
        <button type="button" className="who" aria-label={`${m.console_signed_in_as()} ${name}`}>
          <Pictogram name="person" size={22} />
          <span className="who__name">{name}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{m.console_signed_in_as()}</Menu.Label>
        <div className="who__roles">
          <strong>{name}</strong>
          {roles.map((role) => (
            <span key={role} className="note">
              {wordFor(roleWords, role, language)}
            </span>
          ))}
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<Pictogram name="out" size={18} />} onClick={() => void leave()}>
          {m.console_sign_out()}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
