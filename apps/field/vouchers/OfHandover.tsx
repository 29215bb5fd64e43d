import type { ReactNode } from 'react'
import { type Handover, handoverOf, type Voucher } from '#capabilities/vouchers/voucher.ts'
import { Empty } from '#ui/Nothing.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { Found } from '../frame/Found.tsx'

/** A hand-over of a voucher that this phone holds. */
export function OfHandover({
  voucher: key,
  handover: id,
  children,
}: {
  voucher: string
  handover: string
  children: (voucher: Voucher, handover: Handover) => ReactNode
}) {
  return (
    <Found<Voucher> noun="voucher" record={key}>
      {(voucher) => {
        const handover = handoverOf(voucher, id)
        return handover ? children(voucher, handover) : <Empty title={m.phone_not_here()} picture="search" />
      }}
    </Found>
  )
}
