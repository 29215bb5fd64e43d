/** Same person? And what happens to a family: judged, parted, moved, mourned, and nothing given twice. */
import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Household, headOf } from '#capabilities/households/household.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import { makeSheet } from '#capabilities/vouchers/voucher.codes.ts'
import { dara, practiceProgramme, samnang, sokhasShop, sreymom, vanna } from '#dev/cast.ts'
import { windows } from '#dev/practice/opening.ts'
import { freshId, openStage, phal, type Stage } from '#dev/testing/stage.ts'
import { type Key, keyOf } from '#door/key.ts'
import { choose, control, fill, keyIn, sees, stopsWhereItBreaks, tap } from './acting.ts'
import { type Audience, km, openAudience } from './audience.ts'

const village = '05080106'
const nextCommune = '050802'
const nextVillage = '05080203'
const yesterday = new Date(Date.now() - 86_400_000 + 7 * 3_600_000).toISOString().slice(0, 10)
const typedYesterday = yesterday.split('-').reverse().join('/')

let stage: Stage
let audience: Audience
let office: Page

beforeAll(async () => {
  stage = await openStage()
  await stage.employ(phal)
  audience = await openAudience(stage.url)
  office = await audience.as(dara, 'desk')
})
afterAll(async () => {
  await audience?.end()
  await stage?.end()
})

describe('two registrations that may be one', () => {
  stopsWhereItBreaks(() => audience.keepPictures())
  const name = 'ឈឿង សុវណ្ណារិទ្ធ'
  let first: Key
  let second: Key

  test('are judged the same, with what follows said before, and taken back', async () => {
    first = await registered({ nameKm: name, birthYear: 1961 })
    second = await registered({ nameKm: name, birthYear: 1961 })
    expect((await household(second)).suspects).toEqual([first])

    await tap(office, km('console_duplicates'))
    await office.locator(`a[href$="/duplicates/${second}/${first}"]`).focus()
    await office.keyboard.press('Enter')
    await sees(office, km('ground_village'))
    await office.keyboard.press('1')
    await sees(office, km('judge_same_vouchers'))
    await sees(office, km('judge_same_goes_on', { name }))
    await tap(office, km('judge_reason_visited_one'))
    await tap(office, km('judge_same_do'))
    await sees(office, km('judged_told_same'))
    expect(await household(second)).toMatchObject({ state: 'merged', mergedInto: first })

    await tap(office, km('judged_take_back'))
    await sees(office, km('household_goes_on'))
    await office.locator(`a[href$="/households/${first}"]`).first().click()
    await sees(office, km('household_also'))
    await office.goBack()
    await tap(office, km('household_unmerge'))
    await fill(office, km('field_reason'), 'បងប្អូនពីរនាក់')
    await tap(office, km('household_unmerge_do'))
    await sees(office, km('household_judged'))
    expect(await household(second)).toMatchObject({ state: 'active', mergedInto: null, suspects: [] })
  })

  test('are judged not the same, which is remembered and listed', async () => {
    const third = await registered({ nameKm: name, birthYear: 1961 })
    expect((await household(third)).suspects.length).toBeGreaterThan(0)
    for (const other of (await household(third)).suspects) {
      await office.goto(`/console/duplicates/${third}/${other}`)
      await sees(office, km('grounds_title'))
      await office.keyboard.press('2')
      await sees(office, km('judge_different_remembered'))
      await tap(office, km('judge_reason_namesake'))
      await tap(office, km('judge_different_do'))
      await sees(office, km('judged_told_different'))
    }
    await stage.does(sreymom, 'household.amend', third, { birthYear: { was: 1961, becomes: 1962 } })
    expect(await household(third)).toMatchObject({ suspects: [], judgeBy: null })
    await tap(office, km('duplicates_back'))
    await office.getByText(km('duplicates_judged')).click()
    await sees(office, km('judge_reason_namesake'))
  })

  test('while nobody has judged, the phone says why there is no voucher, whose office answers, and no name', async () => {
    const again = await registered({ nameKm: 'ឈឿង សុវណ្ណារិទ្ធិ', birthYear: 1961 })
    const { suspicions } = await household(again)
    expect(suspicions.length).toBeGreaterThan(0)
    const phone = await audience.as(sreymom, 'phone')
    await phone.goto(`/field/households/${again}`)
    await sees(phone, km('phone_household_suspected'))
    await sees(phone, km('phone_household_suspected_district', { office: 'ថ្ពង' }))
    await sees(phone, km('phone_propose_title'))
    await office.goto(`/console/duplicates/${again}/${suspicions[0]!.other}`)
    await sees(office, km('grounds_title'))
    await office.keyboard.press('3')
    await tap(office, km('judge_reason_visit'))
    await tap(office, km('judge_unsure_do'))
    await sees(office, km('judged_told_unsure'))
    expect((await household(again)).suspicions.some(({ unsure }) => unsure !== null)).toBe(true)
  })
})

