import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InputOf } from '#capabilities/commands.ts'
import { trainingReads } from '#capabilities/trainings/training.store.ts'
import { counted, type Training } from '#capabilities/trainings/training.ts'
import { bopha, bophasHousehold, castId, chenda, dara, malis, pisey, rithy, sophal, sreymom, vanna } from '#dev/cast.ts'
import { aRegistration, type Play, programmeCode, startProgramme, village } from '#dev/testing/programme.ts'
import type { Scope } from '#door/actor.ts'
import { type Key, keyOf } from '#door/key.ts'

const programmeKey = keyOf('00', castId(300))
const otherHousehold = keyOf('05', castId(102))
const [head, husband, otherHead] = [castId(111), castId(112), castId(113)]
const names = { km: 'ប្រធានបទ', en: 'Topic' }
const syllabus = {
  courses: [{ code: 'chicken-course', names }],
  topics: [
    { code: 'brooding', names, chain: 'chicken', requires: ['chicken-course'] },
    { code: 'diary', names, chain: null, requires: [] },
  ],
  instruments: [{ code: 'public-service', names, reading: null }],
}

let play: Play
beforeAll(async () => {
  play = await startProgramme({ bare: true })
  const { definition } = await play.record('programme', programmeKey)
  await play.as('system').does('programme.revise', programmeKey, { definition: { ...definition, ...syllabus } })
  await play.as(sreymom).does('household.register', bophasHousehold, aRegistration())
  await play.as(sreymom).does('household.addMember', bophasHousehold, {
    member: husband,
    nameKm: 'សុខ រតនា',
    nameLatin: null,
    sex: 'male',
    birthYear: 1980,
    role: 'spouse',
    identityNumber: null,
  })
  await play.as(rithy).does(
    'household.register',
    otherHousehold,
    aRegistration({
      member: otherHead,
      nameKm: 'មុំ',
      nameLatin: null,
      village: '05080201',
      phone: null,
      poverty: null,
      birthYear: 1990,
    }),
  )
  await play.as(vanna).does('worker.recruit', sreymom.key, { communes: ['050801'], recruitedOn: '2021-01-10' })
  await play
    .as(vanna)
    .does('worker.passTraining', sreymom.key, { topic: 'chicken-course', on: '2021-01-20', by: 'Institute' })
})
afterAll(() => play.end())

type Session = InputOf<'training.hold'>
const present = (household: Key, member: string) => ({ household, member, present: true })
const session = (changes: Partial<Session> = {}): Session => ({
  place: village,
  topic: 'brooding',
  kind: 'field-demonstration',
  instrument: 'public-service',
  heldOn: '2021-02-01',
  trainer: sreymom.key,
  attendance: [present(bophasHousehold, head)],
  ...changes,
})

async function held(changes: Partial<Session> = {}): Promise<Training & { key: Key }> {
  return play.as(sreymom).does('training.hold', play.key('05'), session(changes))
}

const thpong: Scope = [{ programme: programmeCode, places: ['0508'] }]
const counts = (scope = thpong) => trainingReads.counts.run(scope, {}, play.pool)

