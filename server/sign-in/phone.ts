/** A telephone number as people write it, as the one form it is kept in: `+85512345678`. */
import { Phone } from '#door/values.ts'

export function phoneFrom(written: string): string | undefined {
  const digits = written.replace(/[០-៩]/g, (digit) => String(digit.charCodeAt(0) - 0x17e0)).replace(/[\s().-]/g, '')
  const number = digits.startsWith('+')
    ? digits
    : digits.startsWith('00')
      ? `+${digits.slice(2)}`
      : digits.startsWith('0')
        ? `+855${digits.slice(1)}`
        : `+${digits}`
  return Phone.safeParse(number).success ? number : undefined
}

/** Digits of a code, typed in either script and with gaps. */
export function digitsFrom(written: string): string {
  return written.replace(/[០-៩]/g, (digit) => String(digit.charCodeAt(0) - 0x17e0)).replace(/\D/g, '')
}
