/** A phone is lost with work on it: shut out at a desk, and what it still sends is looked at by a person. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dara, pisey, rithy } from '#dev/cast.ts'
import { openStage, type Stage } from '#dev/testing/stage.ts'
import { fill, sees, stopsWhereItBreaks, tap } from './acting.ts'
import { type Audience, km, openAudience } from './audience.ts'
import {
  arrivedOnce,
  counted,
  families,
  linesOf,
  office,
  openSending,
  register,
  settleIn,
  signalIsBack,
  strip,
} from './roads.ts'

const why = 'បាត់នៅផ្សារ'
const word = 'សួររិទ្ធីហើយ៖ ត្រឹមត្រូវ។ សូមចុះឈ្មោះម្ដងទៀតលើទូរសព្ទថ្មី។'
const [sent, unsent] = families

let stage: Stage
let audience: Audience
let phone: Page
let desk: Page

beforeAll(async () => {
  stage = await openStage()
  audience = await openAudience(stage.url)
  phone = await audience.as(rithy, 'phone')
  await settleIn(phone)
})
afterAll(async () => {
  await audience?.end()
  await stage?.end()
})
stopsWhereItBreaks(() => audience.keepPictures())

test('it had sent some of its work, and not all', async () => {
  await register(phone, sent)
  await strip(phone, km('phone_signal_all_sent'))
  await phone.context().route(office, (route) => route.abort())
  await register(phone, unsent)
  await strip(phone, km('phone_signal_kept', counted(1)))
})

test('the administrator finds it by its person and shuts it out, not without a reason', async () => {
  desk = await audience.as(pisey, 'desk')
  await tap(desk, km('devices_title'))
  const lost = desk.locator('.queue__one', { hasText: rithy.nameKm })
  await sees(lost, km('devices_heard_today'))
  await lost.locator('summary').click()
  await tap(lost, km('devices_revoke'))
  await sees(lost, km('problem_missing', { field: km('field_reason').source }))
  await fill(lost, km('devices_revoke_why'), why)
  await tap(lost, km('devices_revoke'))
  await expect.poll(() => lost.count()).toBe(0)

  await desk.locator('.filters').getByText(km('people_revoked')).click()
  await sees(lost, new RegExp(rithy.nameKm))
  await lost.locator('summary').click()
  await sees(lost, new RegExp(pisey.nameKm))
  await sees(lost, new RegExp(why))
})

test('what was on it still arrives, is laid aside, and whoever finds it is told so', async () => {
  await phone.context().unroute(office)
  await signalIsBack(phone)
  await openSending(phone)
  await sees(phone, km('phone_problem_shut_out'))
  expect(await linesOf(stage.pool, [unsent])).toEqual([[0, 0]])
  await arrivedOnce(stage.pool, [sent])
})

test('the district reads it, writes what it found, and its author reads that', async () => {
  const district = await audience.as(dara, 'desk')
  await tap(district, km('quarantine_title'))
  await district.locator('.queue__link', { hasText: km('quarantine_why_device_shut_out') }).click()
  await sees(district, new RegExp(unsent))
  await fill(district, km('quarantine_word'), word)
  await tap(district, km('quarantine_look'))
  await sees(district, new RegExp(word))

  await phone.reload()
  await openSending(phone)
  await sees(phone, km('phone_trouble_office_says'))
  await sees(phone, new RegExp(word))
  expect(audience.troubles).toEqual([])
})
