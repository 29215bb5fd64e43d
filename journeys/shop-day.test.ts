/**
 * A shop's day, on one phone, in Khmer: after the morning's sync nothing reaches the office until the
 * evening. Every code is read by the camera; the app is closed in the middle of a hand-over.
 */
import type { Page } from 'playwright-core'
import { renderSVG } from 'uqr'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeText } from '#capabilities/vouchers/voucher.codes.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { dara, samnang, sokha, sokhasShop } from '#dev/cast.ts'
import { openStage, otherShop, type Stage } from '#dev/testing/stage.ts'
import { aSheet } from '#dev/testing/vouchers.ts'
import { cashRiel } from '#door/money.ts'
import { amountText } from '#ui/numbers.ts'
import { control, fill, keyIn, photographsWell, sees, stopsWhereItBreaks, tap } from './acting.ts'
import { type Audience, km, openAudience } from './audience.ts'

let stage: Stage
let audience: Audience
let shop: Page
/** A page on which a code lies before the camera. */
let table: Page
let good: Voucher
let expired: Voucher
let foreign: Voucher
let sheet: ReturnType<typeof aSheet>
let feedSheet: ReturnType<typeof aSheet>

beforeAll(async () => {
  stage = await openStage()
  audience = await openAudience(stage.url)
  const [one, two, three] = await openVouchers()
  await stage.does(samnang, 'voucher.transfer', three!.key, {
    seen: three!.version,
    shop: otherShop,
    why: 'រោងចក្រជិតជាង',
  })
  foreign = await kept(three!.key)
  // What ran out this morning.
  await stage.pool.query(
    `update voucher set issued_on = current_date - 90, expires_on = current_date - 2 where home || '-' || id = $1`,
    [two!.key],
  )
  expired = await kept(two!.key)
  sheet = aSheet(one!.key, one!.lines.length, 1 + one!.handoversMax, 11)
  feedSheet = aSheet(two!.key, two!.lines.length, 1 + two!.handoversMax, 12)
  await stage.does(samnang, 'voucher.reprint', one!.key, { sheet: 1, strips: sheet.strips })
  good = await kept(one!.key)
})

afterAll(async () => {
  await audience?.end()
  await stage?.end()
})

