/** What is being handed over at the counter: an answer for each line, and the command's input made of it. */
import type { InputOf } from '#capabilities/commands.ts'
import { readCode, verdictOn } from '#capabilities/vouchers/voucher.codes.ts'
import { readQr } from '#capabilities/vouchers/voucher.seal.ts'
import { type Condition, leftOf, lineOf, owedOn, type Voucher } from '#capabilities/vouchers/voucher.ts'
import { bytesIn } from '#sync/base64url.ts'
import type { DraftForm } from '#sync/drafts.ts'

export interface Counted {
  readonly line: number
  readonly quantity: number | undefined
  readonly condition: Condition
  /** As scanned. */
  readonly secret: { readonly n: number; readonly secret: string } | undefined
  /** As typed, and from where they were read: the paper, or the farmer's own phone. */
  readonly digits: string
  readonly digitsOn: StripPlace | undefined
  /** What the farmer gave, where it is not what was asked for. */
  readonly paid: number | undefined
  /** An item that the window allows instead. */
  readonly substitute: string | undefined
  /** The loss that it makes good, free of charge. */
  readonly replaces: string | undefined
  readonly most: number
}

export type StripPlace = 'paper' | 'phone'

/** A code that only the office can judge: of these units nobody knows whether they will count. */
export interface Unconfirmed {
  readonly line: number
  readonly quantity: number
  /** The number of the code beside which they stand. */
  readonly n: number | undefined
}

/** What somebody has said so far of a hand-over, kept while they say the rest. */
export interface Counting {
  /** Whose it is, for a list of what was begun. */
  readonly name: string
  readonly lines: Readonly<Record<number, Partial<Counted>>>
  readonly isReplacing: boolean
  readonly staffHeldStrip: boolean
  readonly photo: string | undefined
}

export const handingOver: DraftForm<Counting> = { name: 'voucher.redeem', carry: [], about: ({ name }) => name }

export function freshCounting(name: string): Counting {
  return { name, lines: {}, isReplacing: false, staffHeldStrip: false, photo: undefined }
}

export function freshCount(voucher: Voucher, unconfirmed: readonly Unconfirmed[] = []): Counted[] {
  return voucher.lines
    .map((line) => ({ line, most: leftOf(voucher, line) - unitsIn(unconfirmed, line.n) }))
    .filter(({ most }) => most > 0)
    .map(({ line, most }) => ({ ...untouched, line: line.n, quantity: most, most }))
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
  digitsOn: undefined,
  paid: undefined,
  substitute: undefined,
  replaces: undefined,
} as const

/** With what was said of each line; what is no longer to be had is taken off, however it was left. */
export function asSaid(voucher: Voucher, counts: readonly Counted[], said: Counting['lines']): Counted[] {
  return counts.map((count) => {
    const given = { ...count, ...said[count.line], line: count.line, most: count.most, replaces: count.replaces }
    const quantity = given.quantity === undefined ? undefined : Math.min(given.quantity, count.most)
    const isGood = given.secret && ['right', 'unknown'].includes(verdictOf(voucher, count.line, given.secret))
    return { ...given, quantity, secret: isGood ? given.secret : undefined }
  })
}

/** Why what was scanned says nothing of what is handed over. */
export type Misread = 'not-a-code' | 'a-sheet' | 'another-item' | 'wrong' | 'used' | 'cancelled'

/** The code of a line that is handed over; or why it is none, before anything leaves the counter. */
export function codeIn(
  voucher: Voucher,
  counts: readonly Counted[],
  text: string,
): { readonly line: number; readonly secret: NonNullable<Counted['secret']> } | Misread {
  const code = readCode(text)
  if (!code) return readQr(bytesIn(text)) ? 'a-sheet' : 'not-a-code'
  const { line, n, secret } = code
  if (!lineOf(voucher, line)) return 'wrong'
  const verdict = verdictOf(voucher, line, { n, secret })
  if (verdict === 'used' || verdict === 'cancelled') return verdict
  if (verdict === 'wrong') return 'wrong'
  const isHandedOver = counts.some((count) => count.line === line && count.quantity !== 0)
  return isHandedOver ? { line, secret: { n, secret } } : 'another-item'
}

/** A strip was carried on the farmer's phone since this one last heard of the voucher. */
export function isUnheardOf(voucher: Voucher, { line, secret }: Pick<Counted, 'line' | 'secret'>): boolean {
  return secret !== undefined && verdictOf(voucher, line, secret) === 'unknown'
}

function verdictOf(voucher: Voucher, line: number, code: NonNullable<Counted['secret']>) {
  return verdictOn(voucher.key, line, lineOf(voucher, line)!.strip, code)
}

/** The next code that was not used: beside which the farmer reads six digits, on the sheet unless it is said where. */
export function nextOpen(
  voucher: Voucher,
  line: number,
  unconfirmed: readonly Unconfirmed[] = [],
  on: StripPlace = 'paper',
): number | undefined {
  const isTried = (n: number) => unconfirmed.some((one) => one.line === line && one.n === n)
  const isThere = (sheet: number | null) => (sheet === null) === (on === 'phone')
  return lineOf(voucher, line)?.strip.find(({ n, state, sheet }) => state === 'open' && isThere(sheet) && !isTried(n))
    ?.n
}

/** Where the farmer can read six digits of this line: what is left on the sheet, or on her own phone. */
export function digitPlaces(voucher: Voucher, line: number, unconfirmed: readonly Unconfirmed[]): StripPlace[] {
  const places = ['paper', 'phone'] as const
  return places.filter((on) => nextOpen(voucher, line, unconfirmed, on) !== undefined)
}

/** Lines of which nothing is handed over are left out. `asked` is what the farmer owes for each. */
export function inputFrom(
  voucher: Voucher,
  counts: readonly Counted[],
  asked: ReadonlyMap<number, number>,
  { staffHeldStrip = false, photo }: { readonly staffHeldStrip?: boolean; readonly photo?: string | undefined } = {},
  unconfirmed: readonly Unconfirmed[] = [],
): InputOf<'voucher.redeem'> {
  const lines = counts
    .filter(({ quantity }) => quantity !== 0)
    .map(({ line, quantity, condition, secret, digits, digitsOn, paid, substitute, replaces }) => {
      const on = digitsOn ?? digitPlaces(voucher, line, unconfirmed)[0]
      const instead = lineOf(voucher, line)?.substitutes.find(({ item }) => item === substitute)
      return {
        line,
        quantity: quantity as number,
        code: secret ?? (digits === '' ? null : { n: nextOpen(voucher, line, unconfirmed, on) ?? 1, digits }),
        condition,
        farmerPaid: replaces ? 0 : (paid ?? asked.get(line) ?? 0),
        ...(instead ? { substitute: { item: instead.item, unitPrice: instead.unitPrice } } : {}),
        ...(replaces ? { replaces } : {}),
      }
    })
  return { lines, ...(staffHeldStrip ? { staffHeldStrip } : {}), ...(photo ? { photo } : {}) }
}

function unitsIn(unconfirmed: readonly Unconfirmed[], line: number): number {
  return unconfirmed.filter((one) => one.line === line).reduce((sum, { quantity }) => sum + quantity, 0)
}
