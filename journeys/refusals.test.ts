/** What must not happen, tried at the screens: each time one clear sentence, and nothing half written. */
import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeSheet, type Printed } from '#capabilities/vouchers/voucher.codes.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { dara, kosal, practiceProgramme, rithy, sokha, sokhasShop, sreymom, vanna } from '#dev/cast.ts'
import { windows } from '#dev/practice/opening.ts'
import { chanthy, freshId, openStage, otherShop, phal, type Stage } from '#dev/testing/stage.ts'
import { type Key, keyOf } from '#door/key.ts'
import { amountText } from '#ui/numbers.ts'
import { choose, control, fill, keyIn, photographs, sees, tap } from './acting.ts'
import { type Audience, en, km, type Language, openAudience } from './audience.ts'

const village = '05080106'
const elsewhere = '01020101'

let stage: Stage
let audience: Audience

beforeAll(async () => {
  stage = await openStage()
  await stage.employ(chanthy, { shop: otherShop })
  await stage.employ(phal)
  audience = await openAudience(stage.url)
})
afterAll(async () => {
  await audience?.end()
  await stage?.end()
})

/** Everything that a refusal may not change. */
async function everything(): Promise<string> {
  const { rows } = await stage.pool.query(
    `select (select count(*) from household) as households, (select count(*) from proposal) as proposals,
            (select count(*) from voucher) as vouchers, (select count(*) from claim) as claims,
            (select count(*) from posting) as postings, (select count(*) from file) as files,
            (select sum(version) from voucher) as "voucher versions", (select sum(version) from proposal) as "proposal versions"`,
  )
  return JSON.stringify(rows[0])
}

describe('at the desk', () => {
  test('a proposal out of reach is not there, and an own relative’s is for somebody else', async () => {
    const { household, proposal } = await aProposal()
    const before = await everything()

    // Phal works in the next commune and nowhere else.
    const stranger = await audience.as(phal, 'desk')
    await stranger.goto(`/console/proposals/${proposal}`)
    await sees(stranger, km('refusal_record_not_found'))
    expect(await everything()).toBe(before)

    const officer = await audience.as(dara, 'desk', 'en')
    await officer.goto(`/console/proposals/${proposal}`)
    await sees(officer, en('proposal_verify_do'))
    await stage.does(dara, 'person.declareRelatives', dara.key, { households: [household] })
    const told = await officer.request.get('/api/me')
    expect((await told.json()).relatives).toContain(household)
    await officer.reload()
    await officer.locator('input[value=desk]').waitFor()
    await sees(officer, en('refusal_duty_own_affair'))
    expect(await control(officer, en('proposal_verify_do')).getAttribute('aria-disabled')).toBe('true')
    expect((await stage.record<{ state: string }>('proposal', proposal)).state).toBe('submitted')
  })

  test('whoever decides on what another has decided meanwhile is told so', async () => {
    const { proposal } = await aVerified()
    const first = await audience.as(vanna, 'desk')
    const second = await audience.as(vanna, 'desk')
    for (const page of [first, second]) {
      await page.goto(`/console/proposals/${proposal}`)
      await sees(page, km('proposal_approve_do'))
    }
    await tap(first, km('proposal_approve_do'))
    await until(async () => (await stage.record<{ state: string }>('proposal', proposal)).state === 'approved')
    const before = await everything()
    await tap(second, km('proposal_approve_do'))
    await sees(
      second,
      new RegExp(`${km('refusal_record_changed').source}|${km('refusal_proposal_wrong_state').source}`),
    )
    expect(await everything()).toBe(before)
  })
})

