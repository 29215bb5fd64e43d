import { expect, test } from 'vitest'
import { povertyFields, shareFields } from '#capabilities/households/household.document.ts'
import { inMemory } from './storage.ts'
import { openVault, sealedStorage, secretFields } from './vault.ts'

const secrets = [
  '050099887',
  '012345678',
  '0508-7777-1234',
  'idpoor-1',
  'poor-photo-digest',
  'very poor indeed',
  '0.95',
]
const document = {
  kind: 'household',
  key: '05-1',
  format: 1,
  stream: '05/field',
  seq: 4,
  hides: {},
  people: {},
  records: {
    household: [
      {
        key: '05-1',
        version: 2,
        state: 'active',
        place: '050801',
        card: secrets[2],
        identityNumbers: [secrets[0], secrets[1]],
        members: [
          { id: 'a', nameKm: 'ស្រីណា', role: 'head', identityNumber: secrets[0] },
          { id: 'b', nameKm: 'ធារ៉ា', role: 'child', identityNumber: null },
          { id: 'c', nameKm: 'បុប្ផា', role: 'spouse', identityNumber: secrets[1] },
        ],
        poverty: [{ category: secrets[3], photo: secrets[4] }],
        exception: { reason: secrets[5] },
      },
    ],
    proposal: [
      { key: '05-2', version: 1, state: 'submitted', category: secrets[3], percent: 0.95, lines: [{ share: 0.95 }] },
    ],
    voucher: [{ key: '05-3', version: 1, lines: [{ n: 1, quantity: 30 }] }],
  },
}

test('what is nobody’s business lies sealed, and opens unchanged for its owner', async () => {
  const under = inMemory()
  const storage = sealedStorage(under, await aVault())
  const draft = { name: 'household.register', answers: { card: secrets[2], numbers: secrets } }
  await storage.write([
    { drawer: 'documents', key: 'household 05-1', value: document },
    { drawer: 'drafts', key: 'household.register new', value: draft },
    { drawer: 'self', key: 'clock', value: { told: null } },
  ])

  const lying = JSON.stringify([...(await under.read('documents')), ...(await under.read('drafts'))], bytesAsText)
  for (const secret of secrets) expect(lying).not.toContain(secret)
  // Names, places and states stay open.
  for (const open of ['ស្រីណា', '050801', 'submitted', '05-3']) expect(lying).toContain(open)

  expect(await storage.find('documents', 'household 05-1')).toEqual(document)
  expect((await storage.read('documents')).get('household 05-1')).toEqual(document)
  expect((await storage.read('drafts')).get('household.register new')).toEqual(draft)
  expect(await storage.find('self', 'clock')).toEqual({ told: null })
  expect(await storage.find('documents', 'household 05-9')).toBeUndefined()
})

test('a field that was kept back stays away', async () => {
  const storage = sealedStorage(inMemory(), await aVault())
  const kept = { ...document, records: { household: [{ key: '05-1', version: 1, members: [{ id: 'a' }] }] } }
  await storage.write([{ drawer: 'documents', key: 'household 05-1', value: kept }])
  const { records } = (await storage.find('documents', 'household 05-1')) as typeof kept
  expect(records.household[0]).toEqual({ key: '05-1', version: 1, members: [{ id: 'a', identityNumber: null }] })
})

test('what was sealed under another key, or moved to another place, is as if it had never arrived', async () => {
  const under = inMemory()
  await sealedStorage(under, await aVault()).write([{ drawer: 'documents', key: 'household 05-1', value: document }])
  const stranger = sealedStorage(under, await aVault())
  expect((await stranger.read('documents')).size).toBe(0)
  expect(await stranger.keys('documents')).toEqual(['household 05-1'])

  const vault = await aVault()
  const own = sealedStorage(under, vault)
  await own.write([{ drawer: 'documents', key: 'household 05-1', value: document }])
  await under.write([
    { drawer: 'documents', key: 'household 05-7', value: await under.find('documents', 'household 05-1') },
  ])
  expect(await own.find('documents', 'household 05-7')).toBeUndefined()
})

test('whatever tells a poverty status is among what is sealed', () => {
  expect(secretFields.household).toEqual(expect.arrayContaining([...povertyFields]))
  expect(secretFields.proposal).toEqual(expect.arrayContaining([...shareFields]))
})

test('bytes are sealed as they are', async () => {
  const vault = await aVault()
  const photo = new Uint8Array([255, 216, 255, 1, 2, 3])
  const { sealed } = await vault.sealBytes(photo, 'photo')
  expect(Buffer.from(sealed).includes(Buffer.from(photo))).toBe(false)
  expect(await vault.openBytes({ sealed }, 'photo')).toEqual(photo)
  await expect(vault.openBytes({ sealed }, 'another')).rejects.toThrow()
})

function aVault() {
  return openVault(crypto.getRandomValues(new Uint8Array(32)))
}

function bytesAsText(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value
}

test('a photo of a card lies sealed, and is sent as it was taken', async () => {
  const under = inMemory()
  const vault = await aVault()
  const storage = sealedStorage(under, vault)
  const taken = new Blob(['the number on the card: 0508-7777-1234'], { type: 'image/jpeg' })
  await storage.write([{ drawer: 'photos', key: 'digest', value: { home: '05', bytes: taken } }])

  expect(JSON.stringify(await under.find('photos', 'digest'), bytesAsText)).not.toContain('0508-7777-1234')
  const opened = (await storage.find('photos', 'digest')) as { home: string; bytes: Blob }
  expect([opened.home, opened.bytes.type, await opened.bytes.text()]).toEqual(['05', taken.type, await taken.text()])
  const another = sealedStorage(under, await openVault(crypto.getRandomValues(new Uint8Array(32))))
  expect(await another.find('photos', 'digest')).toBeUndefined()
})
