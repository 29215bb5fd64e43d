import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  bopha,
  bophasHousehold,
  castId,
  chenda,
  dara,
  rithy,
  samnang,
  sokha,
  sophal,
  sreymom,
  vanna,
  visal,
} from '#dev/cast.ts'
import { nameNumbered } from '#dev/names.ts'
import {
  allotment,
  aRegistration,
  aWish,
  chickens,
  type Play,
  someTerms,
  startProgramme,
} from '#dev/testing/programme.ts'
import { keyOf } from '#door/key.ts'

let programme: Play
const photo = 'b'.repeat(64)

beforeAll(async () => {
  programme = await startProgramme()
  await programme.as(sreymom).does('household.register', bophasHousehold, aRegistration())
})
afterAll(() => programme.end())

/** Bopha's neighbours, one for each story, so that no story stands in another's way. */
let household = bophasHousehold
let neighbours = 0
beforeEach(async () => {
  neighbours += 1
  household = programme.key()
  await programme.as(sreymom).does(
    'household.register',
    household,
    aRegistration({
      member: programme.id(),
      ...nameNumbered(neighbours),
      birthYear: 1930 + neighbours,
      phone: null,
      poverty: { category: 'poor2', source: 'ministry-list', card: null, issuedOn: null, expiresOn: null, photo: null },
    }),
  )
})

async function submitted(changes = {}) {
  const key = programme.key()
  await programme.as(sreymom).does('proposal.submit', key, aWish({ household, ...changes }))
  return key
}

async function verified(changes = {}) {
  const key = await submitted(changes)
  await programme
    .as(dara)
    .does('proposal.verify', key, { seen: 1, how: 'desk', note: null, photo: null, position: null })
  return key
}

async function rejected(code = 'no-coop') {
  const key = await verified()
  await programme.as(vanna).does('proposal.reject', key, { seen: 2, code, note: null })
  return key
}

describe('proposal.draft', () => {
  test('a draft is kept for another phone to go on with', async () => {
    const key = programme.key()
    await programme.as(sreymom).does('proposal.draft', key, aWish({ household }))
    const proposal = await programme.as(sreymom).does('proposal.submit', key, aWish({ household, quantity: 20 }))

    expect(proposal).toMatchObject({ state: 'submitted', quantity: 20, version: 2 })
  })
})

describe('proposal.submit', () => {
  test('five answers make a priced proposal with a plan', async () => {
    const proposal = await programme.record('proposal', await submitted())

    expect(proposal).toMatchObject({
      state: 'submitted',
      category: 'poor2',
      percent: 80,
      projectMinor: 4_123,
      doubts: [],
      assistedBy: sreymom.key,
      plan: { cycleDays: 90, yield: 30, sales: 480_000 },
    })
  })

  test('an officer of another district is told there is no such household', async () => {
    const answer = await programme.as(chenda).ask('proposal.submit', programme.key(), aWish({ household }))

    expect(answer).toEqual({ outcome: 'refused', refusal: { refused: 'household.not-found' } })
  })

  test('the share follows the status on the day of submission, whatever comes after', async () => {
    const key = await submitted()
    await programme.as(dara).does('household.setPoverty', household, {
      category: 'general',
      source: 'ministry-list',
      card: null,
      issuedOn: null,
      expiresOn: null,
      photo: null,
    })

    expect(await programme.record('proposal', key)).toMatchObject({ category: 'poor2', percent: 80 })
  })

  test('a self-declared status unlocks nothing', async () => {
    const key = programme.key()
    const other = programme.key()
    await programme.as(sreymom).does(
      'household.register',
      other,
      aRegistration({
        member: programme.id(),
        nameKm: 'អ្នកថ្មី',
        nameLatin: null,
        birthYear: 1970,
        poverty: {
          category: 'poor1',
          source: 'self-declared',
          card: null,
          issuedOn: null,
          expiresOn: null,
          photo: null,
        },
      }),
    )

    expect(await programme.as(sreymom).does('proposal.submit', key, aWish({ household: other }))).toMatchObject({
      category: 'unknown',
      percent: 60,
    })
  })

  test.each([
    [{ quantity: 0 }, 'input.invalid'],
    [{ quantity: -1 }, 'input.invalid'],
    [{ quantity: 0.5 }, 'input.invalid'],
    [{ quantity: 1_000_000_000 }, 'input.invalid'],
    [{ quantity: 61 }, 'input.invalid'],
    [{ consent: false as never }, 'input.invalid'],
    [{ package: 'net-house' }, 'window.package-unknown'],
    [{ place: '02010101' }, 'place.unknown'],
    [{ quotations: [{ item: 'chick', unitPrice: 5_001 }] }, 'window.price-above-ceiling'],
    [{ quotations: [{ item: 'pump', unitPrice: 1 }] }, 'window.item-unknown'],
    [{ window: keyOf('00', castId(999)) }, 'window.not-found'],
    [{ household: keyOf('05', castId(999)) }, 'household.not-found'],
  ])('%j is refused: %s', async (changes, refused) => {
    const key = programme.key()
    const answer = await programme.as(sreymom).ask('proposal.submit', key, aWish({ household, ...changes }))

    expect(answer).toMatchObject({ outcome: 'refused', refusal: { refused } })
    expect(await programme.record('proposal', key)).toBeUndefined()
  })

  test('what was made too late, elsewhere or twice is taken in with its doubt, and answered by a person', async () => {
    const elsewhere = keyOf('00', castId(303))
    await programme
      .as('system')
      .does('window.publish', elsewhere, someTerms({ code: 'elsewhere', area: ['050802'], closesOn: '2021-01-20' }))
    await submitted({ window: elsewhere })
    const second = await programme.record('proposal', await submitted({ window: elsewhere }))

    expect(second.doubts).toEqual(['window-closed', 'outside-area', 'second-application'])
  })

  test('after the consent was withdrawn nothing more is asked for the household', async () => {
    await programme.as(sreymom).does('household.consent', household, { version: '2020-10', given: false })

    expect(await programme.as(sreymom).ask('proposal.submit', programme.key(), aWish({ household }))).toMatchObject({
      refusal: { refused: 'household.no-consent' },
    })
  })
})

