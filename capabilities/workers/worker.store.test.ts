import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InputOf } from '#capabilities/commands.ts'
import { workerReads } from '#capabilities/workers/worker.store.ts'
import { hasPassed, type Worker } from '#capabilities/workers/worker.ts'
import { bophasHousehold, castId, chenda, dara, kunthea, pisey, rithy, sreymom, vanna, visal } from '#dev/cast.ts'
import { aRegistration, type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'
import type { Scope } from '#door/actor.ts'
import { keyOf } from '#door/key.ts'

const programmeKey = keyOf('00', castId(300))
const amleang = '050801'
const names = { km: 'វគ្គ', en: 'Course' }
const syllabus = {
  courses: [
    { code: 'foundation', names },
    { code: 'chicken', names },
    { code: 'business', names },
  ],
  requiredOfWorkers: ['foundation', 'chicken'],
}
const passed = (topic: string): InputOf<'worker.passTraining'> => ({
  topic,
  on: '2021-01-20',
  by: 'National Institute of Agriculture',
})
const recruited: InputOf<'worker.recruit'> = { communes: [amleang], recruitedOn: '2021-01-10' }

let play: Play
beforeAll(async () => {
  play = await startProgramme({ bare: true })
  const { definition } = await play.record('programme', programmeKey)
  await play.as('system').does('programme.revise', programmeKey, { definition: { ...definition, ...syllabus } })
})
afterAll(() => play.end())

const province: Scope = [{ programme: programmeCode, places: ['05'] }]
const counts = async (scope = province) => workerReads.counts.run(scope, { programme: programmeCode }, play.pool)

describe('an extension worker', () => {
  test('is recruited by the province for communes that exist', async () => {
    const worker: Worker = await play.as(vanna).does('worker.recruit', sreymom.key, { ...recruited, contract: 'C-17' })
    expect(worker).toMatchObject({
      key: sreymom.key,
      sex: 'female',
      state: 'serving',
      place: amleang,
      communes: [amleang],
      passed: [],
    })
    expect(await counts()).toEqual([{ sex: 'female', recruited: 1, trained: 0 }])
  })

  test.each<[string, Partial<InputOf<'worker.recruit'>>, string]>([
    ['for a commune that does not exist', { communes: ['050899'] }, 'place.unknown'],
    ['for a district', { communes: ['0508'] }, 'input.invalid'],
    ['for nowhere', { communes: [] }, 'input.invalid'],
    ['on a day to come', { recruitedOn: '2021-12-31' }, 'day.in-future'],
    ['on a day that is none', { recruitedOn: '2021-02-30' }, 'input.invalid'],
  ])('is not recruited %s', async (_, changes, refused) => {
    expect(await play.as(vanna).ask('worker.recruit', rithy.key, { ...recruited, ...changes })).toMatchObject({
      refusal: { refused },
    })
  })

  test('is a registered person, recruited once', async () => {
    expect(await play.as(vanna).ask('worker.recruit', play.key('05'), recruited)).toMatchObject({
      refusal: { refused: 'person.not-found' },
    })
    expect(await play.as(vanna).ask('worker.recruit', sreymom.key, recruited)).toMatchObject({
      refusal: { refused: 'record.exists' },
    })
  })

  test('is recruited by nobody below the province', async () => {
    for (const player of [dara, sreymom, pisey, kunthea]) {
      expect(await play.as(player).ask('worker.recruit', rithy.key, recruited)).toMatchObject({
        refusal: { refused: 'actor.not-allowed' },
      })
    }
  })

  test('is trained once everything required is passed, and is counted so', async () => {
    await play.as(vanna).does('worker.passTraining', sreymom.key, passed('foundation'))
    await play.as(vanna).does('worker.passTraining', sreymom.key, passed('business'))
    expect(await counts()).toMatchObject([{ recruited: 1, trained: 0 }])
    const worker: Worker = await play.as(vanna).does('worker.passTraining', sreymom.key, passed('chicken'))
    expect(hasPassed(worker, syllabus.requiredOfWorkers)).toBe(true)
    expect(await counts()).toEqual([{ sex: 'female', recruited: 1, trained: 1 }])
  })

  test.each<[string, Partial<InputOf<'worker.passTraining'>>, string]>([
    ['twice', {}, 'worker.already-passed'],
    ['that the programme does not have', { topic: 'magic' }, 'training.topic-unknown'],
    ['on a day to come', { topic: 'chicken', on: '2021-12-31' }, 'day.in-future'],
  ])('does not pass a course %s', async (_, changes, refused) => {
    expect(
      await play.as(vanna).ask('worker.passTraining', sreymom.key, { ...passed('foundation'), ...changes }),
    ).toMatchObject({
      refusal: { refused },
    })
  })

  test('does not examine herself', async () => {
    expect(await play.as(sreymom).ask('worker.passTraining', sreymom.key, passed('business'))).toMatchObject({
      refusal: { refused: 'actor.not-allowed' },
    })
    await play.as('system').does('worker.recruit', vanna.key, recruited)
    expect(await play.as(vanna).ask('worker.passTraining', vanna.key, passed('foundation'))).toMatchObject({
      refusal: { refused: 'person.by-oneself' },
    })
    await play.as('system').does('worker.release', vanna.key, { on: '2021-01-31', reason: 'Only for a test' })
  })

  test('is given other communes, within the reach of whoever gives them', async () => {
    await play.as(vanna).does('worker.recruit', rithy.key, { ...recruited, communes: ['050802'] })
    const worker: Worker = await play
      .as(vanna)
      .does('worker.assign', rithy.key, { communes: ['050802', amleang, amleang] })
    expect(worker.communes).toEqual(['050802', amleang])
    expect(await play.as(vanna).ask('worker.assign', rithy.key, { communes: ['050899'] })).toMatchObject({
      refusal: { refused: 'place.unknown' },
    })
    await play.pool.query(
      `insert into place (code, kind, parent, name_km, name_latin) values ('21','province',null,'ក','A'), ('2101','district','21','ក','A'), ('210101','commune','2101','ក','A')`,
    )
    expect(await play.as(vanna).ask('worker.assign', rithy.key, { communes: ['050802', '210101'] })).toMatchObject({
      refusal: { refused: 'actor.out-of-reach' },
    })
    expect(await play.as(dara).ask('worker.assign', rithy.key, { communes: [amleang] })).toMatchObject({
      refusal: { refused: 'actor.not-allowed' },
    })
  })

  test('who leaves stays counted, passes nothing more, and begins anew with what was learnt', async () => {
    await play.as(vanna).does('worker.passTraining', rithy.key, passed('foundation'))
    expect(await play.as(vanna).ask('worker.release', rithy.key, { on: '2021-01-01', reason: 'x' })).toMatchObject({
      refusal: { refused: 'day.too-early', from: '2021-01-10' },
    })
    await play.as(vanna).does('worker.release', rithy.key, { on: '2021-02-01', reason: 'Found other work' })
    for (const ask of [
      play.as(vanna).ask('worker.passTraining', rithy.key, passed('chicken')),
      play.as(vanna).ask('worker.assign', rithy.key, { communes: [amleang] }),
      play.as(vanna).ask('worker.release', rithy.key, { on: '2021-02-01', reason: 'Again' }),
    ]) {
      expect(await ask).toMatchObject({ refusal: { refused: 'worker.left' } })
    }
    expect(await counts()).toMatchObject([{ sex: 'female' }, { sex: 'male', recruited: 1, trained: 0 }])
    const again: Worker = await play.as(vanna).does('worker.recruit', rithy.key, { ...recruited, communes: ['050802'] })
    expect(again).toMatchObject({ state: 'serving', leftOn: null, passed: [{ topic: 'foundation' }] })
  })
})

describe('reading', () => {
  test('a worker is shown with the households helped', async () => {
    await play.as(sreymom).does('household.register', bophasHousehold, aRegistration())
    expect(await workerReads.one.run(province, { key: sreymom.key }, play.pool)).toMatchObject({
      nameLatin: 'Chan Sreymom',
      trained: true,
      households: 1,
      proposals: 0,
      sessions: 0,
    })
    const list = await workerReads.list.run(province, { state: 'serving', limit: 50 }, play.pool)
    expect(list.map(({ key, trained }) => [key, trained])).toEqual([
      [sreymom.key, true],
      [rithy.key, false],
    ])
  })

  test('a stranger finds no worker', async () => {
    const strangers: Scope[] = [
      [],
      [{ programme: 'elsewhere', places: [''] }],
      [{ programme: programmeCode, places: [chenda.place] }],
    ]
    for (const scope of strangers) {
      expect(await workerReads.list.run(scope, { limit: 50 }, play.pool)).toEqual([])
      expect(await workerReads.one.run(scope, { key: sreymom.key }, play.pool)).toBeNull()
      expect(await counts(scope)).toEqual([])
    }
  })

  test('where nothing is required, nobody counts as trained', async () => {
    const { definition } = await play.record('programme', programmeKey)
    await play
      .as('system')
      .does('programme.revise', programmeKey, { definition: { ...definition, requiredOfWorkers: [] } })
    expect((await counts()).reduce((sum, { trained }) => sum + trained, 0)).toBe(0)
    expect(await play.record('worker', visal.key)).toBeUndefined()
  })
})
