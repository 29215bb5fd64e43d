import { beforeAll, describe, expect, test } from 'vitest'
import type { Household } from '#capabilities/households/household.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import { bopha, bophasHousehold, chenda, dara, rithy, sreymom } from '#dev/cast.ts'
import { settle } from '#dev/testing/commune.ts'
import { phoneOf } from '#dev/testing/phone.ts'
import { aRegistration, aWish, type Play, startProgramme } from '#dev/testing/programme.ts'
import type { Key } from '#door/key.ts'
import { refusalIn } from './outbox.ts'

let play: Play
beforeAll(async () => {
  play = await startProgramme()
  return () => play.end()
})

describe('a morning without a signal', () => {
  test('what was asked offline is seen at once, and reaches the office when the signal is back', async () => {
    const phone = await phoneOf(play, sreymom)
    phone.isOffline = true
    await phone.ask('household.register', bophasHousehold, aRegistration())
    const proposal = play.key()
    await phone.ask('proposal.submit', proposal, aWish())

    expect(phone.engine.find<Household>('household', bophasHousehold)?.members[0]?.nameKm).toBe(bopha.nameKm)
    expect(phone.engine.find<Proposal>('proposal', proposal)).toMatchObject({ state: 'submitted', percent: 80 })
    expect(phone.engine.unsent(bophasHousehold)).toBe(1)
    expect(phone.engine.standing()).toMatchObject({ unsent: 2, failed: 'network' })
    expect(await play.record('household', bophasHousehold)).toBeUndefined()

    phone.isOffline = false
    await phone.engine.sync()

    expect(phone.engine.standing()).toMatchObject({ unsent: 0, trouble: 0, failed: null })
    expect(phone.engine.outbox()).toEqual([])
    expect(await play.record('proposal', proposal)).toMatchObject({ state: 'submitted', submittedBy: sreymom.key })
    expect(phone.engine.find<Proposal>('proposal', proposal)).toMatchObject({ version: 1, state: 'submitted' })
    const officer = await phoneOf(play, dara)
    expect(officer.engine.find<Proposal>('proposal', proposal)).toMatchObject({ state: 'submitted' })
  })

  test('the second envelope says which one it rests on', async () => {
    const phone = await phoneOf(play, sreymom)
    phone.isOffline = true
    const household = play.key()
    const first = await phone.ask(
      'household.register',
      household,
      aRegistration({ member: play.id(), nameKm: 'លី ធារី', nameLatin: null, poverty: null }),
    )
    const second = await phone.ask('proposal.submit', play.key(), aWish({ household }))
    const third = await phone.ask('household.consent', bophasHousehold, { version: '2020-10', given: true })

    expect(first.after).toEqual([])
    expect(second.after).toEqual([first.id])
    expect(third.after).toEqual([])
  })
})

describe('overtaken by news', () => {
  test('what no longer holds is refused with its reason, and not lost', async () => {
    const proposal = await submitted()
    const phone = await phoneOf(play, dara)
    phone.isOffline = true
    const look = await phone.ask('proposal.verify', proposal, desk(1))
    expect(phone.engine.find<Proposal>('proposal', proposal)?.state).toBe('verified')

    await play.as(sreymom).does('proposal.withdraw', proposal, { reason: 'She found another way' })
    phone.isOffline = false
    await phone.engine.sync()

    expect(phone.engine.find<Proposal>('proposal', proposal)?.state).toBe('withdrawn')
    const [entry] = phone.engine.trouble()
    expect(entry?.envelope.id).toBe(look.id)
    expect(refusalIn(entry!)).toEqual({ refused: 'record.changed' })

    await phone.engine.acknowledge(look.id)
    expect(phone.engine.outbox()).toEqual([])
  })

  test('what rests on something refused is held, and goes once that is put right', async () => {
    const phone = await phoneOf(play, sreymom)
    const household = play.key()
    phone.isOffline = true
    const wrong = await phone.ask(
      'household.register',
      household,
      aRegistration({ member: play.id(), village: '05080199', poverty: null }),
    )
    const resting = await phone.ask('proposal.submit', play.key(), aWish({ household }))
    expect(resting.after).toEqual([wrong.id])

    phone.isOffline = false
    await phone.engine.sync()

    const states = phone.engine.outbox().map(({ envelope, state }) => [envelope.name, state])
    expect(states).toEqual([
      ['household.register', 'refused'],
      ['proposal.submit', 'held'],
    ])
    expect(refusalIn(phone.engine.trouble()[0]!)).toMatchObject({ refused: 'place.unknown' })
  })
})

