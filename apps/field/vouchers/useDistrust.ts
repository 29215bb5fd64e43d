import { useEffect, useState } from 'react'
import type { Key } from '#door/key.ts'
import { usePhone, useStanding } from '#sync/hooks.ts'
import { type Distrust, distrustOf } from '#sync/seals.ts'
import { m } from '#ui/words/compiled/messages.js'

/** Why nothing should be handed over for this voucher; `looking` until its seal has been verified. */
export function useDistrust(voucher: Key): Distrust | 'looking' | undefined {
  const phone = usePhone()
  useStanding()
  const document = phone.held.document('shop-voucher', voucher)
  const [distrust, setDistrust] = useState<Distrust | 'looking' | undefined>('looking')

  // Until a newer document has been verified the word about the older one stands: nobody's form is taken away.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the document that is verified
  useEffect(() => {
    let isCurrent = true
    void distrustOf(phone, voucher).then((found) => isCurrent && setDistrust(found))
    return () => {
      isCurrent = false
    }
  }, [phone, voucher, document])
  return distrust
}

export const distrustWords: Record<Distrust, () => string> = {
  untrusted: m.phone_seal_untrusted,
  'other-shop': m.phone_seal_other_shop,
  'no-document': m.phone_seal_no_document,
}
