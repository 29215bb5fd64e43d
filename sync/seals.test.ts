/** At the counter, with no word but the programme's own: what the office signs, the shop's phone verifies. */
import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { voucherSealWith } from '#capabilities/vouchers/voucher.seal.store.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { dara, kunthea, sokha, sokhasShop } from '#dev/cast.ts'
import { aDelivery, type Delivery, openShops, otherShop } from '#dev/testing/deliveries.ts'
import { type Phone, phoneOf, voucherSeal } from '#dev/testing/phone.ts'
import { type Play, startProgramme } from '#dev/testing/programme.ts'
import type { Bearer, Document, Page } from '#door/document.ts'
import { bytesIn } from './base64url.ts'
import { distrustOf, readSheet } from './seals.ts'
import { inMemory, type Storage } from './storage.ts'

const aPem = () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const forger = voucherSealWith(aPem(), 1)

let play: Play
let delivery: Delivery
let moved: Delivery
let first: Phone
beforeAll(async () => {
  play = await startProgramme()
  await openShops(play)
  delivery = await aDelivery(play)
  await delivery.handsOver({ quantity: 10, farmerPaid: 10_000, code: delivery.sheet.code(1) })
  moved = await aDelivery(play)
  await play.as(dara).does('voucher.transfer', moved.key, { seen: 1, shop: otherShop, why: 'Closed' })
  first = await phoneOf(play, sokha)
  return () => play.end()
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** The shop's one phone, emptied, to which somebody on the way has sent something else. */
async function shopPhone(onTheWay?: (page: Page) => Page) {
  return (await phoneOf(play, sokha, await emptied(), onTheWay)).engine
}

async function emptied(): Promise<Storage> {
  const storage = inMemory()
  const device = await first.storage.read('device')
  await storage.write([...device].map(([key, value]) => ({ drawer: 'device', key, value })))
  return storage
}

const withDocuments = (change: (document: Document) => Document) => (page: Page) => ({
  ...page,
  documents: page.documents.map(change),
})
const withBearer = (change: (bearer: Bearer) => Bearer) => (page: Page) => ({
  ...page,
  bearer: page.bearer && change(page.bearer),
})
const withKeys = (voucherKeys: Record<string, string>) => withBearer((bearer) => ({ ...bearer, voucherKeys }))

describe('a voucher as it came', () => {
  test('is trusted where the office has sealed what the phone holds, and again when it was opened anew', async () => {
    const phone = await phoneOf(play, sokha, await emptied())
    expect(await distrustOf(phone.engine, delivery.key)).toBeUndefined()
    phone.isOffline = true
    expect(await distrustOf((await phone.restarted()).engine, delivery.key)).toBeUndefined()
  })

  test('is sealed anew with each change', async () => {
    const phone = await phoneOf(play, sokha, await emptied())
    const before = phone.engine.held.document('shop-voucher', delivery.key)
    await delivery.handsOver({ quantity: 1, farmerPaid: 1_000, code: delivery.sheet.code(1, 2) })
    await phone.engine.sync()
    expect(phone.engine.held.document('shop-voucher', delivery.key)?.seal).not.toEqual(before?.seal)
    expect(await distrustOf(phone.engine, delivery.key)).toBeUndefined()
  })

  test.each<[string, (page: Page) => Page]>([
    ['a digit changed', (page) => JSON.parse(JSON.stringify(page).replaceAll('"quantity":30', '"quantity":39'))],
    ['no seal', withDocuments(({ seal: _, ...document }) => document)],
    [
      'a flipped bit in its seal',
      withDocuments((document) =>
        document.seal
          ? {
              ...document,
              seal: { ...document.seal, signature: flipped(document.seal.signature) },
            }
          : document,
      ),
    ],
    ['a seal that is none', withDocuments((document) => ({ ...document, seal: { keyNumber: 1, signature: '*' } }))],
    [
      'a number that no key has',
      withDocuments((document) => ({ ...document, seal: { ...document.seal!, keyNumber: 2 } })),
    ],
    ['the key of somebody else', withKeys({ 1: forger.publicKey })],
    ['a key that is none', withKeys({ 1: 'AAAA' })],
    ['no keys at all', withBearer(({ voucherKeys: _, ...bearer }) => bearer)],
  ])('is not trusted with %s', async (_, onTheWay) => {
    expect(await distrustOf(await shopPhone(onTheWay), delivery.key)).toBe('untrusted')
  })

  test("under another's name is none", async () => {
    const key = play.key()
    const renamed = withDocuments((document) => (document.key === delivery.key ? { ...document, key } : document))
    expect(await distrustOf(await shopPhone(renamed), key)).not.toBeUndefined()
  })

  test('for another shop is told apart', async () => {
    const elsewhere = withDocuments((document) =>
      JSON.parse(JSON.stringify(document).replaceAll(sokhasShop, otherShop)),
    )
    expect(await distrustOf(await shopPhone(elsewhere), delivery.key)).toBe('other-shop')
  })

  test('is the other shop’s once it was moved there', async () => {
    const { key } = await aDelivery(play)
    const phone = await shopPhone()
    expect(await distrustOf(phone, key)).toBeUndefined()
    await play.as(dara).does('voucher.transfer', key, { seen: 1, shop: otherShop, why: 'Closed' })
    await phone.sync()
    expect(await distrustOf(phone, key)).toBe('other-shop')
  })

  test('is told apart from one that has not come', async () => {
    expect(await distrustOf(await shopPhone(), play.key())).toBe('no-document')
  })

  test('for a witness is there to be read, and bears no word to hand anything over by', async () => {
    const { engine } = await phoneOf(play, kunthea)
    expect(engine.held.document('shop-voucher', delivery.key)).toMatchObject({ key: delivery.key })
    expect(engine.held.document('shop-voucher', delivery.key)?.seal).toBeUndefined()
  })

  test('is verified alike by a browser that knows no Ed25519', async () => {
    const honest = await shopPhone()
    const changed = await shopPhone((page) =>
      JSON.parse(JSON.stringify(page).replaceAll('"quantity":30', '"quantity":39')),
    )
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('Ed25519', 'NotSupportedError'))
    expect(await distrustOf(honest, delivery.key)).toBeUndefined()
    expect(await distrustOf(changed, delivery.key)).toBe('untrusted')
  })
})

describe('a scanned sheet', () => {
  const sheetOf = async ({ voucher }: Delivery, changes: Partial<Voucher> = {}, seal = voucherSeal) =>
    bytesIn(seal.qr({ ...(await voucher()), ...changes }))

  test('opens the voucher it was printed for', async () => {
    expect(await readSheet(await shopPhone(), await sheetOf(delivery))).toEqual({ voucher: delivery.key })
  })

  test('printed before the voucher was extended gives way to the document', async () => {
    const phone = await shopPhone()
    expect(await readSheet(phone, await sheetOf(delivery, { expiresOn: '2021-02-02' }))).toEqual({
      voucher: delivery.key,
    })
    expect(phone.find<Voucher>('voucher', delivery.key)?.expiresOn).toBe((await delivery.voucher()).expiresOn)
  })

  test('with any byte flipped opens nothing', async () => {
    const phone = await shopPhone()
    const sheet = await sheetOf(delivery)
    for (let at = 0; at < sheet.length; at++) {
      const changed = sheet.slice()
      changed[at]! ^= 1
      // The first byte says that it is a sheet at all.
      expect(await readSheet(phone, changed), `byte ${at}`).toBe(at === 0 ? undefined : 'untrusted')
    }
  })

  test('of somebody else opens nothing', async () => {
    expect(await readSheet(await shopPhone(), await sheetOf(delivery, {}, forger))).toBe('untrusted')
  })

  test('of another shop is told apart', async () => {
    expect(await readSheet(await shopPhone(), await sheetOf(delivery, { shop: otherShop }))).toBe('other-shop')
    expect(await readSheet(await shopPhone(), await sheetOf(moved))).toBe('other-shop')
  })

  test('printed here, of a voucher that was moved away since, opens nothing here', async () => {
    expect(await readSheet(await shopPhone(), await sheetOf(moved, { shop: sokhasShop }))).toBe('other-shop')
  })

  test('of a voucher that has not come opens nothing', async () => {
    expect(await readSheet(await shopPhone(), await sheetOf(delivery, { key: play.key() }))).toBe('no-document')
  })

  test('of the shop that a voucher was moved here from opens it', async () => {
    const back = await aDelivery(play)
    await play.as(dara).does('voucher.transfer', back.key, { seen: 1, shop: otherShop, why: 'Closed' })
    const sheet = await sheetOf(back)
    await play.as(dara).does('voucher.transfer', back.key, { seen: 2, shop: sokhasShop, why: 'Open again' })
    expect(await readSheet(await shopPhone(), sheet)).toEqual({ voucher: back.key })
  })

  test('whose document is not trusted opens nothing', async () => {
    const phone = await shopPhone(withDocuments(({ seal: _, ...document }) => document))
    expect(await readSheet(phone, await sheetOf(delivery))).toBe('untrusted')
  })
})

function flipped(signature: string): string {
  return (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)
}