describe('on the phone', () => {
  test.each([
    ['0', 'number_at_least'],
    ['-5', 'number_at_least'],
    ['1000000000', 'number_at_most'],
    ['7.5', 'number_not_whole'],
  ])('a quantity of %s is not asked for', async (typed, words) => {
    const page = await proposing()
    const before = await everything()
    await fill(page, km('phone_propose_quantity'), typed)
    await sees(page, km(words))
    await tap(page, km('phone_step_next'))
    await page.waitForTimeout(200)
    expect(await page.getByLabel(km('phone_propose_quantity')).isVisible()).toBe(true)
    expect(await everything()).toBe(before)
  })

  test('a name that is too long or holds what cannot be seen is not taken', async () => {
    const page = await phoneOf(sreymom, 'km')
    await page.goto('/field/households/new')
    const before = await everything()
    await fill(page, km('phone_register_name'), 'ក'.repeat(500))
    expect((await page.getByLabel(km('phone_register_name')).inputValue()).length).toBeLessThanOrEqual(80)

    await fill(page, km('phone_register_name'), 'Sok\u0007Bopha')
    await choose(page, km('sex_female'))
    await fill(page, km('phone_register_born'), '1984')
    await tap(page, km('phone_step_next'))
    await sees(page, km('problem_control_characters'))
    expect(await everything()).toBe(before)
  })

  test('30 February is no day', async () => {
    const page = await phoneOf(sokha, 'en')
    await page.goto('/console/claims')
    await fill(page, en('claim_new_invoice'), 'S-030')
    await fill(page, en('claim_new_on'), '30/02/2026')
    await sees(page, en('day_not'))
    await sees(page, en('claim_new_first'))
    expect(await page.getByRole('button', { name: en('claim_new_do') }).count()).toBe(0)
    expect(
      await answerTo(page, sokha.key, 'claim.submit', keyOf('05', freshId()), {
        invoice: 'S',
        invoicedOn: '2026-02-30',
        lines: [],
      }),
    ).toMatchObject({
      refused: 'input.invalid',
      fields: expect.arrayContaining([{ path: 'invoicedOn', problem: 'day.impossible' }]),
    })
  })

  test('a village of another province cannot be chosen, and is refused to whoever sends it', async () => {
    const page = await phoneOf(sreymom, 'km')
    await page.goto('/field/households/new')
    const before = await everything()
    await fill(page, km('phone_register_name'), 'សុខ ដារ៉ា')
    await choose(page, km('sex_male'))
    await fill(page, km('phone_register_born'), '1980')
    await tap(page, km('phone_step_next'))
    const codes = await page
      .locator('select option')
      .evaluateAll((options) => options.map((one) => (one as HTMLOptionElement).value))
    expect(codes.filter((code) => code !== '' && !code.startsWith('050801'))).toEqual([])
    for (const home of ['01', '05']) {
      const refusal = await answerTo(page, sreymom.key, 'household.register', keyOf(home, freshId()), {
        ...aRegistration('សុខ ដារ៉ា'),
        village: elsewhere,
      })
      expect(refusal.refused).toMatch(/^(actor|place|record)\./)
    }
    expect(await everything()).toBe(before)
  })

  test('a photo of 40 MB and a file that is none are turned down, on the phone and at the office', async () => {
    const page = await phoneOf(rithy, 'km')
    await page.goto(`/field/vouchers/${await delivered()}/check`)
    const before = await everything()
    await choose(page, km('phone_check_in_order'))
    const huge = Buffer.alloc(40 * 1024 * 1024)
    Buffer.from([0xff, 0xd8, 0xff]).copy(huge)
    // By its path: to send it to the browser in one piece takes longer than to turn it down.
    const file = join(tmpdir(), `chamka-huge-${process.pid}.jpg`)
    writeFileSync(file, huge)
    await photographs(page, file)
    await sees(page, km('photo_too_large'))
    rmSync(file)
    await photographs(page, {
      name: 'letter.jpg',
      mimeType: 'image/jpeg',
      buffer: Buffer.from('Dear office, this is a letter.'),
    })
    await sees(page, km('photo_not_image'))

    const sent = (body: Buffer) =>
      page.request.post('/api/files/05', { data: body, headers: { 'content-type': 'image/jpeg' } })
    expect((await (await sent(huge)).json()).words.km.detail).toMatch(km('trouble_picture_too_large_next'))
    expect((await (await sent(Buffer.from('a letter'))).json()).words.km.detail).toMatch(
      km('trouble_not_a_picture_next'),
    )
    expect(await everything()).toBe(before)
  })
})