describe('a family', () => {
  stopsWhereItBreaks(() => audience.keepPictures())
  const [father, mother, son] = ['ហ៊ុល ចន្ទតារា', 'ថោង ស្រីនិច', 'ហ៊ុល ពិសិដ្ឋ']
  let family: Key
  let own: Key

  test('has a voucher; a son founds a household, which is registered at once', async () => {
    family = await registered({ nameKm: father, birthYear: 1958, sex: 'male' })
    for (const [nameKm, sex, role, birthYear] of [
      [mother, 'female', 'spouse', 1960],
      [son, 'male', 'child', 1990],
    ] as const) {
      const said = { member: freshId(), nameKm, nameLatin: null, sex, role, birthYear, identityNumber: null }
      await stage.does(sreymom, 'household.addMember', family, said)
    }
    const proposal = await verified(family)
    await stage.does(vanna, 'proposal.approve', proposal, { seen: 2, note: null })
    const voucher = keyOf('05', freshId())
    const { strips } = makeSheet(
      voucher,
      [1, 2].map((n) => ({ n, first: 1 })),
      3,
      () => randomBytes(16),
    )
    await stage.does(samnang, 'voucher.issue', voucher, { proposal, shop: sokhasShop, strips })

    await office.goto(`/console/households/${family}`)
    await tap(office, km('family_leave'))
    const form = opening('family_leave')
    await choose(form, new RegExp(son))
    await choose(form, km('family_leave_own'))
    await fill(form, km('field_day'), typedYesterday)
    await choose(form, km('family_own_consents'))
    await tap(form, km('family_own_do'))
    await office.waitForURL((address) => !address.pathname.endsWith(family))
    own = keyIn(office)
    await sees(office, km('household_parted_from'))
    expect(await household(own)).toMatchObject({ partedFrom: { household: family, on: yesterday }, place: village })

    await office.goto(`/console/households/${family}`)
    await sees(office, km('household_left'))
    await sees(office, km('leaving_own_household'))
  })

  test('gets nothing twice: the own household’s request is refused in the window that has served them', async () => {
    const proposal = await verified(own)
    const province = await audience.as(vanna, 'desk')
    await province.goto(`/console/proposals/${proposal}`)
    await tap(province, km('proposal_approve_do'))
    await sees(province, km('refusal_household_served'))
    expect((await stage.record<Proposal>('proposal', proposal)).state).toBe('verified')
  })

  test('mourns its head and is led by an heir; what it received stays', async () => {
    await tap(office, km('family_death'))
    const form = opening('family_death')
    await choose(form, new RegExp(father))
    await fill(form, km('field_day'), typedYesterday)
    await form.locator('label.choice', { hasText: mother }).last().click()
    await tap(form, km('family_death_do'))
    await sees(office, km('leaving_died'))
    await office.getByRole('heading', { level: 1, name: mother }).waitFor()
    expect(headOf(await household(family)).nameKm).toBe(mother)
  })

  test('moves to the next commune: there it is seen from now on, and no longer where it was (CHT #7736)', async () => {
    const [before, after] = [await audience.as(sreymom, 'phone'), await audience.as(phal, 'phone')]
    await before.goto(`/field/households/${family}`)
    await before.getByRole('heading', { name: mother }).waitFor()

    await tap(office, km('family_move'))
    const form = opening('family_move')
    await form.getByLabel(km('level_commune')).selectOption(nextCommune)
    await form.getByLabel(km('level_village')).selectOption(nextVillage)
    await fill(form, km('field_day'), typedYesterday)
    await tap(form, km('family_move_do'))
    await sees(office, km('household_lived_before'))
    expect(await household(family)).toMatchObject({ place: nextVillage, moves: [{ from: village, on: yesterday }] })

    await after.goto(`/field/households/${family}`)
    await after.getByRole('heading', { name: mother }).waitFor()
    await before.reload()
    await sees(before, km('phone_not_here'))
  })

  test('and no page has thrown, and no request met a bug', () => {
    expect(audience.troubles).toEqual([])
    expect(stage.log).toEqual([])
  })
})

function opening(label: string) {
  return office.locator('.opening', { has: control(office, km(label)) })
}

function household(key: Key): Promise<Household> {
  return stage.record<Household>('household', key)
}

async function registered({
  nameKm,
  birthYear,
  sex = 'female',
}: {
  nameKm: string
  birthYear: number
  sex?: 'female' | 'male'
}) {
  const key = keyOf('05', freshId())
  const registration = { programme: practiceProgramme, member: freshId(), nameLatin: null, phone: null, poverty: null }
  const said = { ...registration, nameKm, birthYear, sex, village, consent: '2020-10' }
  await stage.does(sreymom, 'household.register', key, said)
  return key
}

/** A request for chicks that the district has verified, at its desk or, where chance wants it, by a visit. */
async function verified(of: Key): Promise<Key> {
  const proposal = keyOf('05', freshId())
  await stage.does(sreymom, 'proposal.submit', proposal, {
    ...{ household: of, window: windows.chicken, package: 'chicks-and-feed', quantity: 30, place: village },
    ...{ contribution: 'cash', consent: true },
  })
  const { sampled } = await stage.record<Proposal>('proposal', proposal)
  const visit = {
    how: 'visit',
    photo: 'a'.repeat(64),
    position: { latitude: 11.6, longitude: 104.2, accuracyMetres: 9 },
  } as const
  const desk = { how: 'desk', photo: null, position: null } as const
  await stage.does(dara, 'proposal.verify', proposal, { seen: 1, note: null, ...(sampled ? visit : desk) })
  return proposal
}
