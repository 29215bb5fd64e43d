/** What is being handed over at the counter: an answer for each line, and the command's input made of it. */
import type { InputOf } from '#capabilities/commands.ts'
import { readCode } from '#capabilities/vouchers/voucher.codes.ts'
import { type Condition, leftOf, lineOf, owedOn, type Voucher } from '#capabilities/vouchers/voucher.ts'

export interface Counted {
  readonly line: number
  readonly quantity: number | undefined
  readonly condition: Condition
  /** As scanned. */
  readonly secret: { readonly n: number; readonly secret: string } | undefined
  /** As typed. */
  readonly digits: string
  /** What the farmer gave, where it is not what was asked for. */
  readonly paid: number | undefined
  /** An item that the window allows instead. */
  readonly substitute: string | undefined
  /** The loss that it makes good, free of charge. */
  readonly replaces: string | undefined
  readonly most: number
}

export function freshCount(voucher: Voucher): Counted[] {
  return voucher.lines
    .filter((line) => leftOf(voucher, line) > 0)
    .map((line) => ({ ...untouched, line: line.n, quantity: leftOf(voucher, line), most: leftOf(voucher, line) }))
}

/** What the shop owes for living things that died: one loss of a line at a time. */
export function owedCount(voucher: Voucher): Counted[] {
  const counts = new Map<number, Counted>()
  for (const loss of voucher.losses) {
    const owed = owedOn(voucher, loss)
    if (owed > 0 && !counts.has(loss.line))
      counts.set(loss.line, { ...untouched, line: loss.line, quantity: owed, most: owed, replaces: loss.id })
  }
  return [...counts.values()]
}

const untouched = {
  condition: 'good',
  secret: undefined,
  digits: '',
  paid: undefined,
  substitute: undefined,
  replaces: undefined,
} as const

/** A scanned code goes to its own line; undefined where it belongs to none. */
export function withCode(counts: readonly Counted[], text: string): Counted[] | undefined {
  const code = readCode(text)
  if (!code || !counts.some(({ line }) => line === code.line)) return undefined
  return counts.map((count) =>
    count.line === code.line ? { ...count, secret: { n: code.n, secret: code.secret } } : count,
  )
}

/** The next code that was not used: beside which the farmer reads six digits. */
export function nextOpen(voucher: Voucher, line: number): number | undefined {
  return lineOf(voucher, line)?.strip.find(({ state }) => state === 'open')?.n
}

/** Lines of which nothing is handed over are left out. `asked` is what the farmer owes for each. */
export function inputFrom(
  voucher: Voucher,
  counts: readonly Counted[],
  asked: ReadonlyMap<number, number>,
  staffHeldStrip: boolean,
): InputOf<'voucher.redeem'> {
  const lines = counts
    .filter(({ quantity }) => quantity !== 0)
    .map(({ line, quantity, condition, secret, digits, paid, substitute, replaces }) => {
      const instead = lineOf(voucher, line)?.substitutes.find(({ item }) => item === substitute)
      return {
        line,
        quantity: quantity as number,
        code: secret ?? (digits === '' ? null : { n: nextOpen(voucher, line) ?? 1, digits }),
        condition,
        farmerPaid: replaces ? 0 : (paid ?? asked.get(line) ?? 0),
        ...(instead ? { substitute: { item: instead.item, unitPrice: instead.unitPrice } } : {}),
        ...(replaces ? { replaces } : {}),
      }
    })
  return { lines, ...(staffHeldStrip ? { staffHeldStrip } : {}) }
}