describe('at the counter', () => {
  let voucher: Key
  let codes: readonly Printed[]
  let shop: Page

  beforeEach(async () => {
    ;({ voucher, codes } = await aVoucher())
    shop = await phoneOf(sokha, 'km')
    await shop.goto(`/field/vouchers/${voucher}/redeem`)
    await shop.locator('section.card').nth(1).waitFor()
  })

  test('another shop does not have the voucher', async () => {
    const other = await phoneOf(chanthy, 'km')
    await other.goto(`/field/vouchers/${voucher}/redeem`)
    await sees(other, km('phone_not_here'))
    const { serial } = await kept(voucher)
    await other.goto('/field/vouchers')
    await fill(other, km('phone_vouchers_search'), serial)
    await sees(other, km('phone_vouchers_no_match'))
  })

  test('a wrong code pays nobody: the hand-over is kept as disputed, and said to be', async () => {
    const right = codes.find(({ line, n }) => line === 1 && n === 1)!.digits
    await handOver(shop, '10', right === '111111' ? '222222' : '111111')
    await until(async () => (await kept(voucher)).handovers.length === 1)
    expect((await kept(voucher)).handovers[0]).toMatchObject({ state: 'disputed', dispute: 'voucher.code-wrong' })
    await shop.getByRole('link', { name: km('phone_sending') }).click()
    await sees(shop, km('refusal_voucher_code_wrong'))
    expect(await owed(voucher)).toBe(0)
  })

  test('what two phones of a shop hand over twice is caught', async () => {
    const other = await phoneOf(sokha, 'km', true)
    await other.goto(`/field/vouchers/${voucher}/redeem`)
    await other.locator('section.card').nth(1).waitFor()
    await tap(other, km('phone_network_off'))
    const digits = codes.find(({ line, n }) => line === 1 && n === 1)!.digits
    await handOver(shop, '30', digits)
    await until(async () => (await kept(voucher)).handovers.length === 1)
    const before = await owed(voucher)
    expect(before).toBeGreaterThan(0)

    await handOver(other, '30', digits)
    await tap(other, km('phone_network_on'))
    await until(async () => (await kept(voucher)).handovers.length === 2)
    expect((await kept(voucher)).handovers[1]!.state).toBe('disputed')
    await other.getByRole('link', { name: km('phone_sending') }).click()
    await sees(other, new RegExp(`${km('refusal_voucher_code_used').source}|${km('refusal_voucher_line_used').source}`))
    expect(await owed(voucher)).toBe(before)
  })

  test('the farmer is asked for her share and no more, and the programme for its own and no more', async () => {
    const line = (await kept(voucher)).lines[0]!
    const card = shop.locator('section.card').nth(1)
    await sees(card, new RegExp(amountText({ currency: 'KHR', minor: line.farmerShare }, 'km')))
    await leaveOthers(shop)
    await fill(card, km('phone_redeem_paid'), String(line.price))
    await sees(shop, km('refusal_voucher_farmer_share'))
    expect(await control(shop, km('phone_redeem_do')).getAttribute('aria-disabled')).toBe('true')
    expect((await kept(voucher)).handovers).toEqual([])

    await fill(card, km('phone_redeem_paid'), String(line.farmerShare))
    await writesDigits(shop, card, codes.find(({ line: n, n: at }) => n === 1 && at === 1)!.digits)
    await tap(shop, km('phone_redeem_do'))
    await until(async () => (await kept(voucher)).handovers[0]?.lines[0]?.accepted === line.quantity)

    // Now the full price on the invoice.
    const desk = await audience.as(sokha, 'desk')
    await desk.goto('/console/claims')
    const billed = desk.locator('li.answer', { hasText: (await kept(voucher)).serial })
    await fill(billed, km('claim_new_asked'), String(line.price))
    await fill(desk, km('claim_new_invoice'), 'S-FULL')
    await tap(desk, km('claim_new_do'))
    await desk.waitForURL(/claims\/05-/)
    await sees(desk, km('claim_mismatch_above'))

    const finance = await audience.as(kosal, 'desk', 'en')
    await finance.goto(`/console/claims/${keyIn(desk)}`)
    await sees(finance, en('claim_mismatch_above'))
    const own = finance.getByRole('row', { name: new RegExp(amountText({ currency: 'KHR', minor: line.price }, 'en')) })
    await sees(own, new RegExp(`${amountText({ currency: 'KHR', minor: line.farmerShare }, 'en')}`))
    await sees(own, en('claim_line_disputed'))
    expect(await stage.unbalanced()).toEqual([])
  })

  test('and no page has thrown, and no request met a bug', () => {
    expect(audience.troubles).toEqual([])
    expect(stage.log).toEqual([])
  })
})

const phones = new Map<string, Page>()

/** One phone for each person, unless another is asked for. */
async function phoneOf(who: typeof sreymom, language: Language, isNew = false): Promise<Page> {
  const name = `${who.key} ${language}`
  const page = (!isNew && phones.get(name)) || (await audience.as(who, 'phone', language))
  if (!isNew) phones.set(name, page)
  return page
}

/** On the screen that asks how many. */
async function proposing(): Promise<Page> {
  const { household } = await aHousehold()
  const page = await phoneOf(sreymom, 'km')
  await page.goto(`/field/households/${household}/propose`)
  await choose(page, /កូនមាន់ និងចំណី/)
  await tap(page, km('phone_step_next'))
  return page
}