describe('proposal.return and proposal.resubmit', () => {
  test('a returned proposal is changed and submitted again; an old copy of it changes nothing', async () => {
    const key = await submitted()
    await programme.as(dara).does('proposal.return', key, { seen: 1, code: 'incomplete', note: 'ផែនការ' })
    expect(await programme.as(sreymom).ask('proposal.resubmit', key, { ...aWish(), seen: 1 })).toMatchObject({
      refusal: { refused: 'record.changed' },
    })

    const again = await programme.as(sreymom).does('proposal.resubmit', key, { ...aWish(), seen: 2, quantity: 40 })

    expect(again).toMatchObject({ state: 'submitted', quantity: 40, returns: [{ code: 'incomplete', by: dara.key }] })
  })
})

test('a status that changed since the first submission changes nothing of the share', async () => {
  const key = await submitted()
  await programme.as(dara).does('proposal.return', key, { seen: 1, code: 'incomplete', note: null })
  await programme.as(dara).does('household.setPoverty', household, {
    category: 'general',
    source: 'ministry-list',
    card: null,
    issuedOn: null,
    expiresOn: null,
    photo: null,
  })
  const { household: _, ...wish } = aWish()

  expect(await programme.as(sreymom).does('proposal.resubmit', key, { ...wish, seen: 2 })).toMatchObject({
    category: 'poor2',
    percent: 80,
    projectMinor: 4_123,
  })
})

describe('proposal.verify', () => {
  test('whoever helped cannot verify', async () => {
    const key = programme.key()
    await programme.as(sreymom).does('proposal.submit', key, aWish({ household }))

    expect(
      await programme
        .as(sreymom)
        .ask('proposal.verify', key, { seen: 1, how: 'desk', note: null, photo: null, position: null }),
    ).toMatchObject({
      refusal: { refused: 'actor.not-allowed' },
    })
  })

  test('an officer of the next district is told there is no such proposal', async () => {
    const key = await submitted()

    expect(
      await programme
        .as(chenda)
        .ask('proposal.verify', key, { seen: 1, how: 'desk', note: null, photo: null, position: null }),
    ).toEqual({
      outcome: 'refused',
      refusal: { refused: 'record.not-found' },
    })
  })

  test('nobody verifies for a declared relative', async () => {
    const key = await submitted()
    await programme.pool.query('update person set relatives = $1 where id = $2', [[household], samnang.key.slice(3)])

    expect(
      await programme
        .as(samnang)
        .ask('proposal.verify', key, { seen: 1, how: 'desk', note: null, photo: null, position: null }),
    ).toMatchObject({
      refusal: { refused: 'duty.own-affair' },
    })
  })

  test('a visit shows a photo', async () => {
    const key = await submitted()

    expect(
      await programme
        .as(dara)
        .ask('proposal.verify', key, { seen: 1, how: 'visit', note: null, photo: null, position: null }),
    ).toMatchObject({
      refusal: { refused: 'proposal.photo-missing' },
    })
    await programme.as(dara).does('proposal.verify', key, {
      seen: 1,
      how: 'visit',
      note: null,
      photo,
      position: { latitude: 11.5, longitude: 104.2 },
    })
  })
})

