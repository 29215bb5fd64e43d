/** Rows that may be about somebody, with those who may be meant, as far as they lie within reach. */
import * as z from 'zod/mini'
import { type Household, livingIn } from '#capabilities/households/household.ts'
import type { Offered, RowToChoose } from '#capabilities/imports/choosing.ts'
import type { Candidate, RowProblem } from '#capabilities/imports/row-problem.ts'
import { homeOf, idOf, type Key, KeyText } from '#door/key.ts'
import { pageMax, read, withinSql } from '#server/database/read.ts'

export const choosingReads = {
  toChoose: read({
    summary: 'Rows of an import that may be about somebody who is registered, with those who may be meant.',
    permission: 'import.run',
    input: z.object({
      key: KeyText,
      after: z.optional(z.object({ row: z.int() })),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { key, after, limit }, db): Promise<RowToChoose[]> {
      const within = withinSql(scope, 5, { alias: 'i' })
      const { rows } = await db.query<Omit<RowToChoose, 'offered'>>(
        `select p.row, p.cells, p.problems
         from import i join import_problem p on p.home = i.home and p.id = i.id
         where i.home = $1 and i.id = $2 and p.row > $3 and p.outcome = 'possible' and ${within.text}
         order by p.row limit $4`,
        [homeOf(key), idOf(key), after?.row ?? 0, limit, ...within.values],
      )
      const candidates = rows.flatMap(({ problems }) => candidatesIn(problems))
      const known = await householdsOf([...new Set(candidates.map(({ household }) => household))])
      return rows.map((row) => ({
        ...row,
        offered: candidatesIn(row.problems).flatMap((candidate) => {
          const household = known.get(candidate.household)
          return household ? [{ ...candidate, ...household }] : []
        }),
      }))

      async function householdsOf(keys: readonly Key[]): Promise<Map<Key, Omit<Offered, keyof Candidate>>> {
        const reach = withinSql(scope, 2, { alias: 'h' })
        const { rows } = await db.query<Pick<Household, 'key' | 'place' | 'card' | 'members'>>(
          `select h.home || '-' || h.id as key, h.place, h.card, h.members
           from unnest($1::text[]) as found(key)
           join household h on h.home = left(found.key, 2) and h.id = substr(found.key, 4)::uuid
           where h.state = 'active' and ${reach.text}`,
          [keys, ...reach.values],
        )
        return new Map(rows.map(({ key, members, ...household }) => [key, { ...household, people: peopleOf(members) }]))
      }
    },
  }),
}

function candidatesIn(problems: readonly RowProblem[]): readonly Candidate[] {
  return problems.flatMap(({ problem }) => ('candidates' in problem ? problem.candidates : []))
}

function peopleOf(members: Household['members']): Offered['people'] {
  return livingIn({ members })
    .sort((one, other) => Number(other.role === 'head') - Number(one.role === 'head'))
    .map(({ id, nameKm, nameLatin, sex, birthYear, role }) => ({ id, nameKm, nameLatin, sex, birthYear, role }))
}
