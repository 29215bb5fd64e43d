/**
 * Two laws about what phones hold.
 *
 * Every command that may be asked offline can be foreseen on a phone; and every field that its rule
 * reads is in the documents of each role that may ask it, or the foresight says that it is unknown. A
 * phone may know less than the office, but it never knows something else.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandNamed, commandNames } from '#capabilities/commands.ts'
import { bopha, cast, dara, kunthea, type Player, rithy, sokha, sokhasShop, sreymom } from '#dev/cast.ts'
import { aDelivery, aHousehold, type Delivery, openShops } from '#dev/testing/deliveries.ts'
import { type Phone, phoneOf } from '#dev/testing/phone.ts'
import { aRegistration, aWish, chickens, type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'
import { aSheet } from '#dev/testing/vouchers.ts'
import type { Subject } from '#door/command.ts'
import type { Key } from '#door/key.ts'
import { stores } from '#server/capabilities.ts'
import { phoneCommandNamed } from './commands.ts'
import { type Foresight, outlook, type Received } from './outlook.ts'

const offline = commandNames.filter((name) => commandNamed(name)!.offline)

test('every command that may be asked offline is known to phones', () => {
  expect(offline.filter((name) => phoneCommandNamed(name) !== commandNamed(name))).toEqual([])
})

/** A moment of a season in which each offline command is tried, by everybody, with something they might say. */
interface Trial {
  readonly name: string
  readonly about: Key
  readonly input: Record<string, unknown>
}

let play: Play
let trials: Trial[]
const phones = new Map<Key, Phone>()
const players: readonly Player[] = [
  bopha,
  sreymom,
  rithy,
  dara,
  sokha,
  kunthea,
  ...cast.filter(({ role }) => role === 'provincial-approver'),
]

beforeAll(async () => {
  play = await startProgramme()
  await openShops(play)
  trials = await seasonOf(play)
  for (const player of players) phones.set(player.key, await phoneOf(play, player))
}, 120_000)
afterAll(() => play.end())

test('the season tries every command that may be asked offline', () => {
  expect(offline.filter((name) => !trials.some((trial) => trial.name === name))).toEqual([])
})

describe.each(players.map((player) => [player.role, player] as const))('on the phone of %s (%#)', (_, player) => {
  test('a foresight is the answer of the office, or says that it does not know', async () => {
    const differences: string[] = []
    for (const trial of trials) {
      const foreseen = phones.get(player.key)!.engine.outlook().tryOut(asked(trial))
      if (isUnknown(foreseen)) continue
      const known = (await officeOf(player)).tryOut(asked(trial))
      if (told(foreseen) !== told(known))
        differences.push(`${trial.name}: ${told(foreseen)} here, ${told(known)} at the office`)
    }
    expect(differences).toEqual([])
  })

  test('no rule reads a field that was kept back without noticing', async () => {
    const missed = new Set<string>()
    const phone = phones.get(player.key)!
    const office = await everythingAtTheOffice()
    for (const trial of trials) {
      const received = watched(receivedBy(phone), office, (noun, field) =>
        missed.add(`${trial.name} reads ${noun}.${field}`),
      )
      outlook(received, []).tryOut(asked(trial))
    }
    expect([...missed]).toEqual([])
  })
})

function asked(trial: Trial) {
  return { ...trial, id: '00000000-0000-7000-8000-000000000001', askedAt: play.now().toISOString() }
}

function isUnknown({ record, refusal, disputed, unknown }: Foresight): boolean {
  return unknown.length > 0 || (!record && !refusal && !disputed) || refusal?.refused === 'fact.unknown'
}

function told({ refusal, disputed, record }: Foresight): string {
  if (refusal) return JSON.stringify(refusal)
  return `${disputed ? `disputed ${JSON.stringify(disputed)}` : 'accepted'} as version ${record?.version}`
}

/** The same question asked of everything there is: what the door would say to this person. */
async function officeOf(player: Player) {
  const everything = await everythingAtTheOffice()
  const phone = phones.get(player.key)!
  const received: Received = {
    bearer: () => phone.engine.bearer(),
    find: (noun, key) => {
      const record = everything.get(noun)?.get(key)
      return record && { record, hides: [], from: 'office' }
    },
    all: (noun) => [...(everything.get(noun)?.values() ?? [])].map((record) => ({ record, hides: [], from: 'office' })),
    knowsAll: () => true,
  }
  return outlook(received, [])
}

