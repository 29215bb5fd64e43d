/** The field app: opens the phone, or asks who is there. */
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { engineOf, PhoneProvider } from '#sync/hooks.ts'
import { openNetwork } from '#sync/network.ts'
import { Boundary } from '#ui/Boundary.tsx'
import { EngineProvider } from '#ui/engine.ts'
import { Failed } from '#ui/Nothing.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Alone } from './frame/Alone.tsx'
import { InsecureAddress } from './frame/InsecureAddress.tsx'
import { Opening } from './frame/Opening.tsx'
import { type Keeper, type Opened, openKeeper } from './openPhone.ts'
import { CareProvider } from './sign-in/care.ts'
import { SignInScreen } from './sign-in/SignInScreen.tsx'
import { useAutoLock } from './sign-in/useAutoLock.ts'
import { keepApp } from './version/version.ts'

// Who stands at the sign-in waits for none of this; what comes behind it is fetched while they type.
const Rooms = lazy(async () => ({ default: (await import('./Rooms.tsx')).Rooms }))
// The sentences of refusals weigh more than the frame: a phone that was welcome does not wait for them.
const RefusedScreen = lazy(async () => ({ default: (await import('./sign-in/RefusedScreen.tsx')).RefusedScreen }))
const PinScreen = lazy(async () => ({ default: (await import('./sign-in/PinScreen.tsx')).PinScreen }))
const ElsewhereScreen = lazy(async () => ({ default: (await import('./sign-in/ElsewhereScreen.tsx')).ElsewhereScreen }))
const NewPinScreen = lazy(async () => ({ default: (await import('./sign-in/NewPinScreen.tsx')).NewPinScreen }))
const PeopleScreen = lazy(async () => ({ default: (await import('./sign-in/PeopleScreen.tsx')).PeopleScreen }))

const network = openNetwork((address, init) => fetch(address, init))

export function App() {
  useLanguage()
  const [opened, setOpened] = useState<Opened>()
  const [keeper, setKeeper] = useState<Keeper>()
  const now = useRef<Opened>(undefined)

  /** One phone is open at a time: whatever comes next, the one before is shut. */
  const show = useCallback((next: Opened | undefined) => {
    const before = now.current
    now.current = next
    if (before && 'phone' in before && !(next && 'phone' in next && next.phone === before.phone))
      void before.phone.close()
    setOpened(next)
  }, [])
  const go = useCallback(
    async (next: Promise<Opened> | Opened) => {
      show(undefined)
      show(await next)
    },
    [show],
  )
  useEffect(() => {
    // Nothing can be signed or sealed without it.
    if (!globalThis.crypto?.subtle) return
    void openKeeper(network, show).then((keeper) => {
      setKeeper(keeper)
      void go(keeper.begin())
    })
  }, [show, go])
  // Where the app is kept on the phone nothing else waits for the line.
  useEffect(() => {
    if (navigator.serviceWorker?.controller) void fetchBehind()
  }, [])
  const isUsable = opened !== undefined
  useEffect(() => {
    if (isUsable) void fetchBehind().then(keepApp)
  }, [isUsable])

  if (!globalThis.isSecureContext) return <InsecureAddress />
  if (!globalThis.crypto?.subtle) return <CannotLock />
  if (!opened || !keeper) return <Opening />
  return <Suspense fallback={<Opening />}>{screen(opened, keeper)}</Suspense>

  function screen(opened: Opened, keeper: Keeper) {
    const begin = () => void go(keeper.begin())
    const everybody = () => void keeper.people.all().then((who) => show({ who }))
    if ('phone' in opened) return <InHand key={opened.person.key} opened={opened} keeper={keeper} onShow={show} />
    if ('who' in opened)
      return (
        <PeopleScreen
          people={opened.who}
          network={network}
          onChoose={(person) => {
            if (person !== opened.who[0]) fromTheBeginning()
            void go(keeper.withPin(person))
          }}
          onElse={() => {
            fromTheBeginning()
            show({ next: 'sign-in' })
          }}
        />
      )
    if ('pin' in opened)
      return (
        <PinScreen
          key={opened.pin.key}
          person={opened.pin}
          network={network}
          gate={keeper.gate}
          onOpen={(dataKey) => void go(keeper.open(opened.pin, dataKey, opened.insist))}
          onForgotten={() => show({ next: 'sign-in', forgotten: opened.pin })}
          onElse={everybody}
        />
      )
    if ('newPin' in opened)
      return (
        <NewPinScreen
          holder={opened.newPin}
          onPin={async (pin) => {
            const person = await keeper.setPin(opened.newPin, pin, opened.dataKey)
            void go(keeper.open(person, opened.dataKey))
          }}
        />
      )
    if ('next' in opened)
      return (
        <SignInScreen
          network={network}
          step={opened.next}
          isForgotten={opened.forgotten !== undefined}
          onIn={() => void go(keeper.signedIn(opened.forgotten))}
        />
      )
    if ('elsewhere' in opened) {
      const { elsewhere: person, dataKey } = opened
      const here = () =>
        dataKey || !person.lock.pin
          ? void go(dataKey ? keeper.open(person, dataKey, true) : keeper.withPin(person))
          : show({ pin: person, insist: true })
      return <ElsewhereScreen here={here} />
    }
    return (
      <Alone>
        {'failed' in opened ? (
          <Failed
            detail={opened.failed === 'network' ? m.phone_opening_no_network() : m.phone_opening_not_allowed()}
            again={begin}
          />
        ) : (
          <RefusedScreen refusal={opened.refused} again={begin} />
        )}
      </Alone>
    )
  }
}

