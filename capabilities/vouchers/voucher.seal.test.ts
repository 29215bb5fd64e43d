import { generateKeyPairSync } from 'node:crypto'
import { verifyAsync } from '@noble/ed25519'
import { describe, expect, test } from 'vitest'
import { forShop } from '#capabilities/vouchers/voucher.documents.ts'
import { voucherSealWith } from '#capabilities/vouchers/voucher.seal.store.ts'
import { bodyLength, documentBytes, readQr, shopMark, signatureLength } from '#capabilities/vouchers/voucher.seal.ts'
import { sokhasShop } from '#dev/cast.ts'
import { aVoucher } from '#dev/testing/vouchers.ts'

const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const seal = voucherSealWith(pem, 3)
const publicKey = new Uint8Array(Buffer.from(seal.publicKey, 'base64url'))
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))

describe("the sheet's QR", () => {
  const voucher = aVoucher({ expiresOn: '2021-04-02' })
  const scanned = bytesOf(seal.qr(voucher))

  test('holds 93 bytes that name voucher, shop, expiry and signing key', () => {
    expect(scanned).toHaveLength(bodyLength + signatureLength)
    expect(readQr(scanned)?.mark).toEqual({
      keyNumber: 3,
      voucher: voucher.key,
      shopMark: shopMark(sokhasShop),
      expiresOn: '2021-04-02',
    })
  })

  test('is verified by a phone, and not with a bit changed', async () => {
    const { body, signature } = readQr(scanned)!
    expect(await verifyAsync(signature, body, publicKey)).toBe(true)
    for (let at = 0; at < body.length; at++) {
      const changed = body.slice()
      changed[at]! ^= 1
      expect(await verifyAsync(signature, changed, publicKey)).toBe(false)
    }
  })

  test('is told from any other QR', () => {
    expect(readQr(new Uint8Array(92))).toBeUndefined()
    expect(readQr(new Uint8Array(93))).toBeUndefined()
  })
})

test("the shop's document is signed as it travels, and not as somebody would like it", async () => {
  const shown = forShop(aVoucher())
  const { voucher, signature } = JSON.parse(JSON.stringify({ voucher: shown, ...seal.over(shown) }))
  const more = { ...voucher, lines: voucher.lines.map((line: object) => ({ ...line, quantity: 300 })) }

  expect(await verifyAsync(bytesOf(signature), documentBytes(voucher), publicKey)).toBe(true)
  expect(await verifyAsync(bytesOf(signature), documentBytes(more), publicKey)).toBe(false)
})
