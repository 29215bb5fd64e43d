import type { ReactNode } from 'react'
import { Link, useRoute } from 'wouter'
import { usePhone, useStanding } from '#sync/hooks.ts'
import { DemonstrationMark } from '#ui/DemonstrationMark.tsx'
import { Pictogram, type PictogramName } from '#ui/drawings/Pictogram.tsx'
import { LanguageSwitch } from '#ui/LanguageSwitch.tsx'
import { Logo } from '#ui/Logo.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { useAskedToKeep } from '../keeping/useKept.ts'
import { NewVersion } from '../version/NewVersion.tsx'
import { useGroups } from '../version/useGroups.ts'
import { SignalStrip } from './SignalStrip.tsx'

/** What stands around every screen: where to go, how the phone and the office stand, which language. */
export function Frame({ onSignIn, children }: { onSignIn: () => void; children: ReactNode }) {
  useLanguage()
  const { trouble } = useStanding()
  const phone = usePhone()
  const bearer = phone.bearer()
  const may = (permission: string) =>
    bearer?.actor.grants.some(({ permissions }) => permissions.includes(permission)) ?? false
  const own = bearer?.actor.household
  useGroups(bearer)
  useAskedToKeep()

  return (
    <div className="field-app">
      <a className="skip" href="#content">
        {m.skip_to_content()}
      </a>
      {bearer?.programmes.some(({ demonstration }) => demonstration) && <DemonstrationMark />}
      <header>
        <div className="top">
          <Link href="/" className="top__home">
            <Logo size={32} />
          </Link>
          <LanguageSwitch />
        </div>
        <SignalStrip onSignIn={onSignIn} />
        <NewVersion />
      </header>
      <main id="content">{children}</main>
      <nav className="tabs" aria-label={m.phone_tabs()}>
        <Tab to="/" picture="day">
          {m.phone_today()}
        </Tab>
        {own ? (
          <Tab to={`/households/${own}`} picture="household">
            {m.phone_my_household()}
          </Tab>
        ) : (
          may('household.read') && (
            <Tab to="/households" picture="people">
              {m.phone_households()}
            </Tab>
          )
        )}
        {may('voucher.redeem') && (
          <Tab to="/vouchers" picture="voucher">
            {m.phone_vouchers()}
          </Tab>
        )}
        {bearer?.actor.shop && (
          <Tab to="/money" picture="money">
            {m.phone_money()}
          </Tab>
        )}
        <Tab to="/sending" picture={trouble > 0 ? 'warning' : 'sent'} count={trouble}>
          {m.phone_sending()}
        </Tab>
        <Tab to="/me" picture="person">
          {m.phone_me()}
        </Tab>
      </nav>
    </div>
  )
}

function Tab({
  to,
  picture,
  count = 0,
  children,
}: {
  to: string
  picture: PictogramName
  count?: number
  children: string
}) {
  const [isHere] = useRoute(to === '/' ? '/' : `${to}/*?`)
  return (
    <Link href={to} className="tabs__tab" aria-current={isHere ? 'page' : undefined}>
      <span className="tabs__picture">
        <Pictogram name={picture} size={24} />
        {count > 0 && <span className="tabs__count">{count}</span>}
      </span>
      {children}
    </Link>
  )
}
