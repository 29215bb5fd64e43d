/**
 * A story in which every command is asked at least once and accepted: what the laws try out.
 *
 * It is no example of good work: whatever can happen to a voucher happens to some voucher here. A
 * command that is added and does not occur in it makes the scope law fail.
 */
import { generateKeyPairSync } from 'node:crypto'
import { itemKey } from '#capabilities/catalogue/item.ts'
import type { CommandName, InputOf } from '#capabilities/commands.ts'
import { priceKey } from '#capabilities/markets/price.ts'
import { gazetteerKey } from '#capabilities/places/gazetteer.ts'
import { reviewKey } from '#capabilities/words/word.ts'
import {
  bopha,
  castId,
  dara,
  kosal,
  kunthea,
  malis,
  type Player,
  pisey,
  rithy,
  samnang,
  sokha,
  sokhasShop,
  sophal,
  sreymom,
  theary,
  vanna,
} from '#dev/cast.ts'
import { aDelivery, aHousehold, anApproval, aShop, given, openShops, otherShop } from '#dev/testing/deliveries.ts'
import { anItem, aQuotation } from '#dev/testing/items.ts'
import {
  allotment,
  aRegistration,
  aWish,
  budgetLine,
  type Play,
  programmeCode,
  someTerms,
} from '#dev/testing/programme.ts'
import { aSheet } from '#dev/testing/vouchers.ts'
import { idOf, type Key, keyOf, uuidv7 } from '#door/key.ts'

/** Words that stand for what nobody outside may read; they occur nowhere else. */
export const planted = {
  name: 'លេខា សម្ងាត់',
  nameLatin: 'Lekha Samngat',
  phone: '+85512777001',
  card: 'SECRET-CARD-77',
  identityNumber: '077077077',
  recipient: 'Ratha Samngat',
  recipientPhone: '+85512777002',
  shopPhone: '+85512777003',
  shopAccount: 'ABA-777-000-777',
  note: 'A note for the office only',
  /** A window whose very name tells who is poor. */
  windowName: 'Only for IDPoor households',
}

const photo = 'd'.repeat(64)
const position = { latitude: 11.7, longitude: 104.3 }

/** Asked before each command of the story, while it would be accepted from the right person. */
export type Before = (name: CommandName, about: Key, input: Record<string, unknown>) => Promise<void>

/** The same play, with something done before each command. */
export function watched(play: Play, before: Before): Play {
  return {
    ...play,
    as(player) {
      const real = play.as(player)
      return {
        async ask(name, about, input, changes) {
          await before(name, about, input as Record<string, unknown>)
          return real.ask(name, about, input, changes)
        },
        async does(name, about, input) {
          await before(name, about, input as Record<string, unknown>)
          return real.does(name, about, input)
        },
      }
    },
  }
}

