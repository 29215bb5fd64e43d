import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { categoryOn } from '#capabilities/households/household.ts'
import { bophasHousehold, chenda, dara, kosal, samnang, sreymom, vanna } from '#dev/cast.ts'
import { aRegistration, type Play, startProgramme } from '#dev/testing/programme.ts'

let programme: Play
const photo = 'c'.repeat(64)

beforeAll(async () => {
  programme = await startProgramme()
  await programme.as(sreymom).does('household.register', bophasHousehold, aRegistration())
})
afterAll(() => programme.end())

function card(number: string) {
  return {
    category: 'poor2' as const,
    source: 'ministry-list' as const,
    card: number,
    issuedOn: null,
    expiresOn: null,
    photo: null,
  }
}

function somebodyElse(changes = {}) {
  return aRegistration({
    member: programme.id(),
    nameKm: 'ឈឿន សុភា',
    nameLatin: 'Chhoeun Sophea',
    birthYear: 1975,
    phone: null,
    poverty: null,
    ...changes,
  })
}

async function registered(changes = {}) {
  const key = programme.key()
  await programme.as(sreymom).does('household.register', key, somebodyElse(changes))
  return key
}

describe('household.register', () => {
  test('eight answers make a household, with who helped', async () => {
    expect(await programme.record('household', bophasHousehold)).toMatchObject({
      state: 'active',
      place: '05080101',
      birthYear: 1984,
      assistedBy: sreymom.key,
      members: [{ role: 'head', nameLatin: 'Sok Bopha' }],
      consent: { version: '2020-10', withdrawnOn: null },
      suspects: [],
    })
  })

  test('an age will do where the year is not known', async () => {
    const key = await registered({ birthYear: null, age: 44, nameKm: 'មាស យាយ' })

    expect(await programme.record('household', key)).toMatchObject({ birthYear: 1977 })
  })

  test.each([
    [{ nameKm: null, nameLatin: null }, 'input.invalid'],
    [{ nameKm: 'ក'.repeat(200) }, 'input.invalid'],
    [{ nameLatin: 'Sok\u0007Bopha' }, 'input.invalid'],
    [{ nameLatin: '\u202eahpoB' }, 'input.invalid'],
    [{ sex: 'other' }, 'input.invalid'],
    [{ phone: { number: '012 345 678', shared: false } }, 'input.invalid'],
    [
      {
        poverty: {
          category: 'poor1',
          source: 'card-seen',
          card: 'X',
          issuedOn: '2020-02-30',
          expiresOn: null,
          photo: null,
        },
      },
      'input.invalid',
    ],
    [{ birthYear: 2015 }, 'household.birth-year'],
    [{ village: '02010101' }, 'place.unknown'],
    [{ village: '05999999' }, 'place.unknown'],
    [{ village: '05070101' }, 'actor.out-of-reach'],
  ])('%j is refused: %s', async (changes, refused) => {
    const key = programme.key()

    expect(await programme.as(sreymom).ask('household.register', key, somebodyElse(changes))).toMatchObject({
      refusal: { refused },
    })
    expect(await programme.record('household', key)).toBeUndefined()
  })
})

describe('a suspicion', () => {
  test('is opened by an equal card, wherever the other lives', async () => {
    const key = await registered({
      nameKm: 'ឈ្មោះផ្សេង',
      nameLatin: null,
      village: '05080102',
      poverty: card('KSP-0508-1234'),
    })

    expect(await programme.record('household', key)).toMatchObject({ suspects: [bophasHousehold] })
  })

  test('is opened by an equal identity number', async () => {
    const first = await registered({ identityNumber: '012345678', nameKm: 'ទីមួយ', nameLatin: null, birthYear: 1961 })
    const second = await registered({
      identityNumber: '012345678',
      nameKm: 'ទីពីរ',
      nameLatin: null,
      birthYear: 1962,
      village: '05080102',
    })

    expect(await programme.record('household', second)).toMatchObject({ suspects: [first] })
  })

  test('is opened by a very like name in the same village with the same year of birth', async () => {
    const key = await registered({ nameKm: null, nameLatin: 'SOK  Bophaa', birthYear: 1984 })

    expect(await programme.record('household', key)).toMatchObject({ suspects: [bophasHousehold] })
  })

  test.each([
    [
      'a shared phone',
      { phone: { number: '+85512000001', shared: true }, nameKm: 'នាង មួយ', nameLatin: null, birthYear: 1990 },
    ],
    ['a common name', { nameKm: 'សុខ បុប្ផា', nameLatin: null, birthYear: 1961, village: '05080102' }],
    ['a year and a village', { nameKm: 'ឈឿន សុភា', nameLatin: null, birthYear: 1984 }],
    ['a missing year', { nameKm: 'សុខ បុប្ផា', nameLatin: null, birthYear: null, village: '05080102' }],
  ])('is not opened by %s', async (_, changes) => {
    const key = await registered(changes)

    expect(await programme.record('household', key)).toMatchObject({ suspects: [] })
  })

  test('two registrations in one batch are held against each other', async () => {
    const [one, two] = [programme.key(), programme.key()]
    const twin = { nameKm: 'ភ្លោះ សុខា', nameLatin: null, birthYear: 1958 }
    await Promise.all([
      programme.as(sreymom).ask('household.register', one, somebodyElse(twin)),
      programme.as(sreymom).ask('household.register', two, somebodyElse(twin)),
    ])

    expect(await programme.record('household', two)).toMatchObject({ suspects: [one] })
  })
})

