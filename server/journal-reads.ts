/**
 * The journal, read: what happened to a record, told by its lines.
 *
 * A line lies where its stream lies. A district's stream is seen by whoever sees the district; the
 * office's streams only by those who see the whole country.
 */
import * as z from 'zod/mini'
import { complaintLines } from '#capabilities/complaints/complaint.store.ts'
import { everything, type Scope } from '#door/actor.ts'
import { KeyText } from '#door/key.ts'
import { pageMax, read } from '#server/database/read.ts'

/** A line as a person reads it: no body, and the author by name. */
export interface LineRow {
  readonly about: string
  readonly stream: string
  readonly seq: number
  readonly name: string
  readonly outcome: 'accepted' | 'refused' | 'disputed'
  readonly reason: string | null
  readonly author: string
  readonly nameKm: string | null
  readonly nameLatin: string | null
  readonly happenedAt: string
  readonly receivedAt: string
}

export const journalReads = {
  about: read({
    summary: 'What was asked about some records, in the order it was decided, with who asked and what came of it.',
    permission: 'journal.read',
    input: z.object({ keys: z.array(KeyText).check(z.minLength(1), z.maxLength(20)) }),
    async run(scope, { keys }, db) {
      const within = streamsWithin(scope, 2)
      const kept = complaintLines(scope, 2 + within.values.length)
      const { rows } = await db.query<LineRow>(
        `select j.about, j.stream, j.seq, j.name, j.outcome, j.reason, j.author, p.name_km as "nameKm", p.name_latin as "nameLatin",
                j.happened_at as "happenedAt", j.received_at as "receivedAt"
         from journal j
         left join person p on p.home = left(j.author, 2) and p.id = substr(j.author, 4)::uuid
         where (j.home, j.about) in (select left(about, 2), about from unnest($1::text[]) about) and ${within.text} and ${kept.text}
         order by j.received_at, j.position`,
        [keys, ...within.values, ...kept.values],
      )
      return rows
    },
  }),

  latest: read({
    summary: 'The newest lines of the journal, for those who keep watch.',
    permission: 'journal.read',
    input: z.object({
      outcome: z.optional(z.enum(['accepted', 'refused', 'disputed'])),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { outcome, limit }, db) {
      const within = streamsWithin(scope, 3)
      const kept = complaintLines(scope, 3 + within.values.length)
      const { rows } = await db.query<LineRow>(
        `select j.about, j.stream, j.seq, j.name, j.outcome, j.reason, j.author, p.name_km as "nameKm", p.name_latin as "nameLatin",
                j.happened_at as "happenedAt", j.received_at as "receivedAt"
         from journal j
         left join person p on p.home = left(j.author, 2) and p.id = substr(j.author, 4)::uuid
         where ($1::text is null or j.outcome = $1) and ${within.text} and ${kept.text}
         order by j.received_at desc, j.position desc limit $2`,
        [outcome ?? null, limit, ...within.values, ...kept.values],
      )
      return rows
    },
  }),
}

function streamsWithin(scope: Scope, first: number): { text: string; values: string[] } {
  const values: string[] = []
  const bind = (value: string) => `$${first - 1 + values.push(value)}`
  const reaches = scope.flatMap(({ programme, places, household, shop }) => {
    // A stream holds a whole district: who reaches one household, shop or commune of it does not see it.
    const wide = household || shop ? [] : places.filter((place) => place.length <= 4)
    if (wide.length === 0 || (programme === everything && !wide.includes(''))) return []
    const own = programme === everything ? 'true' : `j.programme = ${bind(programme)}`
    if (wide.includes('')) return [own]
    const districts = wide.map((place) => `starts_with(j.stream, ${bind(`field/${programme}/${place}`)})`)
    return [`${own} and (${districts.join(' or ')})`]
  })
  return { text: reaches.length === 0 ? 'false' : `(${reaches.map((reach) => `(${reach})`).join(' or ')})`, values }
}
