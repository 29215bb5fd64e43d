import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { installationRoles } from '#capabilities/people/role.ts'
import { faultIn } from '#capabilities/places/gazetteer.ts'
import { provable, WindowTerms } from '#capabilities/windows/window.ts'
import { castId } from '#dev/cast.ts'
import { published, readings } from '#dev/rush-it/scenario.ts'
import { keyOf } from '#door/key.ts'
import { CannotStart } from '#server/cannot-start.ts'
import { permissionsAsked, readProgrammes } from '#server/programmes.ts'
import { loadProgrammes } from './load.ts'
import { milestoneOn, termsOf } from './programme.ts'

const files = ['aspire.json', 'rush-it.json', 'places.json', 'roles.json']
const asked = permissionsAsked()

describe('the programmes of the product', () => {
  const { definitions, places, roles } = loadProgrammes('programmes', asked)
  const aspire = definitions.aspire!
  const rushIt = definitions['rush-it']!

  test('are two, and one is part of the other', () => {
    expect(Object.keys(definitions)).toEqual(['aspire', 'rush-it'])
    expect(rushIt.partOf).toBe('aspire')
    expect([aspire.components.length, aspire.instruments.length, aspire.principles.length]).toEqual([4, 6, 6])
  })

  test('contradicting dates stand beside each other, and no impossible day is among them', () => {
    expect(milestoneOn(aspire, 'completion', 'planned')).toBe('2022-06-30')
    expect(milestoneOn(aspire, 'completion', 'revised')).toBe('2022-12-31')
    expect(milestoneOn(aspire, 'closing', 'revised')).toBe('2023-06-30')
    expect(milestoneOn(aspire, 'launch', 'actual')).toBe('2015-10-08')
    expect(milestoneOn(aspire, 'launch', 'planned')).toBeUndefined()
    const completion = aspire.milestones.find(({ code }) => code === 'completion')!
    expect(completion.statements.filter(({ on }) => on === null).map(({ words }) => words)).toEqual([
      '31 Feb 2022',
      '31 Sept 2022',
    ])
  })

  test('the windows of RUSH-IT can be published as they stand', () => {
    for (const plan of rushIt.windows) {
      const terms = termsOf(rushIt, plan, keyOf('00', castId(1)))
      expect(WindowTerms.safeParse(terms).success).toBe(true)
      expect(terms).toMatchObject({ programme: 'rush-it', code: plan.code, prices: [], closesOn: '2021-11-30' })
      expect(JSON.stringify(terms)).not.toContain('"source":null')
    }
  })

  test('reasons tell the farmer what to do, and what the records can prove is among them', () => {
    expect(rushIt.reasons.length).toBeGreaterThanOrEqual(12)
    expect(rushIt.reasons.flatMap(({ proof }) => proof ?? []).sort()).toEqual([...provable].sort())
  })

  test('every name is written in Khmer and in Latin letters', () => {
    const words: { km: string; en: string }[] = []
    JSON.stringify([definitions, roles], (_, value) => {
      if (value && typeof value === 'object' && 'km' in value) words.push(value)
      return value
    })
    expect(words.length).toBeGreaterThan(150)
    expect(words.filter(({ km, en }) => !/[\u1780-\u17b3]/.test(km) || /[\u1780-\u17ff]/.test(en))).toEqual([])
  })

  test('the places that come with the product lie in one another, in at least ten provinces', () => {
    const provinces = new Set(places.units.map(({ code }) => code.slice(0, 2)))
    expect(provinces.size).toBe(25)
    for (const province of provinces) {
      const units = places.units.filter(({ code }) => code.startsWith(province))
      expect(faultIn(units, [], province)).toBeUndefined()
    }
    const villages = places.units.filter(({ kind }) => kind === 'village')
    expect(new Set(villages.map(({ code }) => code.slice(0, 2))).size).toBeGreaterThanOrEqual(10)
    expect(new Set(villages.map(({ parent }) => parent)).size).toBeGreaterThanOrEqual(72)
    expect(villages.filter(({ parent }) => parent === '050801').length).toBeGreaterThanOrEqual(17)
    expect(places.units.find(({ code }) => code === '050801')).toMatchObject({
      nameLatin: 'Amleang',
      alternatives: ['Omlaing'],
    })
  })

  test('no number that RUSH-IT published stands in what the product is told beforehand', () => {
    const numbers = new Set<number>()
    JSON.stringify(rushIt, (_, value) => {
      if (typeof value === 'number') numbers.add(value)
      return value
    })
    // Small numbers are everybody's.
    const told = Object.values({ ...published, ...readings })
      .map(Number)
      .filter((number) => number > 100)
    expect(told.length).toBeGreaterThan(10)
    expect(told.filter((number) => numbers.has(number) || numbers.has(Math.round(number * 100)))).toEqual([])
  })
})