describe('household.judge', () => {
  test('not the same: said with a reason, remembered, and not asked again', async () => {
    const mother = await registered({ nameKm: null, nameLatin: 'Prak Sopheap', birthYear: 1951 })
    const key = await registered({ nameKm: null, nameLatin: 'Prak Sopheaph', birthYear: 1951 })
    const judged = await programme
      .as(dara)
      .does('household.judge', key, { other: mother, verdict: 'different', reason: 'ម្ដាយ និងកូន' })

    expect(judged).toMatchObject({
      state: 'active',
      suspects: [],
      judgeBy: null,
      judgements: [{ other: mother, verdict: 'different', by: dara.key }],
    })

    const corrected = await programme
      .as(sreymom)
      .does('household.amend', key, { birthYear: { was: 1951, becomes: 1952 } })
    expect(corrected).toMatchObject({ suspects: [] })
    const numbered = { poverty: card('KSP-0508-7777') }
    await programme.as(sreymom).does('household.setPoverty', mother, numbered.poverty)
    expect(await programme.as(sreymom).does('household.setPoverty', key, numbered.poverty)).toMatchObject({
      suspicions: [{ other: mother, grounds: expect.arrayContaining(['card']) }],
    })
  })

  test('unsure: it stays open, and says who looked', async () => {
    const first = await registered({ nameKm: 'កែវ សុវណ្ណារី', nameLatin: null, birthYear: 1966 })
    const key = await registered({ nameKm: 'កែវ សុវណ្ណារី', nameLatin: null, birthYear: 1966 })
    const looked = await programme
      .as(dara)
      .does('household.judge', key, { other: first, verdict: 'unsure', reason: 'ទូរសព្ទគ្មានអ្នកទទួល' })

    expect(looked).toMatchObject({
      suspects: [first],
      judgements: [],
      suspicions: [{ other: first, office: '0508', unsure: { by: dara.key } }],
    })
  })

  test('the same: one of them steps behind the other', async () => {
    const key = await registered({ nameKm: null, nameLatin: 'Sok Bophaa', birthYear: 1984 })

    expect(
      await programme
        .as(dara)
        .does('household.judge', key, { other: bophasHousehold, verdict: 'same', reason: 'ចុះឈ្មោះពីរដង' }),
    ).toMatchObject({
      state: 'merged',
      mergedInto: bophasHousehold,
    })
  })

  test('the same: the earlier one may step behind, and what was open against it is closed', async () => {
    const earlier = await registered({ nameKm: 'យឹម ស្រីមុំ', nameLatin: null, birthYear: 1962 })
    const later = await registered({ nameKm: 'យឹម ស្រីមុំ', nameLatin: null, birthYear: 1962 })
    const judging = programme.as(dara)
    const reason = 'ការចុះឈ្មោះក្រោយពេញលេញជាង'
    expect(await judging.ask('household.judge', earlier, { other: later, verdict: 'different', reason })).toMatchObject(
      {
        refusal: { refused: 'household.not-suspected' },
      },
    )

    expect(await judging.does('household.judge', earlier, { other: later, verdict: 'same', reason })).toMatchObject({
      state: 'merged',
      mergedInto: later,
    })
    await programme.settle()
    expect(await programme.record('household', later)).toMatchObject({ state: 'active', suspicions: [], suspects: [] })
  })

  test('whoever was held against the merged one is looked at again, and the joining can be taken back', async () => {
    const twin = { nameKm: 'ហេង វិបុល', nameLatin: null, sex: 'male' as const, birthYear: 1949 }
    const [one, two, three] = [await registered(twin), await registered(twin), await registered(twin)]
    expect(await programme.record('household', three)).toMatchObject({ suspects: expect.arrayContaining([one, two]) })

    const reason = 'ចុះឈ្មោះពីរដង'
    await programme.as(dara).does('household.judge', two, { other: one, verdict: 'same', reason })
    expect(
      await programme.as(dara).ask('household.judge', three, { other: two, verdict: 'same', reason }),
    ).toMatchObject({ refusal: { refused: 'household.other-gone' } })
    await programme.as('system').does('household.recheck', three, { gone: two })
    expect(await programme.record('household', three)).toMatchObject({ suspects: [one] })

    const apart = await programme.as(dara).does('household.unmerge', two, { reason: 'កូនពៅ មិនមែនម្ដាយ' })
    expect(apart).toMatchObject({
      state: 'active',
      mergedInto: null,
      judgements: [{ other: one, verdict: 'different' }],
    })
    expect(apart.suspects).toEqual([three])
  })

  test('what nobody suspects is not judged', async () => {
    expect(
      await programme.as(dara).ask('household.judge', await registered({ birthYear: 1941 }), {
        other: bophasHousehold,
        verdict: 'same',
        reason: 'ល',
      }),
    ).toMatchObject({
      refusal: { refused: 'household.not-suspected' },
    })
  })
})

