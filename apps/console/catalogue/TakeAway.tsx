import { useState } from 'react'
import type { CatalogueItem } from '#capabilities/catalogue/item.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'

/** Out of use, or into it again; either says why. */
export function TakeAway({ item }: { item: CatalogueItem }) {
  useLanguage()
  const [why, setWhy] = useState('')
  const isRetired = item.state === 'retired'
  return (
    <>
      {!isRetired && <p className="quiet">{m.catalogue_retire_about()}</p>}
      <TextField label={m.catalogue_why()} max={300} value={why} onChange={setWhy} />
      <AskButton
        command={isRetired ? 'item.restore' : 'item.retire'}
        about={item.key}
        input={{ why: why.trim() }}
        look={isRetired ? 'second' : 'grave'}
      >
        {isRetired ? m.catalogue_restore() : m.catalogue_retire()}
      </AskButton>
    </>
  )
}
