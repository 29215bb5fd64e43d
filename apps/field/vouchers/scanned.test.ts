import { beforeAll, describe, expect, test } from 'vitest'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { sokha } from '#dev/cast.ts'
import { aDelivery, type Delivery, openShops, otherShop } from '#dev/testing/deliveries.ts'
import { type Phone, phoneOf, voucherSeal } from '#dev/testing/phone.ts'
import { type Play, startProgramme } from '#dev/testing/programme.ts'
import type { Distrust } from '#sync/seals.ts'
import { inLanguage } from '#ui/words/language.ts'
import { voucherIn } from './scanned.ts'
import { distrustWords } from './useDistrust.ts'

let play: Play
let phone: Phone
let delivery: Delivery
beforeAll(async () => {
  play = await startProgramme()
  await openShops(play)
  delivery = await aDelivery(play)
  phone = await phoneOf(play, sokha)
  phone.isOffline = true
  return () => play.end()
})

const scanned = (text: string) => voucherIn(text, phone.engine, phone.engine.all<Voucher>('voucher'))

describe('what a camera reads at the counter', () => {
  test("a sheet, or the number on a farmer's own phone, leads to the voucher", async () => {
    const voucher = await delivery.voucher()
    expect(await scanned(voucherSeal.qr(voucher))).toEqual({ voucher: delivery.key })
    expect(await scanned(voucher.serial)).toEqual({ voucher: delivery.key })
  })

  test('anything else leads nowhere', async () => {
    expect(await scanned('https://example.org')).toBeUndefined()
    expect(await scanned('')).toBeUndefined()
  })

  test.each<[Distrust, string, (voucher: Voucher) => string]>([
    ['untrusted', 'cannot be trusted', (voucher) => changed(voucherSeal.qr(voucher))],
    ['other-shop', 'another shop', (voucher) => voucherSeal.qr({ ...voucher, shop: otherShop })],
    ['no-document', 'not on this phone', (voucher) => voucherSeal.qr({ ...voucher, key: play.key() })],
  ])('%s: refused with its words', async (distrust, words, qr) => {
    expect(await scanned(qr(await delivery.voucher()))).toBe(distrust)
    expect(inLanguage('en', () => distrustWords[distrust]())).toContain(words)
    expect(inLanguage('km', () => distrustWords[distrust]())).toMatch(/^[\u1780-\u17ff\u200b ]+$/)
  })
})

/** One letter of the signature is another. */
function changed(qr: string): string {
  const at = qr.length - 4
  return qr.slice(0, at) + (qr[at] === 'A' ? 'B' : 'A') + qr.slice(at + 1)
}
