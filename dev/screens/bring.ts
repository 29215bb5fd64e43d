/** Lists brought to the demonstration, so that their screens have something to show. */
import { createHash } from 'node:crypto'
import type { APIRequestContext } from 'playwright-core'
import type { ImportKind } from '#capabilities/imports/import.ts'
import { dara, practiceProgramme, sreymom } from '#dev/cast.ts'
import { freshId } from '#dev/testing/stage.ts'
import { keyOf, national } from '#door/key.ts'

interface Shown {
  readonly kind: ImportKind
  readonly file: string
  readonly list: string
  readonly povertySource: 'ministry-list' | 'self-declared'
  readonly rows: readonly string[]
}

const households: Shown = {
  kind: 'households',
  file: 'ksp-farmers.csv',
  list: 'Thpong farmers',
  povertySource: 'self-declared',
  rows: [
    'ឈ្មោះ,ភេទ,លេខកូដភូមិ,ឆ្នាំកំណើត,លេខទូរសព្ទ',
    'ឈឿង វិសាលសុខា,ស្រី,05080106,1980,012 700 701',
    'ថាច់ ពិសិដ្ឋរតនៈ,ប្រុស,05080102,1971,',
    'ឡេង សុធារ៉ាវី,3,05080101,1990,12 700',
  ],
}

/** Of the households above: one surely, one possibly, and somebody who is not registered. */
const poverty: Shown = {
  kind: 'poverty',
  file: 'idpoor-thpong.csv',
  list: 'IDPoor Thpong',
  povertySource: 'ministry-list',
  rows: [
    'ឈ្មោះ,ភេទ,លេខកូដភូមិ,ឆ្នាំកំណើត,លេខប័ណ្ណសមធម៌,កម្រិតក្រីក្រ',
    'ឈឿង វិសាលសុខា,ស្រី,05080106,1980,KSP-05-0812,ក្រ១',
    'ថាច់ ពិសិដ្ឋរតនៈ,ប្រុស,05080102,,KSP-05-0813,ក្រ២',
    'នួន ច័ន្ទរស្មី,ស្រី,05080101,1991,KSP-05-0814,ក្រ១',
  ],
}

const waits = 50

/** What a worker's phone sent that the office does not know, and a box that does not open. */
export async function layAside(request: APIRequestContext): Promise<void> {
  const [about, device] = [keyOf('05', freshId()), keyOf('05', freshId())]
  const poverty = {
    category: 'poor2',
    source: 'card-seen',
    card: 'KSP-05-0815',
    issuedOn: '2025-01-01',
    expiresOn: null,
  }
  const input = {
    ...{ programme: practiceProgramme, member: freshId(), nameKm: 'ឈឿង ច័ន្ទដារា', nameLatin: 'Chhoeung Chandara' },
    ...{ sex: 'female', birthYear: 1988, village: '05080106', phone: null, poverty, consent: '2020-10' },
  }
  const said = { id: freshId(), home: '05', name: 'household.register', about, input, person: sreymom.key, device }
  const rest = { n: 1, askedAt: new Date().toISOString(), lastServerTime: null, after: [], signature: null }
  const box = { id: freshId(), home: '05', box: 'AQAB' }
  await request.post('/api/ask/batch', { data: { envelopes: [{ ...said, ...rest }, box] } })
}

/** As somebody signed in does it at the console; until the server has gone through them. */
export async function bringLists(request: APIRequestContext): Promise<void> {
  for (const shown of [households, poverty]) await bring(shown, request)
}

async function bring({ kind, file: name, list, povertySource, rows }: Shown, request: APIRequestContext) {
  const text = rows.join('\n')
  const digest = createHash('sha256').update(text).digest('hex')
  const settings = { dayOrder: null, listYear: null, consentVersion: '2020-10', consentDeclared: true, povertySource }
  const question = { programme: practiceProgramme, kind, settings }
  await request.post(`/api/imports/files?name=${name}`, { data: Buffer.from(text) })
  const { header, mapping } = await (await request.post('/api/imports/look', { data: { ...question, digest } })).json()
  const about = keyOf(national, freshId())
  const file = { name, digest, bytes: Buffer.byteLength(text), sheet: null }
  await ask('import.prepare', { ...question, area: '0508', list, file, header, mapping })
  await ask('import.begin', {})
  for (let tried = 0; tried < waits; tried++) {
    const answer = await request.get(`/api/read/import.one?input=${encodeURIComponent(JSON.stringify({ key: about }))}`)
    if ((await answer.json())?.state === 'finished') return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`the list ${list} for the pictures was not taken in`)

  async function ask(name: string, input: object) {
    const said = { id: freshId(), home: national, name, about, input, person: dara.key }
    const rest = { device: null, n: 0, lastServerTime: null, after: [], signature: null }
    await request.post('/api/ask', { data: { ...said, askedAt: new Date().toISOString(), ...rest } })
  }
}
