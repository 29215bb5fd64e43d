/**
 * An extension worker's day in a phone-sized browser, in Khmer. After the first sync the office is out of
 * reach until the evening; then everything arrives, once.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Household } from '#capabilities/households/household.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import type { Training } from '#capabilities/trainings/training.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { practiceProgramme, rithy } from '#dev/cast.ts'
import { openStage, type Stage } from '#dev/testing/stage.ts'
import { choose, fill, keyIn, photographsCard, photographsWell, sees, stopsWhereItBreaks, tap } from './acting.ts'
import { type Audience, km, openAudience } from './audience.ts'

let stage: Stage
let audience: Audience
let phone: Page
let household: string
let proposal: string
let training: string
let checked: string
let witnessed: { voucher: string; handover: string }

beforeAll(async () => {
  stage = await openStage()
  audience = await openAudience(stage.url)
  phone = await audience.as(rithy, 'phone')
})
afterAll(async () => {
  await audience?.end()
  await stage?.end()
})

describe('a day without a signal', () => {
  stopsWhereItBreaks(() => audience.keepPictures())

  test('begins with the first sync, and then nothing reaches the office', async () => {
    await phone.locator('.signal', { hasText: km('phone_signal_all_sent') }).waitFor({ timeout: 60_000 })
    checked = await oneToCheck()
    witnessed = await oneToWitness()
    await leaveTheOffice(phone)
  })

  test('a family is registered; the page is closed in the middle and the draft is found', async () => {
    await tap(phone, km('phone_register_title'))
    await fill(phone, km('phone_register_name'), 'ប៊ុន សុផានី')
    await choose(phone, km('sex_female'))
    await phone.waitForTimeout(1_000)

    const context = phone.context()
    await phone.close()
    phone = await context.newPage()
    await phone.goto('/field/')
    await phone.getByRole('link', { name: 'ប៊ុន សុផានី' }).click()
    await sees(phone, km('phone_draft_resumed'))
    await fill(phone, km('phone_register_born'), '១៩៨២')
    await tap(phone, km('phone_step_next'))
    const villages = phone.locator('select')
    if (await villages.count()) await villages.first().selectOption({ index: 1 })
    else await phone.locator('label.choice').first().click()
    await choose(phone, km('phone_register_phone_none'))
    await tap(phone, km('phone_step_next'))
    await choose(phone, km('poverty_poor1'))
    await choose(phone, km('phone_register_card_yes'))
    await fill(phone, km('field_card'), '0508-0777')
    await photographsCard(phone)
    await tap(phone, km('phone_step_next'))
    await phone.getByRole('checkbox').check()
    await tap(phone, km('phone_register_do'))
    await phone.getByRole('heading', { name: 'ប៊ុន សុផានី' }).waitFor()
    household = keyIn(phone)
  })

  test('she is found by a fragment, and her name is corrected', async () => {
    await phone
      .getByRole('link', { name: km('phone_households') })
      .last()
      .click()
    await phone.getByRole('searchbox').fill('សុផា')
    await phone.locator(`a[href$="/households/${household}"]`).click()
    await tap(phone, km('phone_change_title'))
    await tap(phone, km('phone_change_details'))
    await fill(phone, km('field_name_latin'), 'Bun Sophany')
    await tap(phone, km('phone_change_do'))
    await sees(phone, /Bun Sophany/)
  })

  test('a proposal is made, and is told what the office will check', async () => {
    await tap(phone, km('phone_propose_title'))
    await phone.locator('label.choice').first().click()
    await tap(phone, km('phone_step_next'))
    await sees(phone, km('phone_propose_office_checks'))
    await tap(phone, km('phone_step_next'))
    await tap(phone, km('phone_step_next'))
    if (await phone.locator('label.choice').count()) await phone.locator('label.choice').first().click()
    await tap(phone, km('phone_step_next'))
    await phone.getByRole('checkbox').check()
    await tap(phone, km('phone_propose_do'))
    await phone.waitForURL(/\/proposals\//)
    proposal = keyIn(phone)
  })

  test('a training is held by tapping who is there', async () => {
    await phone.goto('/field/')
    await tap(phone, km('phone_training_title'))
    await phone.locator('label.choice').first().click()
    const instrument = phone.getByLabel(km('phone_training_instrument'))
    if (await instrument.count()) await instrument.selectOption({ index: 1 })
    await tap(phone, km('phone_step_next'))
    await phone
      .locator('select')
      .first()
      .selectOption({ value: await placeOfAHousehold() })
    await tap(phone, km('phone_step_next'))
    await phone.locator('.items label.choice').first().click()
    await phone.locator('.items label.choice').nth(1).click()
    await phone.getByRole('button', { name: km('phone_training_do', { count: '2' }) }).click()
    await phone.waitForURL(/\/trainings\/\d\d-/)
    training = keyIn(phone)
  })

  test('a delivery of others is checked with a photo at the place', async () => {
    await phone.goto(`/field/vouchers/${checked}/check`)
    await choose(phone, km('phone_check_in_order'))
    await photographsWell(phone)
    await tap(phone, km('phone_position_take'))
    await sees(phone, km('phone_position_have'))
    await tap(phone, km('phone_check_do'))
    await phone.waitForURL(new RegExp(`/vouchers/${checked}$`))
  })

  test('a hand-over is witnessed', async () => {
    await phone.goto(`/field/vouchers/${witnessed.voucher}/${witnessed.handover}/witness`)
    await photographsWell(phone)
    await tap(phone, km('phone_position_take'))
    await sees(phone, km('phone_position_have'))
    await tap(phone, km('phone_witness_do'))
    await phone.waitForURL(new RegExp(`/vouchers/${witnessed.voucher}$`))
  })

  test('in the evening all of it arrives, and nothing twice', async () => {
    expect(await stage.record('household', household)).toBeUndefined()
    await phone.context().unroute(office)
    await phone.goto('/field/sending')
    await sees(phone, km('phone_sending_nothing'))

    const registered = await stage.record<Household>('household', household)
    expect(registered).toMatchObject({ assistedBy: rithy.key, state: 'active' })
    expect(registered.members[0]).toMatchObject({ nameKm: 'ប៊ុន សុផានី', nameLatin: 'Bun Sophany', birthYear: 1982 })
    expect(registered.poverty[0]).toMatchObject({ category: 'poor1', source: 'card-seen', photo: expect.any(String) })
    expect(await stage.record<Proposal>('proposal', proposal)).toMatchObject({ household, assistedBy: rithy.key })
    expect((await stage.record<Training>('training', training)).attendance).toHaveLength(2)
    const { checks } = await stage.record<Voucher>('voucher', checked)
    expect(checks.filter(({ by }) => by === rithy.key)).toHaveLength(1)
    const { handovers } = await stage.record<Voucher>('voucher', witnessed.voucher)
    const said = handovers.find(({ id }) => id === witnessed.handover)!.confirmations
    expect(said.filter(({ by, how }) => by === rithy.key && how === 'photo')).toHaveLength(1)
    const { rows } = await stage.pool.query(
      `select 1 from household where programme = $1 and members @> '[{"nameKm": "ប៊ុន សុផានី"}]'`,
      [practiceProgramme],
    )
    expect(rows).toHaveLength(1)
    expect(audience.troubles).toEqual([])
  })
})

/** What carries work to the office and news from it. The app's own files stay in reach. */
const office = /\/api\/(ask|pull|packs|files)/