describe('a session', () => {
  test('is reported with who was there, and counts participations, persons and households apart', async () => {
    const before = await counts()
    const training = await held({ attendance: [present(bophasHousehold, head), present(bophasHousehold, husband)] })
    expect(training).toMatchObject({
      chain: 'chicken',
      programme: programmeCode,
      reportedBy: sreymom.key,
      window: null,
    })
    expect(training.attendance.map(({ sex }) => sex)).toEqual(['female', 'male'])
    expect(await counts()).toEqual({
      sessions: before.sessions + 1,
      participations: before.participations + 2,
      persons: 2,
      women: 1,
      households: 1,
    })

    const again = await held({ attendance: [present(bophasHousehold, head), present(otherHousehold, otherHead)] })
    const now = await counts()
    expect(now).toEqual({
      sessions: before.sessions + 2,
      participations: before.participations + 4,
      persons: 3,
      women: 2,
      households: 2,
    })
    expect(counted([training, again])).toEqual({ ...now, sessions: 2, participations: 4 })
  })

  test('touches the documents of the households that took part', async () => {
    const training = await held({ attendance: [present(otherHousehold, otherHead)] })
    const { rows } = await play.pool.query('select touches from journal where about = $1', [training.key])
    expect(rows[0].touches).toEqual([`training:${training.key}`, `household:${otherHousehold}`])
  })

  test('counts nobody who is on the list and was not there', async () => {
    const before = await counts()
    await held({
      attendance: [present(bophasHousehold, head), { household: bophasHousehold, member: husband, present: false }],
    })
    expect((await counts()).participations).toBe(before.participations + 1)
  })

  test.each<[string, Partial<Session>, string]>([
    ['with nobody', { attendance: [] }, 'input.invalid'],
    [
      'at which nobody was present',
      { attendance: [{ household: bophasHousehold, member: head, present: false }] },
      'training.nobody',
    ],
    [
      'with somebody twice',
      { attendance: [present(bophasHousehold, head), present(bophasHousehold, head)] },
      'training.person-twice',
    ],
    [
      'with somebody who is not a member',
      { attendance: [present(bophasHousehold, otherHead)] },
      'household.member-unknown',
    ],
    [
      'with a household that nobody registered',
      { attendance: [present(bophasHousehold, head), present(keyOf('05', castId(996)), head)] },
      'household.not-found',
    ],
    ['on a day to come', { heldOn: '2021-02-28' }, 'day.in-future'],
    ['on 30 February', { heldOn: '2021-02-30' }, 'input.invalid'],
    ['in a village that does not exist', { place: '05080199' }, 'place.unknown'],
    ['in a village of another province', { place: '21010101' }, 'place.unknown'],
    ['on a topic that the programme does not teach', { topic: 'magic' }, 'training.topic-unknown'],
    ['by an instrument that the programme does not have', { instrument: 'megaphone' }, 'training.instrument-unknown'],
    ['by nobody who is registered', { trainer: keyOf('05', castId(995)) }, 'person.not-found'],
    ['in a window of another programme', { window: keyOf('00', castId(994)) }, 'window.not-found'],
    ['with a photo that is none', { photos: ['x'] }, 'input.invalid'],
  ])('%s is refused', async (_, changes, refused) => {
    play.at('2021-02-02')
    expect(await play.as(sreymom).ask('training.hold', play.key('05'), session(changes))).toMatchObject({
      refusal: { refused },
    })
  })

  test('on a topic that its extension worker has not learnt is refused; staff and partners may teach it', async () => {
    await play.as(vanna).does('worker.recruit', rithy.key, { communes: ['050802'], recruitedOn: '2021-01-10' })
    expect(await play.as(rithy).ask('training.hold', play.key('05'), session({ trainer: rithy.key }))).toMatchObject({
      refusal: { refused: 'training.trainer-unqualified' },
    })
    expect(
      (await play.as(rithy).ask('training.hold', play.key('05'), session({ trainer: rithy.key, topic: 'diary' })))
        .outcome,
    ).toBe('accepted')
    expect((await play.as(dara).ask('training.hold', play.key('05'), session({ trainer: dara.key }))).outcome).toBe(
      'accepted',
    )
  })

  test('is held by those who teach, where they work', async () => {
    for (const player of [malis, pisey, sophal, bopha]) {
      expect(await play.as(player).ask('training.hold', play.key('05'), session())).toMatchObject({
        refusal: { refused: 'actor.not-allowed' },
      })
    }
    expect(await play.as(chenda).ask('training.hold', play.key('05'), session())).toMatchObject({
      refusal: { refused: 'actor.out-of-reach' },
    })
  })
})