describe('household.setPoverty', () => {
  test('keeps its history, and the status of a day is the status of that day', async () => {
    const key = await registered({ birthYear: 1942 })
    programme.at('2021-03-01')
    await programme.as(sreymom).does('household.setPoverty', key, {
      category: 'poor1',
      source: 'card-seen',
      card: 'KSP-1',
      issuedOn: '2020-01-01',
      expiresOn: '2021-04-30',
      photo,
    })
    const household = await programme.record('household', key)

    expect(['2021-02-28', '2021-03-01', '2021-04-30', '2021-05-01'].map((day) => categoryOn(household, day))).toEqual([
      'unknown',
      'poor1',
      'poor1',
      'unknown',
    ])
  })

  test('a card that was seen is shown', async () => {
    const answer = await programme.as(sreymom).ask('household.setPoverty', bophasHousehold, {
      category: 'poor1',
      source: 'card-seen',
      card: 'KSP-2',
      issuedOn: null,
      expiresOn: null,
      photo: null,
    })

    expect(answer).toMatchObject({ refusal: { refused: 'household.poverty-source' } })
  })
})

describe('household.exception', () => {
  test('poor but not on the list: above the commune, with evidence, by somebody who did not register them', async () => {
    const key = await registered({ birthYear: 1943 })
    expect(await programme.as(sreymom).ask('household.exception', key, { reason: 'ផ្ទះឆេះ', photo })).toMatchObject({
      refusal: { refused: 'actor.not-allowed' },
    })
    const household = await programme.as(vanna).does('household.exception', key, { reason: 'ផ្ទះឆេះ', photo })

    expect(categoryOn(household, programme.today())).toBe('exception')
  })
})

describe('household.amend', () => {
  test('fields that nobody else changed merge; a clash is said by name', async () => {
    const key = await registered({ birthYear: 1944, nameKm: 'ជា វណ្ណា', nameLatin: null })
    await programme.as(sreymom).does('household.amend', key, { water: { was: null, becomes: 'អណ្ដូង' } })
    const merged = await programme
      .as(dara)
      .does('household.amend', key, { nameKm: { was: 'ជា វណ្ណា', becomes: 'ជា វណ្ណៈ' } })
    expect(merged).toMatchObject({ water: 'អណ្ដូង', members: [{ nameKm: 'ជា វណ្ណៈ' }] })

    expect(
      await programme.as(samnang).ask('household.amend', key, { water: { was: null, becomes: 'ស្រះ' } }),
    ).toMatchObject({
      refusal: { refused: 'field.clash', fields: ['water'] },
    })
  })
})

describe('household.addMember, household.changeHead, household.setPhones, household.nameRecipient, household.consent', () => {
  test('a household grows, changes its head, its phones and who may collect for it', async () => {
    const key = await registered({ birthYear: 1945 })
    const wife = programme.id()
    const asSreymom = programme.as(sreymom)
    await asSreymom.does('household.addMember', key, {
      member: wife,
      nameKm: 'នួន ស្រី',
      nameLatin: null,
      sex: 'female',
      birthYear: 1950,
      role: 'spouse',
      identityNumber: null,
    })
    await asSreymom.does('household.setPhones', key, { was: [], becomes: [{ number: '+85511222333', shared: true }] })
    await asSreymom.does('household.nameRecipient', key, { name: 'កូនប្រុស', phone: null, relation: 'កូន' })
    const household = await programme.as(dara).does('household.changeHead', key, { member: wife, former: 'spouse' })

    expect(household).toMatchObject({ birthYear: 1950, phones: [{ shared: true }], recipient: { relation: 'កូន' } })
    expect(household.members.map(({ role }: { role: string }) => role)).toEqual(['spouse', 'head'])
    expect(await asSreymom.does('household.consent', key, { version: '2020-10', given: false })).toMatchObject({
      consent: { withdrawnOn: programme.today() },
    })
  })
})

