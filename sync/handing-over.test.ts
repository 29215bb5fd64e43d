import { beforeAll, describe, expect, test } from 'vitest'
import { dara, rithy, sreymom } from '#dev/cast.ts'
import { type Phone, phoneOf } from '#dev/testing/phone.ts'
import { aRegistration, type Play, startProgramme } from '#dev/testing/programme.ts'
import { openCarrier } from './carrier.ts'
import { inMemory, type Storage, StorageFull } from './storage.ts'
import type { Transport } from './transport.ts'

let play: Play
beforeAll(async () => {
  play = await startProgramme()
  return () => play.end()
})

const card = '0508-7777-1234'

describe('unsent work handed to another phone (no peer but one has a part of it)', () => {
  test('is sent from there in its author’s name, and accepted once however many phones send it', async () => {
    const phone = await phoneOf(play, sreymom)
    const household = await registersOffline(phone)
    const file = (await phone.engine.handOver())!

    const colleague = await phoneOf(play, dara)
    expect(await colleague.engine.bring(file)).toBe(1)
    await colleague.engine.sync()
    expect(await play.record('household', household)).toMatchObject({ version: 1, registeredBy: sreymom.key })
    expect(colleague.engine.outbox()).toEqual([])

    phone.isOffline = false
    await phone.engine.sync()
    expect(phone.engine.outbox()).toEqual([])
    expect(await colleague.engine.bring(file)).toBe(1)
    await colleague.engine.sync()
    expect(await play.record('household', household)).toMatchObject({ version: 1 })
  })

  test('that went in another’s session is asked once more in its author’s, who hears that it was refused', async () => {
    const phone = await phoneOf(play, sreymom)
    phone.isOffline = true
    const refused = aRegistration({ member: play.id(), nameKm: 'សុខ ធីតា', nameLatin: null, village: '05020101' })
    const { id } = await phone.engine.ask('household.register', play.key(), refused)
    phone.isOffline = false
    phone.carrier = dara.key
    await phone.engine.sync()
    expect(phone.engine.outbox().map(({ state }) => state)).toEqual(['received'])

    phone.carrier = sreymom.key
    await phone.engine.sync()
    await phone.engine.sync()
    expect(phone.engine.trouble().map(({ envelope, state }) => [envelope.id, state])).toEqual([[id, 'refused']])
  })

  test('tells whoever carries or finds it nothing of what was written', async () => {
    const phone = await phoneOf(play, sreymom)
    await registersOffline(phone)
    const text = await (await phone.engine.handOver())!.text()
    expect(text).not.toContain(card)
    expect(text).not.toContain('ស្រីណា')
  })

  test('is taken in only from a file that is one', async () => {
    const phone = await phoneOf(play, dara)
    expect(await phone.engine.bring(new Blob(['{"chamka":"something else"}']))).toBeUndefined()
    expect(await phone.engine.bring(new Blob(['PK\u0003\u0004']))).toBeUndefined()
    expect(phone.engine.outbox()).toEqual([])
  })
})

describe('a phone with a PIN', () => {
  test('keeps no input open, and shows its own work all the same', async () => {
    const vault = await aVault()
    const phone = await phoneOf(play, sreymom, inMemory(), undefined, { vault })
    const household = await registersOffline(phone)
    const lying = await lyingIn(phone.storage)
    expect(lying).toContain(household)
    expect(lying).not.toContain(card)
    expect(lying).not.toContain('ស្រីណា')

    const again = await phoneOf(play, sreymom, phone.storage, undefined, { vault })
    expect(again.engine.find('household', household)).toBeDefined()
  })

  test('sends while it is locked, and knows afterwards what was answered', async () => {
    const vault = await aVault()
    const phone = await phoneOf(play, sreymom, inMemory(), undefined, { vault })
    const household = await registersOffline(phone)
    phone.engine.close()
    phone.isOffline = false

    const locked = await openCarrier(phone.storage, phone.transport, () => play.now().getTime())
    expect(locked.unsent()).toBe(1)
    expect(await locked.photos()).toBe(0)
    await locked.send()
    await locked.close()
    expect(await play.record('household', household)).toMatchObject({ registeredBy: sreymom.key })

    const again = await phoneOf(play, sreymom, phone.storage, undefined, { vault })
    expect(again.engine.outbox()).toEqual([])
    expect(again.engine.find('household', household)).toMatchObject({ version: 1 })
  })

  test('whose PIN was forgotten loses nothing: what it cannot show any more it still sends', async () => {
    const phone = await phoneOf(play, sreymom, inMemory(), undefined, { vault: await aVault() })
    const household = await registersOffline(phone)
    phone.engine.close()

    const again = await phoneOf(play, sreymom, phone.storage, undefined, { vault: await aVault() })
    expect(await play.record('household', household)).toMatchObject({ registeredBy: sreymom.key })
    expect(again.engine.outbox()).toEqual([])
  })
})

