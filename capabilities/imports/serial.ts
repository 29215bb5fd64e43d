/** Days as spreadsheet programs count them: from 1900 with a 29 February that never was, or from 1904. */

const msPerDay = 86_400_000
const lastDay = '9999-12-31'

/** Undefined where the number is no day: before the first, or the one that never was. */
export function dayOfSerial(serial: number, since1904: boolean): string | undefined {
  const whole = Math.floor(serial)
  if (since1904) return whole < 0 ? undefined : dayAt(Date.UTC(1904, 0, 1), whole)
  if (whole < 1 || whole === 60) return undefined
  return dayAt(Date.UTC(1899, 11, whole < 60 ? 31 : 30), whole)
}

function dayAt(first: number, days: number): string | undefined {
  const at = first + days * msPerDay
  return at > Date.parse(lastDay) ? undefined : new Date(at).toISOString().slice(0, 10)
}
