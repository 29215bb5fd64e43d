/** The field app: opens the phone, or asks who is there. */
import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import { engineOf, PhoneProvider } from '#sync/hooks.ts'
import { openNetwork } from '#sync/network.ts'
import { Boundary } from '#ui/Boundary.tsx'
import { EngineProvider } from '#ui/engine.ts'
import { Failed } from '#ui/Nothing.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Opening } from './frame/Opening.tsx'
import { type Opened, openPhone } from './openPhone.ts'
import { Rooms } from './Rooms.tsx'
import { SignInScreen } from './sign-in/SignInScreen.tsx'

// The sentences of refusals weigh more than the frame: a phone that was welcome does not wait for them.
const RefusedScreen = lazy(async () => ({ default: (await import('./sign-in/RefusedScreen.tsx')).RefusedScreen }))

const network = openNetwork((address, init) => fetch(address, init))

export function App() {
  useLanguage()
  const [opened, setOpened] = useState<Opened>()
  const open = useCallback(async () => {
    setOpened(undefined)
    setOpened(await openPhone(network))
  }, [])
  useEffect(() => void open(), [open])

  if (!opened) return <Opening />
  if ('next' in opened) return <SignInScreen network={network} step={opened.next} onIn={open} />
  if ('failed' in opened) {
    const isNetwork = opened.failed === 'network'
    return <Failed detail={isNetwork ? m.phone_opening_no_network() : m.phone_opening_not_allowed()} again={open} />
  }
  if ('refused' in opened) {
    return (
      <Suspense fallback={<Opening />}>
        <RefusedScreen refusal={opened.refused} again={open} />
      </Suspense>
    )
  }
  return (
    <PhoneProvider value={opened.phone}>
      <EngineProvider value={engineOf(opened.phone)}>
        <Boundary>
          <Rooms onLeave={open} />
        </Boundary>
      </EngineProvider>
    </PhoneProvider>
  )
}
