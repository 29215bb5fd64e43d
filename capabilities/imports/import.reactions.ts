import type { Candidate } from '#capabilities/imports/row-problem.ts'
import { idOf, type Key } from '#door/key.ts'
import type { Queryable } from '#server/database/connection.ts'
import type { Reaction, ReactionLine } from '#server/reactions.ts'

/** What somebody has said of a row that was left over. */
interface Settled {
  readonly import: Key
  readonly row: number
  /** Whom it is about: one of those who were offered for the row. */
  readonly chosen: Pick<Candidate, 'household' | 'member'> | null
  /** Why it is about none of them. */
  readonly reason: string | null
}

/** A minute: by then the rows that are being read have been counted. */
const whileItRuns = { snooze: 1 }

/**
 * A row is settled by a command that names it. It leaves those that wait, wherever the same row of the
 * list waits, with the counts of its import; and it is remembered, so that nobody is asked again.
 */
function settles(said: (line: ReactionLine) => Settled | undefined): Reaction {
  return async (line, { db }) => {
    const settled = line.outcome === 'accepted' ? said(line) : undefined
    if (!settled) return
    return (await isRunning(settled.import, db)) ? whileItRuns : settle(settled, db)
  }
}

async function isRunning(list: Key, db: Queryable): Promise<boolean> {
  const { rows } = await db.query(`select 1 from import where home = '00' and id = $1 and state = 'running'`, [
    idOf(list),
  ])
  return rows.length > 0
}

/** One statement: run again after a cut, it finds the row gone and counts nothing twice. */
async function settle({ import: list, row, chosen, reason }: Settled, db: Queryable): Promise<void> {
  const offered = chosen ? [{ problem: { candidates: [chosen] } }] : [{ problem: { code: 'to-choose' } }]
  const left = [{ column: null, text: '', problem: { code: 'set-aside', reason } }]
  await db.query(
    `with said as (
       select i.programme, i.kind, i.list_key, p.id, p.row, p.mark,
         array(select jsonb_array_elements_text(jsonb_path_query_array(p.problems, '$[*].problem.candidates[*].household'))) as offered
       from import_problem p join import i on i.home = p.home and i.id = p.id
       where p.home = '00' and p.id = $1 and p.row = $2 and p.outcome = 'possible' and p.problems @> $3
     ), kept as (
       insert into import_settled (programme, kind, list_key, mark, chosen, reason, refused, import, row)
       select programme, kind, list_key, mark, $4, $5, case when $4::text is null then offered else '{}' end, id, row from said where mark is not null
       on conflict (home, programme, kind, list_key, mark) do update
         set chosen = excluded.chosen, reason = excluded.reason, refused = import_settled.refused || excluded.refused, import = excluded.import, row = excluded.row
     ), alike as (
       select p.home, p.id, p.row from said
       join import i on i.home = '00' and i.programme = said.programme and i.list_key = said.list_key
         and i.kind = said.kind and i.state <> 'running'
       join import_problem p on p.home = i.home and p.id = i.id and p.outcome = 'possible'
         and ((p.id = said.id and p.row = said.row) or p.mark = said.mark)
     ), taken as (
       delete from import_problem p using alike a
       where $4::text is not null and p.home = a.home and p.id = a.id and p.row = a.row returning p.home, p.id
     ), aside as (
       update import_problem p set outcome = 'unmatched', problems = $6 from alike a
       where $4::text is null and p.home = a.home and p.id = a.id and p.row = a.row returning p.home, p.id
     ), counted as (
       select home, id, count(*) filter (where is_taken)::int as taken, count(*)::int as rows
       from (select *, true as is_taken from taken union all select *, false from aside) done group by home, id
     )
     update import_progress g set possible = g.possible - c.rows, accepted = g.accepted + c.taken,
       unmatched = g.unmatched + c.rows - c.taken
     from counted c where g.home = c.home and g.id = c.id`,
    [idOf(list), row, JSON.stringify(offered), chosen && namedBy(chosen), reason, JSON.stringify(left)],
  )
}

/** A household, or one of its members: `05-<uuid>` or `05-<uuid>/<uuid>`. */
function namedBy({ household, member }: NonNullable<Settled['chosen']>): string {
  return member ? `${household}/${member}` : household
}

/** One line of an attendance sheet, which somebody has looked at. */
const personChosen = settles(({ input: { listed, attendance } }) => {
  const [person, ...others] = attendance as { household: Key; member: string }[]
  if (!listed || !person || others.length > 0) return
  const { household, member } = person
  return { ...(listed as { import: Key; row: number }), chosen: { household, member }, reason: null }
})

export const importReactions = {
  'household.setPoverty': {
    'import-household-chosen': settles(({ about, input: { listed } }) =>
      listed ? { ...(listed as { import: Key; row: number }), chosen: { household: about }, reason: null } : undefined,
    ),
  },
  'training.hold': { 'import-first-person-chosen': personChosen },
  'training.addAttendance': { 'import-person-chosen': personChosen },
  'import.setAside': {
    'import-row-set-aside': settles(({ about, input: { row, reason } }) => ({
      import: about,
      row,
      chosen: null,
      reason,
    })),
  },
} satisfies Record<string, Record<string, Reaction>>
