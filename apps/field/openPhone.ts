/**
 * From a browser to a phone of somebody: who of those on this phone, their PIN, a key of their own on this
 * device, and the engine that everything else stands on. Only somebody new needs the network.
 */
import type { Answer } from '#door/answer.ts'
import type { PersonName } from '#door/document.ts'
import type { Key } from '#door/key.ts'
import { hold } from '#sync/alone.ts'
import { bytesIn, textOf } from '#sync/base64url.ts'
import type { FieldEngine } from '#sync/engine.ts'
import { forgetLasting, openLasting } from '#sync/lasting.ts'
import { type Network, networkKind, type WholeNetwork } from '#sync/network.ts'
import { openPeople, type People, type PhonePerson, peopleInMemory, pinGate } from '#sync/people.ts'
import { type DataKey, dataKeyIn, lockWith, newDataKey } from '#sync/pin.ts'
import { inMemory } from '#sync/storage.ts'
import { overHttp } from '#sync/transport.ts'
import { openVault, sealedStorage } from '#sync/vault.ts'
import { currentLanguage } from '#ui/words/language.ts'
import { askBySession } from './askBySession.ts'
import { persistence } from './keeping/persistence.ts'

/** Somebody who may have a PIN on this phone. */
export interface Holder extends PersonName {
  readonly key: Key
}

export type NotOpened =
  | { readonly failed: 'network' | 'not-allowed' }
  | { readonly refused: Extract<Answer, { outcome: 'refused' }>['refusal'] }

export type Opened =
  | NotOpened
  | { readonly who: readonly PhonePerson[] }
  | { readonly pin: PhonePerson; readonly insist?: boolean }
  /** With the key of what is here already, where there is something. */
  | { readonly newPin: Holder; readonly dataKey: DataKey }
  | { readonly phone: FieldEngine; readonly person: PhonePerson; readonly dataKey: DataKey }
  | { readonly next: 'sign-in' | 'choose'; readonly forgotten?: PhonePerson }
  /** Another window holds it. */
  | { readonly elsewhere: PhonePerson; readonly dataKey?: DataKey }

/** So much is read on mobile data without asking: less than a photo. */
const unaskedBytes = 100_000

export type Keeper = Awaited<ReturnType<typeof openKeeper>>

