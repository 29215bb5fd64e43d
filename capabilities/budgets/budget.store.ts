import * as z from 'zod/mini'
import type { Allotment, BudgetLine } from '#capabilities/budgets/budget.ts'
import { everything } from '#door/actor.ts'
import { read, withinSql } from '#server/database/read.ts'
import { recordStore } from '#server/database/records.ts'

export const budgetStore = recordStore<BudgetLine>({
  table: 'budget_line',
  fields: [
    'programme',
    'place',
    'code',
    'names',
    'fundingSource',
    'component',
    'category',
    'currency',
    'minor',
    'setOn',
  ],
})

export const allotmentStore = recordStore<Allotment>({
  table: 'allotment',
  fields: ['programme', 'place', 'line', 'currency', 'minor'],
})

export const budgetReads = {
  lines: read({
    summary: 'Budget lines with what is allotted and what is still to be allotted.',
    permission: 'budget.read',
    input: z.object({}),
    async run(scope, _, db) {
      const { rows } = await db.query(
        `select l.home || '-' || l.id as key, l.programme, l.code, l.names, l.funding_source as "fundingSource", l.component, l.category,
                l.currency, l.minor, l.set_on as "setOn", coalesce(a.balance, 0) as unallotted
         from budget_line l
         left join account a on a.home = l.home and a.id = 'line/' || l.home || '-' || l.id || '/unallotted'
         where $1 or l.programme = any($2) order by l.programme, l.code`,
        [scope.some(({ programme }) => programme === everything), scope.map(({ programme }) => programme)],
      )
      return rows
    },
  }),

  allotments: read({
    summary: "Each province's part of the lines: available, committed, payable and paid, as the ledger has them.",
    permission: 'budget.read',
    input: z.object({}),
    async run(scope, _, db) {
      const within = withinSql(scope, 1, { alias: 'm' })
      const { rows } = await db.query(
        `select m.home || '-' || m.id as key, m.programme, m.place, m.line, m.currency, m.minor,
                coalesce(sum(a.balance) filter (where a.id like '%/available'), 0)::bigint as available,
                coalesce(sum(a.balance) filter (where a.id like '%/committed'), 0)::bigint as committed,
                coalesce(sum(a.balance) filter (where a.id like 'payable/%'), 0)::bigint as payable,
                coalesce(sum(a.balance) filter (where a.id like '%/paid'), 0)::bigint as paid
         from allotment m
         left join account a on a.home = m.home
           and (a.id like 'allotment/' || m.home || '-' || m.id || '/%' or a.id like 'payable/' || m.home || '-' || m.id || '/%')
         where ${within.text} group by m.home, m.id order by m.programme, m.line, m.place`,
        within.values,
      )
      return rows
    },
  }),
}
