/**
 * The whole story on one server, through the built apps: from a farmer's request to a proven, paid delivery.
 * Told with a signal; and once more with every phone in a valley, where each finds one twice, for a moment.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allotmentKey } from '#capabilities/budgets/budget.ts'
import type { Claim } from '#capabilities/claims/claim.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { dara, kosal, rithy, sokha, sreymom, vanna } from '#dev/cast.ts'
import { budgetLine } from '#dev/practice/opening.ts'
import { openStage, type Stage } from '#dev/testing/stage.ts'
import { cashRiel } from '#door/money.ts'
import { account } from '#door/posting.ts'
import { amountText } from '#ui/numbers.ts'
import { choose, control, fill, keyIn, photographsWell, sees, stopsWhereItBreaks, tap, whole } from './acting.ts'
import { type Audience, en, km, openAudience } from './audience.ts'

const farmer = 'ម៉ៅ ស្រីពៅ'
const number = '012 000 921'
const allotment = allotmentKey(budgetLine, '05')

let stage: Stage
let audience: Audience
let cew: Page
let district: Page
let province: Page
let shop: Page
let mother: Page
let household = ''
let proposal = ''
let voucher = ''
let digits = ''
let paperCode = ''
let road: Road

export function tellStory({ isInValley }: { isInValley: boolean }): void {
  beforeAll(async () => {
    stage = await openStage()
    audience = await openAudience(stage.url)
    road = isInValley ? valley() : everywhere
  })

  afterAll(async () => {
    await audience?.end()
    await stage?.end()
  })

  describe('from a request to a proven delivery', () => {
    stopsWhereItBreaks(() => audience.keepPictures())

    test('Sreymom registers a household in at most eight answers', async () => {
      const home = await audience.window('phone')
      await home.goto('/')
      await home.getByRole('button', { name: new RegExp(sreymom.nameKm!) }).click()
      cew = home
      await sees(cew, km('phone_today_hello'))
      await road.leave(cew)
      await tap(cew, km('phone_register_title'))

      let answers = 0
      const answer = async (given: Promise<void>) => {
        answers += 1
        await given
      }
      await answer(fill(cew, km('phone_register_name'), farmer))
      await answer(choose(cew, km('sex_female')))
      await answer(fill(cew, km('phone_register_born'), '១៩៨៤'))
      await tap(cew, km('phone_step_next'))
      await answer(
        cew
          .locator('select')
          .selectOption('05080106')
          .then(() => {}),
      )
      await answer(choose(cew, km('phone_register_phone_own')))
      await fill(cew, km('phone_sign_in_number'), number)
      await tap(cew, km('phone_step_next'))
      await answer(choose(cew, km('poverty_unknown')))
      await tap(cew, km('phone_step_next'))
      await answer(choose(cew, km('phone_consent_yes')))
      await tap(cew, km('phone_register_do'))
      await cew.waitForURL(/households\/05-/)
      household = keyIn(cew)
      await sees(cew, new RegExp(farmer))
      expect(answers).toBeLessThanOrEqual(8)
    })

    test('she proposes thirty chicks and their feed on at most five screens with twelve taps', async () => {
      let taps = 0
      const once = async (done: Promise<void>) => {
        taps += 1
        await done
      }
      const screens = new Set<string>()
      const here = async () => screens.add((await cew.locator('.steps').textContent()) ?? '')
      await once(tap(cew, km('phone_propose_title')))
      await here()
      await once(choose(cew, /កូនមាន់ និងចំណី/))
      await once(tap(cew, km('phone_step_next')))
      await here()
      await once(fill(cew, km('phone_propose_quantity'), '30'))
      await once(tap(cew, km('phone_step_next')))
      await here()
      await once(tap(cew, km('phone_step_next')))
      await here()
      await once(choose(cew, km('contribution_cash')))
      await once(tap(cew, km('phone_step_next')))
      await here()
      const cost = await cew.locator('main').textContent()
      await once(choose(cew, km('phone_consent_yes')))
      await once(tap(cew, km('phone_propose_do')))
      await cew.waitForURL(/proposals\/05-/)
      proposal = keyIn(cew)
      expect(screens.size).toBeLessThanOrEqual(5)
      expect(taps).toBeLessThanOrEqual(12)
      await road.window(cew, async () => {
        await inOffice('household', household)
        await inOffice('proposal', proposal)
      })
      const { lines } = await stage.record<Proposal>('proposal', proposal)
      const own = lines.reduce((sum, { price, share }) => sum + price - share, 0)
      expect(cost).toContain(riel(own))
    })

    test('the district verifies, and admits the farmer to her own phone', async () => {
      district = await audience.as(dara, 'desk')
      await tap(district, km('console_review'))
      await district.getByRole('link', { name: new RegExp(farmer) }).click()
      await sees(district, km('proposal_state_submitted'))
      // Chance may have chosen it for a visit; then the office wants to see a photo.
      if (await district.locator('input[value=visit]').isChecked()) await photographsWell(district)
      await tap(district, km('proposal_verify_do'))
      await sees(district, km('proposal_state_verified'))

      await district.goto(`/console/households/${household}`)
      await tap(district, km('admit_do', { number }))
      await tap(district, km('admit_issue'))
      const code = (await district.locator('.admit__code').textContent()) ?? ''

      paperCode = code
      if (isInValley) return
      await entersHerPhone()
      await sees(mother, km('proposal_state_verified'))
    })

    test('the province approves', async () => {
      province = await audience.as(vanna, 'desk')
      await tap(province, km('console_review'))
      await province.getByRole('link', { name: new RegExp(farmer) }).click()
      await tap(province, km('proposal_approve_do'))
      await sees(province, km('proposal_state_approved'))
    })

    test('a voucher is issued for one shop and its sheet is printed', async () => {
      const office = district
      await office.goto(`/console/proposals/${proposal}`)
      await choose(office, /សុខា/)
      await tap(office, km('voucher_issue_do'))
      const sheet = office.locator('.sheet')
      await sheet.waitFor()
      await sees(sheet, new RegExp(farmer))
      expect(await sheet.textContent()).not.toMatch(km('poverty_unknown'))
      const strips = sheet.locator('.sheet__strip')
      expect(await strips.count()).toBe(2)
      digits = (await strips.nth(1).locator('figcaption strong').first().textContent()) ?? ''
      expect(digits).toMatch(/^\d{6}$/)

      // What Sokha's camera will see: first the voucher, then the first code for the chicks.
      await audience.show(sheet.locator('.sheet__who img'))
      shop = await audience.as(sokha, 'phone')
      await tap(shop, km('phone_vouchers'))
      await sees(shop, new RegExp(farmer))
      await road.leave(shop)
      await tap(shop, km('phone_scan_voucher'))
      await shop.waitForURL(/vouchers\/05-.*\/redeem/)
      voucher = keyIn(shop)
      await audience.show(strips.nth(0).locator('img').first())
    })

    test('the shop hands over half, and scans the code for the chicks', async () => {
      const card = (item: RegExp) => shop.locator('section.card', { hasText: item })
      await fill(card(/កូនមាន់/), /កូនមាន់/, '15')
      await fill(card(/ចំណី/), /ចំណី/, '45')
      const [chicks, feed] = (await kept()).lines
      await sees(card(/កូនមាន់/), new RegExp(riel(cashRiel(chicks!.farmerShare / 2).pay)))
      await sees(card(/ចំណី/), new RegExp(riel(cashRiel(feed!.farmerShare / 2).pay)))
      await tap(shop, km('phone_redeem_scan'))
      await sees(shop, km('phone_redeem_code_seen', { n: '1' }))
      await tap(shop, km('phone_redeem_do'))
      await shop.waitForURL(new RegExp(`vouchers/${voucher}$`))
      await road.window(shop, () => until(async () => (await kept()).handovers.length === 1))
      const [handover] = (await kept()).handovers
      expect(handover!.lines.map(({ quantity, accepted, code }) => [quantity, accepted, code])).toEqual([
        [15, 15, 'qr'],
        [45, null, 'none'],
      ])
    })

    test('the farmer confirms the feed on her own phone with her code', async () => {
      if (isInValley) await entersHerPhone()
      await tap(mother, km('phone_today'))
      if (isInValley) await sees(mother, km('phone_matter_confirm'))
      else await mother.reload()
      await road.leave(mother)
      await mother.getByRole('link', { name: km('phone_matter_confirm') }).click()
      await mother.getByText(km('phone_confirm_with_code')).click()
      await fill(mother, /ចំណី.*1/, digits)
      await tap(mother, km('phone_confirm_do'))
      await mother.waitForURL(new RegExp(`vouchers/${voucher}$`))
      await road.window(mother, () =>
        until(async () => (await kept()).handovers[0]!.lines.every(({ accepted }) => accepted !== null)),
      )
      expect((await kept()).handovers[0]!.confirmations.map(({ side }) => side)).toEqual(['shop', 'farmer', 'farmer'])
    })

    test('Sreymom, who assisted, may not check; Rithy of the next commune does, with a photo at the place', async () => {
      // In the valley her phone has not heard of the voucher yet.
      if (!isInValley) await mayNotCheck()

      const visitor = await audience.as(rithy, 'phone')
      await visitor.getByRole('link', { name: new RegExp(farmer) }).click()
      await visitor.waitForURL(/check/)
      await road.leave(visitor)
      await choose(visitor, km('phone_check_in_order'))
      await fill(visitor, km('phone_check_found', { item: 'កូនមាន់' }), '15')
      await photographsWell(visitor)
      await tap(visitor, km('phone_position_take'))
      await sees(visitor, km('phone_position_have'))
      await tap(visitor, km('phone_check_do'))
      await road.window(visitor, () => until(async () => (await kept()).checks.length === 1))
      expect((await kept()).checks[0]).toMatchObject({ by: rithy.key, verdict: 'in-order' })
    })

    test('the shop bills, and finance pays', async () => {
      const desk = await audience.as(sokha, 'desk')
      await desk.goto('/console/claims')
      await fill(desk, km('claim_new_invoice'), 'S-001')
      await tap(desk, km('claim_new_do'))
      await desk.waitForURL(/claims\/05-/)
      const claim = keyIn(desk)
      await sees(desk, km('claim_state_submitted'))

      const finance = await audience.as(kosal, 'desk')
      await tap(finance, km('console_claims'))
      await finance.getByRole('link', { name: /S-001/ }).click()
      // Whatever else waited to be billed stands on the same invoice; hers is on it with the project's share.
      const { lines } = await stage.record<Claim>('claim', claim)
      const hers = lines.filter((line) => line.voucher === voucher)
      expect(hers.map(({ billed }) => billed.minor)).toEqual((await kept()).lines.map(({ share }) => share / 2))
      await sees(finance, new RegExp(riel(lines.reduce((sum, { agreed }) => sum + agreed, 0))))
      await choose(finance, km('payment_khqr'))
      await fill(finance, km('claim_rate'), '4,080')
      await fill(finance, km('field_reference'), 'PV-2026-1')
      await photographsWell(finance)
      await tap(finance, km('claim_pay_do'))
      // Chicks of others that died hold up their own lines, and no others.
      await sees(finance, /KHQR · PV-2026-1/)
      await sees(finance, km('claim_line_disputed'))
      const paid = await stage.record<Claim>('claim', claim)
      expect(paid.lines.filter((line) => line.voucher === voucher).map(({ state }) => state)).toEqual(['paid', 'paid'])
      await desk.reload()
      await sees(desk, km('claim_line_paid'))
    })

    test('every screen and the ledger agree', async () => {
      const finance = await audience.as(kosal, 'desk', 'en')
      await tap(finance, en('console_budget'))
      const row = finance.getByRole('row', { name: /Kampong Speu/ }).first()
      await row.waitFor()
      const shown = await row.getByRole('cell').allTextContents()
      const { available, committed, paid } = account
      const [free, promised, spent] = await Promise.all(
        [available(allotment), committed(allotment), paid(allotment)].map((id) => stage.balance(id)),
      )
      expect([shown[1], shown[2], shown[4]]).toEqual(
        [free, promised, spent].map((minor) => amountText({ currency: 'USD', minor: minor! }, 'en')),
      )
      expect(shown[3]).toBe(amountText({ currency: 'USD', minor: await owedToShops() }, 'en'))

      // What the household had is what was committed for it, to the cent, wherever it stands.
      const held = await kept()
      const delivered = held.handovers[0]!.lines.reduce((sum, { projectMinor }) => sum + projectMinor, 0)
      const { rows } = await stage.pool.query<{ minor: number }>(
        `select sum(p.minor)::int as minor from posting p join journal j on j.home = p.home and j.envelope = p.envelope
         where j.about = $1 and p.credit = $2`,
        [voucher, committed(allotment)],
      )
      expect(rows[0]!.minor).toBe(delivered)
      expect(await stage.unbalanced()).toEqual([])

      await finance.goto(`/console/vouchers/${voucher}`)
      await sees(finance, en('voucher_accepted', { quantity: '45' }))
      const office = await audience.as(dara, 'desk', 'en')
      await office.goto(`/console/households/${household}`)
      await sees(office, /Chick · 15/)
      await sees(office, /feed · 45/i)
      await sees(office, whole(en('household_had_confirmed')))
      if (!isInValley) await mother.goto(`/field/vouchers/${voucher}`)
      await sees(mother, km('phone_handover_confirmed'))
      expect(audience.troubles).toEqual([])
      expect(stage.log).toEqual([])
    })
  })
}

/** The farmer's first window: with the code on paper her phone becomes hers. */
async function entersHerPhone(): Promise<void> {
  mother = await audience.window('phone')
  await mother.goto('/field/')
  await fill(mother, km('phone_sign_in_number'), number)
  await tap(mother, km('phone_sign_in_send'))
  await tap(mother, km('phone_sign_in_enter'))
  await choose(mother, new RegExp(farmer))
  await fill(mother, km('phone_choose_paper'), paperCode)
  await tap(mother, km('phone_sign_in_enter'))
  await tap(mother, km('phone_my_household'))
}