let office: Promise<Map<string, Map<Key, Subject>>> | undefined
function everythingAtTheOffice() {
  office ??= readAll()
  return office
}

async function readAll() {
  const nouns = [
    'household',
    'proposal',
    'voucher',
    'window',
    'shop',
    'training',
    'person',
    'worker',
    'programme',
    'place',
  ]
  const tables: Record<string, string> = { window: 'funding_window' }
  const all = new Map<string, Map<Key, Subject>>()
  for (const noun of nouns) {
    const key = noun === 'place' ? 'code' : `home || '-' || id`
    const { rows } = await play.pool.query<{ key: Key }>(`select ${key} as key from "${tables[noun] ?? noun}"`)
    const found = await stores[noun]!.find(
      rows.map((row) => row.key),
      false,
      play.pool,
    )
    all.set(noun, new Map(found.map((record) => [record.key, JSON.parse(JSON.stringify(record))])))
  }
  return all
}

function receivedBy(phone: Phone): Received {
  const { engine } = phone
  return {
    bearer: engine.bearer,
    find: (noun, key) => engine.held.find(noun, key),
    all: (noun) => engine.held.all(noun),
    knowsAll: engine.held.knowsAll,
  }
}

/** Each record tells when a rule reads a field of it that the office has and the phone was not sent. */
function watched(
  received: Received,
  office: Map<string, Map<Key, Subject>>,
  onMissed: (noun: string, field: string) => void,
): Received {
  const watch = (noun: string, held: { record: Subject; hides: readonly string[]; from: string }) => {
    const whole = office.get(noun)?.get(held.record.key) as Record<string, unknown> | undefined
    const record = new Proxy(held.record, {
      get(target, field, receiver) {
        if (typeof field === 'string' && !Object.hasOwn(target, field) && whole && Object.hasOwn(whole, field))
          onMissed(noun, field)
        return Reflect.get(target, field, receiver)
      },
    })
    return { ...held, record }
  }
  return {
    ...received,
    find: (noun, key) => {
      const held = received.find(noun, key)
      return held && watch(noun, held)
    },
    all: (noun) => received.all(noun).map((held) => watch(noun, held)),
  }
}

