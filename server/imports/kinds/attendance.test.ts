/** Attendance sheets: who is registered is found and listed once, whoever is not is told of, and nothing is counted twice. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Import } from '#capabilities/imports/import.ts'
import type { Session } from '#capabilities/imports/session.ts'
import { trainingReads } from '#capabilities/trainings/training.store.ts'
import type { Training } from '#capabilities/trainings/training.ts'
import { bophasHousehold, castId, chenda, dara, rithy, sreymom, vanna } from '#dev/cast.ts'
import { listsOf, someSettings } from '#dev/testing/lists.ts'
import { aRegistration, type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'
import { workbookOf } from '#dev/testing/workbooks.ts'
import { type Key, keyOf } from '#door/key.ts'
import { type Brought, begin, lookAt } from '../bringing.ts'
import { runImport } from '../running.ts'

const names = { km: 'ការធ្វើជីកំប៉ុស្ត', en: 'Making compost' }
const syllabus = {
  courses: [],
  topics: [
    { code: 'compost', names, chain: null, requires: [] },
    { code: 'diary', names: { km: 'សៀវភៅកត់ត្រា', en: 'Farm diary' }, chain: null, requires: [] },
  ],
  instruments: [
    { code: 'public-service', names: { km: 'សេវាសាធារណៈ', en: 'Public service' }, reading: null },
    { code: 'farmer-to-farmer', names: { km: 'កសិករទៅកសិករ', en: 'Farmer to farmer' }, reading: null },
  ],
}
const session: Session = {
  ...{ heldOn: '2021-01-20', village: '05080101', topic: 'compost', kind: 'class', instrument: 'public-service' },
  trainer: sreymom.key,
  homes: false,
}

let play: Play
let lists: ReturnType<typeof listsOf>
let sheets = 0
beforeAll(async () => {
  play = await startProgramme({ bare: true })
  const programme = keyOf('00', castId(300))
  const { definition } = await play.record('programme', programme)
  await play.as('system').does('programme.revise', programme, { definition: { ...definition, ...syllabus } })
  lists = listsOf(play)
  await registered(1, 'សុខ បុប្ផា', { birthYear: 1984, phone: '+85512000001', card: 'KSP-0508-1234' })
  await play.as(dara).does('household.addMember', bophasHousehold, {
    ...{ member: castId(712), nameKm: 'រស់ រតនា', nameLatin: null, sex: 'male', birthYear: 1980 },
    ...{ role: 'spouse', identityNumber: null },
  })
  await registered(2, 'កែវ សុភា', { birthYear: 1975 })
  await registered(3, 'ម៉ៅ ធីតា', { birthYear: 1990 })
  await registered(4, 'ម៉ៅ ធីតា', { birthYear: 1961, phone: '+85512000004' })
  await registered(5, 'លី ចន្ថា', { birthYear: 1970, village: '05080201', card: 'KSP-0508-5555' })
  await registered(6, 'ប៉ែន វណ្ណារិទ្ធ', { sex: 'male', village: '05070101', card: 'KSP-0507-6666' }, chenda)
})
afterAll(async () => {
  lists.remove()
  await play.end()
})

interface Said {
  readonly sex?: 'female' | 'male'
  readonly birthYear?: number
  readonly phone?: string
  readonly card?: string
  readonly village?: string
}

async function registered(number: number, nameKm: string, said: Said, by = dara): Promise<void> {
  const { phone, card, ...rest } = said
  const key = number === 1 ? bophasHousehold : keyOf('05', castId(700 + number))
  await play.as(by).does('household.register', key, {
    ...aRegistration({ member: castId(720 + number), nameKm, nameLatin: null, birthYear: null, ...rest }),
    phone: phone ? { number: phone, shared: false } : null,
    poverty: card
      ? { category: 'poor2', source: 'self-declared', card, issuedOn: null, expiresOn: null, photo: null }
      : null,
  })
}

async function brought(text: string | Buffer, changes: Partial<Brought> = {}): Promise<Import> {
  sheets += 1
  play.later(1 / 86_400)
  const path = lists.file(`sheet-${sheets}.${typeof text === 'string' ? 'csv' : 'xlsx'}`, text)
  return lists.takenIn(path, { kind: 'attendance', ...changes })
}

const said = (changes: Partial<Session> = {}): Pick<Brought, 'settings'> => ({
  settings: { ...someSettings, session: { ...session, ...changes } },
})
const saidOnce = said()

async function trainings(): Promise<Training[]> {
  const { rows } = await play.pool.query<{ key: Key }>(
    `select home || '-' || id as key from training order by held_on, id`,
  )
  return Promise.all(rows.map(({ key }) => play.record('training', key)))
}

const listedIn = ({ attendance }: Training) => attendance.map(({ member }) => member)

describe('a sheet of one session', () => {
  const rows = [
    'ល.រ,ឈ្មោះ,ភេទ,អាយុ,ទូរស័ព្ទ,លេខប័ណ្ណ,វត្តមាន',
    '១,សុខ បុប្ផា,ស្រី,៣៧,,,មក',
    '២,រតនា រស់,ប្រុស,,,,មក',
    '៣,កែវ សុភា,ស,៤៦,,,អវត្តមាន',
    '៤,ម៉ៅ ធីតា,ស,,,,✓',
    '៥,លី ចន្ថា,ស,,,KSP-0508-5555,✓',
    '៦,ស៊ឹម ស្រីល័ក្ខ,ស,,,,✓',
    '៧,សុខ បុប្ផា,ស្រី,,012000001,,មក',
    '៨,ប៉ែន វណ្ណារិទ្ធ,ប,,,KSP-0507-6666,✓',
  ]

  test('becomes one training; who fits twice is asked about, who is not registered is told', async () => {
    const list = await brought(rows.join('\n'), { list: 'Week one', ...saidOnce })

    expect(list).toMatchObject({
      state: 'finished',
      counts: { rows: 8, accepted: 4, repeated: 1, refused: 0, possible: 2, unmatched: 1 },
    })
    const [training, ...others] = await trainings()
    expect(others).toEqual([])
    expect(training).toMatchObject({
      ...{ heldOn: '2021-01-20', place: '05080101', topic: 'compost', kind: 'class', instrument: 'public-service' },
      ...{ trainer: sreymom.key, reportedBy: dara.key },
      attendance: [
        { member: castId(721), present: true, sex: 'female' },
        { member: castId(712), present: true, sex: 'male' },
        { member: castId(722), present: false },
        { member: castId(725), present: true },
      ],
    })
    const problems = await lists.problems(list)
    expect(problems).toMatchObject([
      {
        ...{ row: 5, outcome: 'possible' },
        problems: [
          {
            problem: {
              ...{
                code: 'to-choose',
                more: 0,
                line: { training: training!.key, present: true, session: { heldOn: '2021-01-20', topic: 'compost' } },
              },
              candidates: expect.arrayContaining([
                { household: keyOf('05', castId(703)), member: castId(723), grounds: ['name', 'village'] },
                { household: keyOf('05', castId(704)), member: castId(724), grounds: ['name', 'village'] },
              ]),
            },
          },
        ],
      },
      { row: 7, outcome: 'unmatched', problems: [{ problem: { code: 'not-registered' } }] },
      { row: 9, outcome: 'possible', problems: [{ problem: { code: 'elsewhere', office: { code: '0507' } } }] },
    ])
    // Of somebody beyond reach no name, no key.
    expect(JSON.stringify(problems[2]!.problems)).not.toContain(castId(706))
    const line = (await play.journal(training!.key)).at(-1)
    expect(line).toMatchObject({ name: 'training.hold', outcome: 'accepted', author: dara.key })
  })

  test('brought again under any name it counts nobody twice', async () => {
    const before = await trainings()
    for (const name of ['week ONE', 'Another name']) {
      const list = await brought(rows.join('\n'), { list: name, ...saidOnce })
      expect(list.counts).toMatchObject({ rows: 8, accepted: 0, repeated: 5, possible: 2, unmatched: 1 })
    }
    expect(await trainings()).toEqual(before)
  })

  test('comes back as a file to correct: a number makes somebody sure, and whoever was registered is found', async () => {
    const first = await brought(rows.join('\n'), { list: 'Week one', ...saidOnce })
    const file = await lists.corrections(first, 'km')
    expect(file.split('\r\n').filter(Boolean)).toHaveLength(4)
    expect(file).toContain('លេខទូរសព្ទ')
    await registered(7, 'ស៊ឹម ស្រីល័ក្ខ', { birthYear: 1988 })
    const corrected = file.replace('ម៉ៅ ធីតា,ស,,,', 'ម៉ៅ ធីតា,ស,,012000004,')
    expect(corrected).not.toBe(file)
    // What was said of the session is remembered with the list that the file corrects.
    const list = await brought(corrected, { list: 'Week one' })

    expect(list.counts).toMatchObject({ rows: 3, accepted: 2, repeated: 0, possible: 1, unmatched: 0 })
    const [training] = await trainings()
    expect(listedIn(training!).slice(4)).toEqual([castId(724), castId(727)])
    expect((await trainings()).length).toBe(1)
    const again = await brought(corrected, { list: 'Week one' })
    expect(again.counts).toMatchObject({ rows: 3, accepted: 0, repeated: 2 })
  })

  test('shows how many sessions it made, with how many people and how many women', async () => {
    const { rows: found } = await play.pool.query<{ key: Key }>(
      `select home || '-' || id as key from import where kind = 'attendance' order by prepared_at`,
    )
    const scope = [{ programme: programmeCode, places: ['0508'] }]
    const brought = (key: Key) => trainingReads.broughtBy.run(scope, { import: key, limit: 50 }, play.pool)
    expect(await brought(found[0]!.key)).toMatchObject({
      counts: { sessions: 1, participations: 5, persons: 5, women: 4, households: 4 },
      sessions: [{ topic: 'compost', participations: 5, women: 4 }],
    })
    expect((await brought(found[1]!.key)).counts.sessions).toBe(0)
    const elsewhere = [{ programme: programmeCode, places: ['0507'] }]
    expect(
      (await trainingReads.broughtBy.run(elsewhere, { import: found[0]!.key, limit: 50 }, play.pool)).sessions,
    ).toEqual([])
  })

  test('says of one who is recorded as absent, and present on the sheet, that both cannot be', async () => {
    const list = await brought(`${rows[0]}\n3,កែវ សុភា,ស,៤៦,,,មក\n`, { list: 'Week one', ...saidOnce })
    expect(await lists.problems(list)).toMatchObject([
      { outcome: 'refused', problems: [{ problem: { code: 'present-and-absent' } }] },
    ])
  })
})

test('another sheet of the same name may be of another session: it is asked anew', async () => {
  const path = lists.file('another.csv', 'ឈ្មោះ,ភេទ\nកែវ សុភា,ស\n')
  const { by, programme, area } = lists.brought(path)
  const seen = await lookAt(
    { ...{ path, by, programme, area }, kind: 'attendance', list: 'Week one', settings: someSettings },
    lists.parts,
  )
  expect('look' in seen && seen.look).toMatchObject({
    missing: ['heldOn', 'village', 'topic', 'kind', 'instrument', 'trainer'],
  })
})

describe('a sheet that says its sessions itself', () => {
  const header = 'Date,Topic,Type,Instrument,Trainer,Village code,Village of the person,Name,Gender,Year of birth'
  const line = (changes: Partial<Record<string, string>> = {}) =>
    Object.values({
      ...{ date: '25/1/2564', topic: 'Making compost', type: 'ទិវាកសិករ', instrument: 'Farmer to farmer' },
      ...{ trainer: 'Sreymom Chan', village: '5080201', home: '', name: 'លី ចន្ថា', sex: 'F', born: '1970' },
      ...changes,
    }).join(',')

  test('makes a training of each, in a workbook as in a text', async () => {
    const before = (await trainings()).length
    const list = await brought(
      workbookOf({
        sheets: [
          {
            name: 'Sheet',
            rows: [
              header,
              line(),
              line({ topic: 'សៀវភៅកត់ត្រា', trainer: '012000002', type: 'class' }),
              line({ name: 'Ly Chantha', born: '51' }),
            ].map((row) => row.split(',')),
          },
        ],
      }),
      { list: 'Many' },
    )
    expect(list.counts).toMatchObject({ rows: 3, accepted: 2, repeated: 1, refused: 0 })
    const made = (await trainings()).slice(before)
    expect(made.sort((one, other) => (one.kind < other.kind ? -1 : 1))).toMatchObject([
      { heldOn: '2021-01-25', kind: 'class', topic: 'diary', trainer: sreymom.key },
      { heldOn: '2021-01-25', place: '05080201', kind: 'field-day', instrument: 'farmer-to-farmer', topic: 'compost' },
    ])
  })

  test('tells what it cannot read, and what would be read', async () => {
    const list = await brought(
      [
        header,
        line({ topic: 'Magic' }),
        line({ instrument: 'megaphone' }),
        line({ type: 'party' }),
        line({ trainer: 'Nobody Known' }),
        line({ date: '30/2/2021' }),
        line({ date: '2022-01-01' }),
        line({ village: '05070101' }),
        line({ village: '09990909' }),
        line({ trainer: '' }),
        line({ name: '' }),
        line({ instrument: 'Public service', date: '20/1/2021' }),
        line({ instrument: 'Farmer to farmer', date: '20/1/2021', name: 'Keo Sophea', born: '' }),
      ].join('\n'),
      { list: 'Wrong' },
    )
    const told = (await lists.problems(list)).map(({ row, problems }) => [
      row,
      problems[0]!.column,
      problems[0]!.problem.code === 'refused' ? problems[0]!.problem.refusal.refused : problems[0]!.problem.code,
    ])
    expect(told).toEqual([
      [2, 1, 'topic-unknown'],
      [3, 3, 'instrument-unknown'],
      [4, 2, 'training-kind-unknown'],
      [5, 4, 'trainer-unknown'],
      [6, 0, 'no-such-day'],
      [7, 0, 'day.in-future'],
      [8, 5, 'actor.out-of-reach'],
      [9, 5, 'village-unknown'],
      [10, 4, 'missing'],
      [11, 7, 'missing'],
      [13, null, 'not-registered'],
    ])
  })

  test('that does not say which of day and month comes first is asked', async () => {
    const path = lists.file('order.csv', `${header}\n${line({ date: '03/04/2020' })}\n`)
    const list = await lists.takenIn(path, { kind: 'attendance', list: 'Order' })
    expect((await lists.problems(list))[0]).toMatchObject({
      problems: [{ column: 0, text: '03/04/2020', problem: { code: 'day-order-unknown' } }],
    })
  })

  test('whose trainer has namesakes names them, and a phone number tells them apart', async () => {
    await play.pool.query(`update person set name_km = 'ចាន់ ស្រីមុំ' where id = $1`, [rithy.key.slice(3)])
    const list = await brought([header, line({ trainer: 'ចាន់ ស្រីមុំ' }), line({ trainer: '012 000 003' })].join('\n'), {
      list: 'Namesakes',
    })
    expect(await lists.problems(list)).toMatchObject([
      {
        ...{ row: 2 },
        problems: [
          {
            problem: {
              code: 'trainer-several',
              people: [{ place: { code: '050801' } }, { place: { code: '050802' } }],
            },
          },
        ],
      },
    ])
    expect(list.counts).toMatchObject({ accepted: 1, refused: 1 })
    expect((await lists.corrections(list)).replaceAll('""', '"')).toContain('Keo Rithy (Second commune)')
  })

  test('of a worker who has not learnt the topic is refused line by line, with the trainer to blame', async () => {
    await play.as(vanna).does('worker.recruit', rithy.key, { communes: ['050802'], recruitedOn: '2021-01-10' })
    const { definition } = await play.record('programme', keyOf('00', castId(300)))
    const topics = [{ ...syllabus.topics[0], requires: ['course'] }, syllabus.topics[1]]
    const courses = [{ code: 'course', names }]
    await play
      .as('system')
      .does('programme.revise', keyOf('00', castId(300)), { definition: { ...definition, topics, courses } })
    const list = await brought([header, line({ trainer: 'កែវ រិទ្ធី', date: '26/1/2021' }), ''].join('\n'), {
      list: 'Unlearnt',
    })
    expect((await lists.problems(list))[0]).toMatchObject({ problems: [{ problem: { code: 'trainer-unknown' } }] })
    const other = await brought([header, line({ trainer: '012000003', date: '26/1/2021' })].join('\n'), {
      list: 'Unlearnt',
    })
    expect((await lists.problems(other))[0]).toMatchObject({
      problems: [{ column: 4, problem: { refusal: { refused: 'training.trainer-unqualified' } } }],
    })
  })
})

describe('a session that was reported from a phone', () => {
  test('is the same session: the sheet adds who is not on its list', async () => {
    const key = play.key('05')
    await play.as(sreymom).does('training.hold', key, {
      ...{ place: '05080101', topic: 'diary', kind: 'class', instrument: 'public-service', heldOn: '2021-01-28' },
      trainer: sreymom.key,
      attendance: [{ household: bophasHousehold, member: castId(721), present: true }],
    })
    const list = await brought('Name,Sex\nសុខ បុប្ផា,F\nកែវ សុភា,F\n', {
      list: 'By phone',
      ...said({ topic: 'diary', heldOn: '2021-01-28' }),
    })
    expect(list.counts).toMatchObject({ accepted: 1, repeated: 1 })
    expect(listedIn(await play.record('training', key))).toEqual([castId(721), castId(722)])

    const otherwise = await brought('Name,Sex\nរស់ រតនា,M\n', {
      list: 'Otherwise',
      ...said({ topic: 'diary', heldOn: '2021-01-28', instrument: 'farmer-to-farmer' }),
    })
    expect((await lists.problems(otherwise))[0]).toMatchObject({
      problems: [{ problem: { code: 'instrument-otherwise', instrument: { en: 'Public service' } } }],
    })
  })
})

describe('a line that may be one of two people', () => {
  const text = 'Name,Sex\nម៉ៅ ធីតា,F\n'
  const once = (heldOn: string) => ({ list: `Chosen ${heldOn}`, ...said({ heldOn }) })
  const [younger, elder] = [castId(723), castId(724)]
  const counted = async (list: Import) => {
    await play.settle()
    const { rows } = await play.pool.query('select accepted, possible, unmatched from import_progress where id = $1', [
      list.key.slice(3),
    ])
    return rows[0]
  }
  async function lineOf(list: Import) {
    const [{ problems } = { problems: [] }] = await lists.problems(list)
    const [found] = problems.map(({ problem }) => problem)
    return found?.code === 'to-choose' ? found.line! : undefined
  }

  test('is settled by saying which, with the session held if it was not, and nobody is asked again', async () => {
    const list = await brought(text, once('2021-01-11'))
    const line = await lineOf(list)
    expect(line).toMatchObject({ attendee: { nameKm: 'ម៉ៅ ធីតា' }, present: true })
    const { village, ...rest } = line!.session
    const input = { ...rest, place: village, listed: { import: list.key, row: 2 } }
    const held = await play.as(dara).does('training.hold', line!.training, {
      ...input,
      attendance: [{ household: keyOf('05', castId(704)), member: elder, present: true }],
    })
    expect(listedIn(held)).toEqual([elder])
    expect(await counted(list)).toEqual({ accepted: 1, possible: 0, unmatched: 0 })
    expect(await lists.problems(list)).toEqual([])

    const again = await brought(text, once('2021-01-11'))
    expect(again.counts).toMatchObject({ rows: 1, accepted: 0, repeated: 1, possible: 0 })
  })

  test('is settled on the list of a session that stands, by one of those who were offered and nobody else', async () => {
    const list = await brought(`${text}កែវ សុភា,F\n`, once('2021-01-12'))
    const { training } = (await lineOf(list))!
    const listed = { import: list.key, row: 2 }
    const other = { household: bophasHousehold, member: castId(721), present: true }
    await play.as(dara).does('training.addAttendance', training, { attendance: [other], listed })
    expect(await counted(list)).toEqual({ accepted: 1, possible: 1, unmatched: 0 })
    const attendance = [{ household: keyOf('05', castId(703)), member: younger, present: true }]
    await play.as(dara).does('training.addAttendance', training, { attendance, listed })
    expect(await counted(list)).toEqual({ accepted: 2, possible: 0, unmatched: 0 })
  })

  test('is none of them, with a reason, and stays so when the sheet comes again', async () => {
    const list = await brought(text, once('2021-01-13'))
    await play.as(dara).does('import.setAside', list.key, { row: 2, reason: 'A guest from the province' })
    expect(await counted(list)).toEqual({ accepted: 0, possible: 0, unmatched: 1 })
    const again = await brought(text, once('2021-01-13'))
    expect(again.counts).toMatchObject({ possible: 0, unmatched: 1 })
    expect(await lists.problems(again)).toMatchObject([
      { problems: [{ problem: { code: 'set-aside', reason: 'A guest from the province' } }] },
    ])
  })
})

test('where the village says where people live, the session is held where it was said', async () => {
  const list = await brought('ឈ្មោះ,ភេទ,ភូមិ\nកែវ សុភា,ស,ភូមិមួយ\nលី ចន្ថា,ស,ភូមិបី\nលី ចន្ថា,ស,\n', {
    list: 'Guests',
    ...said({ heldOn: '2021-01-30', village: '05080102' }),
  })
  expect(list.counts).toMatchObject({ accepted: 2, unmatched: 1 })
  const training = (await trainings()).find(({ heldOn }) => heldOn === '2021-01-30')!
  expect(training.place).toBe('05080102')
  expect(listedIn(training)).toEqual([castId(722), castId(725)])
})

test('a run that was cut off goes on as if it had not been', async () => {
  const path = lists.file('cut.csv', 'Name,Sex\nសុខ បុប្ផា,F\nទេព មករា,M\nកែវ សុភា,F\nសុខ បុប្ផា,F\n')
  const list = await lists.prepared(path, { kind: 'attendance', list: 'Cut', ...said({ heldOn: '2021-01-31' }) })
  await begin(list, lists.parts)
  // The door decides the stretch, and the process ends before that is written down.
  const door = {
    ...lists.parts.door,
    async askAll(...given: Parameters<typeof play.door.askAll>) {
      await play.door.askAll(...given)
      throw new Error('cut')
    },
  }
  await expect(runImport(list.key, { ...lists.parts, door })).rejects.toThrow('cut')
  // Meanwhile somebody whom the sheet names is registered.
  await registered(8, 'ទេព មករា', { sex: 'male', birthYear: 1993 })
  expect(await runImport(list.key, lists.parts)).toBe('finished')
  expect((await play.record('import', list.key)).counts).toMatchObject({
    rows: 4,
    accepted: 3,
    repeated: 1,
    refused: 0,
  })
  const training = (await trainings()).find(({ heldOn }) => heldOn === '2021-01-31')!
  expect(training).toMatchObject({ version: 2 })
  expect(listedIn(training)).toEqual([castId(721), castId(722), castId(728)])
})
