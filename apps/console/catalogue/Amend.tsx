import { useState } from 'react'
import type { CatalogueItem } from '#capabilities/catalogue/item.ts'
import type { InputOf } from '#capabilities/commands.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { type Described, DescriptionFields, describedIn } from './describing.tsx'

/** Only what was changed is asked, against what stood there when it was read. */
export function Amend({ item }: { item: CatalogueItem }) {
  useLanguage()
  const [said, setSaid] = useState<Described>({
    ...item.names,
    chain: item.chain ?? '',
    specification: item.specification ?? '',
    substitutes: item.substitutes.join('; '),
    mortalityDays: item.mortalityDays ?? undefined,
  })
  const edits = editsIn(item, describedIn(said))
  return (
    <>
      <DescriptionFields programme={item.programme} value={said} onChange={setSaid} />
      {edits && (
        <AskButton key={JSON.stringify(edits)} command="item.amend" about={item.key} input={edits} look="second">
          {m.catalogue_amend_do()}
        </AskButton>
      )}
    </>
  )
}

function editsIn(item: CatalogueItem, said: ReturnType<typeof describedIn>): InputOf<'item.amend'> | undefined {
  if (!said) return undefined
  const edits = Object.entries(said)
    .map(([field, becomes]) => [field, { was: item[field as keyof typeof said], becomes }] as const)
    .filter(([field, { was, becomes }]) =>
      field === 'names'
        ? said.names.km !== item.names.km || said.names.en !== item.names.en
        : JSON.stringify(was) !== JSON.stringify(becomes),
    )
  return edits.length === 0 ? undefined : (Object.fromEntries(edits) as InputOf<'item.amend'>)
}
