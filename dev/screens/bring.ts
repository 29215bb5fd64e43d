/** A list brought to the demonstration, so that its screen has something to show. */
import { createHash } from 'node:crypto'
import type { APIRequestContext } from 'playwright-core'
import { dara, practiceProgramme } from '#dev/cast.ts'
import { freshId } from '#dev/testing/stage.ts'
import { keyOf, national } from '#door/key.ts'

const rows = [
  'ឈ្មោះ,ភេទ,លេខកូដភូមិ,ឆ្នាំកំណើត,លេខទូរសព្ទ',
  'ឈឿង វិសាលសុខា,ស្រី,05080106,1980,012 700 701',
  'ថាច់ ពិសិដ្ឋរតនៈ,ប្រុស,05080102,1971,',
  'ឡេង សុធារ៉ាវី,3,05080101,1990,12 700',
]
const waits = 50

/** As somebody signed in does it at the console; until the server has gone through it. */
export async function bringList(request: APIRequestContext): Promise<void> {
  const text = rows.join('\n')
  const digest = createHash('sha256').update(text).digest('hex')
  const settings = { dayOrder: null, listYear: null, consentVersion: '2020-10', consentDeclared: true }
  const question = {
    programme: practiceProgramme,
    kind: 'households',
    settings: { ...settings, povertySource: 'self-declared' },
  }
  await request.post('/api/imports/files?name=ksp-farmers.csv', { data: Buffer.from(text) })
  const { header, mapping } = await (await request.post('/api/imports/look', { data: { ...question, digest } })).json()
  const about = keyOf(national, freshId())
  const file = { name: 'ksp-farmers.csv', digest, bytes: Buffer.byteLength(text), sheet: null }
  await ask('import.prepare', { ...question, area: '0508', list: 'Thpong farmers', file, header, mapping })
  await ask('import.begin', {})
  for (let tried = 0; tried < waits; tried++) {
    const answer = await request.get(`/api/read/import.one?input=${encodeURIComponent(JSON.stringify({ key: about }))}`)
    if ((await answer.json())?.state === 'finished') return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('the list for the pictures was not taken in')

  async function ask(name: string, input: object) {
    const said = {
      id: freshId(),
      home: national,
      name,
      about,
      input,
      person: dara.key,
      askedAt: new Date().toISOString(),
    }
    const rest = { device: null, n: 0, lastServerTime: null, after: [], signature: null }
    await request.post('/api/ask', { data: { ...said, ...rest } })
  }
}