async function leaveTheOffice(page: Page) {
  await page.context().route(office, (route) => route.abort('internetdisconnected'))
}

async function oneToCheck(): Promise<string> {
  const { rows } = await stage.pool.query<{ key: string }>(
    `select home || '-' || id as key from voucher where programme = $1 and checks = '[]'
       and handovers @> '[{"state": "delivered"}]' and not handovers::text like '%' || $2 || '%'
       and not duties::text like '%' || $2 || '%' order by id limit 1`,
    [practiceProgramme, rithy.key],
  )
  return rows[0]!.key
}

async function oneToWitness(): Promise<typeof witnessed> {
  const { rows } = await stage.pool.query<typeof witnessed>(
    `select home || '-' || id as voucher, handover ->> 'id' as handover from voucher, jsonb_array_elements(handovers) handover
     where programme = $1 and home || '-' || id <> $3 and handover ->> 'state' = 'delivered'
       and handover -> 'lines' @> '[{"accepted": null}]' and not duties::text like '%' || $2 || '%'
       and not handover::text like '%' || $2 || '%' order by id limit 1`,
    [practiceProgramme, rithy.key, checked],
  )
  return rows[0]!
}

async function placeOfAHousehold(): Promise<string> {
  const { rows } = await stage.pool.query<{ place: string }>(
    `select place from household where programme = $1 and place like '050801%' and state = 'active'
     group by place order by count(*) desc limit 1`,
    [practiceProgramme],
  )
  return rows[0]!.place
}
