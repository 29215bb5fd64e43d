/** Sums over money. Everything is whole minor units; every division says how it rounds. */
import type { Currency, Money } from './values.ts'

/** Half away from zero, the rule of a cash desk. Exact for products below 2^53. */
export function divide(dividend: number, divisor: number): number {
  return Math.floor((2 * dividend + divisor) / (2 * divisor))
}

/** A share of an amount, in whole per cent, rounded once. */
export function shareOf(minor: number, percent: number): number {
  return divide(minor * percent, 100)
}

/** Cash in riel is paid in notes of 100: what is asked for, and the rounding that must be booked. */
export function cashRiel(riel: number): { pay: number; rounding: number } {
  const pay = divide(riel, 100) * 100
  return { pay, rounding: pay - riel }
}

/** Riel to US cents at a rate in riel per dollar. */
export function toCents(riel: number, rielPerDollar: number): number {
  return divide(riel * 100, rielPerDollar)
}

/** An amount in the currency of a budget line. `rielPerDollar` may carry hundredths: 4075.25. */
export function convert(money: Money, to: Currency, rielPerDollar: number): Money {
  if (money.currency === to) return money
  const rate = Math.round(rielPerDollar * 100)
  const minor = to === 'USD' ? divide(money.minor * 10_000, rate) : divide(money.minor * rate, 10_000)
  return { currency: to, minor }
}

/**
 * The part of a line's amount that belongs to the units from `already` to `already + now` of `of`.
 * Taken from running totals, so that the parts of a line add up to the line to the unit.
 */
export function portion(minor: number, of: number, already: number, now: number): number {
  return divide(minor * (already + now), of) - divide(minor * already, of)
}

/** Decimal text of an amount, as data: `1234.50` for cents, `5000` for riel. */
export function decimal({ currency, minor }: Money): string {
  if (currency === 'KHR') return String(minor)
  const sign = minor < 0 ? '-' : ''
  const whole = Math.abs(minor)
  return `${sign}${Math.floor(whole / 100)}.${String(whole % 100).padStart(2, '0')}`
}