/** The engine and the first screen, unless the phone asked for them already. A break is told when they are needed. */
function fetchBehind(): Promise<unknown> {
  return Promise.all([import('#sync/engine.ts'), import('./Rooms.tsx')]).catch(() => undefined)
}

/** Another person begins at the first screen, not where somebody else had got to. */
function fromTheBeginning() {
  history.replaceState(null, '', '/field/')
}

function CannotLock() {
  return (
    <Alone>
      <Failed detail={m.phone_no_lock_here()} />
    </Alone>
  )
}

interface InHandProps {
  readonly opened: Extract<Opened, { phone: unknown }>
  readonly keeper: Keeper
  readonly onShow: (next: Opened) => void
}

/** A phone that is open, until it is locked or left. A session that ran out loses nothing. */
function InHand({ opened: { phone, person, dataKey }, keeper, onShow }: InHandProps) {
  const [stands, setStands] = useState<'open' | 'signing-in' | 'old-pin' | 'new-pin'>('open')
  const [hasPin, setHasPin] = useState(person.lock.pin !== null)
  const engine = useMemo(() => engineOf(phone), [phone])
  const lock = useCallback(async () => {
    const here = await keeper.people.all()
    const own = here.find(({ key }) => key === person.key)
    // What is under way ends first: then the locked phone may send.
    await phone.close()
    onShow(own?.lock.pin ? { pin: own } : { who: here })
  }, [keeper, phone, person.key, onShow])
  const open = useCallback(() => setStands('open'), [])
  useAutoLock(hasPin, lock)

  const care = useMemo(
    () => ({
      hasPin,
      lock: () => void lock(),
      changePin: () => setStands(hasPin ? 'old-pin' : 'new-pin'),
      async forget() {
        await phone.close()
        await keeper.forget(person.key)
        fromTheBeginning()
        onShow(await keeper.begin())
      },
    }),
    [hasPin, lock, phone, keeper, person.key, onShow],
  )

  if (stands === 'signing-in') return <SignInScreen network={network} step="sign-in" onIn={signedInAgain} />
  if (stands === 'old-pin')
    return <PinScreen person={person} gate={keeper.gate} onOpen={() => setStands('new-pin')} onBack={open} />
  if (stands === 'new-pin')
    return (
      <NewPinScreen
        holder={person}
        onBack={open}
        onPin={async (pin) => {
          await keeper.setPin(person, pin, dataKey)
          setHasPin(true)
          open()
        }}
      />
    )
  return (
    <PhoneProvider value={phone}>
      <EngineProvider value={engine}>
        <CareProvider value={care}>
          <Boundary>
            <Suspense fallback={<Opening />}>
              <Rooms onSignIn={() => setStands('signing-in')} />
            </Suspense>
          </Boundary>
        </CareProvider>
      </EngineProvider>
    </PhoneProvider>
  )

  /** Whoever signed in carries what was kept: signed envelopes are their author's, whoever brings them. */
  async function signedInAgain() {
    await phone.sync()
    const response = await network.reach('/api/me').catch(() => undefined)
    const me = response?.ok ? ((await response.json()) as { person: { key: string } }).person.key : phone.person
    if (me !== phone.person && phone.standing().unsent === 0) onShow(await keeper.signedIn())
    else open()
  }
}
