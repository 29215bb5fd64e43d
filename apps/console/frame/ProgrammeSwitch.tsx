import { Menu } from '@mantine/core'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { type Me, useMe } from '../me.ts'
import { useProgramme } from '../programme.tsx'

/** Which programme is looked at. With one there is nothing to switch, and its name stands alone. */
export function ProgrammeSwitch() {
  const language = useLanguage()
  const { programmes } = useMe()
  const { programme, choose } = useProgramme()
  if (!programme) return null
  const nameOf = ({ names, programme: code }: Me['programmes'][number]) => names?.[language] ?? code
  if (programmes.length === 1) return <span className="programme">{nameOf(programme)}</span>

  return (
    <Menu position="bottom-end" width={320} shadow="md">
      <Menu.Target>
        <button
          type="button"
          className="programme programme--switch"
          aria-label={`${m.console_programme()} ${nameOf(programme)}`}
        >
          <span className="programme__name">{nameOf(programme)}</span>
          <span className="programme__arrow">
            <Pictogram name="forward" size={16} />
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{m.console_programme()}</Menu.Label>
        {programmes.map((one) => (
          <Menu.Item
            key={one.programme}
            onClick={() => choose(one.programme)}
            leftSection={<Pictogram name={one === programme ? 'check' : 'seed'} size={18} />}
          >
            {nameOf(one)} {one.state === 'closed' && <Badge tone="quiet">{m.console_programme_closed()}</Badge>}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