test('a household out of reach is not there', async () => {
  for (const stranger of [chenda, kosal]) {
    const answer = await programme
      .as(stranger)
      .ask('household.judge', bophasHousehold, { other: bophasHousehold, verdict: 'same', reason: 'ល' })
    expect(answer).toMatchObject({
      outcome: 'refused',
      refusal: { refused: expect.stringMatching(/^(record\.not-found|actor\.not-allowed)$/) },
    })
  }
})

test('a place on the map clashes with nothing but another place', async () => {
  const key = await registered({ nameKm: 'ប៉ែន ចិន្តា', nameLatin: null, birthYear: 1955 })
  const [here, there] = [
    { accuracyMetres: 8, longitude: 104.2, latitude: 11.5 },
    { accuracyMetres: 8, longitude: 104.3, latitude: 11.6 },
  ]
  await programme.as(sreymom).does('household.amend', key, { position: { was: null, becomes: here } })
  const seen = { latitude: 11.5, longitude: 104.2, accuracyMetres: 8 }
  expect(
    await programme.as(sreymom).does('household.amend', key, { position: { was: seen, becomes: there } }),
  ).toMatchObject({ position: there })
})

describe('a family', () => {
  async function ofTwo(her = 'នួន សុធារី') {
    const spouse = programme.id()
    const key = await registered({ nameKm: 'លឹម ច័ន្ទរ៉ា', nameLatin: null, birthYear: 1938 + families++ })
    const { members } = await programme.as(sreymom).does('household.addMember', key, {
      member: spouse,
      nameKm: her,
      nameLatin: null,
      sex: 'female',
      birthYear: 1940,
      role: 'spouse',
      identityNumber: null,
    })
    return { key, head: members[0]!.id, spouse }
  }
  let families = 0

  test('that loses its head is led by an heir, and remembers', async () => {
    const { key, head, spouse } = await ofTwo()
    const died = { member: head, on: '2021-01-05' }
    expect(await programme.as(sreymom).ask('household.death', key, { ...died, heir: null })).toMatchObject({
      refusal: { refused: 'household.heir-missing' },
    })
    expect(await programme.as(sreymom).does('household.death', key, { ...died, heir: spouse })).toMatchObject({
      state: 'active',
      birthYear: 1940,
      members: [
        { id: head, role: 'other', left: { why: 'died', on: '2021-01-05' } },
        { id: spouse, role: 'head' },
      ],
    })
    expect(await programme.as(sreymom).ask('household.death', key, { ...died, heir: spouse })).toMatchObject({
      refusal: { refused: 'household.member-left' },
    })
  })

  test('that loses its last member ends', async () => {
    const { key, head, spouse } = await ofTwo()
    await programme.as(sreymom).does('household.death', key, { member: spouse, on: '2021-01-05', heir: null })
    expect(
      await programme.as(sreymom).does('household.death', key, { member: head, on: '2021-01-06', heir: null }),
    ).toMatchObject({ state: 'closed', suspects: [], matchKeys: [] })
  })

  test('divides: who founds a household is registered as its head, and is not taken for a stranger', async () => {
    const { key, spouse } = await ofTwo('ទេព មុន្នី')
    const own = programme.key()
    await programme.as(sreymom).does('household.separate', key, {
      member: spouse,
      on: '2021-01-05',
      heir: null,
      household: own,
    })
    const herself = { member: spouse, nameKm: 'ទេព មុន្នី', nameLatin: null, birthYear: 1940, partedFrom: key }
    expect(await programme.as(sreymom).ask('household.register', programme.key(), somebodyElse(herself))).toMatchObject(
      { refusal: { refused: 'household.member-unknown' } },
    )
    await programme.as(sreymom).does('household.register', own, somebodyElse(herself))
    expect(await programme.record('household', own)).toMatchObject({
      partedFrom: { household: key, on: '2021-01-05' },
      members: [{ id: spouse, role: 'head' }],
      suspects: [],
    })
  })

  test('moves, even out of reach, and takes its history along', async () => {
    const { key } = await ofTwo()
    expect(
      await programme.as(sreymom).ask('household.move', key, { village: '05080101', on: '2021-01-05' }),
    ).toMatchObject({ refusal: { refused: 'household.same-village' } })
    expect(
      await programme.as(sreymom).does('household.move', key, { village: '05080201', on: '2021-01-05' }),
    ).toMatchObject({ place: '05080201', moves: [{ from: '05080101', to: '05080201' }] })
    expect(
      await programme.as(sreymom).ask('household.amend', key, { water: { was: null, becomes: 'Pond' } }),
    ).toMatchObject({ refusal: { refused: 'record.not-found' } })
  })
})
