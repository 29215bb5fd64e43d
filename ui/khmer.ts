/** Khmer digits, both ways. Whoever types a number, a date or a code may type it in either. */
const zero = 0x17e0

/** Latin digits for Khmer ones; everything else stays. Full-width digits come from some keyboards too. */
export function latinDigits(text: string): string {
  return text
    .replace(/[០-៩]/g, (digit) => String(digit.charCodeAt(0) - zero))
    .replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - 0xff10))
}

/** A number as written in Khmer digits, where the point groups and the comma divides. */
export function khmerDigits(text: string): string {
  return text
    .replace(/[.,]/g, (mark) => (mark === '.' ? ',' : '.'))
    .replace(/[0-9]/g, (digit) => String.fromCharCode(zero + Number(digit)))
}
