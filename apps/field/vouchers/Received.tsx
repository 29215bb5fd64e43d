import { countedSlots } from '#capabilities/sounds/numerals.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { ItemPicture } from '#ui/drawings/ItemPicture.tsx'
import { Listen } from '#ui/Listen.tsx'
import { numberText } from '#ui/numbers.ts'
import { m } from '#ui/words/compiled/messages.js'
import { unitWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'

/** What somebody is about to say yes to: a picture, a number, and a voice. Nobody needs to read for it. */
export function Received({
  voucher,
  said,
}: {
  voucher: Voucher
  said: readonly { readonly line: number; readonly accepted: number | undefined }[]
}) {
  const language = useLanguage()
  return (
    <ul className="plain received">
      {said.map(({ line: n, accepted }) => {
        const line = voucher.lines.find((one) => one.n === n)
        if (!line || accepted === undefined) return null
        const item = line.names[language]
        const unit = unitWords[line.unit]()
        return (
          <li key={n} className="card received__line">
            <ItemPicture item={line.item} size={72} />
            <p className="received__words">
              <span className="received__number">{numberText(accepted)}</span> {unit}
              <br />
              {item}
            </p>
            <Listen
              slots={countedSlots({ item: line.item, unit: line.unit, count: accepted }, language)}
              what={m.phone_received_line({ item, count: numberText(accepted), unit })}
            />
          </li>
        )
      })}
    </ul>
  )
}
