/** The kinds of documents: which table a document hangs on, who reads it, and how it is made. */
import { type Actor, type Scope, scopeOf } from '#door/actor.ts'
import { withinSql } from '#server/database/read.ts'
import { claimViews } from './claim.ts'
import { householdViews } from './household.ts'
import { trainingViews } from './training.ts'
import type { Build } from './view.ts'
import { shopVoucherViews } from './voucher.ts'

interface Kind {
  readonly table: string
  readonly columns: { readonly household: string | null; readonly shop: string | null; readonly formerShops?: string }
  readonly scope: (reader: Actor) => Scope
  readonly build: Build
}

export const kinds: Readonly<Record<string, Kind>> = {
  household: {
    table: 'household',
    columns: { household: `(r.home || '-' || r.id)`, shop: null },
    scope: (reader) => scopeOf(reader, 'household.read'),
    build: householdViews,
  },
  // Whoever reads the household finds its vouchers there. A shop keeps those that were moved to another:
  // what it handed over is still owed to it, and its phone can say why nothing more is.
  'shop-voucher': {
    table: 'voucher',
    columns: { household: 'r.household', shop: 'r.shop', formerShops: 'r.former_shops' },
    scope: (reader) =>
      scopeOf(reader, 'voucher.read').filter(({ permissions }) => !permissions?.includes('household.read')),
    build: shopVoucherViews,
  },
  training: {
    table: 'training',
    columns: { household: null, shop: null },
    scope: (reader) => scopeOf(reader, 'training.read'),
    build: trainingViews,
  },
  // The office reads invoices at its desks.
  claim: {
    table: 'claim',
    columns: { household: null, shop: 'r.shop' },
    scope: (reader) => scopeOf(reader, 'claim.read').filter(({ shop }) => shop),
    build: claimViews,
  },
}

export interface Reached {
  readonly kind: string
  readonly table: string
  /** A condition on the table's row, which is called `r`. */
  readonly within: string
}

/** The tables in which this reader reaches anything; values are bound behind those that stand there already. */
export function reachedBy(reader: Actor, values: unknown[]): Reached[] {
  return Object.entries(kinds).flatMap(([kind, { table, columns, scope }]) => {
    const within = withinSql(scope(reader), values.length + 1, { alias: 'r', ...columns })
    if (within.text === 'false') return []
    values.push(...within.values)
    return [{ kind, table, within: within.text }]
  })
}
