import { describe, expect, test } from 'vitest'
import { khmerDigits, latinDigits } from './khmer.ts'
import {
  amountText,
  numberText,
  percentText,
  phoneText,
  readAmount,
  readCode,
  readPhone,
  readWhole,
} from './numbers.ts'

// Node knows Khmer; phones do not. What we write ourselves is held against what Node writes.
const intl = (locale: string, options: Intl.NumberFormatOptions, value: number) =>
  new Intl.NumberFormat(locale, options).format(value)

describe('numbers are written as the locale data write them', () => {
  test.each([0, 7, 1000, 4461, 1234567.89, -20])('%d', (value) => {
    expect(numberText(value)).toBe(intl('km-KH', {}, value))
    expect(khmerDigits(numberText(value))).toBe(intl('km-KH-u-nu-khmr', {}, value))
  })

  test.each([0, 5000, 400000, -1500])('%d riel have no decimals', (minor) => {
    const khr = { style: 'currency', currency: 'KHR', maximumFractionDigits: 0 } as const
    expect(amountText({ currency: 'KHR', minor }, 'km')).toBe(intl('km-KH', khr, minor))
  })

  test.each([0, 5, 10709, 16170134, -150])('%d cents', (minor) => {
    const usd = { style: 'currency', currency: 'USD' } as const
    expect(amountText({ currency: 'USD', minor }, 'km')).toBe(intl('km-KH', usd, minor / 100))
    expect(amountText({ currency: 'USD', minor }, 'en')).toBe(intl('en-US', usd, minor / 100))
  })

  test('a share is in whole per cent', () => {
    expect(percentText(0.279)).toBe('28%')
  })

  test('a phone number is written as it is dialled', () => {
    expect(phoneText('+85512345678')).toBe('012 345 678')
    expect(phoneText('+855712345678')).toBe('071 234 5678')
    expect(phoneText('+66812345678')).toBe('+66812345678')
  })
})

describe('a field reads both kinds of digits', () => {
  test('digits travel both ways', () => {
    expect(latinDigits('០១២៣៤៥៦៧៨៩ ១៥០')).toBe('0123456789 150')
    expect(khmerDigits('1,234.5')).toBe('១.២៣៤,៥')
  })

  test.each([
    ['30', 30],
    ['៣០', 30],
    [' ១.៥០០ ', 1500],
    ['1,234,567', 1234567],
    ['-3', -3],
    ['1\u200b0', 10],
    ['1.5', undefined],
    ['1,23', undefined],
    ['1,234.567', undefined],
    ['abc', undefined],
    ['', undefined],
    ['1e9', undefined],
  ])('the whole number in %j is %j', (typed, value) => {
    expect(readWhole(typed)).toBe(value)
  })

  test.each([
    ['5,000', 'KHR', 5000],
    ['៥០០០៛', 'KHR', 5000],
    ['5000.5', 'KHR', undefined],
    ['1.50', 'USD', 150],
    ['1,5', 'USD', 150],
    ['$1,234.05', 'USD', 123405],
    ['១.២៣៤,០៥', 'USD', 123405],
    ['12', 'USD', 1200],
    ['1.234', 'USD', 123400],
    ['one', 'USD', undefined],
  ] as const)('the amount in %j %s is %j', (typed, currency, minor) => {
    expect(readAmount(typed, currency)).toBe(minor)
  })

  test.each([
    ['012 345 678', '+85512345678'],
    ['០១២ ៣៤៥ ៦៧៨', '+85512345678'],
    ['12345678', '+85512345678'],
    ['+855 71 234 5678', '+855712345678'],
    ['00855712345678', '+855712345678'],
    ['+66 81 234 5678', '+66812345678'],
    ['12', undefined],
    ['0123', undefined],
    ['012 345 678 999', undefined],
    ['phone', undefined],
  ])('the phone number in %j is %j', (typed, phone) => {
    expect(readPhone(typed)).toBe(phone)
  })

  test('a code is read in capitals and Latin digits', () => {
    expect(readCode(' ab១ ២៣ ')).toBe('AB123')
  })
})
