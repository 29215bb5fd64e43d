import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InputOf } from '#capabilities/commands.ts'
import { deviceReads, personReads } from '#capabilities/people/person.store.ts'
import type { Person } from '#capabilities/people/person.ts'
import {
  bopha,
  bophasHousehold,
  castId,
  chenda,
  dara,
  kosal,
  pisey,
  samnang,
  sokha,
  sreymom,
  theary,
  vanna,
} from '#dev/cast.ts'
import { aRegistration, type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'
import type { Scope } from '#door/actor.ts'
import { type Key, keyOf } from '#door/key.ts'
import { systemKey } from '#server/actors.ts'
import { readersOver } from '#server/http/reader.ts'

let play: Play
beforeAll(async () => {
  play = await startProgramme({ bare: true })
  await play.as(sreymom).does('household.register', bophasHousehold, aRegistration())
})
afterAll(() => play.end())

type Registration = InputOf<'person.register'>
const someone = (changes: Partial<Registration> = {}): Registration => ({
  programme: programmeCode,
  place: '0508',
  nameKm: 'រស់ ចាន់',
  nameLatin: 'Ros Chan',
  sex: 'female',
  phone: '+85512999001',
  email: null,
  ...changes,
})

/** Pisey registers somebody, who then has nothing but a name. */
async function aPerson(changes: Partial<Registration> = {}): Promise<Key> {
  const key = play.key(changes.place === '' ? '00' : '05')
  await play.as(pisey).does('person.register', key, someone(changes))
  return key
}

type Grant = InputOf<'person.grant'>
const role = (changes: Partial<Grant> = {}): Grant => ({
  role: 'district-officer',
  programme: programmeCode,
  places: ['0508'],
  from: '2021-01-01',
  ...changes,
})

const actor = async (key: Key) => (await readersOver(play.pool, play.now)(key))!
const national: Scope = [{ programme: programmeCode, places: [''] }]

describe('registering', () => {
  test('an administrator registers a colleague, who may do nothing yet', async () => {
    const key = await aPerson()
    expect(await play.record('person', key)).toMatchObject({
      state: 'active',
      grants: [],
      sample: false,
      accountId: null,
    })
    expect((await actor(key)).grants).toEqual([])
  })

  test('several people share a phone number, and it is nobody', async () => {
    const [one, other] = [await aPerson(), await aPerson()]
    expect((await play.record('person', one)).phone).toBe((await play.record('person', other)).phone)
  })

  test.each<[string, Partial<Registration>, string]>([
    ['no name', { nameKm: null, nameLatin: null }, 'input.invalid'],
    ['a phone number with letters', { phone: '012 abc' }, 'input.invalid'],
    ['an address without an at sign', { email: 'somebody' }, 'input.invalid'],
    ['a place that does not exist', { place: '0599' }, 'place.unknown'],
    ['a place of another home', { place: '' }, 'place.unknown'],
    ['a household that is not registered', { household: keyOf('05', castId(999)) }, 'household.not-found'],
    [
      'a member whom the household does not have',
      { household: bophasHousehold, member: castId(999) },
      'household.member-unknown',
    ],
    ['a programme that does not exist', { programme: 'elsewhere' }, 'actor.out-of-reach'],
    ['the installation', { programme: '*' }, 'actor.out-of-reach'],
    ['the mark of a sample, whose password everybody knows', { sample: true }, 'actor.not-allowed'],
  ])('somebody with %s is refused', async (_, changes, refused) => {
    expect(await play.as(pisey).ask('person.register', play.key('05'), someone(changes))).toMatchObject({
      refusal: { refused },
    })
  })

  test('only an administrator registers people', async () => {
    for (const player of [dara, vanna, kosal, theary, sreymom]) {
      expect(await play.as(player).ask('person.register', play.key('05'), someone())).toMatchObject({
        refusal: { refused: 'actor.not-allowed' },
      })
    }
  })

  test('the programme itself registers the first person, and makes that person administrator of the installation', async () => {
    const key = play.key('00')
    await play.as('system').does('person.register', key, someone({ programme: '*', place: '', sex: null }))
    await play.as('system').does('person.grant', key, role({ role: 'administrator', programme: '*', places: [''] }))
    expect((await actor(key)).grants[0]!.permissions).toContain('programme.open')
  })
})

describe('a farmer signs in', () => {
  test('the worker of the commune admits a member of a household at its own number', async () => {
    const key = play.key('05')
    await play
      .as(sreymom)
      .does('person.admit', key, { household: bophasHousehold, member: castId(111), phone: bopha.phone })
    expect(await play.record('person', key)).toMatchObject({
      nameKm: bopha.nameKm,
      household: bophasHousehold,
      member: castId(111),
      sex: 'female',
    })
    const farmer = await actor(key)
    expect(farmer.household).toBe(bophasHousehold)
    expect(farmer.grants).toMatchObject([{ role: 'farmer', household: bophasHousehold, places: [] }])

    const again = await play
      .as(sreymom)
      .ask('person.admit', play.key('05'), { household: bophasHousehold, member: castId(111), phone: null })
    expect(again).toMatchObject({ refusal: { refused: 'record.exists' } })
  })

  test.each<[string, object, string]>([
    ['at a number the household never gave', { phone: '+85512999999' }, 'person.phone-elsewhere'],
    ['who is not a member', { member: castId(999) }, 'household.member-unknown'],
    ['of a household nobody registered', { household: keyOf('05', castId(998)) }, 'household.not-found'],
  ])('nobody is admitted %s', async (_, changes, refused) => {
    const given = { household: bophasHousehold, member: castId(111), phone: bopha.phone, ...changes }
    expect(await play.as(sreymom).ask('person.admit', play.key('05'), given)).toMatchObject({ refusal: { refused } })
  })

  test('the officer of another district admits nobody here', async () => {
    const given = { household: bophasHousehold, member: castId(111), phone: null }
    expect((await play.as(chenda).ask('person.admit', play.key('05'), given)).outcome).toBe('refused')
  })
})

describe('roles', () => {
  test('a role holds from the moment it is given, within its reach', async () => {
    const key = await aPerson()
    await play.as(pisey).does('person.grant', key, role())
    expect((await actor(key)).grants).toMatchObject([{ role: 'district-officer', tier: 1, places: ['0508'] }])
  })

  test('a role taken back is gone at once, and stays on the record', async () => {
    const key = await aPerson()
    const { grants } = await play.as(pisey).does('person.grant', key, role())
    const after: Person = await play
      .as(pisey)
      .does('person.revokeGrant', key, { grant: grants[0].id, reason: 'Moved to another office' })
    expect((await actor(key)).grants).toEqual([])
    expect(after.grants[0]!.takenBack).toMatchObject({ by: pisey.key, reason: 'Moved to another office' })
    expect(await play.as(pisey).ask('person.revokeGrant', key, { grant: grants[0].id, reason: 'Again' })).toMatchObject(
      {
        refusal: { refused: 'person.grant-unknown' },
      },
    )
  })

  test('a role with days holds on those days only', async () => {
    const key = await aPerson()
    await play.as(pisey).does('person.grant', key, role({ from: '2030-01-01', until: '2030-01-31' }))
    expect((await actor(key)).grants).toEqual([])
  })

  test.each<[string, Partial<Grant>, string]>([
    ['a role the programme does not have', { role: 'emperor' }, 'person.role-unknown'],
    ['a role by the name of something else', { role: 'constructor' }, 'person.role-unknown'],
    ['an end before the beginning', { until: '2020-12-31' }, 'person.grant-dates'],
    ['a district role for a whole province', { places: ['05'] }, 'person.grant-level'],
    ['a district role for nowhere', { places: [] }, 'person.grant-level'],
    ['a farmer of a commune', { role: 'farmer', places: ['050801'] }, 'person.grant-level'],
    [
      "a farmer of somebody else's household",
      { role: 'farmer', places: [], household: bophasHousehold },
      'person.grant-level',
    ],
    ['a place that does not exist', { places: ['0599'] }, 'place.unknown'],
    ['a role of the installation', { role: 'administrator', programme: '*', places: [''] }, 'actor.out-of-reach'],
    ['a role of a programme that is not here', { programme: 'elsewhere' }, 'person.role-unknown'],
  ])('%s is refused', async (_, changes, refused) => {
    expect(await play.as(pisey).ask('person.grant', await aPerson(), role(changes))).toMatchObject({
      refusal: { refused },
    })
  })

  test('the same role is not given twice', async () => {
    const key = await aPerson()
    await play.as(pisey).does('person.grant', key, role())
    expect(await play.as(pisey).ask('person.grant', key, role())).toMatchObject({
      refusal: { refused: 'person.role-held' },
    })
  })

  test('who approves does not also pay', async () => {
    const key = await aPerson()
    await play.as(pisey).does('person.grant', key, role({ role: 'provincial-approver', places: ['05'] }))
    expect(
      await play.as(pisey).ask('person.grant', key, role({ role: 'secretariat-finance', places: [''] })),
    ).toMatchObject({
      refusal: { refused: 'person.roles-apart', role: 'secretariat-finance', other: 'provincial-approver' },
    })
  })

  test('nobody gives themselves a role, takes one from themselves, or shuts themselves out', async () => {
    const { grants } = await play.record('person', pisey.key)
    expect(await play.as(pisey).ask('person.grant', pisey.key, role())).toMatchObject({
      refusal: { refused: 'person.by-oneself' },
    })
    expect(
      await play.as(pisey).ask('person.revokeGrant', pisey.key, { grant: grants[0].id, reason: 'x' }),
    ).toMatchObject({
      refusal: { refused: 'person.by-oneself' },
    })
    expect(await play.as(pisey).ask('person.revoke', pisey.key, { reason: 'x' })).toMatchObject({
      refusal: { refused: 'person.by-oneself' },
    })
  })

  test('an officer gives no roles', async () => {
    expect(await play.as(dara).ask('person.grant', samnang.key, role())).toMatchObject({
      refusal: { refused: 'actor.not-allowed' },
    })
  })
})

describe('shutting out', () => {
  test('a revoked person is nobody; let in again, the person holds nothing', async () => {
    const key = await aPerson()
    await play.as(pisey).does('person.grant', key, role())
    await play.as(pisey).does('person.revoke', key, { reason: 'Left the service' })
    expect(await readersOver(play.pool, play.now)(key)).toBeUndefined()
    expect(await play.as(pisey).ask('person.grant', key, role())).toMatchObject({
      refusal: { refused: 'person.revoked' },
    })

    await play.as(pisey).does('person.restore', key, { reason: 'A mistake' })
    expect((await actor(key)).grants).toEqual([])
    await play.as(pisey).does('person.grant', key, role())
    expect((await actor(key)).grants).toHaveLength(1)
  })
})

describe('corrections', () => {
  test('a field is corrected by whoever saw how it was; a clash is named', async () => {
    const key = await aPerson()
    await play.as(pisey).does('person.correct', key, {
      phone: { was: '+85512999001', becomes: null },
      place: { was: '0508', becomes: '0507' },
    })
    expect(await play.record('person', key)).toMatchObject({ phone: null, place: '0507' })
    expect(await play.as(pisey).ask('person.correct', key, { place: { was: '0508', becomes: '' } })).toMatchObject({
      refusal: { refused: 'field.clash', fields: ['place'] },
    })
    const nameless = { nameKm: { was: 'រស់ ចាន់', becomes: null }, nameLatin: { was: 'Ros Chan', becomes: null } }
    expect(await play.as(pisey).ask('person.correct', key, nameless)).toMatchObject({
      refusal: { refused: 'input.invalid' },
    })
  })

  test('a person comes to belong to a household, and then is its farmer', async () => {
    const key = await aPerson()
    await play.as(pisey).does('person.belong', key, { household: bophasHousehold, member: castId(111), shop: null })
    await play.as(pisey).does('person.grant', key, role({ role: 'farmer', places: [], household: bophasHousehold }))
    expect((await actor(key)).household).toBe(bophasHousehold)
    expect(await play.as(pisey).ask('person.belong', key, { household: null, member: null, shop: null })).toMatchObject(
      {
        refusal: { refused: 'person.role-held', role: 'farmer' },
      },
    )
  })

  test('only the programme itself ties a sign-in to a person', async () => {
    const key = await aPerson()
    expect(await play.as(pisey).ask('person.linkAccount', key, { accountId: 'a' })).toMatchObject({
      refusal: { refused: 'actor.not-allowed' },
    })
    expect((await play.as('system').does('person.linkAccount', key, { accountId: 'a' })).accountId).toBe('a')
  })
})

describe('relatives', () => {
  test('a declaration is added to by the person, and taken back only by an administrator', async () => {
    await play.as(dara).does('person.declareRelatives', dara.key, { households: [bophasHousehold] })
    expect((await actor(dara.key)).relatives).toEqual([bophasHousehold])
    expect(await play.as(dara).ask('person.declareRelatives', dara.key, { households: [] })).toMatchObject({
      refusal: { refused: 'person.relative-kept' },
    })
    await play.as(pisey).does('person.declareRelatives', dara.key, { households: [] })
    expect((await actor(dara.key)).relatives).toEqual([])
  })

  test('nobody declares for a colleague, or a household that is not there', async () => {
    expect(
      await play.as(dara).ask('person.declareRelatives', samnang.key, { households: [bophasHousehold] }),
    ).toMatchObject({
      refusal: { refused: 'person.not-yours' },
    })
    expect(
      await play.as(dara).ask('person.declareRelatives', dara.key, { households: [keyOf('05', castId(997))] }),
    ).toMatchObject({
      refusal: { refused: 'household.not-found' },
    })
  })
})

describe('deputies', () => {
  const days = { from: '2021-02-01', until: '2021-02-14' }

  test('a deputy has the duties between two days, and no longer when dismissed', async () => {
    const deputy = await aPerson()
    const { deputies } = await play.as(vanna).does('person.appointDeputy', vanna.key, { person: deputy, ...days })
    expect((await actor(deputy)).grants).toMatchObject([{ role: 'provincial-approver', deputyFor: vanna.key }])
    expect(await personReads.deputies.run(national, { on: '2021-02-14' }, play.pool)).toMatchObject([
      { key: vanna.key, deputy, ...days },
    ])
    expect(await personReads.deputies.run(national, { on: '2021-02-15' }, play.pool)).toEqual([])

    await play.as(vanna).does('person.dismissDeputy', vanna.key, { deputation: deputies[0].id })
    expect((await actor(deputy)).grants).toEqual([])
  })

  test.each<[string, () => object, string]>([
    ['for oneself', () => ({ person: vanna.key }), 'person.deputy-self'],
    ['that ends before it begins', () => ({ from: '2021-02-14', until: '2021-02-13' }), 'person.deputy-dates'],
    ['in the past', () => ({ from: '2021-01-01', until: '2021-01-02' }), 'person.deputy-dates'],
    ['who is not registered', () => ({ person: play.key('05') }), 'person.not-found'],
    ['who keeps the money that is approved', () => ({ person: kosal.key }), 'person.roles-apart'],
    ['who keeps a shop', () => ({ person: sokha.key }), 'person.roles-apart'],
    ['who is a farmer and nothing else', () => ({ person: bopha.key }), 'person.roles-apart'],
  ])('a deputy %s is refused', async (_, changes, refused) => {
    expect(
      await play.as(vanna).ask('person.appointDeputy', vanna.key, { person: dara.key, ...days, ...changes() }),
    ).toMatchObject({
      refusal: { refused },
    })
  })

  test('nobody appoints a deputy for a colleague', async () => {
    expect(await play.as(dara).ask('person.appointDeputy', samnang.key, { person: dara.key, ...days })).toMatchObject({
      refusal: { refused: 'person.not-yours' },
    })
    expect(await play.as(dara).ask('person.dismissDeputy', samnang.key, { deputation: castId(1) })).toMatchObject({
      refusal: { refused: 'person.not-yours' },
    })
  })
})

describe('devices', () => {
  const publicKey = () =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' })
      .publicKey.export({ type: 'spki', format: 'der' })
      .toString('base64url')

  test('everybody who signs in makes a device their own, and it signs for nobody else', async () => {
    for (const player of [bopha, sreymom, dara, kosal, sokha, theary]) {
      const device = play.key(player.key.slice(0, 2))
      await play.as(player).does('device.enrol', device, { publicKey: publicKey(), label: 'A phone' })
      expect(await play.record('device', device)).toMatchObject({ person: player.key, revokedAt: null })
    }
  })

  test('a key is registered once, and a ninth device is somebody else’s', async () => {
    const same = publicKey()
    await play.as(samnang).does('device.enrol', play.key('05'), { publicKey: same, label: 'One' })
    expect(await play.as(samnang).ask('device.enrol', play.key('05'), { publicKey: same, label: 'Two' })).toMatchObject(
      {
        refusal: { refused: 'device.key-taken' },
      },
    )
    for (let more = 0; more < 7; more++)
      await play.as(samnang).does('device.enrol', play.key('05'), { publicKey: publicKey(), label: 'More' })
    expect(
      await play.as(samnang).ask('device.enrol', play.key('05'), { publicKey: publicKey(), label: 'Nine' }),
    ).toMatchObject({
      refusal: { refused: 'device.too-many', most: 8 },
    })
  })

  test('what is not a key is refused', async () => {
    expect(
      await play.as(dara).ask('device.enrol', play.key('05'), { publicKey: 'A'.repeat(122), label: 'A phone' }),
    ).toMatchObject({
      refusal: { refused: 'input.invalid' },
    })
  })

  test('a lost phone is shut out by its owner or an administrator, not by a colleague', async () => {
    const [lost, stolen] = [play.key('05'), play.key('05')]
    for (const device of [lost, stolen])
      await play.as(chenda).does('device.enrol', device, { publicKey: publicKey(), label: 'A phone' })
    const reason = { reason: 'Left in a taxi' }
    expect((await play.as(dara).ask('device.revoke', lost, reason)).outcome).toBe('refused')
    expect(await play.as(vanna).ask('device.revoke', lost, reason)).toMatchObject({
      refusal: { refused: 'person.not-yours' },
    })
    await play.as(chenda).does('device.revoke', lost, reason)
    expect(await play.as(chenda).ask('device.revoke', lost, reason)).toMatchObject({
      refusal: { refused: 'device.revoked' },
    })
    await play.as(pisey).does('device.revoke', stolen, reason)
    const shown = await deviceReads.of.run(national, { person: chenda.key }, play.pool)
    expect(shown.map(({ revokedAt }) => revokedAt === null)).toEqual([false, false])
  })
})

describe('reading', () => {
  test('a list shows roles and no telephone number', async () => {
    const people = await personReads.list.run(national, { role: 'district-officer', limit: 100 }, play.pool)
    expect(people.map(({ key }) => key)).toEqual(expect.arrayContaining([dara.key, samnang.key, chenda.key]))
    expect(JSON.stringify(people)).not.toContain('+855')
    expect(JSON.stringify(await personReads.one.run(national, { key: dara.key }, play.pool))).not.toContain('+855')
    expect(await personReads.contact.run(national, { key: dara.key }, play.pool)).toMatchObject({
      phone: dara.phone,
      email: dara.email,
    })
  })

  test('pages follow one another without a gap', async () => {
    const seen: Key[] = []
    let after: { place: string; key: Key } | undefined
    do {
      const page = await personReads.list.run(national, { after, limit: 7 }, play.pool)
      seen.push(...page.map(({ key }) => key))
      const last = page.at(-1)
      after = last && { place: last.place, key: last.key }
    } while (after)
    const { rows } = await play.pool.query<{ people: number }>(
      'select count(*)::int as people from person where programme = $1',
      [programmeCode],
    )
    expect(new Set(seen).size).toBe(rows[0]!.people)
  })

  test('a stranger finds nobody', async () => {
    const strangers: Scope[] = [
      [],
      [{ programme: 'elsewhere', places: [''] }],
      [{ programme: programmeCode, places: ['24'] }],
    ]
    for (const scope of strangers) {
      expect(await personReads.list.run(scope, { limit: 50 }, play.pool)).toEqual([])
      expect(await personReads.one.run(scope, { key: dara.key }, play.pool)).toBeNull()
      expect(await personReads.contact.run(scope, { key: dara.key }, play.pool)).toBeNull()
      expect(await personReads.deputies.run(scope, { on: '2021-02-02' }, play.pool)).toEqual([])
      expect(await deviceReads.of.run(scope, { person: chenda.key }, play.pool)).toEqual([])
    }
  })

  test('the system is nobody’s colleague', async () => {
    expect(await play.record('person', systemKey)).toBeUndefined()
  })
})
