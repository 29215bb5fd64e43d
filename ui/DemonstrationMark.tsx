import { Pictogram } from './drawings/Pictogram.tsx'
import { m } from './words/compiled/messages.js'
import { useLanguage } from './words/useLanguage.ts'

/** Stands above every page made from synthetic records, on screen and on paper. */
export function DemonstrationMark() {
  useLanguage()
  return (
    <aside className="demonstration">
      <Pictogram name="info" size={18} />
      {m.demonstration_mark()}
    </aside>
  )
}
