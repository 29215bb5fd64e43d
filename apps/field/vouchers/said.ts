/** How many of each line somebody says were received, as a draft keeps it. */
import type { Handover } from '#capabilities/vouchers/voucher.ts'

export type Said = readonly (readonly [line: number, count: number | undefined])[]

/** At first, all that were handed over. */
export function allOf({ lines }: Handover): Said {
  return lines.map(({ line, quantity }) => [line, quantity])
}

export function saidOf({ lines }: Handover, said: Said): { line: number; accepted: number }[] {
  const counts = new Map(said)
  return lines.map(({ line }) => ({ line, accepted: counts.get(line) as number }))
}
