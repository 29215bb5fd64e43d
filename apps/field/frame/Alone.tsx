import type { ReactNode } from 'react'
import { LanguageSwitch } from '#ui/LanguageSwitch.tsx'
import { Logo } from '#ui/Logo.tsx'

/** The frame of a screen that stands alone, before anybody is known. */
export function Alone({ children }: { children: ReactNode }) {
  return (
    <div className="field-app alone">
      <header className="top">
        <Logo size={32} />
        <LanguageSwitch />
      </header>
      <main id="content">{children}</main>
    </div>
  )
}
