/** What a shop's own phone holds of its invoices: what was billed, how each line stands, and what was paid. */
import type { Claim, ClaimLine, Payment } from '#capabilities/claims/claim.ts'

/** The rest of a line is in the voucher, which the phone holds as well. */
const shownOfLines = [
  'n',
  'voucher',
  'handover',
  'line',
  'currency',
  'billed',
  'difference',
  'state',
  'mismatch',
  'agreed',
  'budget',
  'note',
] as const satisfies readonly (keyof ClaimLine)[]

export type ShopClaimLine = Pick<ClaimLine, (typeof shownOfLines)[number]>
export type ShopPayment = Omit<Payment, 'by' | 'evidence'>
export type ShopClaim = Omit<Claim, 'lines' | 'payments' | 'submittedBy'> & {
  readonly lines: readonly ShopClaimLine[]
  readonly payments: readonly ShopPayment[]
}

export function claimDocument({ submittedBy: _, ...claim }: Claim): ShopClaim {
  return {
    ...claim,
    lines: claim.lines.map(
      (line) => Object.fromEntries(shownOfLines.map((field) => [field, line[field]])) as unknown as ShopClaimLine,
    ),
    payments: claim.payments.map(({ by: __, evidence: ___, ...paid }) => paid),
  }
}