describe('proposal.approve', () => {
  test('the province approves, and the money is committed', async () => {
    const key = await verified()
    const before = await programme.balance(`allotment/${allotment}/committed`)
    const proposal = await programme.as(vanna).does('proposal.approve', key, { seen: 2, note: null })

    expect(proposal).toMatchObject({
      state: 'approved',
      projectMinor: 4_123,
      rate: 4_075,
      approval: { by: vanna.key, tier: 2 },
    })
    expect(await programme.balance(`allotment/${allotment}/committed`)).toBe(before + 4_123)
  })

  test('what nobody verified cannot be approved', async () => {
    expect(await programme.as(vanna).ask('proposal.approve', await submitted(), { seen: 1, note: null })).toMatchObject(
      {
        refusal: { refused: 'proposal.wrong-state', state: 'submitted', step: 'approve' },
      },
    )
  })

  test('a copy read before somebody else changed it approves nothing', async () => {
    expect(await programme.as(vanna).ask('proposal.approve', await verified(), { seen: 1, note: null })).toMatchObject({
      refusal: { refused: 'record.changed' },
    })
  })

  test("above the amount the case is the Secretariat's", async () => {
    const dear = await startProgramme({
      terms: {
        tiers: [
          { tier: 2, upTo: 4_000 },
          { tier: 3, upTo: null },
        ],
      },
    })
    await dear.as(sreymom).does('household.register', bophasHousehold, aRegistration())
    const key = dear.key()
    await dear.as(sreymom).does('proposal.submit', key, aWish())
    expect(
      await dear
        .as(dara)
        .does('proposal.verify', key, { seen: 1, how: 'desk', note: null, photo: null, position: null }),
    ).toMatchObject({ tier: 3 })

    expect(await dear.as(vanna).ask('proposal.approve', key, { seen: 2, note: null })).toMatchObject({
      refusal: { refused: 'duty.tier', tier: 3 },
    })
    expect(await dear.as(sophal).does('proposal.approve', key, { seen: 2, note: null })).toMatchObject({
      approval: { tier: 3 },
    })
    await dear.end()
  })

  test('a line that is used up approves nothing more', async () => {
    const poor = await startProgramme({ money: 4_122 })
    await poor.as(sreymom).does('household.register', bophasHousehold, aRegistration())
    const key = poor.key()
    await poor.as(sreymom).does('proposal.submit', key, aWish())
    await poor.as(dara).does('proposal.verify', key, { seen: 1, how: 'desk', note: null, photo: null, position: null })

    expect(await poor.as(vanna).ask('proposal.approve', key, { seen: 2, note: null })).toMatchObject({
      refusal: { refused: 'budget.exhausted' },
    })
    expect(
      await poor.as(vanna).does('proposal.reject', key, { seen: 2, code: 'budget-exhausted', note: null, bulk: true }),
    ).toMatchObject({ state: 'rejected' })
    await poor.end()
  })
})

describe('proposal.reject', () => {
  test('a reason that is not in the window is no reason', async () => {
    expect(
      await programme.as(vanna).ask('proposal.reject', await verified(), { seen: 2, code: 'because', note: null }),
    ).toMatchObject({
      refusal: { refused: 'window.reason-unknown' },
    })
  })

  test('in bulk only what the records prove', async () => {
    const first = await submitted()
    const second = await submitted()

    expect(
      await programme
        .as(dara)
        .ask('proposal.reject', first, { seen: 1, code: 'second-application', note: null, bulk: true }),
    ).toMatchObject({
      refusal: { refused: 'proposal.not-proven' },
    })
    expect(
      await programme.as(dara).ask('proposal.reject', second, { seen: 1, code: 'no-coop', note: null, bulk: true }),
    ).toMatchObject({
      refusal: { refused: 'proposal.not-proven' },
    })
    expect(
      await programme
        .as(dara)
        .does('proposal.reject', second, { seen: 1, code: 'second-application', note: null, bulk: true }),
    ).toMatchObject({
      state: 'rejected',
      rejections: [{ code: 'second-application', bulk: true, by: dara.key }],
    })
  })

  test("a judgement is not the district's to make", async () => {
    expect(
      await programme.as(samnang).ask('proposal.reject', await verified(), { seen: 2, code: 'no-coop', note: null }),
    ).toMatchObject({
      refusal: { refused: 'duty.tier', tier: 2 },
    })
  })
})

