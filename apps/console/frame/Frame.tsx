import { AppShell, Burger } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useEffect } from 'react'
import { DemonstrationMark } from '#ui/DemonstrationMark.tsx'
import { LanguageSwitch } from '#ui/LanguageSwitch.tsx'
import { Logo } from '#ui/Logo.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { useMe } from '../me.ts'
import { useProgramme } from '../programme.tsx'
import { Navigation } from './Navigation.tsx'
import { PersonMenu } from './PersonMenu.tsx'
import { ProgrammeSwitch } from './ProgrammeSwitch.tsx'

/** What stands around every screen: where we are, in which programme, in which language, as whom. */
export function Frame() {
  useLanguage()
  const me = useMe()
  const { programme } = useProgramme()
  const [isOpen, { toggle, close }] = useDisclosure(false)
  const { pathname } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever went somewhere wants to see it.
  useEffect(close, [pathname])

  return (
    <>
      <a className="skip" href="#content">
        {m.skip_to_content()}
      </a>
      <AppShell
        header={{ height: 64 }}
        navbar={{ width: 264, breakpoint: 'md', collapsed: { mobile: !isOpen } }}
        padding={0}
        layout="default"
      >
        <AppShell.Header className="head">
          <Burger
            className="head__burger"
            opened={isOpen}
            onClick={toggle}
            hiddenFrom="md"
            size="sm"
            aria-label={m.console_navigation()}
            aria-expanded={isOpen}
          />
          <Link to="/" className="head__home">
            <Logo size={34} />
          </Link>
          <div className="head__end">
            <span className="head__programme">
              <ProgrammeSwitch />
            </span>
            <LanguageSwitch />
            <PersonMenu />
          </div>
        </AppShell.Header>
        <AppShell.Navbar className="side" aria-label={m.console_navigation()}>
          <Navigation />
        </AppShell.Navbar>
        <AppShell.Main id="content" tabIndex={-1}>
          {(me.demonstration || programme?.demonstration) && <DemonstrationMark />}
          <div className="content">
            <Outlet />
          </div>
        </AppShell.Main>
      </AppShell>
    </>
  )
}