/** Gives back the records that stand at its end. */
export async function tellWholeStory(play: Play) {
  const names = { km: 'ប្រធានបទ', en: 'Topic' }

  // The installation.
  const story = keyOf('00', castId(300))
  const second = play.key('00')
  const { definition } = await play.record('programme', story)
  await play.as('system').does('programme.revise', story, {
    definition: {
      ...definition,
      courses: [{ code: 'chicken-course', names }],
      topics: [{ code: 'brooding', names, chain: 'chicken', requires: ['chicken-course'] }],
      instruments: [{ code: 'public-service', names, reading: null }],
    },
  })
  await play.as('system').does('programme.open', second, { code: 'second', demonstration: true, definition: { names } })
  await play.as('system').does('programme.close', second, { asOf: play.today() })
  await play.as('system').does('gazetteer.publish', gazetteerKey('21'), {
    source: 'A list of our own',
    asOf: '2021-01-01',
    complete: true,
    units: [{ code: '21', kind: 'province', parent: null, nameKm: 'តាកែវ', nameLatin: 'Takeo' }],
  })

  // Money and the window.
  const line = play.key('00')
  await play.as(kosal).does('budget.set', line, {
    programme: programmeCode,
    code: 'more-inputs',
    names,
    fundingSource: 'IFAD',
    component: 'RUSH-IT',
    category: 'Goods',
    currency: 'USD',
    minor: 500_000,
  })
  await play.as(kosal).does('budget.add', line, { minor: 100_000, reference: 'Second tranche' })
  await play.as(kosal).does('budget.allot', budgetLine, { to: '05', minor: 0 })
  await play.as('system').does('allotment.receive', allotment, { line: budgetLine, minor: 500_000 })
  const window = play.key('00')
  await play.as(sophal).does('window.publish', window, {
    ...someTerms({ code: 'idpoor-only', names: { km: 'សម្រាប់តែគ្រួសារក្រីក្រ', en: planted.windowName } }),
  })
  await play.as(sophal).does('window.price', window, {
    prices: [{ item: 'chick', province: null, currency: 'KHR', minor: 5_100, from: '2021-03-01', source: 'quotation' }],
  })
  await play
    .as(sophal)
    .does('window.rate', window, { from: '2021-03-01', rielPerDollar: 4_080, source: 'National Bank' })
  await play.as(sophal).does('window.extend', window, { closesOn: '2021-07-31' })

  // People and their devices.
  const colleague = play.key()
  await play.as(pisey).does('person.register', colleague, {
    programme: programmeCode,
    place: '0508',
    nameKm: 'រស់ ចាន់',
    nameLatin: 'Ros Chan',
    sex: 'female',
    phone: '+85512999001',
    email: null,
  })
  await play.as(pisey).does('person.correct', colleague, { nameLatin: { was: 'Ros Chan', becomes: 'Ros Chann' } })
  await play.as(pisey).does('person.belong', colleague, { household: null, member: null, shop: null })
  const { grants } = await play.as(pisey).does('person.grant', colleague, {
    role: 'district-officer',
    programme: programmeCode,
    places: ['0508'],
    from: '2021-01-01',
  })
  await play.as(pisey).does('person.revokeGrant', colleague, { grant: grants[0].id, reason: 'Moved' })
  await play.as('system').does('person.linkAccount', colleague, { accountId: 'an-account' })
  await play.as(pisey).does('person.revoke', colleague, { reason: 'Left' })
  await play.as(pisey).does('person.restore', colleague, { reason: 'Came back' })
  const { deputies } = await play
    .as(dara)
    .does('person.appointDeputy', dara.key, { person: samnang.key, from: play.today(), until: '2021-12-31' })
  await play.as(dara).does('person.dismissDeputy', dara.key, { deputation: deputies[0].id })
  const device = play.key()
  await play.as(sreymom).does('device.enrol', device, { publicKey: aPublicKey(), label: "Sreymom's phone" })
  await play.as(rithy).does('device.enrol', play.key(), { publicKey: aPublicKey(), label: "Rithy's phone" })
  await play.as(sreymom).does('device.revoke', device, { reason: 'Lost at the market' })
  const khmer = 'គ្រួសារនេះត្រូវបានបញ្ចូលជាមួយគ្រួសារមួយទៀត។'
  const word = { message: 'refusal_household_merged', khmer }
  await play.as(pisey).does('word.approve', reviewKey(programmeCode, word.message, word.khmer), word)

  const sound = play.key('00')
  await play.as(pisey).does('sound.record', sound, {
    programme: programmeCode,
    slot: 'message/phone_voucher_title',
    language: 'km',
    said: 'ប័ណ្ណ',
    digest: 'd'.repeat(64),
    bytes: 9_000,
    milliseconds: 1_500,
  })
  await play.as(pisey).does('sound.withdraw', sound, {})

  // Workers.
  await play.as(vanna).does('worker.recruit', sreymom.key, { communes: ['050801'], recruitedOn: '2021-01-10' })
  await play
    .as(vanna)
    .does('worker.passTraining', sreymom.key, { topic: 'chicken-course', on: '2021-01-20', by: 'Institute' })
  await play.as(vanna).does('worker.assign', sreymom.key, { communes: ['050801', '050802'] })
  await play.as(vanna).does('worker.recruit', rithy.key, { communes: ['050802'], recruitedOn: '2021-01-10' })
  await play.as(vanna).does('worker.release', rithy.key, { on: play.today(), reason: 'Moved away' })

  // Shops.
  await openShops(play)
  await play.as(pisey).does('shop.amend', sokhasShop, {
    phone: { was: '+85512000208', becomes: planted.shopPhone },
    payment: { was: aShop().payment, becomes: { method: 'bank', account: planted.shopAccount } },
  })
  await play.as(pisey).does('shop.suspend', otherShop, { why: 'A complaint' })
  await play.as(pisey).does('shop.reinstate', otherShop, {})

  // Another family: one dies, one founds a household, the rest move; two records of it are joined and parted.
  const family = await aHousehold(play, { nameKm: null, nameLatin: 'Ros Chanthou', birthYear: 1944 })
  const [son, daughter] = [play.id(), play.id()]
  for (const [member, nameLatin, sex] of [
    [son, 'Ros Vibol', 'male'],
    [daughter, 'Ros Thavy', 'female'],
  ] as const) {
    const child = {
      member,
      nameKm: null,
      nameLatin,
      sex,
      birthYear: 1975,
      role: 'child',
      identityNumber: null,
    } as const
    await play.as(sreymom).does('household.addMember', family, child)
  }
  const { members: relatives } = await play.record('household', family)
  await play.as(sreymom).does('household.death', family, { member: relatives[0].id, on: '2021-01-04', heir: daughter })
  await play
    .as(sreymom)
    .does('household.separate', family, { member: son, on: '2021-01-05', heir: null, household: null })
  await play.as(sreymom).does('household.move', family, { village: '05080102', on: '2021-01-05' })
  const record = await aHousehold(play, { nameKm: null, nameLatin: 'Ros Thavy', birthYear: 1975, village: '05080102' })
  await play.as(dara).does('household.judge', record, { other: family, verdict: 'same', reason: 'Seen at home' })
  await play.as(dara).does('household.unmerge', record, { reason: 'Two cousins' })
  await play.as('system').does('household.recheck', record, { gone: null })
  // And one that nobody has looked at yet.
  await aHousehold(play, { nameKm: null, nameLatin: 'Ros Thavy', birthYear: 1975, village: '05080102' })

  // A household, and another that looks like it.
  const household = await aHousehold(play, {
    nameKm: planted.name,
    nameLatin: planted.nameLatin,
    birthYear: 1981,
    phone: { number: planted.phone, shared: false },
    poverty: {
      category: 'poor1',
      source: 'card-seen',
      card: planted.card,
      issuedOn: '2020-01-01',
      expiresOn: null,
      photo,
    },
  })
  const { members } = await play.record('household', household)
  const spouse = play.id()
  await play.as(sreymom).does('household.amend', household, { water: { was: null, becomes: 'Pond' } })
  await play.as(sreymom).does('household.setPhones', household, {
    was: [planted.phone],
    becomes: [{ number: planted.phone, shared: true }],
  })
  await play.as(sreymom).does('household.addMember', household, {
    member: spouse,
    nameKm: null,
    nameLatin: 'Sok Samngat',
    sex: 'male',
    birthYear: 1979,
    role: 'spouse',
    identityNumber: planted.identityNumber,
  })
  await play.as(sreymom).does('household.nameRecipient', household, {
    name: planted.recipient,
    phone: planted.recipientPhone,
    relation: 'Niece',
  })
  await play.as(sreymom).does('household.consent', household, { version: '2020-10', given: true })
  await play.as(sreymom).does('household.setPoverty', household, {
    category: 'poor1',
    source: 'card-seen',
    card: planted.card,
    issuedOn: '2020-01-01',
    expiresOn: null,
    photo,
  })
  await play.as(dara).does('household.exception', household, { reason: 'The house burnt down', photo })
  await play.as(dara).does('household.changeHead', household, { member: spouse, former: 'spouse' })
  await play.as(dara).does('household.changeHead', household, { member: members[0].id, former: 'spouse' })
  const twin = play.key()
  await play.as(sreymom).does(
    'household.register',
    twin,
    aRegistration({
      member: play.id(),
      nameKm: planted.name,
      nameLatin: null,
      birthYear: 1981,
      phone: null,
      poverty: null,
    }),
  )
  const farmer = play.key()
  await play.as(sreymom).does('person.admit', farmer, { household, member: members[0].id, phone: planted.phone })
  await play.as(theary).does('person.declareRelatives', theary.key, { households: [twin] })

  // What the programme may give, and what was asked for it.
  const item = itemKey(programmeCode, 'chick')
  await play.as(sophal).does('item.add', item, anItem())
  await play.as(sophal).does('item.quote', item, aQuotation())
  const called = { was: anItem().names, becomes: { km: 'កូនមាន់ស្រែ', en: 'Village chick' } }
  await play.as(kosal).does('item.amend', item, { names: called })
  await play.as(kosal).does('item.retire', item, { why: 'Not sold any more' })
  await play.as(sophal).does('item.restore', item, { why: 'Still asked for' })

  // Proposals, and everything that can become of them.
  const wish = aWish({ household, window, photos: [photo] })
  const look = (version: number) =>
    ({ seen: version, how: 'desk', note: planted.note, photo: null, position: null }) as const
  const proposal = play.key()
  await play.as(bopha).does('proposal.draft', proposal, wish)
  await play.as(bopha).does('proposal.submit', proposal, wish)
  await play.as(dara).does('proposal.return', proposal, { seen: 2, code: 'incomplete', note: planted.note })
  const { household: _, ...again } = wish
  await play.as(bopha).does('proposal.resubmit', proposal, { ...again, seen: 3 })
  await play.as(dara).does('proposal.verify', proposal, look(4))
  await play.as(vanna).does('proposal.approve', proposal, { seen: 5, note: planted.note })

  const refusedOne = play.key()
  await play.as(bopha).does('proposal.submit', refusedOne, wish)
  await play.as(dara).does('proposal.verify', refusedOne, look(1))
  await play.as(vanna).does('proposal.reject', refusedOne, { seen: 2, note: planted.note, code: 'no-coop' })
  await play.as(bopha).does('proposal.appeal', refusedOne, { note: 'The coop is built' })
  await play.as(sophal).does('proposal.decideAppeal', refusedOne, { seen: 4, outcome: 'upheld', reply: 'Next season' })

  const copy = play.key()
  await play.as(bopha).does('proposal.submit', copy, wish)
  await play.as(dara).does('proposal.markDuplicate', copy, { seen: 1, of: proposal })
  const withdrawn = play.key()
  await play.as(bopha).does('proposal.submit', withdrawn, wish)
  await play.as(bopha).does('proposal.withdraw', withdrawn, { reason: 'Moving to town' })
  // One that waits for its voucher.
  await anApproval(play)
  const other = await anApproval(play)
  await play.as(sophal).does('proposal.cancel', other.proposal, { seen: 3, reason: 'Moved' })
  const left = play.key()
  await play.as(sreymom).does('proposal.submit', left, aWish({ household: other.household }))
  await play.as(dara).does('proposal.refer', left, { to: 2, why: 'Nobody free' })
  await play.as(dara).does('household.judge', twin, { other: household, verdict: 'same', reason: 'Registered twice' })

  // The planted household's voucher, handed over, confirmed, claimed and paid.
  await liveIn(play, household)
  const voucher = play.key()
  const sheet = aSheet(voucher)
  await play.as(samnang).does('voucher.issue', voucher, { proposal, shop: sokhasShop, strips: sheet.strips })
  const event = play.key()
  await play.as(sreymom).does('handover.hold', event, {
    shop: sokhasShop,
    place: '050801',
    heldOn: play.today(),
    vouchers: [voucher],
    witness: 'Nuon Kunthea',
    photo,
  })
  const handedOver = async (lines: InputOf<'voucher.redeem'>['lines']): Promise<string> => {
    const { handovers } = await play.as(sokha).does('voucher.redeem', voucher, { lines, event, position, photo })
    return handovers.at(-1).id
  }
  const chicks = await handedOver([given({ quantity: 20, code: sheet.code(1), farmerPaid: 0 })])
  const feed = await handedOver([given({ line: 2, quantity: 10, farmerPaid: 0 })])
  const moreFeed = await handedOver([given({ line: 2, quantity: 10, farmerPaid: 0 })])
  const lastFeed = await handedOver([given({ line: 2, quantity: 4, farmerPaid: 0 })])
  const ofFeed = (accepted: number) => ({ lines: [{ line: 2, accepted }] })
  await play.as(bopha).does('voucher.confirm', voucher, { handover: feed, ...ofFeed(10) })
  await play.as(kunthea).does('voucher.witness', voucher, { handover: moreFeed, ...ofFeed(10), photo, position })
  await play.as(malis).does('voucher.callBack', voucher, { handover: lastFeed, ...ofFeed(4), note: planted.note })
  const { losses } = await play.as(bopha).does('voucher.claimMortality', voucher, {
    handover: chicks,
    line: 1,
    dead: 2,
    diedOn: play.today(),
    photo,
  })
  const loss = losses.at(-1).id
  await play.as(sophal).does('voucher.decideMortality', voucher, { loss, outcome: 'upheld', note: planted.note })
  await play
    .as(rithy)
    .does('voucher.check', voucher, { verdict: 'in-order', findings: [{ line: 1, found: 20 }], photo, position })

  const chicken = await play.record('voucher', voucher)
  const bill = (handover: string, n: number) => {
    const handed = chicken.handovers.find(({ id }: { id: string }) => id === handover).lines[0]
    return { voucher, handover, line: n, quantity: handed.accepted, minor: handed.share }
  }
  const claim = play.key()
  await play.as(sokha).does('claim.submit', claim, {
    invoice: 'INV-1',
    invoicedOn: play.today(),
    lines: [bill(chicks, 1), { ...bill(feed, 2), minor: bill(feed, 2).minor + 1_000 }, bill(moreFeed, 2)],
  })
  await play.as(kosal).does('claim.settle', claim, { seen: 1, line: 2, minor: bill(feed, 2).minor, note: planted.note })
  await play.as(kosal).does('claim.pay', claim, {
    seen: 2,
    lines: [1, 2],
    method: 'bank',
    currency: 'USD',
    reference: 'TRX-777',
    evidence: photo,
  })

  // An edit from a phone that met another change.
  const clash = play.key()
  await play.as('system').does('clash.raise', clash, {
    programme: programmeCode,
    place: (await play.record('household', household)).place,
    about: household,
    command: 'household.amend',
    household,
    fields: [{ field: 'water', was: null, becomes: planted.note, present: 'Well' }],
    author: sreymom.key,
    askedAt: play.now().toISOString(),
  })
  await play.as(dara).does('clash.settle', clash, { seen: 1, how: 'left', word: planted.note })
  await play.as('system').does('clash.raise', play.key(), {
    programme: programmeCode,
    place: (await play.record('household', household)).place,
    about: household,
    command: 'household.amend',
    household,
    fields: [{ field: 'water', was: null, becomes: planted.note, present: 'Well' }],
    author: sreymom.key,
    askedAt: play.now().toISOString(),
  })

  // A phone newer than the office sends what nobody knows here.
  const unknown = play.envelope(sreymom.key, 'household.describe', household, { note: planted.note })
  await play.door.ask(unknown, sreymom.key)

  // Somebody calls the number on the sheet.
  const asked = { programme: programmeCode, caller: { name: planted.recipient, phone: null }, said: planted.note }
  const complaint = play.key()
  const ofTheShop = { kind: 'shop', key: sokhasShop } as const
  await play.as(malis).does('complaint.log', complaint, { ...asked, about: ofTheShop, names: [] })
  await play.as(malis).does('complaint.take', complaint, { seen: 1 })
  await play.as(malis).does('complaint.answer', complaint, { seen: 2, words: 'បានពិនិត្យហើយ។' })
  const general = { kind: 'general' } as const
  await play.as(malis).does('complaint.log', play.key('00'), { ...asked, about: general, names: [kosal.key] })

  // Other vouchers, to which the rest happens.
  const moved = await aDelivery(play)
  const reported = await play.as(bopha).does('voucher.report', moved.key, { kind: 'no-stock' })
  const answer = { report: reported.reports[0].id, how: 'restocked', note: 'On Friday' } as const
  await play.as(dara).does('voucher.answerReport', moved.key, answer)
  const carried = { from: 4, strips: aSheet(moved.key, 2, 4, 3).strips, withoutPaper: false }
  await play.as(bopha).does('voucher.carry', moved.key, carried)
  await play.as(samnang).does('voucher.reprint', moved.key, { sheet: 1, strips: aSheet(moved.key, 2, 7, 2).strips })
  await play.as(samnang).does('voucher.fold', moved.key, { sheet: 2 })
  await play.as(dara).does('voucher.freeze', moved.key, { why: 'Seen for sale' })
  await play.as(dara).does('voucher.unfreeze', moved.key, { seen: 7, why: 'Found again' })
  await play.as(dara).does('voucher.extend', moved.key, { seen: 8, until: '2021-05-31', why: 'Late chicks' })
  await play.as(dara).does('voucher.transfer', moved.key, { seen: 9, shop: otherShop, why: 'No stock' })
  await play.as(vanna).does('voucher.cancel', moved.key, { seen: 10, why: 'Moved away' })
  // One that is issued and whose sheet still lies in the printer.
  await aDelivery(play)

  const doubted = await aDelivery(play)
  const unpaid = await doubted.handsOver({ quantity: 10, code: doubted.sheet.code(1), farmerPaid: 0 })
  await play.as(sokha).does('voucher.contribute', doubted.key, { handover: unpaid.handover.id, line: 1, minor: 10_000 })
  await doubted.handsOver({ quantity: 10, farmerPaid: 90_000 })
  const dispute = (await doubted.voucher()).handovers.at(-1)!.id
  const version = async () => (await doubted.voucher()).version
  await play.as(sophal).does('voucher.resolve', doubted.key, {
    seen: await version(),
    handover: dispute,
    outcome: 'dismissed',
    lines: [],
    note: planted.note,
  })
  await play.as(sophal).does('voucher.close', doubted.key, { seen: await version(), why: 'Has all it will get' })
  await doubted.voucher()

  const waiting = await aDelivery(play)
  await waiting.handsOver({ quantity: 10, farmerPaid: 90_000 })
  await play.as(bopha).does('voucher.report', waiting.key, { kind: 'shop-closed' })
  const old = await aDelivery(play)
  await liveIn(play, household)

  // A session, with who was there.
  const training = play.key()
  await play.as(sreymom).does('training.hold', training, {
    place: '05080101',
    topic: 'brooding',
    kind: 'class',
    instrument: 'public-service',
    heldOn: play.today(),
    trainer: sreymom.key,
    attendance: [{ household, member: members[0].id, present: true }],
    photos: [photo],
  })
  await play
    .as(sreymom)
    .does('training.addAttendance', training, { attendance: [{ household, member: spouse, present: true }] })
  await play.as(dara).does('training.strike', training, { household, member: spouse, reason: 'Was not there' })
  await play.as(dara).does('training.correct', training, { kind: { was: 'class', becomes: 'field-day' } })
  await play.as(sophal).does('window.close', window, {})

  // A price, and what somebody found it to be.
  const price = aPrice()
  await play.as(malis).does('price.record', priceKey(price), price)
  await play.as(malis).does('price.revise', priceKey(price), {
    was: { riel: 3_400, cents: null },
    becomes: { riel: 3_500, cents: null, isEstimate: false },
    source: 'A second look',
    import: null,
    reason: 'Misread',
  })

  // Lists: one that is taken in, and one that nobody wants any more.
  const list = play.key('00')
  const unwanted = play.key('00')
  await play.as(dara).does('import.prepare', list, aList())
  await play.as(dara).does('import.begin', list, {})
  await play.as(dara).does('import.stop', list, {})
  await play.as(dara).does('import.resume', list, {})
  // What an import asks carries the moment of its preparation.
  const { preparedAt } = await play.record('import', list)
  const { place, topic, kind, instrument, heldOn, trainer } = await play.record('training', training)
  const attendance = [{ household, member: members[0].id, present: true }]
  const brought = { place, topic, kind, instrument, heldOn, trainer, attendance }
  const id = uuidv7(Date.parse(preparedAt), new Uint8Array(10))
  await play.as(dara).ask('training.hold', play.key(), brought, { id })
  const counts = { rows: 1, accepted: 0, repeated: 0, refused: 1, possible: 0, unmatched: 0, suspected: 0 }
  await play.as('system').does('import.finish', list, counts)
  await play.as(dara).does('import.setAside', list, { row: 3, reason: 'Lives in another village' })
  await play.as(dara).does('import.prepare', unwanted, aList())
  await play.as(dara).does('import.giveUp', unwanted, {})
  await play.pool.query(
    `insert into import_problem (home, id, row, cells, problems) values ('00', $1, 2, array[$2, $3], $4)`,
    [
      idOf(list),
      planted.name,
      planted.phone,
      JSON.stringify([{ column: 0, text: planted.name, problem: { code: 'missing', field: 'sex' } }]),
    ],
  )
  const offered = { code: 'to-choose', candidates: [{ household, grounds: ['name'] }], more: 0 }
  await play.pool.query(
    `insert into import_problem (home, id, row, outcome, cells, problems) values ('00', $1, 4, 'possible', array[$2], $3)`,
    [idOf(list), planted.name, JSON.stringify([{ column: null, text: '', problem: offered }])],
  )

  // Time passes.
  await play.as(samnang).does('person.appointDeputy', samnang.key, {
    person: dara.key,
    from: play.today(),
    until: '2021-12-31',
  })
  play.later(80)
  await play.as('system').does('voucher.expire', old.key, {})

  return {
    household,
    twin,
    spouse,
    member: members[0].id as string,
    farmer,
    colleague,
    device,
    proposal,
    voucher,
    waiting: waiting.key,
    event,
    claim,
    training,
    list,
    laidAside: keyOf(unknown.home, unknown.id),
    window,
    line,
    shop: sokhasShop,
    photo,
  }
}

