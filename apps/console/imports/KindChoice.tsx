import { listForms } from '#capabilities/imports/forms.ts'
import { type ImportKind, importKinds } from '#capabilities/imports/import.ts'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { importKindWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { type Me, may } from '../me.ts'

/** The lists that somebody may bring. */
export function kindsFor(me: Me): ImportKind[] {
  return importKinds.filter((kind) => may(me, listForms[kind].permission))
}

/** What the list is a list of: asked first, since everything else about it depends on that. */
export function KindChoice({
  kinds,
  value,
  onChange,
}: {
  kinds: readonly ImportKind[]
  value: ImportKind | undefined
  onChange: (kind: ImportKind) => void
}) {
  useLanguage()
  return (
    <section className="panel">
      <ChoiceCards
        label={m.imports_kind()}
        value={value}
        onChange={onChange}
        oneColumn
        choices={kinds.map((kind) => ({
          value: kind,
          label: importKindWords[kind].name(),
          hint: importKindWords[kind].about(),
        }))}
      />
    </section>
  )
}