describe('what lies in the outbox', () => {
  test('and cannot be read by this version is shown, handed over and never dropped (commcare-android #2289)', async () => {
    const storage = inMemory()
    await storage.write([{ drawer: 'outbox', key: 'old', value: { from: 'a version before the first' } }])
    const phone = await phoneOf(play, sreymom, storage)
    const household = await registersOffline(phone)
    phone.isOffline = false
    await phone.engine.sync()

    expect(phone.engine.trouble()).toEqual([])
    expect(await play.record('household', household)).toBeDefined()
    expect(phone.engine.unreadable()).toEqual([{ from: 'a version before the first' }])
    expect(await (await phone.engine.handOver())!.text()).toContain('a version before the first')
    expect((await storage.read('outbox')).has('old')).toBe(true)
  })

  test('has numbers without gaps, also where two things are asked at once', async () => {
    const phone = await phoneOf(play, sreymom)
    phone.isOffline = true
    const envelopes = await Promise.all([1, 2, 3].map(() => asks(phone, play.key())))
    const first = envelopes[0]!.n
    expect(envelopes.map(({ n }) => n)).toEqual([first, first + 1, first + 2])
  })

  test('was kept whole or not at all where the phone is full (CHT #7149)', async () => {
    const room = { isFull: false }
    const phone = await phoneOf(play, rithy, narrow(inMemory(), room))
    phone.isOffline = true
    room.isFull = true
    await expect(asks(phone, play.key())).rejects.toBeInstanceOf(StorageFull)
    expect(phone.engine.outbox()).toEqual([])
    expect([...(await phone.storage.read('outbox')).keys()]).toEqual([])

    room.isFull = false
    const kept = await asks(phone, play.key())
    expect((await phone.storage.read('device')).get(`n ${kept.device}`)).toBe(kept.n)
    expect(phone.engine.outbox()).toHaveLength(1)
  })

  test('takes the room of recordings, which can be had again', async () => {
    const storage = inMemory()
    const before = await phoneOf(play, rithy, storage)
    await before.engine.close()
    await storage.write([{ drawer: 'sounds', key: 'a digest', value: new Blob(['thirty']) }])
    const room: Room = { isFull: false, forSounds: true }
    const phone = await phoneOf(play, rithy, narrow(storage, room), undefined, { road: toNowhere })
    room.isFull = true
    await asks(phone, play.key())
    expect(phone.engine.outbox()).toHaveLength(1)
    expect(await storage.keys('sounds')).toEqual([])
  })
})

test('a phone that is full says so when it reads, and goes on once there is room (CHT #7149)', async () => {
  const room = { isFull: false }
  const phone = await phoneOf(play, dara, narrow(inMemory(), room))
  const news = { member: play.id(), nameKm: 'ព្រំ ដារិន', nameLatin: null, poverty: null, phone: null }
  await play.as(sreymom).does('household.register', play.key(), aRegistration(news))
  room.isFull = true
  await phone.engine.sync()
  expect(phone.engine.standing()).toMatchObject({ failed: 'no-room', isBusy: false })

  room.isFull = false
  await phone.engine.sync()
  expect(phone.engine.standing()).toMatchObject({ failed: null, isComplete: true })
})

async function registersOffline(phone: Phone): Promise<string> {
  phone.isOffline = true
  const household = play.key()
  await asks(phone, household)
  return household
}

function asks(phone: Phone, household: string) {
  const given = { member: play.id(), nameKm: 'សុខ ស្រីណា', nameLatin: null }
  const poverty = { ...aRegistration().poverty!, card }
  return phone.engine.ask('household.register', household, aRegistration({ ...given, poverty }))
}

/** Everything a thief with the profile would find. */
async function lyingIn(storage: Storage): Promise<string> {
  return JSON.stringify([...(await storage.read('outbox')).values()], (_, value) =>
    value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value,
  )
}

async function aVault() {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  return {
    async seal(value: unknown) {
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const bytes = new TextEncoder().encode(JSON.stringify(value))
      return { iv, bytes: new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes)) }
    },
    async open({ iv, bytes }: { iv: Uint8Array<ArrayBuffer>; bytes: Uint8Array<ArrayBuffer> }) {
      return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, bytes)))
    },
  }
}

/** A phone there asks for no recordings, and learns of none that nobody plays. */
const toNowhere = (transport: Transport): Transport => ({
  ...transport,
  pull: () => Promise.resolve({ failed: 'network' }),
})

interface Room {
  isFull: boolean
  /** There is room again once recordings have left. */
  readonly forSounds?: true
}

/** Drawers in which nothing more fits for as long as they are full. */
function narrow(storage: Storage, room: Room): Storage {
  return {
    ...storage,
    write(changes) {
      const isOnlyLess = changes.every((change) => 'removed' in change)
      if (room.isFull && !isOnlyLess) return Promise.reject(new StorageFull())
      if (room.forSounds && changes.some(({ drawer }) => drawer === 'sounds')) room.isFull = false
      return storage.write(changes)
    },
  }
}
