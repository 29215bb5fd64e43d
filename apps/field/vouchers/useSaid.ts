import { useState } from 'react'
import type { Handover } from '#capabilities/vouchers/voucher.ts'

/** How many of each line somebody says were received: at first, all that were handed over. */
export function useSaid(handover: Handover) {
  const [counts, setCounts] = useState<ReadonlyMap<number, number | undefined>>(
    () => new Map(handover.lines.map(({ line, quantity }) => [line, quantity])),
  )
  return {
    counts,
    count: (line: number, count: number | undefined) => setCounts(new Map([...counts, [line, count]])),
    said: handover.lines.map(({ line }) => ({ line, accepted: counts.get(line) as number })),
  }
}
