import type { Handover, Voucher } from '#capabilities/vouchers/voucher.ts'
import { NumberField } from '#ui/NumberField.tsx'
import { numberText } from '#ui/numbers.ts'
import { m } from '#ui/words/compiled/messages.js'
import { unitWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'

/** For each line that the shop reported: how many really came. */
export function SaidFields({
  voucher,
  handover,
  counts,
  isBlind = false,
  onCount,
}: {
  voucher: Voucher
  handover: Handover
  counts: ReadonlyMap<number, number | undefined>
  /** Whoever is asked should not be led by what the shop says. */
  isBlind?: boolean
  onCount: (line: number, count: number | undefined) => void
}) {
  const language = useLanguage()
  return (
    <>
      {handover.lines.map((handed) => {
        const line = voucher.lines.find(({ n }) => n === handed.line)
        return (
          <NumberField
            key={handed.line}
            label={line?.names[language] ?? ''}
            {...(isBlind ? {} : { hint: m.phone_said_reported({ count: numberText(handed.quantity) }) })}
            counter
            min={0}
            max={handed.quantity}
            unit={line ? unitWords[line.unit]() : undefined}
            value={counts.get(handed.line)}
            onChange={(count) => onCount(handed.line, count)}
          />
        )
      })}
    </>
  )
}
