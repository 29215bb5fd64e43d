/** How a phone reads on: after a cut, after an update of the app, after the office lost a day, in another commune. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { Household } from '#capabilities/households/household.ts'
import { rithy, sreymom } from '#dev/cast.ts'
import { settle } from '#dev/testing/commune.ts'
import { phoneOf } from '#dev/testing/phone.ts'
import { type Play, startProgramme } from '#dev/testing/programme.ts'
import { documentFormat, type Page } from '#door/document.ts'
import { homeOf, idOf, type Key } from '#door/key.ts'
import { inPresentFormat } from './formats.ts'
import { inMemory, type Storage } from './storage.ts'

let play: Play
let households: Key[]
beforeAll(async () => {
  play = await startProgramme()
  households = (await settle(play, 260)).keys
  return () => play.end()
})

/** A phone that has read everything, and what it is told from then on. */
async function reader(storage: Storage = inMemory(), player = sreymom) {
  const told: Page[] = []
  const phone = await phoneOf(play, player, storage, (page) => {
    told.push(page)
    return page
  })
  const documents = () => told.flatMap((page) => page.documents.map(({ key }) => key))
  return { phone, storage, told, documents, held: () => phone.engine.all<Household>('household').map(({ key }) => key) }
}

describe('a first reading', () => {
  test('that breaks off goes on with the page that was missing', async () => {
    const storage = inMemory()
    const pages: number[] = []
    const cut = await phoneOf(play, sreymom, storage, (page) => {
      pages.push(page.documents.length)
      if (pages.length === 2) throw new Error('the line was cut')
      return page
    }).catch((error: Error) => error)
    expect(cut).toMatchObject({ message: 'the line was cut' })

    const { told, held } = await reader(storage)
    expect(told[0]!.documents.length).toBe(pages[1])
    expect(held().sort()).toEqual([...households].sort())
  })

  test('is complete only when the packs behind it have come', async () => {
    const { phone } = await reader()
    expect(phone.engine.standing()).toMatchObject({ isComplete: true, failed: null })
    expect(phone.engine.all('place').length).toBeGreaterThan(1_300)
    expect(phone.engine.all('window').length).toBe(1)
  })
})

describe('nothing new', () => {
  test('is told without a page, and without a walk: four statements', async () => {
    const { phone, told } = await reader()
    await phone.engine.sync()
    const before = told.length
    const statements: string[] = []
    const { query } = play.pool
    play.pool.query = ((...asked: Parameters<typeof query>) => {
      statements.push(String(asked[0]))
      return query.apply(play.pool, asked)
    }) as typeof query
    await phone.engine.sync()
    play.pool.query = query
    expect(told.length).toBe(before)
    // Which programmes there are, who asks, and how everything stands.
    expect(statements.length).toBeLessThanOrEqual(4)
    expect(statements.some((text) => text.includes('touch t on'))).toBe(false)
  })

  test('is not said when something was', async () => {
    const { phone, told } = await reader()
    const before = told.length
    await play.as(sreymom).does('household.consent', households[3]!, { version: '3', given: true })
    await phone.engine.sync()
    expect(told.slice(before).flatMap(({ documents }) => documents.map(({ key }) => key))).toEqual([households[3]])
    expect(phone.engine.find<Household>('household', households[3]!)?.consent.version).toBe('3')
  })
})

describe('after an update of the app', () => {
  test('documents of a past format open, offline, and nothing is read again', async () => {
    const { phone, storage } = await reader()
    await phone.engine.close()
    const before = await storage.read('documents')
    await storage.write(
      [...before].map(([key, document]) => ({ drawer: 'documents', key, value: inFirstFormat(document) })),
    )
    const again = await reader(storage)
    expect(again.documents()).toEqual([])
    expect(again.held()).toHaveLength(260)
    expect(again.phone.engine.all<Household>('household').some((one) => 'matchKeys' in one)).toBe(false)
  })

  test('a document that cannot be brought up is told again, alone', async () => {
    const { phone, storage } = await reader()
    await phone.engine.close()
    const [name, document] = [...(await storage.read('documents'))][7]!
    await storage.write([{ drawer: 'documents', key: name, value: { ...(document as object), format: 0 } }])
    const again = await reader(storage)
    expect(again.documents()).toEqual([(document as { key: Key }).key])
    expect(again.held()).toHaveLength(260)
  })

  test('every format that was ever given out has a step', () => {
    for (let format = 1; format < documentFormat; format++) {
      const document = { kind: 'household', key: '', stream: '', seq: 1, records: {}, hides: {}, people: {} }
      expect(inPresentFormat({ ...document, format })?.format).toBe(documentFormat)
    }
  })
})

function inFirstFormat(document: unknown): unknown {
  const { records, ...rest } = document as { records: { household?: readonly object[] } }
  const household = (records.household ?? []).map((one) => ({ ...one, matchKeys: [] }))
  return { ...rest, records: { ...records, household }, format: 1 }
}

test('after the office was restored from a backup, what never happened there goes, and the rest is read anew', async () => {
  const { phone, storage } = await reader()
  await phone.engine.close()
  const self = (await storage.read('self')).get('replica') as { cursor: string }
  const [, lost] = [...(await storage.read('documents'))][0]!
  const key = play.key()
  await storage.write([
    // It had read lines that were lost, and a household that was registered in them.
    {
      drawer: 'self',
      key: 'replica',
      value: { ...self, seen: '', cursor: self.cursor.replace(/:\d+:[0-9a-f]{8}/, ':999999:00000000') },
    },
    {
      drawer: 'documents',
      key: `household ${key}`,
      value: { ...(lost as object), key, seq: 999_999, records: { household: [{ key, version: 1 }] } },
    },
  ])

  const again = await reader(storage)

  expect(again.held().sort()).toEqual([...households].sort())
  expect(again.phone.engine.standing()).toMatchObject({ isComplete: true, failed: null })
  const before = again.told.length
  await again.phone.engine.sync()
  expect(again.told.length).toBe(before)
})

test('a worker who is given another commune is sent it with the next news, and loses it when it is taken back', async () => {
  const places = (codes: readonly string[]) =>
    play.pool.query(`update person set grants = jsonb_set(grants, '{0,places}', $3) where home = $1 and id = $2`, [
      homeOf(rithy.key),
      idOf(rithy.key),
      JSON.stringify(codes),
    ])
  await places(['050802'])
  const { phone, held } = await reader(inMemory(), rithy)
  expect(held()).toEqual([])

  await places(['050801', '050802'])
  await phone.engine.sync()
  expect(held()).toHaveLength(260)

  await places(['050802'])
  await phone.engine.sync()
  expect(held()).toEqual([])
})
