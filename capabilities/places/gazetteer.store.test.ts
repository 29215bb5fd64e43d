import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InputOf } from '#capabilities/commands.ts'
import { gazetteerReads } from '#capabilities/places/gazetteer.store.ts'
import { type Gazetteer, gazetteerKey } from '#capabilities/places/gazetteer.ts'
import { placeReads } from '#capabilities/places/place.store.ts'
import { dara, pisey } from '#dev/cast.ts'
import { type Play, startProgramme } from '#dev/testing/programme.ts'
import type { Scope } from '#door/actor.ts'

type List = InputOf<'gazetteer.publish'>

// Takeo is in nobody's story yet.
const takeo = gazetteerKey('21')
const units: List['units'] = [
  { code: '21', kind: 'province', parent: null, nameKm: 'តាកែវ', nameLatin: 'Takeo' },
  { code: '2101', kind: 'district', parent: '21', nameKm: 'អង្គរបូរី', nameLatin: 'Angkor Borei' },
  { code: '210101', kind: 'commune', parent: '2101', nameKm: 'អង្គរបូរី', nameLatin: 'Angkor Borei' },
  {
    code: '21010101',
    kind: 'village',
    parent: '210101',
    nameKm: 'ភូមិមួយ',
    nameLatin: 'Phum Muoy',
    alternatives: ['Phoum Mouy'],
  },
  {
    code: '21010102',
    kind: 'village',
    parent: '210101',
    nameKm: 'ភូមិពីរ',
    nameLatin: 'Phum Pir',
    latitude: 10.99,
    longitude: 104.97,
  },
]
const list = (changes: Partial<List> = {}): List => ({
  source: 'A list of our own',
  asOf: '2021-01-01',
  complete: true,
  units,
  ...changes,
})
const without = (...codes: string[]) => units.filter(({ code }) => !codes.includes(code))

let play: Play
beforeAll(async () => {
  play = await startProgramme({ bare: true })
})
afterAll(() => play.end())

const rows = async () =>
  (await play.pool.query(`select code, name_latin, version, valid_to from place where code like '21%' order by code`))
    .rows

test('a province gets its places, and everybody who works there finds them', async () => {
  const gazetteer: Gazetteer = await play.as('system').does('gazetteer.publish', takeo, list())
  expect(gazetteer).toMatchObject({
    version: 1,
    place: '21',
    programme: '*',
    complete: true,
    changes: { unchanged: 0 },
  })
  expect(gazetteer.changes.added).toHaveLength(5)
  expect(await play.record('place', '21010102')).toMatchObject({
    key: '21010102',
    kind: 'village',
    parent: '210101',
    validTo: null,
  })

  const scope: Scope = [{ programme: 'story', places: ['2101'] }]
  const under = await placeReads.under.run(scope, { parent: '210101' }, play.pool)
  expect(under.map(({ nameLatin, latitude }) => [nameLatin, latitude])).toEqual([
    ['Phum Muoy', null],
    ['Phum Pir', 10.99],
  ])
})

test('the same list again is refused as nothing new, and makes no version', async () => {
  const before = await rows()
  expect(await play.as('system').ask('gazetteer.publish', takeo, list())).toMatchObject({
    refusal: { refused: 'place.list-unchanged' },
  })
  expect(await rows()).toEqual(before)
  expect(await play.record('gazetteer', takeo)).toMatchObject({ version: 1 })
})

test('a later list renames and ends, and touches no other place', async () => {
  const renamed = { ...units[3]!, nameLatin: 'Phum Mouy' }
  await play
    .as('system')
    .does(
      'gazetteer.publish',
      takeo,
      list({ asOf: '2021-01-20', units: [...without('21010101', '21010102'), renamed] }),
    )
  expect(await rows()).toEqual([
    { code: '21', name_latin: 'Takeo', version: 1, valid_to: null },
    { code: '2101', name_latin: 'Angkor Borei', version: 1, valid_to: null },
    { code: '210101', name_latin: 'Angkor Borei', version: 1, valid_to: null },
    { code: '21010101', name_latin: 'Phum Mouy', version: 2, valid_to: null },
    { code: '21010102', name_latin: 'Phum Pir', version: 2, valid_to: '2021-01-19' },
  ])
  const [published] = await gazetteerReads.published.run([{ programme: 'story', places: ['21'] }], {}, play.pool)
  expect(published).toMatchObject({
    place: '21',
    version: 2,
    asOf: '2021-01-20',
    changes: { renamed: ['21010101'], ended: ['21010102'] },
  })
})