describe('roles', () => {
  const { roles } = loadProgrammes('programmes', asked)
  const holders = (permission: string) =>
    Object.entries({ ...installationRoles, ...roles })
      .filter(([, role]) => role.permissions.includes(permission))
      .map(([name]) => name)

  /** Asked by the programme itself, and by nobody else. */
  const systemOnly = [
    'allotment.receive',
    'clash.raise',
    'household.recheck',
    'import.finish',
    'person.link',
    'voucher.expire',
  ]

  test('every permission that something asks for is held by a role, or by the programme itself', () => {
    const held = new Set(
      [...Object.values(roles), ...Object.values(installationRoles)].flatMap(({ permissions }) => permissions),
    )
    expect([...asked].filter((permission) => !held.has(permission)).sort()).toEqual(systemOnly)
  })

  test('no role of the installation asks for what nothing asks for', () => {
    const held = Object.values(installationRoles).flatMap(({ permissions }) => permissions)
    expect(held.filter((permission) => !asked.has(permission))).toEqual([])
  })

  test('whoever signs in may make a device their own and shut it out', () => {
    expect(Object.keys(roles).filter((role) => !holders('device.enrol').includes(role))).toEqual([])
    expect(Object.keys(roles).filter((role) => !holders('device.revoke').includes(role))).toEqual([])
  })

  const reading = /\.(read|oversee|enrol|declare)$|^device\.revoke$/

  test('the auditor and the donor change nothing', () => {
    for (const role of ['auditor', 'donor']) {
      expect(roles[role]!.permissions.filter((permission) => !reading.test(permission))).toEqual([])
    }
  })

  test('who may see a household, a poverty status, a phone number, is a short list', () => {
    expect(holders('household.read').sort()).toEqual([
      'auditor',
      'cew',
      'district-officer',
      'farmer',
      'programme-director',
      'provincial-approver',
    ])
    expect(holders('person.contact').sort()).toEqual([
      'administrator',
      'cew',
      'district-officer',
      'provincial-approver',
    ])
  })

  test('the hands that hold money, rights and decisions are apart', () => {
    const together = (one: string, other: string) => holders(one).filter((role) => holders(other).includes(role))
    // Above the district both duties lie with one role, for cases that were passed on because nobody below was
    // free. One person still never does both for one proposal: the rule refuses it, and so does the table.
    expect(together('proposal.verify', 'proposal.decide')).toEqual(['provincial-approver', 'programme-director'])
    expect(together('proposal.decide', 'claim.pay')).toEqual([])
    expect(together('voucher.issue', 'proposal.decide')).toEqual([])
    expect(together('voucher.redeem', 'voucher.confirm')).toEqual([])
    expect(together('claim.submit', 'claim.pay')).toEqual([])
    expect(together('budget.set', 'proposal.decide')).toEqual([])
    for (const power of ['proposal.decide', 'claim.pay', 'voucher.issue', 'household.register', 'budget.set']) {
      expect(together('person.grant', power)).toEqual([])
    }
  })

  test('only those who decide have a tier, and it grows with their level', () => {
    expect(Object.entries(roles).flatMap(([name, { tier }]) => (tier > 0 ? [[name, tier]] : []))).toEqual([
      ['district-officer', 1],
      ['provincial-approver', 2],
      ['programme-director', 3],
    ])
    expect(holders('proposal.decide').filter((role) => roles[role]!.tier === 0)).toEqual([])
  })
})

