import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InputOf } from '#capabilities/commands.ts'
import { answerTo, type ComplaintRow, complaintReads } from '#capabilities/complaints/complaint.store.ts'
import { castId, dara, kosal, malis, pisey, sokha, sokhasShop, sophal, sreymom, vanna } from '#dev/cast.ts'
import { aDelivery, aShop, openShops } from '#dev/testing/deliveries.ts'
import { type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'
import { scopeOf } from '#door/actor.ts'
import { type Key, keyOf } from '#door/key.ts'
import { loadActors, programmesOver } from '#server/actors.ts'
import { journalReads, type LineRow } from '#server/journal-reads.ts'

let programme: Play
beforeAll(async () => {
  programme = await startProgramme()
  await openShops(programme)
})
afterAll(() => programme.end())

const refused = (refusal: object) => ({ outcome: 'refused', refusal })
const aCall = { programme: programmeCode, names: [], caller: { name: null, phone: null }, said: 'I got ten of thirty' }

async function scopeFor(person: { key: Key }, permission: string) {
  const programmes = await programmesOver()(programme.pool)
  const at = programme.now().toISOString()
  const actor = (await loadActors([person.key], at, programmes, programme.pool)).get(person.key)!
  return scopeOf(actor, permission)
}

async function listOf(person: { key: Key }, waitingOn?: string): Promise<Key[]> {
  const scope = await scopeFor(person, 'complaint.read')
  const rows = (await complaintReads.list.run(scope, { waitingOn, limit: 100 }, programme.pool)) as ComplaintRow[]
  return rows.map(({ key }) => key)
}

async function seesInJournal(person: { key: Key }, key: Key): Promise<boolean> {
  const scope = await scopeFor(person, 'journal.read')
  const about = (await journalReads.about.run(scope, { keys: [key] }, programme.pool)) as LineRow[]
  const latest = (await journalReads.latest.run(scope, { limit: 100 }, programme.pool)) as LineRow[]
  return [...about, ...latest].some((line) => line.about === key)
}

describe('complaint.log', () => {
  test('a caller who says no name gets a reference, and hears by it how it stands and what was answered', async () => {
    const key = programme.key('00')
    const logged = await programme.as(malis).does('complaint.log', key, { ...aCall, about: { kind: 'general' } })
    expect(logged).toMatchObject({ state: 'received', desk: 'secretariat', place: '' })
    expect(await answerTo(logged.reference, programme.pool)).toMatchObject({ state: 'received', answer: null })

    await programme.as(malis).does('complaint.take', key, { seen: 1 })
    await programme.as(malis).does('complaint.answer', key, { seen: 2, words: 'បានពិនិត្យហើយ។' })
    const told = await answerTo(logged.reference, programme.pool)
    expect(told).toMatchObject({ state: 'answered', answer: { words: 'បានពិនិត្យហើយ។' } })
    expect(JSON.stringify(told)).not.toContain(aCall.said)
    expect(await programme.as(malis).ask('complaint.take', key, { seen: 3 })).toEqual(
      refused({ refused: 'complaint.wrong-state', state: 'answered', step: 'take' }),
    )
  })

  test('whoever had a hand in the voucher is named without being named, and its shop with them', async () => {
    const { key: voucher } = await aDelivery(programme)
    const key = programme.key()
    const logged = await programme
      .as(malis)
      .does('complaint.log', key, { ...aCall, about: { kind: 'voucher', key: voucher }, names: [dara.key] })
    expect(logged.keptFrom).toEqual(expect.arrayContaining([sreymom.key, sokhasShop, dara.key]))
    expect(logged.about).toBe('05080101')
  })

  test('no role of a province, a district, a commune or a shop may read or answer one', async () => {
    for (const person of [sreymom, dara, vanna, sokha]) {
      expect(await scopeFor(person, 'complaint.read')).toEqual([])
      expect(
        await programme.as(person).ask('complaint.log', programme.key('00'), { ...aCall, about: { kind: 'general' } }),
      ).toEqual(refused({ refused: 'actor.not-allowed' }))
    }
  })
})

describe('a complaint about somebody at the secretariat', () => {
  test('is not there for whoever it names, lies with the head, and is kept from her own colleagues', async () => {
    const key = programme.key('00')
    // Malis writes down what is said of herself, reads out the reference, and never meets it again.
    const logged = await programme
      .as(malis)
      .does('complaint.log', key, { ...aCall, about: { kind: 'general' }, names: [malis.key] })
    expect(logged.desk).toBe('director')
    expect(await listOf(malis)).not.toContain(key)
    expect(await complaintReads.one.run(await scopeFor(malis, 'complaint.read'), { key }, programme.pool)).toBeNull()
    expect(await seesInJournal(malis, key)).toBe(false)
    expect(await programme.as(malis).ask('complaint.take', key, { seen: 1 })).toEqual(
      refused({ refused: 'record.not-found' }),
    )

    // Finance and the administrator read the office's journal, and find no line of it.
    expect(await seesInJournal(kosal, key)).toBe(false)
    expect(await seesInJournal(pisey, key)).toBe(false)
    expect(await seesInJournal(sophal, key)).toBe(true)
    expect(await listOf(sophal, programme.today())).toContain(key)
    await programme.as(sophal).does('complaint.answer', key, { seen: 1, words: 'យើងបានពិនិត្យ។' })
  })

  test('that names somebody else there is not for her to answer, though she may have written it down', async () => {
    const key = programme.key('00')
    await programme.as(malis).does('complaint.log', key, { ...aCall, about: { kind: 'general' }, names: [kosal.key] })
    expect(await listOf(malis)).not.toContain(key)
    expect(await programme.as(malis).ask('complaint.take', key, { seen: 1 })).toEqual(
      refused({ refused: 'record.not-found' }),
    )
  })

  test('that names the head goes outside, and to whom is written down', async () => {
    const key = programme.key('00')
    const about = { kind: 'general' } as const
    expect(await programme.as(malis).ask('complaint.log', key, { ...aCall, about, names: [sophal.key] })).toEqual(
      refused({ refused: 'complaint.names-the-head' }),
    )
    const logged = await programme
      .as(malis)
      .does('complaint.log', key, { ...aCall, about, names: [sophal.key], passedTo: 'IFAD' })
    expect(logged).toMatchObject({ state: 'passed-on', desk: 'outside', answer: { passedTo: 'IFAD' } })
    expect(await listOf(sophal)).not.toContain(key)
  })
})

test('what is not answered by its day climbs to the head of the programme', async () => {
  const key = programme.key()
  await programme.as(malis).does('complaint.log', key, { ...aCall, about: { kind: 'shop', key: sokhasShop } })
  expect(await listOf(malis, programme.today())).toContain(key)
  expect(await listOf(sophal, programme.today())).not.toContain(key)
  programme.later(16)
  expect(await listOf(sophal, programme.today())).toContain(key)
  const scope = await scopeFor(sophal, 'complaint.answer')
  expect(await complaintReads.waiting.run(scope, { on: programme.today() }, programme.pool)).not.toEqual([])
})

test('a shop is not paid for a line under complaint until it is answered', async () => {
  const { key: voucher, sheet, handsOver } = await aDelivery(programme)
  const delivered = (await handsOver({ quantity: 10, code: sheet.code(1), farmerPaid: 10_000 })).handover
  const handover = delivered.id
  const line = delivered.lines[0]!
  const claim = programme.key()
  await programme.as(sokha).does('claim.submit', claim, {
    invoice: 'INV-77',
    invoicedOn: programme.today(),
    lines: [{ voucher, handover, line: 1, quantity: line.accepted!, minor: line.share }],
  })
  const key = programme.key()
  const about = { kind: 'delivery', key: voucher, handover } as const
  await programme.as(malis).does('complaint.log', key, { ...aCall, about })
  const payment: InputOf<'claim.pay'> = {
    seen: 1,
    lines: [1],
    method: 'bank',
    currency: 'USD',
    reference: 'TRX-1',
    evidence: 'd'.repeat(64),
  }
  expect(await programme.as(kosal).ask('claim.pay', claim, payment)).toEqual(
    refused({ refused: 'claim.delivery-questioned', delivery: handover }),
  )

  const { desk, version } = await programme.record('complaint', key)
  const judge = desk === 'secretariat' ? malis : sophal
  await programme.as(judge).does('complaint.answer', key, { seen: version, words: 'បានទទួលគ្រប់។' })
  await programme.as(kosal).does('claim.pay', claim, payment)
})

describe('the number on the sheet is nobody else’s', () => {
  const number = '+85512000900'

  test('neither a shop nor a person of the programme may have it', async () => {
    expect(await programme.as(pisey).ask('shop.register', programme.key(), aShop({ phone: number }))).toEqual(
      refused({ refused: 'complaint.number-in-use' }),
    )
    expect(
      await programme.as(pisey).ask('person.correct', dara.key, { phone: { was: dara.phone, becomes: number } }),
    ).toEqual(refused({ refused: 'complaint.number-in-use' }))
  })

  test('and the programme may not choose one that a person or a shop has', async () => {
    const story = keyOf('00', castId(300))
    const { definition } = await programme.record('programme', story)
    const complaints = { phone: dara.phone, days: 15 }
    expect(
      await programme.as('system').ask('programme.revise', story, { definition: { ...definition, complaints } }),
    ).toEqual(refused({ refused: 'complaint.number-in-use' }))
  })
})
