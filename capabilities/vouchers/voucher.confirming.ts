/** Another side speaks: what it says counts, and where two sides differ somebody has to look. */
import { type Booking, book, withHandover } from '#capabilities/vouchers/voucher.money.ts'
import { type Confirmation, type Handover, handoverOf, type Voucher } from '#capabilities/vouchers/voucher.ts'
import { type Refusal, refuse } from '#door/refusal.ts'
import type { Instant } from '#door/values.ts'

export function confirmed(voucher: Voucher, id: string, said: Confirmation, at: Instant): Booking<Voucher> | Refusal {
  const handover = handoverOf(voucher, id)
  if (!handover) return refuse('voucher.delivery-unknown')
  const isRepeated = handover.confirmations.some(
    ({ side, how, by }) => side === said.side && how === said.how && (how !== 'photo' || by === said.by),
  )
  if (isRepeated && said.how !== 'strip') return refuse('voucher.already-confirmed')
  for (const { line, accepted } of said.lines) {
    const handed = handover.lines.find((one) => one.line === line)
    if (!handed) return refuse('voucher.line-unknown')
    if (accepted > handed.quantity) return refuse('voucher.more-than-delivered', { delivered: handed.quantity })
  }

  const heard: Handover = { ...handover, confirmations: [...handover.confirmations, said] }
  const next = { ...voucher, version: voucher.version + 1 }
  if (handover.state === 'disputed') return { voucher: withHandover(next, heard), post: [], drawn: 0 }
  if (differs(handover, said)) {
    const disputed: Handover = { ...heard, state: 'disputed', dispute: 'voucher.confirmations-differ' }
    return { voucher: withHandover(next, disputed), post: [], drawn: 0 }
  }
  const fresh = said.lines.filter(({ line }) => handover.lines.find((one) => one.line === line)!.accepted === null)
  return book(withHandover(next, heard), id, fresh, at)
}

function differs(handover: Handover, said: Confirmation): boolean {
  return said.lines.some(({ line, accepted }) => {
    const before = handover.lines.find((one) => one.line === line)!.accepted
    return before !== null && before !== accepted
  })
}

/** The most that a side other than the shop has said it received of a line. */
export function mostConfirmed(handover: Handover, line: number): number {
  return handover.confirmations
    .filter(({ side }) => side !== 'shop')
    .flatMap(({ lines }) => lines)
    .filter((one) => one.line === line)
    .reduce((most, { accepted }) => Math.max(most, accepted), 0)
}