/** Sreymom assisted: the screen says so before she takes a photo for nothing. */
async function mayNotCheck(): Promise<void> {
  await cew.goto(`/field/vouchers/${voucher}`)
  await sees(cew, km('refusal_duty_assisted'))
  await cew.goto(`/field/vouchers/${voucher}/check`)
  await sees(cew, km('refusal_duty_assisted'))
  expect(await control(cew, km('phone_check_do')).count()).toBe(0)
}

/** What lies between a phone and the office. */
interface Road {
  /** A moment with a signal for this phone: whatever is done in it reaches the office, and what is new arrives. */
  window(page: Page, during: () => Promise<void>): Promise<void>
  /** From now on there is none for it. */
  leave(page: Page): Promise<unknown>
}

const everywhere: Road = { window: (_, during) => during(), leave: async () => {} }

/** What the app consists of is on the phone, with what this person's work needs: it may go where there is no signal. */
async function keepsTheApp(page: Page): Promise<void> {
  await until(() =>
    page.evaluate(async () => {
      if (!navigator.serviceWorker.controller) return false
      const kept = await caches.open('chamka groups')
      const names = (await kept.keys()).map(({ url }) => url)
      const groups = ((await (await kept.match('/field/.groups'))?.json()) ?? []) as string[]
      const isDecoderThere = names.some((name) => name.endsWith('.wasm'))
      return names.length > groups.length && (!groups.includes('scan') || isDecoderThere)
    }),
  )
}

/** A valley in which no phone finds a signal more than twice. */
function valley(): Road {
  const windows = new Map<Page, number>()
  return {
    async window(page, during) {
      windows.set(page, (windows.get(page) ?? 1) + 1)
      expect(windows.get(page), 'a third window').toBeLessThanOrEqual(2)
      await page.context().setOffline(false)
      await during()
      await page.context().setOffline(true)
    },
    // The first was its first sync.
    async leave(page) {
      await keepsTheApp(page)
      await page.context().setOffline(true)
    },
  }
}

/** A phone sends when it can: what it has sent is in the office now. */
async function inOffice(noun: string, key: string): Promise<void> {
  await until(async () => (await stage.record(noun, key)) !== undefined)
}

async function kept(): Promise<Voucher> {
  return stage.record('voucher', voucher)
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  await expect.poll(isSo, { timeout: 20_000, interval: 100 }).toBe(true)
}

async function owedToShops(): Promise<number> {
  const { rows } = await stage.pool.query<{ minor: number }>(
    'select coalesce(sum(balance), 0)::int as minor from account where id like $1',
    [`payable/${allotment}/%`],
  )
  return rows[0]!.minor
}

function riel(minor: number): string {
  return amountText({ currency: 'KHR', minor }, 'km')
}
