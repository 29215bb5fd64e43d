/** The field app: opens the phone, or asks who is there. */
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import type { FieldEngine } from '#sync/engine.ts'
import { engineOf, PhoneProvider } from '#sync/hooks.ts'
import { openNetwork } from '#sync/network.ts'
import { Boundary } from '#ui/Boundary.tsx'
import { EngineProvider } from '#ui/engine.ts'
import { Failed } from '#ui/Nothing.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Alone } from './frame/Alone.tsx'
import { Opening } from './frame/Opening.tsx'
import { type Opened, openPhone } from './openPhone.ts'
import { ElsewhereScreen } from './sign-in/ElsewhereScreen.tsx'
import { SignInScreen } from './sign-in/SignInScreen.tsx'

// Who stands at the sign-in waits for none of this; what comes behind it is fetched while they type.
const Rooms = lazy(async () => ({ default: (await import('./Rooms.tsx')).Rooms }))
// The sentences of refusals weigh more than the frame: a phone that was welcome does not wait for them.
const RefusedScreen = lazy(async () => ({ default: (await import('./sign-in/RefusedScreen.tsx')).RefusedScreen }))

const network = openNetwork((address, init) => fetch(address, init))

export function App() {
  useLanguage()
  const [opened, setOpened] = useState<Opened>()
  const open = useCallback(async (insist = false) => {
    setOpened(undefined)
    setOpened(await openPhone(network, insist, () => setOpened({ elsewhere: true })))
  }, [])
  useEffect(() => void open(), [open])
  useEffect(fetchBehind, [])

  if (!opened) return <Opening />
  if ('next' in opened) return <SignInScreen network={network} step={opened.next} onIn={() => void open()} />
  if ('elsewhere' in opened) return <ElsewhereScreen here={() => void open(true)} />
  if ('phone' in opened) return <InHand phone={opened.phone} onLeave={() => void open()} />
  return (
    <Alone>
      {'failed' in opened ? (
        <Failed
          detail={opened.failed === 'network' ? m.phone_opening_no_network() : m.phone_opening_not_allowed()}
          again={() => void open()}
        />
      ) : (
        <Suspense fallback={<Opening />}>
          <RefusedScreen refusal={opened.refused} again={() => void open()} />
        </Suspense>
      )}
    </Alone>
  )
}

/** The engine and the first screen, unless the phone asked for them already. A break is told when they are needed. */
function fetchBehind() {
  void Promise.all([import('#sync/engine.ts'), import('./Rooms.tsx')]).catch(() => undefined)
}

/** A phone that belongs to somebody, until they leave. A session that ran out loses nothing. */
function InHand({ phone, onLeave }: { phone: FieldEngine; onLeave: () => void }) {
  const [isSigningIn, setSigningIn] = useState(false)
  const engine = useMemo(() => engineOf(phone), [phone])

  if (isSigningIn) return <SignInScreen network={network} step="sign-in" onIn={signedInAgain} />
  return (
    <PhoneProvider value={phone}>
      <EngineProvider value={engine}>
        <Boundary>
          <Suspense fallback={<Opening />}>
            <Rooms onLeave={onLeave} onSignIn={() => setSigningIn(true)} />
          </Suspense>
        </Boundary>
      </EngineProvider>
    </PhoneProvider>
  )

  /** Whoever signed in carries what was kept: signed envelopes are their author's, whoever brings them. */
  async function signedInAgain() {
    await phone.sync()
    const response = await network.reach('/api/me').catch(() => undefined)
    const me = response?.ok ? ((await response.json()) as { person: { key: string } }).person.key : phone.person
    if (me !== phone.person && phone.standing().unsent === 0) {
      phone.close()
      onLeave()
    }
    setSigningIn(false)
  }
}
