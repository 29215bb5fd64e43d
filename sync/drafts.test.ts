import { beforeAll, describe, expect, test } from 'vitest'
import { sreymom } from '#dev/cast.ts'
import { phoneOf } from '#dev/testing/phone.ts'
import { aRegistration, type Play, startProgramme } from '#dev/testing/programme.ts'
import type { DraftForm } from './drafts.ts'
import { inMemory, StorageFull } from './storage.ts'

interface Answers {
  readonly name: string
  readonly born: string
}

const form: DraftForm<Answers> = { name: 'household.register', carry: [], about: ({ name }) => name }
const address = '/households/new'

let play: Play
beforeAll(async () => {
  play = await startProgramme()
  return () => play.end()
})

describe('a form that was begun', () => {
  test('is found again after the battery went flat (Kobo #5121)', async () => {
    const phone = await phoneOf(play, sreymom)
    await phone.engine.drafts.keep(form, '', address, { name: 'ចាន់ ធារ៉ា', born: '' })
    const again = await phone.restarted()
    expect(again.engine.drafts.answers(form, '')).toEqual({ name: 'ចាន់ ធារ៉ា', born: '' })
    expect(again.engine.drafts.all()).toMatchObject([{ title: 'ចាន់ ធារ៉ា', address }])
  })

  test('in a shape of an older version of the app is carried over into that of today (CommCare, DHIS2 #1225)', async () => {
    const phone = await phoneOf(play, sreymom)
    const first: DraftForm<{ name: string }> = { ...form, about: ({ name }) => name }
    await phone.engine.drafts.keep(first, '', address, { name: 'ចាន់ ធារ៉ា' })
    const second: DraftForm<Answers> = { ...form, carry: [(old: { name: string }) => ({ ...old, born: '' })] }
    const third: DraftForm<{ names: string[]; born: string }> = {
      name: form.name,
      carry: [...second.carry, ({ name, born }: Answers) => ({ names: name.split(' '), born })],
      about: ({ names }) => names.join(' '),
    }

    const updated = (await phone.restarted()).engine.drafts
    expect(updated.answers(second, '')).toEqual({ name: 'ចាន់ ធារ៉ា', born: '' })
    expect(updated.answers(third, '')).toEqual({ names: ['ចាន់', 'ធារ៉ា'], born: '' })
    await updated.keep(third, '', address, { names: ['ចាន់'], born: '1980' })
    expect(updated.answers(third, '')).toEqual({ names: ['ចាន់'], born: '1980' })
  })

  test('and sent is open again if it was refused, as it was written', async () => {
    const phone = await phoneOf(play, sreymom)
    const answers = { name: 'ចាន់ ធារ៉ា', born: '1980' }
    await phone.engine.drafts.keep(form, '', address, answers)
    phone.engine.drafts.open(form, '', address, () => undefined)
    phone.isOffline = true
    const envelope = await phone.ask('household.register', play.key('05'), elsewhere())
    expect(phone.engine.drafts.all()).toEqual([])
    expect(phone.engine.drafts.answers(form, '')).toBeUndefined()

    const again = await phone.restarted()
    expect(again.engine.trouble().map(({ state }) => state)).toEqual(['refused'])
    expect(await again.engine.drafts.reopen(envelope.id)).toMatchObject({ address })
    await again.engine.acknowledge(envelope.id)
    expect(again.engine.drafts.answers(form, '')).toEqual(answers)
  })

  test('goes with what is sent in one write: whoever’s battery ends then finds it sent, and not begun again', async () => {
    const storage = inMemory()
    let isFull = false
    const { write } = storage
    storage.write = (changes) => (isFull ? Promise.reject(new StorageFull()) : write(changes))
    const phone = await phoneOf(play, sreymom, storage)
    await phone.engine.drafts.keep(form, '', address, { name: 'ចាន់', born: '' })
    const typed = { name: 'ចាន់ ធារ៉ា', born: '1980' }
    const unkept = [typed]
    phone.engine.drafts.open(form, '', address, () => unkept.pop())
    phone.isOffline = true

    isFull = true
    await expect(phone.ask('household.register', play.key('05'), elsewhere())).rejects.toThrow(StorageFull)
    expect(phone.engine.drafts.answers(form, '')).toEqual(typed)
    isFull = false

    const { id } = await phone.ask('household.register', play.key('05'), elsewhere())
    const again = await phone.restarted()
    expect(again.engine.drafts.all()).toEqual([])
    expect(again.engine.drafts.of(id)).toMatchObject({ answers: typed, address })
  })

  test('is kept to the last letter when the phone is shut with the form on its screen', async () => {
    const storage = inMemory()
    const phone = await phoneOf(play, sreymom, storage)
    await phone.engine.drafts.keep(form, '', address, { name: 'ចាន់', born: '' })
    const unkept = [{ name: 'ចាន់ ធារ៉ា', born: '1980' }]
    phone.engine.drafts.open(form, '', address, () => unkept.pop())
    await phone.engine.close()
    await phone.engine.drafts.keep(form, '', address, { name: 'too late', born: '' })

    const again = await phoneOf(play, sreymom, storage)
    expect(again.engine.drafts.answers(form, '')).toEqual({ name: 'ចាន់ ធារ៉ា', born: '1980' })
  })

  test('and finds no room is told to whoever writes, and kept as soon as there is room (CHT #7149)', async () => {
    const storage = inMemory()
    let isFull = false
    const { write } = storage
    storage.write = (changes) => (isFull ? Promise.reject(new StorageFull()) : write(changes))
    const phone = await phoneOf(play, sreymom, storage)
    const told: boolean[] = []
    phone.engine.subscribe(() => told.push(phone.engine.standing().hasUnkept))
    phone.isOffline = true

    isFull = true
    await phone.engine.drafts.keep(form, '', address, { name: 'ចាន់', born: '' })
    await phone.engine.drafts.keep(form, '', address, { name: 'ចាន់ ធារ៉ា', born: '1980' })
    expect(told).toEqual([true])
    expect(await storage.keys('drafts')).toEqual([])

    isFull = false
    await phone.engine.sync()
    expect(phone.engine.standing().hasUnkept).toBe(false)
    const again = await phone.restarted()
    expect(again.engine.drafts.answers(form, '')).toEqual({ name: 'ចាន់ ធារ៉ា', born: '1980' })
  })

  test('and cannot be sent for want of room is a form again, with its last letters', async () => {
    const storage = inMemory()
    const { write } = storage
    const phone = await phoneOf(play, sreymom, storage)
    let isFull = true
    storage.write = (changes) => (isFull ? Promise.reject(new StorageFull()) : write(changes))
    phone.isOffline = true
    const unkept = [{ name: 'ចាន់ ធារ៉ា', born: '1980' }]
    phone.engine.drafts.open(form, '', address, () => unkept.pop())
    const send = () => phone.engine.ask('household.register', play.key(), registration())
    await expect(send()).rejects.toBeInstanceOf(StorageFull)
    expect(phone.engine.drafts.answers(form, '')).toEqual({ name: 'ចាន់ ធារ៉ា', born: '1980' })
    expect(phone.engine.standing().hasUnkept).toBe(true)

    isFull = false
    await send()
    await phone.engine.sync()
    expect(phone.engine.standing()).toMatchObject({ hasUnkept: false, trouble: 0 })
    expect(phone.engine.drafts.all()).toEqual([])
  })

  test('and sent is forgotten once the office has it', async () => {
    const phone = await phoneOf(play, sreymom)
    await phone.engine.drafts.keep(form, '', address, { name: 'ចាន់ ធារ៉ា', born: '1980' })
    phone.isOffline = true
    phone.engine.drafts.open(form, '', address, () => undefined)
    const { id } = await phone.ask('household.register', play.key(), registration())
    expect(phone.engine.drafts.of(id)).toBeDefined()

    phone.isOffline = false
    await phone.engine.sync()
    expect(phone.engine.outbox()).toEqual([])
    expect(phone.engine.drafts.of(id)).toBeUndefined()
    expect([...(await phone.storage.keys('drafts'))]).toEqual([])
  })
})

function registration() {
  return aRegistration({ member: play.id(), nameKm: 'ចាន់ ធារ៉ា', nameLatin: null, poverty: null })
}

/** A village that is none of hers. */
function elsewhere() {
  return aRegistration({ member: play.id(), nameKm: 'ចាន់ ធារ៉ា', nameLatin: null, poverty: null, village: '05020101' })
}