/** What nobody may read who reaches nothing of it: planted words, and the keys of records. */
export function secretsOf({
  household,
  twin,
  spouse,
  member,
  farmer,
  proposal,
  voucher,
  waiting,
  claim,
  training,
  event,
  list,
  laidAside,
}: Told) {
  const { windowName: _, ...words } = planted
  return [
    ...Object.values(words),
    household,
    twin,
    spouse,
    member,
    farmer,
    proposal,
    voucher,
    waiting,
    claim,
    training,
    event,
    list,
    laidAside,
  ]
}

export type Told = Awaited<ReturnType<typeof tellWholeStory>>

function aPrice(): InputOf<'price.record'> {
  return {
    ...{ programme: programmeCode, province: '05', month: '2021-01', market: 'Chbar Mon', commodity: 'Carrots' },
    ...{ unit: 'KG', kind: 'retail', riel: 3_400, cents: null, isEstimate: false },
    ...{ source: 'Market prices', import: null },
  }
}

/** A list of the district's households with everything that one needs. */
function aList(): InputOf<'import.prepare'> {
  return {
    programme: programmeCode,
    area: '0508',
    kind: 'households',
    list: 'Members of the cooperative',
    file: { name: 'members.csv', digest: 'e'.repeat(64), bytes: 1_000, sheet: null },
    header: ['Name', 'Sex', 'Village'],
    mapping: [
      { column: 0, field: 'name' },
      { column: 1, field: 'sex' },
      { column: 2, field: 'villageCode' },
    ],
    settings: {
      dayOrder: null,
      listYear: null,
      consentVersion: '2020-10',
      consentDeclared: true,
      povertySource: 'self-declared',
    },
  }
}

/** Bopha moves into a household: she is the farmer of whichever is told about. */
async function liveIn(play: Play, household: Key, farmer: Pick<Player, 'key'> = bopha) {
  await play.pool.query(
    `update person set household = $1, grants = jsonb_set(grants, '{0,household}', to_jsonb($1::text)) where home || '-' || id = $2`,
    [household, farmer.key],
  )
}

function aPublicKey(): string {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64url')
}