export async function openKeeper(network: WholeNetwork, onChange: (opened: Opened) => void) {
  // A browser that forbids storage still works, as a new device each time.
  const people: People = await openPeople().catch(peopleInMemory)
  const gate = pinGate(people)

  return { people, gate, begin, signedIn, open, withPin, setPin, forget }

  /** Without a network, if anybody was here before. */
  async function begin(): Promise<Opened> {
    const here = await people.all()
    const [last] = here
    if (!last) return isSignedIn()
    const isOpenToAll = here.every(({ lock }) => lock.pin === null)
    if (isOpenToAll) {
      void followSession(last.key)
      return openWithout(last)
    }
    return here.length === 1 ? { pin: last } : { who: here }
  }

  async function isSignedIn(): Promise<Opened> {
    const answer = await network.reach('/api/sign-in').catch(() => undefined)
    if (!answer?.ok) return { failed: 'network' }
    return ((await answer.json()) as { signedIn: boolean }).signedIn ? signedIn() : { next: 'sign-in' }
  }

  /** Somebody has just proven who they are, or did so before in this browser. */
  async function signedIn(forgotten?: PhonePerson): Promise<Opened> {
    const me = await askWho(network)
    if ('next' in me || 'failed' in me) return me
    const known = await people.find(me.key)
    if (!known) {
      if (!me.isInvented) return { newPin: me, dataKey: newDataKey() }
      // Where everything is invented a PIN may come later.
      const dataKey = newDataKey()
      return open(await kept(me, await lockWith(null, dataKey)), dataKey)
    }
    if (known.key === forgotten?.key) {
      const dataKey = await recovered(known)
      return dataKey ? { newPin: me, dataKey } : { failed: 'network' }
    }
    return withPin(known)
  }

  function withPin(person: PhonePerson): Promise<Opened> | Opened {
    return person.lock.pin ? { pin: person } : openWithout(person)
  }

  async function openWithout(person: PhonePerson): Promise<Opened> {
    const dataKey = await dataKeyIn(person.lock, null)
    return dataKey ? open(person, dataKey) : { next: 'sign-in', forgotten: person }
  }

  async function setPin(holder: Holder, pin: string, dataKey: DataKey): Promise<PhonePerson> {
    const spare = (await people.find(holder.key))?.lock.spare ?? null
    return kept(holder, await lockWith(pin, dataKey, spare))
  }

  async function kept({ key, nameKm, nameLatin }: Holder, lock: PhonePerson['lock']): Promise<PhonePerson> {
    const person = { key, nameKm, nameLatin, usedAt: Date.now(), lock }
    await people.keep(person)
    return person
  }

  /** The key behind a forgotten PIN; a new one where not even the programme has it: then what was pulled is pulled again. */
  async function recovered({ lock: { spare } }: PhonePerson): Promise<DataKey | undefined> {
    if (!spare) return newDataKey()
    const body = JSON.stringify({ box: textOf(spare.box) })
    const answer = await network
      .reach('/api/phone-key', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
      .catch(() => undefined)
    if (answer?.status === 404) return newDataKey()
    return answer?.ok ? bytesIn(((await answer.json()) as { dataKey: string }).dataKey) : undefined
  }

  /** With `insist` another window that holds the phone has to let go. */
  async function open(person: PhonePerson, dataKey: DataKey, insist = false): Promise<Opened> {
    // Heavy with the rules of every command: nobody waits for it at the sign-in.
    const behind = await import('#sync/engine.ts').catch(() => undefined)
    if (!behind) return { failed: 'network' }
    const vault = await openVault(dataKey)
    const line = network.line()
    let opening: Promise<FieldEngine> | undefined
    let isLost = false
    const held = await hold(person.key, insist, async () => {
      isLost = true
      // Opening takes seconds where much is kept: whoever takes the phone meanwhile waits for its end too.
      await opening?.then(
        (engine) => engine.close(),
        () => {},
      )
      onChange({ elsewhere: person })
    })
    if (held === 'elsewhere') return { elsewhere: person, dataKey }
    opening = openLasting(person.key)
      .catch(inMemory)
      .then((storage) =>
        behind.openEngine({
          storage: sealedStorage(storage, vault),
          network: line,
          transport: overHttp(line),
          person: person.key,
          language: currentLanguage,
          // Where everything is invented nobody pays for it: only there a phone has no PIN before it has read anything.
          isUnasked: ({ bytes }) => person.lock.pin === null || bytes <= unaskedBytes || networkKind() === 'wifi',
          vault,
          about: () => ({ version: runningVersion(), isPromised: persistence.standing()?.isPromised ?? null }),
        }),
      )
    const engine = await opening
    const phone: FieldEngine = { ...engine, close: () => engine.close().finally(held.letGo) }
    const refused = phone.device.isNew ? await enrol(phone) : undefined
    if (isLost) return { elsewhere: person, dataKey }
    if (refused) {
      await phone.close()
      return refused
    }
    void phone.sync()
    keepSpare(phone, dataKey)
    return { phone, person, dataKey }
  }

  /** As soon as the programme's key is known, and anew whenever it is another. */
  function keepSpare(phone: FieldEngine, dataKey: DataKey) {
    let number: number | undefined
    const look = () => {
      const boxKey = phone.bearer()?.boxKey
      if (!boxKey || boxKey.number === number) return
      number = boxKey.number
      void people.find(phone.person).then(async (person) => {
        if (!person || person.lock.spare?.number === number) return
        const { spareOf } = await import('#sync/spare.ts')
        const spare = await spareOf(dataKey, phone.person, boxKey)
        await people.change(phone.person, (one) => ({ ...one, lock: { ...one.lock, spare } }))
      })
    }
    phone.subscribe(look)
    look()
  }

  /** In a demonstration somebody else is entered with one tap: the phone follows. */
  async function followSession(person: Key) {
    const me = await askWho(network)
    if ('key' in me && me.key !== person) onChange(await signedIn())
  }

  async function forget(person: Key): Promise<void> {
    await forgetLasting(person)
    await people.forget(person)
  }
}

async function askWho(
  network: Network,
): Promise<(Holder & { isInvented: boolean }) | Extract<Opened, { next: string } | { failed: string }>> {
  const response = await network.reach('/api/me').catch(() => undefined)
  if (!response || response.status >= 500) return { failed: 'network' }
  if (response.status === 401) return { next: 'sign-in' }
  if (response.status === 403)
    return isNotChosen(await response.json()) ? { next: 'choose' } : { failed: 'not-allowed' }
  const { person, programmes } = (await response.json()) as {
    person: Holder & { sample: boolean }
    programmes: readonly { demonstration: boolean }[]
  }
  const isInvented = person.sample || (programmes.length > 0 && programmes.every(({ demonstration }) => demonstration))
  return { ...person, isInvented }
}

async function enrol(phone: FieldEngine): Promise<NotOpened | undefined> {
  const { key, publicKey, keep } = phone.device
  const answer = await askBySession(phone, 'device.enrol', key, { publicKey, label: labelOf(navigator.userAgent) })
  if (!answer) return { failed: 'network' }
  if (answer.outcome === 'refused') return { refused: answer.refusal }
  if (answer.outcome !== 'accepted') return { failed: 'not-allowed' }
  await keep()
  return undefined
}

/** The build calls its entry by a digest of what is in it. */
function runningVersion(): string | null {
  const entry = document.querySelector<HTMLScriptElement>('script[type=module][src]')?.src ?? ''
  return /-([\w-]{8})\.js$/.exec(entry)?.[1] ?? null
}

/** What an administrator sees in the list of devices: `Android, Chrome`. */
function labelOf(agent: string): string {
  const system = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(agent)?.[0] ?? 'Device'
  const browser = /(Firefox|Edg|SamsungBrowser|Chrome|Safari)\//.exec(agent)?.[1] ?? 'Browser'
  return `${system}, ${browser}`
}

function isNotChosen(problem: { type?: string }): boolean {
  return problem.type?.endsWith('/person-not-chosen') ?? false
}