describe("a shop's day", () => {
  stopsWhereItBreaks(() => audience.keepPictures())

  test('in the morning the vouchers arrive; then there is no signal', async () => {
    table = await audience.as(dara, 'desk')
    shop = await audience.as(sokha, 'phone')
    await tap(shop, km('phone_vouchers'))
    await sees(shop, new RegExp(good.serial))
    await shop.context().route(/\/api\/(?!me$|sign-in)/, (route) => route.abort())
  })

  test("another shop's sheet is refused before anything is counted", async () => {
    await lay(await qrOf(foreign.key))
    await tap(shop, km('phone_scan_voucher'))
    await sees(shop, km('phone_seal_other_shop'))
  })

  test('so is one whose time is over, with its day', async () => {
    await lay(await qrOf(expired.key))
    await shop.waitForURL(/redeem/)
    expect(keyIn(shop)).toBe(expired.key)
    await sees(shop, km('phone_redeem_hand_nothing'))
    await sees(shop, km('refusal_voucher_expired'))
    expect(await control(shop, km('phone_redeem_do')).count()).toBe(0)
  })

  test('a good one: half of the first item, its code by camera, and what she pays', async () => {
    await tap(shop, km('phone_vouchers'))
    await lay(await qrOf(good.key))
    await tap(shop, km('phone_scan_voucher'))
    await shop.waitForURL(/redeem/)
    expect(keyIn(shop)).toBe(good.key)

    const [first] = good.lines
    await fill(card(0), new RegExp(first!.names.km), String(half()))
    for (const other of good.lines.slice(1)) await fill(card(other.n - 1), new RegExp(other.names.km), '0')
    await sees(card(0), new RegExp(riel(cashRiel((first!.farmerShare * half()) / first!.quantity).pay)))
    await photographsWell(shop)
  })

  test('the app is closed in the middle, and opened again where it was', async () => {
    await shop.waitForTimeout(1_000)
    const context = shop.context()
    await shop.close()
    shop = await context.newPage()
    await shop.goto('/field/')
    await tap(shop, km('phone_vouchers'))
    await fill(shop, km('phone_vouchers_search'), good.serial)
    await shop.getByRole('link', { name: new RegExp(good.serial) }).click()
    await sees(shop, km('phone_draft_resumed'))
    await expect.poll(() => card(0).getByLabel(new RegExp(good.lines[0]!.names.km)).inputValue()).toBe(String(half()))
    await shop.getByAltText(km('photo_alt')).waitFor()
  })

  test("somebody else's code is told at once; hers is taken", async () => {
    await lay(codeText(1, feedSheet.code(1).n, feedSheet.code(1).secret))
    await tap(shop, km('phone_redeem_scan'))
    await sees(shop, km('phone_scan_wrong_code'))
    await lay(codeText(1, sheet.code(1).n, sheet.code(1).secret))
    await sees(card(0), km('phone_redeem_code_seen'))
    await tap(shop, km('phone_redeem_do'))
    await shop.waitForURL(new RegExp(`vouchers/${good.key}$`))
    await sees(shop, km('ask_pending'))
    await sees(shop, km('phone_handover_confirmed'))
  })

  test('later the rest: the same code again is refused, the second one is good', async () => {
    await tap(shop, km('phone_redeem_title'))
    await lay(codeText(1, sheet.code(1).n, sheet.code(1).secret))
    await tap(shop, km('phone_redeem_scan'))
    await sees(shop, km('refusal_voucher_code_used'))
    await lay(codeText(1, sheet.code(1).n + 1, sheet.code(1, sheet.code(1).n + 1).secret))
    await sees(card(0), km('phone_redeem_code_seen'))
    await tap(shop, km('phone_scan_stop'))
    // Her camera light is gone: the second item goes by the digits beside its code.
    await card(1).getByText(km('phone_redeem_digits_instead')).click()
    await card(1).getByLabel(km('phone_redeem_digits')).fill(sheet.digits(2).digits)
    await sees(shop, km('phone_redeem_digits_confirmed'))
    await tap(shop, km('phone_redeem_do'))
    await shop.waitForURL(new RegExp(`vouchers/${good.key}$`))
    await sees(shop, km('phone_redeem_unconfirmed'))
    await shop.goto(`/field/vouchers/${good.key}/redeem`)
    await sees(shop, km('phone_redeem_unconfirmed_none'))
  })

  test("the day's total has all of it, though the office knows of nothing yet", async () => {
    await tap(shop, km('phone_money'))
    for (const line of good.lines) await sees(shop, new RegExp(line.names.km))
    await sees(shop, new RegExp(riel(cash())))
    await sees(shop, km('phone_money_waiting'))
    expect((await kept(good.key)).handovers).toEqual([])
  })

  test('in the evening it is sent; screens and ledger agree', async () => {
    await shop.context().unroute(/\/api\/(?!me$|sign-in)/)
    await shop.reload()
    await expect.poll(async () => (await kept(good.key)).handovers.length, { timeout: 30_000 }).toBe(2)
    const { handovers, state } = await kept(good.key)
    expect(handovers.map(({ state, lines }) => [state, lines.map(({ accepted }) => accepted)])).toEqual([
      ['delivered', [half()]],
      ['delivered', [good.lines[0]!.quantity - half(), ...good.lines.slice(1).map(({ quantity }) => quantity)]],
    ])
    expect(state).toBe('closed')
    expect(handovers[0]!.photo).toMatch(/^[0-9a-f]{64}$/)

    await sees(shop, km('phone_money_owed'))
    const { rows } = await stage.pool.query<{ minor: number }>(
      `select sum(balance)::int as minor from account where id like 'payable/%/' || $1`,
      [sokhasShop],
    )
    const books = amountText({ currency: 'USD', minor: rows[0]!.minor }, 'km').replace(/[$]/g, '\\$')
    await sees(shop, km('phone_money_in_books', { amount: books }))
    expect(await stage.unbalanced()).toEqual([])
    await expect
      .poll(async () => (await stage.pool.query('select from file where digest = $1', [handovers[0]!.photo])).rowCount)
      .toBe(1)
    expect(audience.troubles).toEqual([])
    expect(stage.log).toEqual([])
  })
})

/** Three of Sokha's vouchers with at least two items, paid for in cash, of which nothing was handed over. */
async function openVouchers(): Promise<Voucher[]> {
  const { rows } = await stage.pool.query<{ key: string }>(
    `select home || '-' || id as key from voucher
     where state = 'open' and shop = $1 and handovers = '[]' and jsonb_array_length(lines) = 2 and contribution = 'cash'
       and reports = '[]' and expires_on > current_date + 5 and (lines -> 0 ->> 'quantity')::int > 3
       and programme = (select programme from shop where home || '-' || id = $1)
     order by expires_on, id limit 3`,
    [sokhasShop],
  )
  expect(rows).toHaveLength(3)
  return Promise.all(rows.map(({ key }) => kept(key)))
}

function kept(key: string): Promise<Voucher> {
  return stage.record<Voucher>('voucher', key)
}

function half(): number {
  return Math.floor(good.lines[0]!.quantity / 2)
}

/** What she pays at both hand-overs together. */
function cash(): number {
  return good.lines.reduce((sum, { farmerShare }) => sum + cashRiel(farmerShare).pay, 0)
}

async function qrOf(key: string): Promise<string> {
  const response = await table.request.get(`/api/vouchers/${key}/qr`)
  return ((await response.json()) as { qr: string }).qr
}

/** Lays a code before the shop's camera. */
async function lay(text: string): Promise<void> {
  const drawn = Buffer.from(renderSVG(text, { border: 4 })).toString('base64')
  await table.setContent(`<img width="400" height="400" src="data:image/svg+xml;base64,${drawn}">`)
  await audience.show(table.locator('img'))
}

function card(at: number) {
  return shop.locator('section.card:has(.counter)').nth(at)
}

function riel(minor: number): string {
  return amountText({ currency: 'KHR', minor }, 'km').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
