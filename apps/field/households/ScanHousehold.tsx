import { useState } from 'react'
import type { Household } from '#capabilities/households/household.ts'
import { usePhone } from '#sync/hooks.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { Scanner } from '../scan/Scanner.tsx'
import { householdIn } from './scanned.ts'

/** A camera that finds households. It stays open as long as there are more to come. */
export function ScanHousehold({
  onFound,
  told,
}: {
  onFound: (household: Household) => void
  /** What became of the one that was read last. */
  told?: string | undefined
}) {
  const phone = usePhone()
  const [isOpen, setOpen] = useState(false)
  const [isUnknown, setUnknown] = useState(false)
  if (!isOpen) {
    return (
      <button type="button" className="button button--second" onClick={() => setOpen(true)}>
        <Pictogram name="scan" size={22} />
        {m.phone_scan_household()}
      </button>
    )
  }
  return (
    <section className="stack">
      <p className="note">{m.phone_scan_household_how()}</p>
      <Scanner onText={read} />
      {isUnknown ? <Say tone="bad">{m.phone_scan_household_unknown()}</Say> : told && <Say tone="good">{told}</Say>}
      <button type="button" className="button button--second" onClick={() => setOpen(false)}>
        {m.phone_scan_stop()}
      </button>
    </section>
  )

  function read(text: string) {
    const household = householdIn(text, phone)
    setUnknown(!household)
    if (household) onFound(household)
  }
}