test('what has ended is found only by whoever asks for it', async () => {
  const scope: Scope = [{ programme: 'story', places: [''] }]
  const codes = async (ended?: boolean) =>
    (await placeReads.under.run(scope, { parent: '210101', ended }, play.pool)).map(({ code }) => code)
  expect(await codes()).toEqual(['21010101'])
  expect(await codes(true)).toEqual(['21010101', '21010102'])
})

test('a list older than the one that is kept is refused', async () => {
  expect(await play.as('system').ask('gazetteer.publish', takeo, list({ asOf: '2020-12-31' }))).toMatchObject({
    refusal: { refused: 'place.list-older', asOf: '2021-01-20' },
  })
})

test('a list that would end many places asks to be told how many', async () => {
  const koh = gazetteerKey('09')
  const villages = Array.from({ length: 20 }, (_, at) => {
    const code = `090101${String(at + 1).padStart(2, '0')}`
    return { code, kind: 'village' as const, parent: '090101', nameKm: 'ភូមិ', nameLatin: `Village ${at + 1}` }
  })
  const whole: List['units'] = [
    { code: '09', kind: 'province', parent: null, nameKm: 'កោះកុង', nameLatin: 'Koh Kong' },
    { code: '0901', kind: 'district', parent: '09', nameKm: 'បូទុមសាគរ', nameLatin: 'Botum Sakor' },
    { code: '090101', kind: 'commune', parent: '0901', nameKm: 'អណ្តូងទឹក', nameLatin: 'Andoung Tuek' },
    ...villages,
  ]
  await play.as('system').does('gazetteer.publish', koh, list({ units: whole }))
  const cutOff = list({ units: whole.slice(0, 13), asOf: '2021-01-02' })
  expect(await play.as('system').ask('gazetteer.publish', koh, cutOff)).toMatchObject({
    refusal: { refused: 'place.list-ends-many', ending: 10, of: 23 },
  })
  expect((await play.as('system').does('gazetteer.publish', koh, { ...cutOff, ends: 10 })).changes.ended).toHaveLength(
    10,
  )
})

test('a list that cannot be right is refused whole', async () => {
  const stray = { code: '22010101', kind: 'village' as const, parent: '220101', nameKm: 'ភូមិ', nameLatin: 'Stray' }
  expect(
    await play.as('system').ask('gazetteer.publish', takeo, list({ asOf: '2021-02-01', units: [...units, stray] })),
  ).toMatchObject({
    refusal: { refused: 'place.list-wrong', code: '22010101', problem: 'province' },
  })
  expect(
    await play
      .as('system')
      .ask('gazetteer.publish', takeo, list({ units: [{ ...units[0]!, validFrom: '2021-02-30' }] })),
  ).toMatchObject({
    refusal: { refused: 'input.invalid' },
  })
  expect(await play.as('system').ask('gazetteer.publish', play.key('21'), list())).toMatchObject({ outcome: 'refused' })
})

test('nobody of a programme may publish places', async () => {
  for (const player of [dara, pisey]) {
    expect(await play.as(player).ask('gazetteer.publish', takeo, list())).toMatchObject({
      refusal: { refused: 'actor.not-allowed' },
    })
  }
})

test('a place is found by the beginning of any of its names, within reach', async () => {
  const everywhere: Scope = [{ programme: 'story', places: [''] }]
  const named = async (text: string, scope = everywhere) =>
    (await placeReads.named.run(scope, { text, limit: 20 }, play.pool)).map(({ code }) => code)
  expect(await named('phum mouy')).toEqual(['21010101'])
  expect(await named('Phoum M')).toEqual(['21010101'])
  expect(await named('អង្គរបូរី')).toEqual(['2101', '210101'])
  expect(await named('2101')).toEqual(['2101', '210101', '21010101'])
  expect(await named('%')).toEqual([])
  expect(await named('Angkor', [{ programme: 'story', places: ['210101'] }])).toEqual(['2101', '210101'])
  expect(await named('Angkor', [{ programme: 'story', places: ['05'] }])).toEqual([])
  expect(await named('Angkor', [])).toEqual([])
})

test('a place cannot be changed beside its gazetteer', async () => {
  const { placeStore } = await import('#capabilities/places/place.store.ts')
  await expect(placeStore.put([], play.pool)).rejects.toThrow('gazetteer')
})