/** A season half way: something in every state that an offline command can meet. */
async function seasonOf(play: Play): Promise<Trial[]> {
  const photo = 'a'.repeat(64)
  const position = { latitude: 11.6, longitude: 104.2 }
  await play.pool.query(`update programme set definition = definition || $1 where programme = $2`, [
    JSON.stringify({
      topics: [
        { code: 'chicken-care', names: { km: 'ការថែទាំមាន់', en: 'Care of chickens' }, chain: 'chicken', requires: [] },
      ],
      instruments: [{ code: 'dpes', names: { km: 'សេវា', en: 'Service' } }],
    }),
    programmeCode,
  ])
  const plain = await aHousehold(play)
  const delivery = await aDelivery(play)
  const { handover } = await delivery.handsOver({ quantity: 20, farmerPaid: 20_000 })
  const other = await aDelivery(play)
  await other.handsOver({ quantity: 30, farmerPaid: 30_000, code: other.sheet.code(1) })
  const done = (await other.voucher()).handovers[0]!

  // Bopha lives where something is still to be confirmed.
  await play.pool.query(
    `update person set household = $1, grants = jsonb_set(grants, '{0,household}', to_jsonb($1::text)) where id = $2`,
    [delivery.household, bopha.key.slice(3)],
  )

  const proposal = async () => {
    const key = play.key()
    await play.as(sreymom).does('proposal.submit', key, aWish({ household: delivery.household }))
    return key
  }
  const submitted = await proposal()
  const returned = await proposal()
  await play.as(dara).does('proposal.return', returned, { seen: 1, code: 'incomplete', note: null })
  const rejected = await proposal()
  await play.as(dara).does('proposal.reject', rejected, { seen: 1, code: 'second-application', note: null })
  const verified = await proposal()
  await play
    .as(dara)
    .does('proposal.verify', verified, { seen: 1, how: 'desk', note: null, photo: null, position: null })
  const training = play.key()
  const member = ((await play.record('household', plain)) as { members: { id: string }[] }).members[0]!.id
  const session = {
    place: '05080101',
    topic: 'chicken-care',
    kind: 'class',
    instrument: 'dpes',
    heldOn: play.today(),
    trainer: sreymom.key,
    attendance: [{ household: plain, member, present: true }],
  } as const
  await play.as(sreymom).does('training.hold', training, { ...session, attendance: [...session.attendance] })

  const family = await aHousehold(play)
  const leading = ((await play.record('household', family)) as { members: { id: string }[] }).members[0]!.id
  const heir = play.id()
  await play.as(sreymom).does('household.addMember', family, {
    member: heir,
    nameKm: 'កូនស្រី',
    nameLatin: null,
    sex: 'female',
    birthYear: 1999,
    role: 'child',
    identityNumber: null,
  })

  const said = (of: Delivery['sheet'] | null, quantity: number, more = {}) => ({
    lines: [{ line: 1, quantity, code: of ? of.code(1, 2) : null, condition: 'good', farmerPaid: 0, ...more }],
  })
  const carrying = (from: number) => ({ from, strips: aSheet(delivery.key, 2, from, 5).strips, withoutPaper: false })
  const wish = aWish({ household: plain })
  const { household: _, ...again } = wish
  const about = (name: string, key: Key, ...inputs: Record<string, unknown>[]): Trial[] =>
    inputs.map((input) => ({ name, about: key, input }))
  const registration = aRegistration({ member: play.id(), nameKm: 'ថ្មី ស្រស់', nameLatin: null }) as Record<
    string,
    unknown
  >

  return [
    ...about(
      'household.register',
      play.key(),
      registration,
      { ...registration, village: '05080201' },
      { ...registration, village: '99999999' },
      { ...registration, poverty: null, birthYear: 2020 },
    ),
    ...about(
      'household.amend',
      plain,
      { water: { was: null, becomes: 'pump' } },
      { water: { was: 'well', becomes: 'pump' } },
    ),
    ...about(
      'household.setPhones',
      plain,
      { was: [], becomes: [{ number: '+85512000999', shared: false }] },
      { was: ['+85512000998'], becomes: [] },
    ),
    ...about(
      'household.death',
      family,
      { member: heir, on: '2020-12-01', heir: null },
      { member: play.id(), on: '2020-12-01', heir: null },
      { member: heir, on: '2099-01-01', heir: null },
    ),
    ...about(
      'household.separate',
      family,
      { member: heir, on: '2020-12-01', heir: null, household: null },
      { member: leading, on: '2020-12-01', heir: null, household: null },
    ),
    ...about(
      'household.move',
      family,
      { village: '05080102', on: '2020-12-01' },
      { village: '05080101', on: '2020-12-01' },
      { village: '99999999', on: '2020-12-01' },
    ),
    ...about('household.changeHead', family, { member: heir, former: 'parent' }),
    ...about('household.changeHead', plain, { member: play.id(), former: 'spouse' }),
    ...about('household.addMember', plain, {
      member: play.id(),
      nameKm: 'កូន',
      nameLatin: null,
      sex: 'male',
      birthYear: 2010,
      role: 'child',
      identityNumber: null,
    }),
    ...about(
      'household.setPoverty',
      plain,
      { category: 'poor1', source: 'card-seen', card: null, issuedOn: null, expiresOn: null, photo: null },
      { category: 'general', source: 'self-declared', card: null, issuedOn: null, expiresOn: null, photo: null },
    ),
    ...about('household.nameRecipient', plain, { name: 'បងស្រី', phone: null, relation: 'sister' }),
    ...about('household.consent', plain, { version: '2', given: false }),
    ...about('proposal.draft', play.key(), wish as never, { ...wish, quantity: 1_000 } as never),
    ...about(
      'proposal.submit',
      play.key(),
      wish as never,
      { ...wish, window: play.key('00') } as never,
      { ...wish, quantity: 60 } as never,
      { ...wish, place: '05070101' } as never,
    ),
    ...about('proposal.submit', play.key(), aWish({ household: delivery.household }) as never),
    ...about('proposal.resubmit', returned, { ...again, seen: 2 } as never, { ...again, seen: 1 } as never),
    ...about('proposal.withdraw', submitted, { reason: 'moved away' }),
    ...about(
      'proposal.verify',
      submitted,
      { seen: 1, how: 'visit', note: null, photo, position },
      { seen: 1, how: 'visit', note: null, photo: null, position: null },
      { seen: 9, how: 'desk', note: null, photo: null, position: null },
    ),
    ...about('proposal.verify', rejected, { seen: 2, how: 'desk', note: null, photo: null, position: null }),
    ...about(
      'proposal.return',
      submitted,
      { seen: 1, code: 'incomplete', note: null },
      { seen: 1, code: 'nothing-known', note: null },
      { seen: 9, code: 'incomplete', note: null },
    ),
    ...about('proposal.return', rejected, { seen: 2, code: 'incomplete', note: null }),
    ...about('proposal.approve', verified, { seen: 2, note: null }, { seen: 1, note: null }),
    ...about('proposal.approve', submitted, { seen: 1, note: null }),
    ...about(
      'proposal.reject',
      verified,
      { seen: 2, code: 'no-coop', note: null },
      { seen: 2, code: 'second-application', note: null },
      { seen: 2, code: 'budget-exhausted', note: null },
      { seen: 2, code: 'window-closed', note: null, bulk: true },
    ),
    ...about('proposal.appeal', rejected, { note: 'It was the first one' }),
    ...about('proposal.appeal', submitted, { note: 'Too early' }),
    ...about(
      'voucher.redeem',
      delivery.key,
      said(null, 10),
      said(delivery.sheet, 10),
      said(null, 11),
      said(null, 10, { farmerPaid: 99_000 }),
      said(null, 10, { substitute: { item: 'duckling', unitPrice: 4_500 } }),
      said(null, 10, { code: delivery.sheet.digits(1, 2) }),
    ),
    ...about('voucher.carry', delivery.key, carrying(4), carrying(1)),
    ...about('voucher.redeem', other.key, said(null, 1), said(null, 1, { line: 2 })),
    ...about(
      'voucher.confirm',
      delivery.key,
      { handover: handover.id, lines: [{ line: 1, accepted: 20 }] },
      { handover: handover.id, lines: [{ line: 1, accepted: 21 }] },
      { handover: handover.id, lines: [{ line: 1, accepted: 20, code: delivery.sheet.code(1) }] },
      { handover: play.id(), lines: [{ line: 1, accepted: 1 }] },
    ),
    ...about('voucher.callBack', delivery.key, {
      handover: handover.id,
      lines: [{ line: 1, accepted: 20 }],
      answers: { collected: 'yes', condition: 'good', visited: 'unsure', useful: 'little' },
    }),
    ...about('voucher.witness', delivery.key, {
      handover: handover.id,
      lines: [{ line: 1, accepted: 20 }],
      photo,
      position,
    }),
    ...about(
      'voucher.contribute',
      delivery.key,
      { handover: handover.id, line: 1, minor: 100 },
      { handover: handover.id, line: 1, minor: 900_000 },
    ),
    ...about('voucher.report', delivery.key, { kind: 'no-stock' }),
    ...about(
      'voucher.claimMortality',
      other.key,
      { handover: done.id, line: 1, dead: 2, diedOn: play.today(), photo },
      { handover: done.id, line: 1, dead: 99, diedOn: play.today(), photo },
    ),
    ...about('voucher.check', other.key, { verdict: 'in-order', findings: [{ line: 1, found: 30 }], photo, position }),
    ...about('voucher.check', delivery.key, { verdict: 'nobody-there', findings: [], photo, position }),
    ...about('handover.hold', play.key(), {
      shop: sokhasShop,
      place: '050801',
      heldOn: play.today(),
      vouchers: [delivery.key],
      witness: 'នួន គន្ធា',
      photo,
    }),
    ...about(
      'training.hold',
      play.key(),
      session as never,
      { ...session, topic: 'unheard-of' },
      { ...session, heldOn: '2199-01-01' },
      { ...session, window: chickens },
    ),
    ...about(
      'training.addAttendance',
      training,
      { attendance: [{ household: plain, member, present: true }] },
      { attendance: [{ household: delivery.household, member: play.id(), present: true }] },
    ),
  ]
}
