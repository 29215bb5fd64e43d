/** Lists brought to the demonstration, so that their screens have something to show. */
import { createHash, createSign, generateKeyPairSync } from 'node:crypto'
import type { APIRequestContext } from 'playwright-core'
import type { ImportKind } from '#capabilities/imports/import.ts'
import { dara, malis, type Player, practiceProgramme, sreymom } from '#dev/cast.ts'
import { freshId } from '#dev/testing/stage.ts'
import { bodyOf, type Envelope } from '#door/envelope.ts'
import { homeOf, type Key, keyOf, national } from '#door/key.ts'

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

/** Three calls: one nobody has looked at, one that holds a payment up, one that is answered. */
export async function complain(request: APIRequestContext): Promise<void> {
  const [voucher] = await readFrom<{ key: Key }[]>(request, 'voucher.list', { limit: 1 })
  const call = async (home: string, about: object, said: string, caller: object) => {
    const key = keyOf(home, freshId())
    const input = { programme: practiceProgramme, about, names: [], caller, said }
    await ask(request, malis, 'complaint.log', key, input)
    return key
  }
  const unknown = { name: null, phone: null }
  await call(national, { kind: 'general' }, 'ខ្ញុំចង់ដឹងថា ពេលណាមានការបណ្តុះបណ្តាលនៅឃុំយើង។', unknown)
  const answered = await call(national, { kind: 'general' }, 'គេទារប្រាក់ពីខ្ញុំ ដើម្បីចុះឈ្មោះ។', unknown)
  await ask(request, malis, 'complaint.answer', answered, {
    ...{ seen: 1, words: 'ការចុះឈ្មោះមិនយកប្រាក់ទេ។ យើងបានប្រាប់គ្រប់គ្នានៅឃុំនេះហើយ។' },
  })
  if (!voucher) throw new Error('the season for the pictures has no voucher')
  const { key } = voucher
  const caller = { name: 'ជា សុភី', phone: '+85512700702' }
  const held = await call(homeOf(key), { kind: 'voucher', key }, 'ខ្ញុំទទួលបានកូនមាន់តែដប់ក្បាល ហើយបីក្បាលងាប់។', caller)
  await ask(request, malis, 'complaint.take', held, { seen: 1 })
}

/** The office has changed what a worker's phone is about to change. */
export async function changeFirst(request: APIRequestContext): Promise<void> {
  for (const { key } of await chosen(request)) {
    const edit = { was: null, becomes: 'ប្រឡាយ' }
    await ask(request, dara, 'household.amend', key, { water: edit, landSquareMetres: { was: null, becomes: 9_500 } })
  }
}

/** The phone comes second, and meets what the office wrote: twice. */
export async function changeSecond(request: APIRequestContext): Promise<void> {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const device = keyOf('05', freshId())
  const publicKey = keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64url')
  await ask(request, sreymom, 'device.enrol', device, { label: 'Android', publicKey })
  for (const [at, { key, birthYear }] of (await chosen(request)).entries()) {
    const edits = {
      water: { was: null, becomes: 'អណ្តូង' },
      landSquareMetres: { was: null, becomes: 12_000 },
      birthYear: { was: birthYear, becomes: birthYear === null ? 1979 : birthYear + 1 },
    }
    const plain = envelopeOf(sreymom, 'household.amend', key, edits, { device, n: at + 1 })
    const signing = createSign('sha256').update(bodyOf(plain))
    const signature = signing.sign({ key: keys.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')
    await request.post('/api/ask', { data: { ...plain, signature } })
  }
}

/** One of the two is settled. */
export async function settleOne(request: APIRequestContext): Promise<void> {
  for (let tried = 0; tried < waits; tried++) {
    const open = await readFrom<{ key: Key }[]>(request, 'clash.list', { state: 'open' })
    if (open.length === 2) {
      const settled = { seen: 1, how: 'left', word: 'អរគុណ។ ខ្ញុំបានទៅមើលផ្ទាល់ ប្រឡាយត្រឹមត្រូវ។' }
      return ask(request, dara, 'clash.settle', open[0]!.key, settled)
    }
    await pause()
  }
  throw new Error('the edits for the pictures did not clash')
}

/** Two households of the worker's commune that nothing else in the pictures shows. */
async function chosen(request: APIRequestContext): Promise<{ key: Key; birthYear: number | null }[]> {
  const rows = await readFrom<{ key: Key }[]>(request, 'household.list', { place: '050801', limit: 50 })
  const whole = await Promise.all(rows.map(({ key }) => readFrom<Chosen | null>(request, 'household.one', { key })))
  return whole
    .filter((one) => one !== null && one.state === 'active')
    .sort((one, other) => (one!.key < other!.key ? 1 : -1))
    .slice(0, 2) as Chosen[]
}

interface Chosen {
  readonly key: Key
  readonly state: string
  readonly birthYear: number | null
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
  await ask(request, dara, 'import.prepare', about, { ...question, area: '0508', list, file, header, mapping })
  await ask(request, dara, 'import.begin', about, {})
  for (let tried = 0; tried < waits; tried++) {
    const standing = await readFrom<{ state: string } | null>(request, 'import.one', { key: about })
    if (standing?.state === 'finished') return
    await pause()
  }
  throw new Error(`the list ${list} for the pictures was not taken in`)
}

function envelopeOf(who: Player, name: string, about: Key, input: object, changes: Partial<Envelope> = {}): Envelope {
  const said = { id: freshId(), home: homeOf(about), name, about, input: { ...input }, person: who.key }
  const rest = { device: null, n: 0, lastServerTime: null, after: [], signature: null }
  return { ...said, askedAt: new Date().toISOString(), ...rest, ...changes }
}

async function ask(request: APIRequestContext, who: Player, name: string, about: Key, input: object): Promise<void> {
  const answer = await request.post('/api/ask', { data: envelopeOf(who, name, about, input) })
  const said = (await answer.json()) as { answer?: { outcome: string } }
  if (said.answer?.outcome !== 'accepted') throw new Error(`${name} for the pictures: ${JSON.stringify(said)}`)
}

async function readFrom<T>(request: APIRequestContext, name: string, input: object): Promise<T> {
  const answer = await request.get(`/api/read/${name}?input=${encodeURIComponent(JSON.stringify(input))}`)
  return (await answer.json()) as T
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100))
}