let names = 0

function aRegistration(nameKm: string) {
  return {
    programme: practiceProgramme,
    member: freshId(),
    nameKm,
    nameLatin: null,
    sex: 'female' as const,
    birthYear: 1930 + (names % 70),
    village,
    phone: null,
    poverty: null,
    consent: '2020-10',
  }
}

async function aHousehold(): Promise<{ household: Key }> {
  names += 1
  const household = keyOf('05', freshId())
  const letters = [...'កខគឃងចឆជឈញ'].slice(0, (names % 9) + 1).join('')
  await stage.does(sreymom, 'household.register', household, aRegistration(`${letters}សាកល្បង${names}`))
  return { household }
}

async function aProposal(): Promise<{ household: Key; proposal: Key }> {
  const { household } = await aHousehold()
  const proposal = keyOf('05', freshId())
  await stage.does(sreymom, 'proposal.submit', proposal, {
    ...{ household, window: windows.chicken, package: 'chicks-and-feed', quantity: 30, place: village },
    ...{ contribution: 'cash', consent: true },
  })
  return { household, proposal }
}

async function aVerified(): Promise<{ proposal: Key }> {
  // Chance chooses some for a visit; the desk is enough for the others.
  for (;;) {
    const { proposal } = await aProposal()
    const input = { seen: 1, how: 'desk', note: null, photo: null, position: null } as const
    if ((await stage.ask(dara, 'proposal.verify', proposal, input)).outcome === 'accepted') return { proposal }
  }
}

async function aVoucher(): Promise<{ voucher: Key; codes: readonly Printed[] }> {
  const { proposal } = await aVerified()
  await stage.does(vanna, 'proposal.approve', proposal, { seen: 2, note: null })
  const voucher = keyOf('05', freshId())
  const numbered = [1, 2].map((n) => ({ n, first: 1 }))
  const { printed, strips } = makeSheet(voucher, numbered, 3, () => randomBytes(16))
  await stage.does(dara, 'voucher.issue', voucher, { proposal, shop: sokhasShop, strips })
  return { voucher, codes: printed }
}

/** The first line with its code; of the others nothing. */
async function handOver(page: Page, quantity: string, digits: string): Promise<void> {
  const card = page.locator('section.card').nth(1)
  await leaveOthers(page)
  await card.locator('.counter input').fill(quantity)
  // The digits are for when the camera fails, and folded until then.
  await card
    .locator('details', { has: page.getByLabel(km('phone_redeem_digits')) })
    .locator('summary')
    .click()
  await fill(card, km('phone_redeem_digits'), digits)
  await tap(page, km('phone_redeem_do'))
  await page.waitForURL((address) => !address.pathname.endsWith('/redeem'))
}

/** The digits are for when the camera fails, and folded until then. */
async function writesDigits(page: Page, card: Locator, digits: string): Promise<void> {
  await card
    .locator('details', { has: page.getByLabel(km('phone_redeem_digits')) })
    .locator('summary')
    .click()
  await fill(card, km('phone_redeem_digits'), digits)
}

async function leaveOthers(page: Page): Promise<void> {
  await page.locator('section.card').nth(2).locator('.counter input').fill('0')
}

/** A voucher of the season that waits for a check by Rithy. */
async function delivered(): Promise<Key> {
  const { rows } = await stage.pool.query<{ key: Key }>(
    `select home || '-' || id as key from voucher where handovers <> '[]' and checks = '[]' and place like '050801%' order by id limit 1`,
  )
  return rows[0]!.key
}

function kept(voucher: Key): Promise<Voucher> {
  return stage.record<Voucher>('voucher', voucher)
}

/** What this voucher has made the programme owe. */
async function owed(voucher: Key): Promise<number> {
  const { handovers } = await kept(voucher)
  return handovers.flatMap(({ lines }) => lines).reduce((sum, { projectMinor }) => sum + projectMinor, 0)
}

/** What the office answers to an envelope that no screen would send. */
async function answerTo(page: Page, person: Key, name: string, about: Key, input: object) {
  const askedAt = new Date().toISOString()
  const envelope = { id: freshId(), home: about.slice(0, 2), name, about, input, person, askedAt }
  const rest = { device: null, n: 0, lastServerTime: null, after: [], signature: null }
  const answer = await page.request.post('/api/ask', { data: { ...envelope, ...rest } })
  return (await answer.json()).answer.refusal
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  await expect.poll(isSo, { timeout: 20_000, interval: 100 }).toBe(true)
}
