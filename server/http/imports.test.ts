import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dara, kosal, samnang } from '#dev/cast.ts'
import { someSettings } from '#dev/testing/lists.ts'
import { programmeCode } from '#dev/testing/programme.ts'
import { type Browser, type Served, serveStory } from '#dev/testing/served.ts'

let served: Served
let daras: Browser
beforeAll(async () => {
  served = await serveStory({ bare: true })
  await served.chamka.begin()
  daras = await served.signedIn(dara)
})
afterAll(() => served.end())

const list = [
  'ឈ្មោះ,ភេទ,លេខកូដភូមិ,Year of birth,Remarks',
  'សុខ ចាន់,ស្រី,05080101,1980,a',
  'Keo Vuthy,M,5080102,1970,b',
  'Long Dara,3,05080101,1990,c',
].join('\n')

const question = (digest: string, changes: object = {}) => ({
  ...{ programme: programmeCode, kind: 'households', digest, settings: someSettings },
  ...changes,
})

async function sent(browser = daras, name = 'list.csv', text = list) {
  return browser.request('POST', `/api/imports/files?name=${encodeURIComponent(name)}`, text)
}

async function ask(name: string, about: string, input: object = {}) {
  const envelope = { ...served.play.envelope(dara.key, name, about, input as Record<string, unknown>) }
  const { body } = await daras.post('/api/ask', envelope)
  return body.answer
}

describe('a list is brought through the console', () => {
  const key = () => served.play.key('00')
  let about: string
  let look: any
  let file: any

  test('it is sent, and looked into before anything is taken in', async () => {
    const { status, body } = await sent()
    expect(status).toBe(201)
    file = body
    expect(body).toMatchObject({
      name: 'list.csv',
      bytes: Buffer.byteLength(list),
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    look = (await daras.post('/api/imports/look', question(body.digest))).body
    expect(look).toMatchObject({
      format: 'csv',
      header: ['ឈ្មោះ', 'ភេទ', 'លេខកូដភូមិ', 'Year of birth', 'Remarks'],
      mapping: [
        { column: 0, field: 'name' },
        { column: 1, field: 'sex' },
        { column: 2, field: 'villageCode' },
        { column: 3, field: 'birthYear' },
      ],
      missing: [],
      rows: [{ problems: [] }, { problems: [] }, { row: 4, problems: [{ column: 1, problem: { code: 'not-a-sex' } }] }],
    })
  })

  test('it is prepared, begun and gone through by the server itself', async () => {
    about = key()
    const input = {
      ...{
        programme: programmeCode,
        area: '0508',
        kind: 'households',
        list: 'Through the console',
        settings: someSettings,
      },
      ...{ header: look.header, mapping: look.mapping, file: { ...file, sheet: null } },
    }
    expect(await ask('import.prepare', about, input)).toMatchObject({ outcome: 'accepted' })
    expect(await ask('import.begin', about)).toMatchObject({ outcome: 'accepted' })
    const seen = async () => (await daras.read('import.one', { key: about })).body
    for (let tries = 0; tries < 200 && (await seen()).state === 'running'; tries++) await pause(25)

    expect(await seen()).toMatchObject({ state: 'finished', progress: { rows: 3, accepted: 2, refused: 1 } })
    expect((await daras.read('import.list', {})).body).toMatchObject([
      { key: about, fileName: 'list.csv', progress: { rows: 3 } },
    ])
    expect((await daras.read('import.problems', { key: about })).body).toMatchObject([
      { row: 4, cells: ['Long Dara', '3', '05080101', '1990', 'c'] },
    ])
  })

  test('the file is gone when the list has been taken in', async () => {
    for (let tries = 0; tries < 100 && readdirSync(join(served.dataFolder, 'imports')).length > 0; tries++)
      await pause(20)
    expect(readdirSync(join(served.dataFolder, 'imports'))).toEqual([])
  })

  test('what is to be corrected comes as a file in the reader’s language', async () => {
    const { status, text, headers } = await daras.get(`/api/imports/${about}/corrections`, { 'accept-language': 'en' })
    expect(status).toBe(200)
    expect(headers.get('content-disposition')).toContain('list-corrections.csv')
    expect(text.split('\r\n')).toEqual([
      expect.stringMatching(/,What to correct$/),
      'Long Dara,3,"=""05080101""",1990,c,to be corrected,"ភេទ: “3” is neither female nor male. Write F or M, or ស្រី or ប្រុស."',
      '',
    ])
    const khmer = await daras.get(`/api/imports/${about}/corrections`, { 'accept-language': 'km' })
    expect(khmer.text).toContain('អ្វីដែលត្រូវកែ')
  })

  test('how its columns were read is remembered by the name of the list', async () => {
    const again = (await sent(daras, 'next.csv', list.replace('Remarks', 'Phone'))).body
    const wished = { settings: someSettings, list: 'THROUGH the console' }
    const { body } = await daras.post('/api/imports/look', question(again.digest, wished))
    expect(body.mapping).toContainEqual({ column: 4, field: 'phone' })
    expect(body.mapping.slice(0, 4)).toEqual(look.mapping)
  })
})

describe('nobody else', () => {
  test('sends a list without the right to', async () => {
    const kosals = await served.signedIn(kosal)
    expect((await sent(kosals)).status).toBe(403)
    expect((await kosals.post('/api/imports/look', question('e'.repeat(64)))).status).toBe(403)
  })

  test('looks into the file of another, though they know its digest', async () => {
    const { body } = await sent(daras, 'mine.csv', `${list}\nSecret Person,F,05080101,1980,d`)
    const samnangs = await served.signedIn(samnang)
    expect((await samnangs.post('/api/imports/look', question(body.digest))).status).toBe(404)
  })
})

test('a file that is no list is refused with the reason', async () => {
  const { body } = await sent(daras, 'letter.pdf', '%PDF-1.7 …')
  expect((await daras.post('/api/imports/look', question(body.digest))).body).toEqual({
    refused: 'not-a-table',
    looksLike: 'pdf',
  })
})

test('a file without a name is not taken', async () => {
  expect((await daras.request('POST', '/api/imports/files', list)).status).toBe(400)
})
