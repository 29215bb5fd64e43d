/** The kinds of list that can be brought. What their columns may hold is in `capabilities/imports/forms.ts`. */
import type { ImportKind } from '#capabilities/imports/import.ts'
import { attendance } from './attendance.ts'
import { catalogue } from './catalogue.ts'
import { households } from './households.ts'
import type { ListKind } from './kind.ts'
import { poverty } from './poverty.ts'
import { prices } from './prices.ts'

export const listKinds: Readonly<Record<ImportKind, ListKind>> = {
  households,
  attendance,
  catalogue,
  poverty,
  prices,
}
