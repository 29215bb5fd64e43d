/**
 * What runs in the browser that is killed: the whole device side on the browser's own database, at work
 * without a pause. Every promise is told to whoever watches as soon as it was made.
 */
import type { Household } from '#capabilities/households/household.ts'
import { homeOf, type Key } from '#door/key.ts'
import { newId } from '#sync/device.ts'
import { type FieldEngine, openEngine } from '#sync/engine.ts'
import { openLasting } from '#sync/lasting.ts'
import { openNetwork } from '#sync/network.ts'
import { overHttp } from '#sync/transport.ts'
import { aName } from './names.ts'

interface Inside {
  /** Told by the page's address: whose phone it is, and where the household lives. */
  readonly person: Key
  readonly village: string
  readonly programme: string
}

const waters = [null, 'well', 'pond', 'canal', 'pipe'] as const

const watcher = globalThis as unknown as {
  promised(envelope: string, after: string): Promise<void>
  work(inside: Inside): Promise<void>
  look(): Promise<string[]>
  finish(): Promise<{ unsent: number; states: string[] }>
}

let engine: FieldEngine | undefined
let isEnding = false

watcher.work = async ({ person, village, programme }) => {
  const network = openNetwork((address, init) => fetch(address, init))
  engine = await openEngine({
    storage: await openLasting(person),
    network,
    transport: overHttp(network),
    person,
    language: () => 'km',
  })
  // The server may just be on its way up.
  while (engine.device.isNew) {
    if (await enrol(engine).catch(() => false)) break
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  await engine.sync()
  while (!isEnding) {
    const households = engine.all<Household>('household')
    const about = Math.random() < 0.3 || households.length === 0 ? engine.newKey('05') : undefined
    if (about) {
      await asks('household.register', about, {
        ...{ programme, member: engine.newId(), nameKm: aName(about), nameLatin: null, sex: 'female', birthYear: 1984 },
        ...{ village, phone: null, poverty: null, consent: '2020-10' },
      })
    } else {
      const household = households[Math.floor(Math.random() * households.length)]!
      const becomes = waters[Math.floor(Math.random() * waters.length)]!
      await asks('household.amend', household.key, { water: { was: household.water as never, becomes } })
    }
    // While the server is on its way up nobody writes as fast as a machine could.
    await new Promise((resolve) => setTimeout(resolve, engine!.standing().unsent > 20 ? 250 : 30))
  }
}

watcher.look = async () => {
  while (!engine) await new Promise((resolve) => setTimeout(resolve, 50))
  return engine.outbox().map(({ envelope, state }) => `${state} ${envelope.id} ${envelope.after.join(',')}`)
}

watcher.finish = async () => {
  isEnding = true
  while (!engine) await new Promise((resolve) => setTimeout(resolve, 50))
  for (let tries = 0; tries < 60; tries++) {
    await engine.sync()
    if (engine.standing().unsent === 0) break
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  return {
    unsent: engine.standing().unsent,
    states: await watcher.look(),
  }
}

async function asks<Name extends 'household.register' | 'household.amend'>(
  name: Name,
  about: Key,
  input: Parameters<FieldEngine['ask']>[2],
) {
  const { id, after } = await engine!.ask(name, about, input as never)
  void watcher.promised(id, after.join(','))
}

async function enrol({ device, person, now }: FieldEngine): Promise<boolean> {
  const id = newId(now())
  const envelope = {
    ...{ id, home: homeOf(device.key), name: 'device.enrol', about: device.key, person, device: null, n: 0 },
    ...{ input: { publicKey: device.publicKey, label: 'Browser' }, askedAt: now(), lastServerTime: null, after: [] },
    signature: null,
  }
  const headers = { 'content-type': 'application/json' }
  const response = await fetch('/api/ask', { method: 'POST', headers, body: JSON.stringify(envelope) })
  const { answer } = await response.json()
  if (answer.outcome !== 'accepted') return false
  await device.keep()
  return true
}
