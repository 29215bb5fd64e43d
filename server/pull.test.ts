import { beforeAll, describe, expect, test } from 'vitest'
import { bopha, chenda, dara, kunthea, malis, pisey, sokha, sreymom, visal } from '#dev/cast.ts'
import { aDelivery, aShop, type Delivery, openShops } from '#dev/testing/deliveries.ts'
import { heldFrom, officeOf } from '#dev/testing/phone.ts'
import { type Play, startProgramme } from '#dev/testing/programme.ts'
import type { Actor } from '#door/actor.ts'
import { beginning, completenessOf } from '#door/document.ts'
import type { Key } from '#door/key.ts'
import { loadActors, programmesOver } from './actors.ts'
import { costOf, pull } from './pull.ts'

let play: Play
let delivery: Delivery
beforeAll(async () => {
  play = await startProgramme()
  await openShops(play)
  const contract = { number: 'C-2021-06', from: '2021-01-01', until: '2021-12-31' }
  await play.as(pisey).does('shop.register', play.key(), aShop({ nameLatin: 'Third shop', contract }))
  delivery = await aDelivery(play)
  await delivery.handsOver({ quantity: 20, farmerPaid: 20_000, code: delivery.sheet.code(1) })
  // A household that has asked for nothing, with everything that is nobody's business.
  await play.as(sreymom).does('household.register', play.key(), {
    programme: 'story',
    member: play.id(),
    nameKm: null,
    nameLatin: 'Chea Secret',
    sex: 'male',
    birthYear: 1970,
    village: '05080102',
    phone: { number: '+85512777888', shared: false },
    poverty: { category: 'poor1', source: 'card-seen', card: 'KSP-7777', issuedOn: null, expiresOn: null, photo: null },
    consent: '1',
    identityNumber: '123456789',
  })
  return () => play.end()
})

describe('a page', () => {
  test('holds everything in scope, proves it, and the next one is empty', async () => {
    const page = await pageFor(dara.key)
    expect(page.more).toBe(false)
    expect(page.complete).toMatchObject(
      completenessOf(page.documents.map(({ kind, key, stream, seq }) => [kind, key, stream, seq])),
    )

    const next = await pageFor(dara.key, page.cursor)
    expect(next.documents).toEqual([])
    expect(next.cursor).toBe(page.cursor)
    expect(next.complete).toEqual(page.complete)
  })

  test('after a change holds what was touched, and nothing else (CHT #10256)', async () => {
    const { cursor } = await pageFor(dara.key)
    await play.as(sreymom).does('household.consent', delivery.household, { version: '2', given: true })

    const page = await pageFor(dara.key, cursor)

    expect(page.documents.map(({ kind, key }) => [kind, key])).toEqual([['household', delivery.household]])
  })

  test('for somebody without a duty is empty, and proves that too', async () => {
    const page = await pageFor(visal.key)
    expect(page.documents).toEqual([])
    expect(page.complete).toMatchObject(completenessOf([]))
  })
})

describe('an audience', () => {
  test('a shop sees its vouchers, and nothing of poverty, phones, proposals or other programmes', async () => {
    const page = await pageFor(sokha.key)
    expect(page.documents.map(({ kind }) => kind)).toEqual(['shop-voucher'])
    const said = JSON.stringify({ ...page, bearer: null })
    for (const word of [
      'poor1',
      'poor2',
      'poverty',
      'category',
      'percent',
      'digitsHash',
      'KSP-',
      '+85512000001',
      '123456789',
      'Secret',
      '"duties":',
      'shares',
      '"proposal":',
      'C-2021-06',
    ])
      expect(said, word).not.toContain(word)
  })

  test('a commune witness sees vouchers of the commune without their households', async () => {
    const page = await pageFor(kunthea.key)
    expect(page.documents.map(({ kind }) => kind)).toEqual(['shop-voucher'])
    const said = JSON.stringify({ ...page, bearer: null })
    for (const word of ['poor1', 'poverty', 'digitsHash', 'KSP-', 'Secret', '+85512777888'])
      expect(said, word).not.toContain(word)
  })

  test('the officer and the extension worker see the status; nobody but the household sees identity numbers', async () => {
    for (const { key } of [dara, sreymom]) {
      const said = JSON.stringify((await pageFor(key)).documents)
      expect(said).toContain('poor1')
      expect(said).not.toContain('123456789')
      expect(said).not.toContain('digitsHash')
    }
  })

  test('a farmer sees her own household with its status, and nothing of the neighbour', async () => {
    const page = await pageFor(bopha.key)
    expect(page.documents.map(({ kind, key }) => [kind, key])).toEqual([['household', delivery.household]])
    const said = JSON.stringify({ ...page, bearer: null })
    expect(said).toContain('poor2')
    expect(said).not.toContain('Secret')
  })

  test('the officer of the next district is told nothing of this one, not even how far its lines go', async () => {
    const page = await pageFor(chenda.key)
    expect(page.documents).toEqual([])
    expect(page.cursor).toBe('')
    expect(JSON.stringify(page)).not.toContain('field/story/0508')
  })

  test('who reads vouchers of the whole country is told of no roles and no accounts', async () => {
    const page = await pageFor(malis.key)
    expect(page.documents.length).toBeGreaterThan(0)
    expect(JSON.stringify(page.held)).not.toContain('permissions')
    expect(JSON.stringify(page.held)).not.toContain('@example.org')
  })
})

test('a device is sent no more than it may hold, and its reader is told so (CHT #10408)', async () => {
  const actors = await loadActors([dara.key], play.now().toISOString(), await loadProgrammes(play.pool), play.pool)
  const question = { cursor: beginning, seen: '', index: false, again: [] }
  const office = { ...officeOf(play), documentsMax: 1 }
  expect(await pull(actors.get(dara.key)!, question, office)).toEqual({
    tooMuch: { documents: expect.any(Number), most: 1 },
  })
  expect(await costOf(actors.get(dara.key)!, office)).toHaveProperty('tooMuch')
})

test('what a first reading brings is told before it', async () => {
  const actors = await loadActors([dara.key], play.now().toISOString(), await loadProgrammes(play.pool), play.pool)
  const cost = await costOf(actors.get(dara.key)!, officeOf(play))
  if ('tooMuch' in cost) throw new Error('it is not much')
  expect(cost.households).toBeGreaterThan(0)
  expect(cost.documents).toBeGreaterThanOrEqual(cost.households)
  expect(cost.bytes).toBeGreaterThan(500)
})

const loadProgrammes = programmesOver()

async function pageFor(person: Key, cursor = beginning) {
  const actors = await loadActors([person], play.now().toISOString(), await loadProgrammes(play.pool), play.pool)
  return heldFrom(play, actors.get(person) as Actor, cursor)
}