describe('proposal.appeal and proposal.decideAppeal', () => {
  test('one appeal, decided one level up by somebody else', async () => {
    const key = await rejected()
    await programme.as(sreymom).does('proposal.appeal', key, { note: 'ទ្រុងមាន់រួចរាល់' })
    expect(
      await programme.as(vanna).ask('proposal.decideAppeal', key, { seen: 4, outcome: 'upheld', reply: 'ទេ' }),
    ).toMatchObject({
      refusal: { refused: 'proposal.same-decider' },
    })
    await programme.as(sophal).does('proposal.decideAppeal', key, { seen: 4, outcome: 'upheld', reply: 'ទ្រុងនៅខ្វះ' })

    expect(await programme.as(sreymom).ask('proposal.appeal', key, { note: 'ម្ដងទៀត' })).toMatchObject({
      refusal: { refused: 'proposal.appealed' },
    })
  })

  test('an appeal that succeeds puts the proposal back where others look at it again', async () => {
    const key = await rejected()
    await programme.as(sreymom).does('proposal.appeal', key, { note: 'ទ្រុងមាន់រួចរាល់' })

    expect(
      await programme.as(sophal).does('proposal.decideAppeal', key, { seen: 4, outcome: 'overturned', reply: 'បាទ' }),
    ).toMatchObject({
      state: 'submitted',
      verification: null,
    })
  })
})

describe('proposal.withdraw, proposal.markDuplicate, proposal.cancel', () => {
  test('a farmer may think better of it', async () => {
    expect(
      await programme.as(sreymom).does('proposal.withdraw', await submitted(), { reason: 'ផ្លាស់ទៅភ្នំពេញ' }),
    ).toMatchObject({ state: 'withdrawn' })
  })

  test('a duplicate points at the proposal it repeats', async () => {
    const first = await submitted()
    const second = await submitted()

    expect(await programme.as(dara).ask('proposal.markDuplicate', second, { seen: 1, of: second })).toMatchObject({
      refusal: { refused: 'proposal.not-found' },
    })
    expect(await programme.as(dara).does('proposal.markDuplicate', second, { seen: 1, of: first })).toMatchObject({
      state: 'duplicate',
    })
  })

  test('a cancelled approval gives its money back', async () => {
    const key = await verified()
    const before = await programme.balance(`allotment/${allotment}/available`)
    await programme.as(vanna).does('proposal.approve', key, { seen: 2, note: null })
    expect(await programme.balance(`allotment/${allotment}/available`)).toBe(before - 4_123)

    await programme.as(sophal).does('proposal.cancel', key, { seen: 3, reason: 'ផ្លាស់ទីលំនៅ' })

    expect(await programme.balance(`allotment/${allotment}/available`)).toBe(before)
  })
})

describe('proposal.refer', () => {
  test('if the only officer helped, the case goes one level up and says why', async () => {
    await programme.pool.query(`update person set state = 'revoked' where id = $1`, [samnang.key.slice(3)])
    await programme.pool.query('update person set relatives = $1 where id = $2', [[household], dara.key.slice(3)])
    const key = await submitted()
    await programme.settle()
    await programme.pool.query(`update person set state = 'active' where id = $1`, [samnang.key.slice(3)])
    await programme.pool.query(`update person set relatives = '{}' where id = $1`, [dara.key.slice(3)])

    expect(await programme.record('proposal', key)).toMatchObject({
      tier: 2,
      referrals: [{ from: 1, to: 2, why: 'nobody-free-at-tier-1' }],
    })
    expect(
      await programme
        .as(vanna)
        .does('proposal.verify', key, { seen: 2, how: 'desk', note: null, photo: null, position: null }),
    ).toMatchObject({ state: 'verified' })
  })

  test('whose turn it is not, verifies nothing', async () => {
    expect(
      await programme
        .as(vanna)
        .ask('proposal.verify', await submitted(), { seen: 1, how: 'desk', note: null, photo: null, position: null }),
    ).toMatchObject({ refusal: { refused: 'duty.tier', tier: 1 } })
  })
})

test('people without a part in it are told nothing', async () => {
  const key = await submitted()
  for (const stranger of [visal, sokha, rithy]) {
    const answer = await programme.as(stranger).ask('proposal.approve', key, { seen: 1, note: null })
    expect(answer).toEqual({ outcome: 'refused', refusal: { refused: 'actor.not-allowed' } })
  }
})

test('the farmer herself may propose for her own household and for no other', async () => {
  expect(
    await programme
      .as(bopha)
      .ask('proposal.submit', programme.key(), aWish({ household: bophasHousehold, window: chickens })),
  ).toMatchObject({
    outcome: 'accepted',
  })
  expect(await programme.as(bopha).ask('proposal.submit', programme.key(), aWish({ household }))).toMatchObject({
    refusal: { refused: 'household.not-found' },
  })
})
