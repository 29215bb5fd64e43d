/**
 * Numbers and money in words, and what a person typed read back.
 *
 * Both languages write Latin digits, as Cambodian phones, receipts and the locale data do; fields
 * take Khmer digits as well. Reading gives `undefined` for what is not such a number: a field never
 * guesses.
 */
import { decimal } from '#door/money.ts'
import type { Currency, Money } from '#door/values.ts'
import { latinDigits } from './khmer.ts'
import type { Language } from './words/language.ts'

/** `1,234,567`. */
export function numberText(value: number): string {
  const [whole = '', fraction] = String(Math.abs(value)).split('.')
  return `${value < 0 ? '-' : ''}${grouped(whole)}${fraction === undefined ? '' : `.${fraction}`}`
}

/** `400,000៛`, `$161,701.34` in English, `161,701.34$` in Khmer. */
export function amountText(money: Money, language: Language): string {
  const [whole = '', cents] = decimal({ ...money, minor: Math.abs(money.minor) }).split('.')
  const sign = money.minor < 0 ? '-' : ''
  if (money.currency === 'KHR') return `${sign}${grouped(whole)}៛`
  return language === 'km' ? `${sign}${grouped(whole)}.${cents}$` : `${sign}$${grouped(whole)}.${cents}`
}

/** `26%` of a share between 0 and 1. */
export function percentText(share: number): string {
  return `${Math.round(share * 100)}%`
}

/** `012 345 678` of `+85512345678`; a foreign number stays as it is. */
export function phoneText(phone: string): string {
  const local = /^\+855(\d{2})(\d{3})(\d{3,4})$/.exec(phone)
  return local ? `0${local[1]} ${local[2]} ${local[3]}` : phone
}

/** A whole number, in either digits, with or without groups of three. */
export function readWhole(typed: string): number | undefined {
  const text = bare(typed)
  if (!/^-?\d{1,15}$/.test(text) && !/^-?\d{1,3}(([.,])\d{3})(\2\d{3})*$/.test(text)) return undefined
  return Number(text.replace(/[.,]/g, ''))
}

/** An amount in whole minor units: `1,500` riel is 1500, `1.50` dollars is 150. */
export function readAmount(typed: string, currency: Currency): number | undefined {
  const text = bare(typed).replace(/[៛$]/g, '')
  if (currency === 'KHR') return readWhole(text)
  const cents = /^(.+)[.,](\d{1,2})$/.exec(text)
  const whole = readWhole(cents ? cents[1]! : text)
  return whole === undefined ? undefined : whole * 100 + Number((cents?.[2] ?? '').padEnd(2, '0'))
}

/** A phone number as it is kept: `012 345 678`, `12345678` and `+855 12 345 678` are one number. */
export function readPhone(typed: string): string | undefined {
  const digits = bare(typed).replace(/[-().]/g, '')
  const local = /^(?:\+?855|00855|0)?([1-9]\d{7,8})$/.exec(digits)
  if (local) return `+855${local[1]}`
  return /^\+[1-9]\d{7,14}$/.test(digits) && !digits.startsWith('+855') ? digits : undefined
}

/** A code as it is kept: Latin digits, capitals, no spaces. */
export function readCode(typed: string): string {
  return bare(typed).toUpperCase()
}

/** Latin digits, without white space and without what cannot be seen. */
function bare(typed: string): string {
  return latinDigits(typed).replace(/[\s\u200b-\u200d\u2060\ufeff]/g, '')
}

function grouped(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}