describe('a programme that cannot be right is refused with file, path and rule', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'programmes-'))
    for (const file of files) writeFileSync(join(folder, file), readFileSync(join('programmes', file)))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  type Json = any
  const spoil = (file: string, change: (content: Json) => void) => {
    const content = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    change(content)
    writeFileSync(join(folder, file), JSON.stringify(content))
  }
  const sentence = () => {
    try {
      loadProgrammes(folder, asked)
    } catch (error) {
      return (error as Error).message
    }
    return 'nothing was refused'
  }

  test.each<[string, string, (content: Json) => void, string]>([
    [
      'an impossible date',
      'aspire.json',
      (c) => (c.milestones[0].statements[0].on = '2022-02-31'),
      'programmes/aspire.json, milestones.0.statements.0.on: there is no such day.',
    ],
    [
      '30 February as an opening day',
      'rush-it.json',
      (c) => (c.terms.opensOn = '2021-02-30'),
      'programmes/rush-it.json, terms.opensOn: there is no such day.',
    ],
    [
      'an item that no package can hold',
      'rush-it.json',
      (c) => (c.windows[0].packages[1].items[0].item = 'tractor'),
      'programmes/rush-it.json, windows.0.packages.1.items.0.item: there is no item tractor.',
    ],
    [
      'a substitute that does not exist',
      'rush-it.json',
      (c) => (c.windows[0].items[0].substitutes = ['tractor']),
      'programmes/rush-it.json, windows.0.items.0.substitutes: there is no item tractor.',
    ],
    [
      'a price of another item',
      'rush-it.json',
      (c) => c.windows[1].prices.push(aPrice({ item: 'tractor' })),
      'programmes/rush-it.json, windows.1.prices.0.item: there is no item tractor.',
    ],
    [
      'a price before anybody could pay it',
      'rush-it.json',
      (c) => c.windows[1].prices.push(aPrice({ from: '2019-01-01' })),
      'programmes/rush-it.json, windows.1.prices.0.from: a price from more than a year before the window opens is no price any more.',
    ],
    [
      'a price after the window',
      'rush-it.json',
      (c) => c.windows[1].prices.push(aPrice({ from: '2021-12-01' })),
      'programmes/rush-it.json, windows.1.prices.0.from: a price that begins after the window has closed is nobody’s.',
    ],
    [
      'two prices for one day',
      'rush-it.json',
      (c) => c.windows[1].prices.push(aPrice(), aPrice({ minor: 1 })),
      'programmes/rush-it.json, windows.1.prices.1: there are two prices for chick from 2020-10-01.',
    ],
    [
      'a price that is a fraction',
      'rush-it.json',
      (c) => c.windows[1].prices.push(aPrice({ minor: 1.5 })),
      'programmes/rush-it.json, windows.1.prices.0.minor: Invalid input: expected int, received number.',
    ],
    [
      'a window that closes before it opens',
      'rush-it.json',
      (c) => (c.windows[0].closesOn = '2020-09-30'),
      'programmes/rush-it.json, windows.0.closesOn: a window closes after it opened.',
    ],
    [
      'a window beyond the programme',
      'rush-it.json',
      (c) => (c.terms.closesOn = '2022-01-01'),
      "programmes/rush-it.json, windows.0.opensOn: a window lies within the programme's time, 2020-10-01 to 2021-12-31.",
    ],
    [
      'a budget line that does not exist',
      'rush-it.json',
      (c) => (c.terms.budgetLine = 'other'),
      'programmes/rush-it.json, windows.0.budgetLine: there is no budget line other.',
    ],
    [
      'a place that is not on the map',
      'rush-it.json',
      (c) => c.area.push('26'),
      'programmes/rush-it.json, area.24: there is no place 26 in places.json.',
    ],
    [
      'a share of more than all',
      'rush-it.json',
      (c) => (c.terms.shares.poor1 = 120),
      'programmes/rush-it.json, terms.shares.poor1: Too big: expected number to be <=100.',
    ],
    [
      'a tier that decides on less than the one below',
      'rush-it.json',
      (c) => (c.terms.tiers[1].upTo = 1),
      'programmes/rush-it.json, windows.0.tiers.1: each tier is higher than the one before, and decides on more.',
    ],
    [
      'no rate on the first day',
      'rush-it.json',
      (c) => (c.terms.rates = [{ ...c.terms.rates[0], from: '2020-11-01' }]),
      'programmes/rush-it.json, windows.0.rates: there is no exchange rate on the day the window opens.',
    ],
    [
      'a setting that nobody accounts for',
      'rush-it.json',
      (c) => delete c.terms.assumed.shares,
      'programmes/rush-it.json, terms.shares: it has no source, and is not said to be assumed.',
    ],
    [
      'an assumption about nothing',
      'rush-it.json',
      (c) => (c.terms.assumed.weather = c.terms.assumed.shares),
      'programmes/rush-it.json, terms.assumed.weather: a window has no such setting.',
    ],
    [
      'a provable reason that is missing',
      'rush-it.json',
      (c) => c.reasons.splice(0, 1),
      'programmes/rush-it.json, reasons: what the records can prove has a reason: outside-area is missing.',
    ],
    [
      'a topic that asks for an unknown course',
      'rush-it.json',
      (c) => c.topics[0].requires.push('magic'),
      'programmes/rush-it.json, topics.0.requires: there is no course magic.',
    ],
    [
      'a code twice',
      'rush-it.json',
      (c) => c.topics.push(c.topics[0]),
      'programmes/rush-it.json, topics.9.code: the code nursery-and-beds stands here twice.',
    ],
    [
      'parts that do not add up, unsaid',
      'aspire.json',
      (c) => (c.financing[3].note = null),
      'programmes/aspire.json, financing.3.note: the parts add up to 6750000000, not to 6770000000, and the note does not say so.',
    ],
    [
      'a setting that nobody knows',
      'aspire.json',
      (c) => (c.colour = 'green'),
      'programmes/aspire.json: Unrecognized key: "colour".',
    ],
    [
      'a name in one language',
      'aspire.json',
      (c) => delete c.components[0].names.km,
      'programmes/aspire.json, components.0.names.km: Invalid input: expected string, received undefined.',
    ],
    [
      'a file by another name',
      'aspire.json',
      (c) => (c.code = 'other'),
      "programmes/aspire.json, code: a programme's file bears its code, other.json.",
    ],
    [
      'a parent that is not there',
      'rush-it.json',
      (c) => (c.partOf = 'other'),
      'programmes/rush-it.json, partOf: there is no programme other.',
    ],
    [
      'a permission that nothing asks for',
      'roles.json',
      (c) => c.donor.permissions.unshift('budget.steal'),
      'programmes/roles.json, donor.permissions.0: nothing asks for the permission budget.steal.',
    ],
    [
      'a role apart from one that is not there',
      'roles.json',
      (c) => c.donor.apartFrom.push('king'),
      'programmes/roles.json, donor.apartFrom.1: there is no role king.',
    ],
    [
      'a level that is not one',
      'roles.json',
      (c) => (c.donor.level = 'galaxy'),
      'programmes/roles.json, donor.level: Invalid option: expected one of "household"|"shop"|"commune"|"district"|"province"|"national".',
    ],
    [
      'a kind of place that is not one',
      'places.json',
      (c) => (c.places['05'].kind = 'planet'),
      'programmes/places.json, places.05.kind: Invalid option: expected one of "province"|"capital"|"district"|"municipality"|"khan"|"commune"|"sangkat"|"village".',
    ],
  ])('%s', (_, file, change, expected) => {
    spoil(file, change)
    expect(sentence()).toBe(expected)
  })

  test('what is not JSON', () => {
    writeFileSync(join(folder, 'aspire.json'), '{')
    expect(sentence()).toMatch(/^programmes\/aspire\.json: it is not JSON/)
  })

  test('and keeps the server from starting, in that one sentence', () => {
    spoil('aspire.json', (content) => (content.milestones[0].statements[0].on = '2022-02-31'))
    expect(() => readProgrammes(folder)).toThrow(CannotStart)
    expect(() => readProgrammes(folder)).toThrow(
      'programmes/aspire.json, milestones.0.statements.0.on: there is no such day.',
    )
  })

  function aPrice(changes: object = {}) {
    return {
      item: 'chick',
      province: null,
      currency: 'KHR',
      minor: 5000,
      from: '2020-10-01',
      source: 'A quotation',
      ...changes,
    }
  }
})
