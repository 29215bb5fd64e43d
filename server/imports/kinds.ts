/** The kinds of list that can be brought. What their columns may hold is in `capabilities/imports/forms.ts`. */
import type { ImportKind } from '#capabilities/imports/import.ts'
import type { ListKind } from './kind.ts'
import { attendance } from './kinds/attendance.ts'
import { catalogue } from './kinds/catalogue.ts'
import { households } from './kinds/households.ts'
import { poverty } from './kinds/poverty.ts'
import { prices } from './kinds/prices.ts'

export const listKinds: Readonly<Record<ImportKind, ListKind>> = {
  households,
  attendance,
  catalogue,
  poverty,
  prices,
}