describe('a road that loses things', () => {
  test('an answer that is lost changes nothing: the envelope goes again and is decided once', async () => {
    const phone = await phoneOf(play, sreymom)
    const household = play.key()
    phone.trouble.push('answer-lost', 'answer-lost')
    await phone.ask(
      'household.register',
      household,
      aRegistration({ member: play.id(), nameKm: 'ជា សុខា', nameLatin: null, poverty: null }),
    )
    expect(phone.engine.standing()).toMatchObject({ unsent: 1, failed: 'network' })

    await phone.engine.sync()

    expect(phone.engine.standing()).toMatchObject({ unsent: 0, failed: null })
    expect(phone.deliveries).toHaveLength(3)
    expect((await play.journal(household)).map(({ outcome }) => outcome)).toEqual(['accepted'])
  })

  test('one envelope that cannot be opened never blocks the others', async () => {
    const phone = await phoneOf(play, sreymom)
    phone.isOffline = true
    const poisoned = await phone.ask('household.amend', bophasHousehold, {
      water: { was: null, becomes: 'x'.repeat(50) },
    })
    const good = play.key()
    await phone.ask(
      'household.register',
      good,
      aRegistration({ member: play.id(), nameKm: 'ចាន់ សុខុម', nameLatin: null, poverty: null }),
    )
    phone.isOffline = false
    // Whatever carries the poisoned one is turned away as a whole.
    const rejected = { failed: 'rejected', problem: 'unreadable' } as const
    phone.trouble.push(rejected, rejected)
    await phone.engine.sync()

    expect(await play.record('household', good)).toMatchObject({ state: 'active' })
    expect(phone.engine.trouble().map(({ envelope, state, problem }) => [envelope.id, state, problem])).toEqual([
      [poisoned.id, 'set-aside', 'unreadable'],
    ])
    expect(await (await phone.engine.handOver())?.text()).toContain(poisoned.id)
  })

  test('what somebody in the office wrote about it is heard once, kept, and to be read again', async () => {
    const asked: Key[] = []
    let word: { word: string; at: string } | undefined
    const phone = await phoneOf(play, rithy, undefined, undefined, {
      road: (transport) => ({
        ...transport,
        async word(key) {
          asked.push(key)
          return word ? { word } : { failed: 'rejected', problem: 'unreadable' }
        },
      }),
    })
    phone.isOffline = true
    const { id, home } = await phone.ask('household.amend', bophasHousehold, { water: { was: null, becomes: 'ទឹកអូរ' } })
    phone.isOffline = false
    phone.trouble.push({ failed: 'rejected', problem: 'unreadable' })
    await phone.engine.sync()
    await phone.engine.acknowledge(id)
    expect(phone.engine.trouble()).toEqual([])
    await phone.engine.sync()
    expect(asked).toEqual([`${home}-${id}`])

    word = { word: 'សូមសរសេរម្តងទៀត។', at: play.now().toISOString() }
    await phone.engine.sync()
    expect(asked).toHaveLength(1)
    play.later(1)
    await phone.engine.sync()
    expect(phone.engine.trouble()).toMatchObject([{ envelope: { id }, state: 'set-aside', word }])
    const again = await phone.restarted()
    expect(again.engine.trouble()).toMatchObject([{ word }])
    expect(asked).toHaveLength(2)
  })

  test('a phone whose battery went flat sends what it had kept, and its numbers go on', async () => {
    const phone = await phoneOf(play, sreymom)
    phone.isOffline = true
    const household = play.key()
    const { n } = await phone.ask(
      'household.register',
      household,
      aRegistration({ member: play.id(), nameKm: 'ស្រី មុំ', nameLatin: null, poverty: null }),
    )

    const again = await phone.restarted()

    expect(await play.record('household', household)).toMatchObject({ registeredBy: sreymom.key })
    expect((await again.ask('household.consent', household, { version: '2', given: true })).n).toBe(n + 1)
  })
})

test('somebody else who signs in carries what was kept, and learns nothing', async () => {
  const phone = await phoneOf(play, sreymom)
  phone.isOffline = true
  const household = play.key()
  const { id } = await phone.ask(
    'household.register',
    household,
    aRegistration({ member: play.id(), nameKm: 'កែវ ចន្ទា', nameLatin: null, poverty: null }),
  )
  const before = phone.engine.all('household').length

  Object.assign(phone, { isOffline: false, carrier: chenda.key })
  await phone.engine.sync()

  expect(phone.engine.answerTo(id)).toEqual({ outcome: 'received' })
  expect(phone.engine.standing()).toMatchObject({ unsent: 0, failed: 'signed-out' })
  expect(phone.engine.all('household')).toHaveLength(before)
  expect(await play.record('household', household)).toMatchObject({ registeredBy: sreymom.key })
})

describe('what a phone is sent', () => {
  test('an officer of the next district holds nothing of this one', async () => {
    const { engine } = await phoneOf(play, chenda)
    expect(engine.standing().isComplete).toBe(true)
    expect(engine.all('household')).toEqual([])
    expect(engine.all('proposal')).toEqual([])
  })

  test('what leaves the scope leaves the phone, and what comes into it arrives', async () => {
    const { engine } = await phoneOf(play, rithy)
    expect(engine.find('household', bophasHousehold)).toBeDefined()

    const grants = (places: string[]) =>
      play.pool.query(`update person set grants = jsonb_set(grants, '{0,places}', $2) where id = $1`, [
        rithy.key.slice(3),
        JSON.stringify(places),
      ])
    await grants(['050802'])
    await engine.sync()
    expect(engine.find('household', bophasHousehold)).toBeUndefined()
    expect(engine.all('household')).toEqual([])

    await grants(['050801', '050802'])
    await engine.sync()
    expect(engine.find('household', bophasHousehold)).toBeDefined()
  })

  test('a farmer holds her own household and nobody else', async () => {
    const { engine } = await phoneOf(play, bopha)
    expect(engine.all('household').map(({ key }) => key)).toEqual([bophasHousehold])
    expect(engine.find<Household>('household', bophasHousehold)?.poverty).toHaveLength(1)
  })

  test('a long feed comes in pages and is complete at the end', async () => {
    await settle(play, 250)
    const { engine } = await phoneOf(play, sreymom)

    expect(engine.all('household').length).toBeGreaterThanOrEqual(250)
    expect(engine.standing().isComplete).toBe(true)
  })
})

async function submitted() {
  const proposal = play.key()
  const household = play.key()
  await play
    .as(sreymom)
    .does(
      'household.register',
      household,
      aRegistration({ member: play.id(), nameKm: 'ម៉ៅ រតនា', nameLatin: null, poverty: null }),
    )
  await play.as(sreymom).does('proposal.submit', proposal, aWish({ household }))
  return proposal
}

function desk(seen: number) {
  return { seen, how: 'desk' as const, note: null, photo: null, position: null }
}
