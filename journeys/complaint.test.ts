/** Somebody calls the number on the sheet; the answer is asked for by the reference alone. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { malis, sophal } from '#dev/cast.ts'
import { openStage, type Stage } from '#dev/testing/stage.ts'
import { choose, fill, sees, tap } from './acting.ts'
import { type Audience, km, openAudience } from './audience.ts'

let stage: Stage
let audience: Audience
let reference: string

beforeAll(async () => {
  stage = await openStage()
  audience = await openAudience(stage.url)
})
afterAll(async () => {
  await audience?.end()
  await stage?.end()
})

const said = 'ខ្ញុំទទួលបានកូនមាន់តែដប់ក្បាល។'

test('a call is written down, and its reference read out', async () => {
  const desk = await audience.as(malis, 'desk')
  await desk.goto('/console/complaints')
  await tap(desk, km('complaints_log'))
  await choose(desk, km('complaint_kind_general'))
  await fill(desk, km('complaints_said'), said)
  await tap(desk, km('complaints_log_do'))
  await sees(desk, km('complaints_logged'))
  reference = (await desk.locator('.sheet__serial').textContent()) ?? ''
  expect(reference).toMatch(/^\d{3}-\d{3}-\d{4}$/)
})

test('it is answered at the desk, and the caller hears the answer without signing in, and nothing of what was said', async () => {
  const desk = await audience.as(malis, 'desk')
  await desk.goto('/console/complaints')
  await desk.locator('.queue__link', { hasText: reference }).click()
  await sees(desk, new RegExp(said))
  await tap(desk, km('complaints_take'))
  await tap(desk, km('complaints_answer_do'))
  await sees(desk, km('problem_missing', { field: km('complaints_answer').source }))
  await fill(desk, km('complaints_answer'), 'ហាងនឹងប្រគល់ម្ភៃក្បាលទៀតនៅថ្ងៃច័ន្ទ។')
  await tap(desk, km('complaints_answer_do'))
  await sees(desk, km('complaint_state_answered'))

  const anybody = await audience.window('phone')
  await anybody.goto('/complaints')
  const wrong = reference.slice(0, -1) + ((Number(reference.at(-1)) + 1) % 10)
  for (const [typed, heard] of [
    [wrong, km('complaints_public_none')],
    [reference, /ហាងនឹងប្រគល់ម្ភៃក្បាលទៀត/],
  ] as const) {
    await anybody.locator('input[name=reference]').fill(typed)
    await tap(anybody, km('complaints_public_ask'))
    await sees(anybody, heard)
  }
  expect(await anybody.textContent('main')).not.toContain(said)

  const head = await audience.as(sophal, 'desk')
  await head.goto('/console/complaints')
  await sees(head, km('complaints_none'))
  expect(audience.troubles).toEqual([])
})