describe('afterwards', () => {
  test('whoever held it adds who was forgotten, once', async () => {
    const { key } = await held()
    const added = { attendance: [present(otherHousehold, otherHead)] }
    expect((await play.as(sreymom).does('training.addAttendance', key, added)).attendance).toHaveLength(2)
    expect(await play.as(sreymom).ask('training.addAttendance', key, added)).toMatchObject({
      refusal: { refused: 'training.person-twice', person: 'មុំ' },
    })
    expect(
      await play.as(rithy).ask('training.addAttendance', key, { attendance: [present(bophasHousehold, husband)] }),
    ).toMatchObject({
      refusal: { refused: 'person.not-yours' },
    })
    expect(
      (await play.as(dara).ask('training.addAttendance', key, { attendance: [present(bophasHousehold, husband)] }))
        .outcome,
    ).toBe('accepted')
  })

  test('a line put there by mistake is struck by an officer, and stays to be read', async () => {
    const { key } = await held({ attendance: [present(bophasHousehold, head), present(bophasHousehold, husband)] })
    const struck = { household: bophasHousehold, member: husband, reason: 'Was in the field' }
    expect(await play.as(sreymom).ask('training.strike', key, struck)).toMatchObject({
      refusal: { refused: 'actor.not-allowed' },
    })
    expect((await play.as(dara).does('training.strike', key, struck)).attendance).toMatchObject([
      { present: true },
      { present: false },
    ])
    expect(await play.as(dara).ask('training.strike', key, { ...struck, member: otherHead })).toMatchObject({
      refusal: { refused: 'household.member-unknown' },
    })
  })

  test('a wrong field is corrected by whoever saw how it was', async () => {
    const { key } = await held()
    const corrected: Training = await play.as(dara).does('training.correct', key, {
      topic: { was: 'brooding', becomes: 'diary' },
      heldOn: { was: '2021-02-01', becomes: '2021-01-31' },
    })
    expect(corrected).toMatchObject({ topic: 'diary', chain: null, heldOn: '2021-01-31', version: 2 })
    const refusalOf = async (edits: InputOf<'training.correct'>) => play.as(dara).ask('training.correct', key, edits)
    expect(await refusalOf({ topic: { was: 'brooding', becomes: 'brooding' } })).toMatchObject({
      refusal: { refused: 'field.clash', fields: ['topic'] },
    })
    expect(await refusalOf({ heldOn: { was: '2021-01-31', becomes: '2022-01-01' } })).toMatchObject({
      refusal: { refused: 'day.in-future' },
    })
    expect(await refusalOf({ place: { was: village, becomes: '05080199' } })).toMatchObject({
      refusal: { refused: 'place.unknown' },
    })
    expect(await refusalOf({ topic: { was: 'diary', becomes: 'magic' } })).toMatchObject({
      refusal: { refused: 'training.topic-unknown' },
    })
    expect(
      await refusalOf({
        topic: { was: 'diary', becomes: 'brooding' },
        trainer: { was: sreymom.key, becomes: rithy.key },
      }),
    ).toMatchObject({
      refusal: { refused: 'training.trainer-unqualified' },
    })
  })
})

describe('reading', () => {
  test('sessions come latest first, with how many and not who', async () => {
    const list = await trainingReads.list.run(thpong, { topic: 'diary', limit: 50 }, play.pool)
    expect(list.length).toBeGreaterThan(1)
    expect(list.map(({ heldOn }) => heldOn)).toEqual(
      list
        .map(({ heldOn }) => heldOn)
        .sort()
        .reverse(),
    )
    expect(JSON.stringify(list)).not.toContain(bophasHousehold)
    expect(await trainingReads.one.run(thpong, { key: list[0]!.key }, play.pool)).toMatchObject({ topic: 'diary' })
  })

  test('pages follow one another without a gap', async () => {
    const seen: Key[] = []
    let before: { heldOn: string; key: Key } | undefined
    do {
      const page = await trainingReads.list.run(thpong, { before, limit: 3 }, play.pool)
      seen.push(...page.map(({ key }) => key))
      const last = page.at(-1)
      before = last && { heldOn: last.heldOn, key: last.key }
    } while (before)
    expect(new Set(seen).size).toBe((await counts()).sessions)
    expect(seen.length).toBe(new Set(seen).size)
  })

  test('a stranger finds and counts nothing', async () => {
    const [one] = await trainingReads.list.run(thpong, { limit: 1 }, play.pool)
    const strangers: Scope[] = [
      [],
      [{ programme: 'elsewhere', places: [''] }],
      [{ programme: programmeCode, places: ['0507'] }],
    ]
    for (const scope of strangers) {
      expect(await trainingReads.list.run(scope, { limit: 50 }, play.pool)).toEqual([])
      expect(await trainingReads.one.run(scope, { key: one!.key }, play.pool)).toBeNull()
      expect(await counts(scope)).toEqual({ sessions: 0, participations: 0, persons: 0, women: 0, households: 0 })
    }
  })
})
