import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Code,
  codeText,
  digitsOf,
  makeSheet,
  nextNumber,
  readCode,
  readSerial,
  serialOf,
  verdictOn,
} from '#capabilities/vouchers/voucher.codes.ts'
import { castId } from '#dev/cast.ts'
import { keyOf } from '#door/key.ts'

const voucher = keyOf('05', castId(700))
const other = keyOf('05', castId(701))
const chance = () => new Uint8Array(randomBytes(16))

function aStrip(changes: Partial<Code> = {}) {
  const { printed, strips } = makeSheet(voucher, [{ n: 1, first: 1 }], 3, chance)
  return {
    printed,
    strip: strips[0]!.map((hashes, at): Code => ({ ...hashes, n: at + 1, sheet: 1, state: 'open', ...changes })),
  }
}

describe('a receipt code', () => {
  test('is right on its own voucher, line and number, and nowhere else', () => {
    const { printed, strip } = aStrip()
    const { secret } = printed[1]!

    expect(verdictOn(voucher, 1, strip, { n: 2, secret })).toBe('right')
    expect(verdictOn(voucher, 1, strip, { n: 1, secret })).toBe('wrong')
    expect(verdictOn(voucher, 2, strip, { n: 2, secret })).toBe('wrong')
    expect(verdictOn(other, 1, strip, { n: 2, secret })).toBe('wrong')
    expect(verdictOn(voucher, 1, strip, { n: 9, secret })).toBe('wrong')
  })

  test('is good once, and not after a reprint', () => {
    const used = aStrip({ state: 'used' })
    const cancelled = aStrip({ state: 'cancelled' })

    expect(verdictOn(voucher, 1, used.strip, { n: 1, secret: used.printed[0]!.secret })).toBe('used')
    expect(verdictOn(voucher, 1, cancelled.strip, { n: 1, secret: cancelled.printed[0]!.secret })).toBe('cancelled')
  })

  test('has six digits beside it, which only the server can judge', () => {
    const { printed, strip } = aStrip()
    const { digits, secret } = printed[0]!
    const onPhone = strip.map(({ digitsHash: _, ...code }) => code)

    expect(digits).toMatch(/^\d{6}$/)
    expect(digitsOf(secret)).toBe(digits)
    expect(verdictOn(voucher, 1, strip, { n: 1, digits })).toBe('right')
    expect(verdictOn(voucher, 1, strip, { n: 1, digits: digits === '000000' ? '000001' : '000000' })).toBe('wrong')
    expect(verdictOn(voucher, 1, onPhone, { n: 1, digits })).toBe('unknown')
    expect(verdictOn(voucher, 1, onPhone, { n: 1, secret })).toBe('right')
  })

  test('is read back from its QR', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.integer({ min: 1, max: 20 }), (bytes, n) => {
        const { printed } = makeSheet(voucher, [{ n: 7, first: n }], 1, () => bytes)
        const { secret } = printed[0]!
        expect(secret).toBe(Buffer.from(bytes).toString('base64url'))
        expect(readCode(codeText(7, n, secret))).toEqual({ line: 7, n, secret })
      }),
    )
    expect(readCode('https://example.org')).toBeUndefined()
  })

  test('of a new sheet goes on counting', () => {
    expect(nextNumber([])).toBe(1)
    expect(nextNumber(aStrip().strip)).toBe(4)
  })
})

describe('a serial', () => {
  const serial = serialOf(voucher)

  test('follows from the key, and begins with its province', () => {
    expect(serial).toMatch(/^05-[2-9A-Y]{4}-[2-9A-Y]{4}-[2-9A-Y]{2}$/)
    expect(serialOf(voucher)).toBe(serial)
    expect(serialOf(other)).not.toBe(serial)
  })

  test('is read however it was written', () => {
    expect(readSerial(serial.toLowerCase())).toBe(serial)
    expect(readSerial(` ${serial.replaceAll('-', ' ')} `)).toBe(serial)
    expect(readSerial(serial.replaceAll('-', ''))).toBe(serial)
  })

  test('with one wrong sign, or two that changed places, is no serial', () => {
    const signs = '23456789ACDEFGHJKLMNPQRTUVWXY'
    const plain = serial.replaceAll('-', '')
    for (let at = 0; at < plain.length; at++) {
      for (const sign of at < 2 ? '0123456789' : signs) {
        if (sign !== plain[at]) expect(readSerial(plain.slice(0, at) + sign + plain.slice(at + 1))).toBeUndefined()
      }
      const swapped = plain.slice(0, at) + (plain[at + 1] ?? '') + plain[at] + plain.slice(at + 2)
      if (swapped !== plain && swapped.length === plain.length) expect(readSerial(swapped)).toBeUndefined()
    }
  })
})
