/** Everything in somebody's scope with its mark, and of that the next page beyond a cursor. */
import type { Actor } from '#door/actor.ts'
import type { Mark } from '#door/document.ts'
import type { Queryable } from '#server/database/connection.ts'
import type { Place } from './cursor.ts'
import { reachedBy } from './kinds.ts'

/** Documents on a page. What one line touched is never torn apart, so a page can be a little longer. */
const pageDocuments = 200

export interface Marks {
  readonly marks: readonly Mark[]
  /** How many are beyond the cursor. */
  readonly waiting: number
  readonly count: number
  readonly digest: string
  readonly all: readonly Mark[] | null
  /** How far the device has read once it has this page. */
  readonly places: readonly Place[]
}

interface Asked {
  readonly places: readonly Place[]
  readonly index: boolean
  readonly again: readonly string[]
}

/**
 * A scope is a few thousand documents at most, found by place, so that a move or a new duty needs no
 * bookkeeping. What a device says it has read counts only where the journal holds that very line.
 */
export async function marksFor(reader: Actor, { places, index, again }: Asked, db: Queryable): Promise<Marks> {
  const values: unknown[] = [
    places.map(({ stream }) => stream),
    places.map(({ seq }) => seq),
    places.map(({ hash }) => hash),
    pageDocuments,
    index,
    again,
  ]
  const parts = reachedBy(reader, values).map(
    ({ kind, table, within }) =>
      `select t.kind, t.key, t.home || '/' || t.stream as stream, t.seq
       from "${table}" r join touch t on t.home = r.home and t.kind = '${kind}' and t.key = r.home || '-' || r.id
       where ${within}`,
  )
  if (parts.length === 0) parts.push(`select kind, key, stream, seq from touch where false`)

  const { rows } = await db.query<Marks>(
    `with scoped as materialized (${parts.join(' union all ')}),
     read as materialized (
       select said.stream, said.seq from unnest($1::text[], $2::bigint[], $3::text[]) as said(stream, seq, hash)
       join journal j on j.home = left(said.stream, 2) and j.stream = substr(said.stream, 4) and j.seq = said.seq
         and encode(substring(j.hash for 4), 'hex') = said.hash
     ),
     beyond as (
       select scoped.* from scoped left join read on read.stream = scoped.stream where scoped.seq > coalesce(read.seq, 0)
     ),
     page as materialized (
       select * from (select * from beyond where cardinality($6::text[]) = 0 order by stream, seq fetch first $4 rows with ties) next
       union all
       select * from scoped where kind || ' ' || key = any($6)
     ),
     places as (
       select stream, max(seq) as seq from (
         select stream, seq from page where cardinality($6) = 0 union all select stream, seq from read
       ) reached where stream in (select stream from scoped) group by stream
     )
     select
       coalesce((select jsonb_agg(jsonb_build_array(kind, key, stream, seq) order by stream, seq, kind, key) from page), '[]') as marks,
       (select count(*) from beyond)::int as waiting,
       (select count(*) from scoped)::int as count,
       (select left(encode(sha256(convert_to(coalesce(string_agg(said, E'\\n' order by said collate "C"), ''), 'UTF8')), 'hex'), 32)
        from (select kind || ' ' || key || ' ' || seq as said from scoped) marks) as digest,
       case when $5 then coalesce((select jsonb_agg(jsonb_build_array(kind, key, stream, seq)) from scoped), '[]') end as "all",
       coalesce((select jsonb_agg(jsonb_build_object('stream', p.stream, 'seq', p.seq, 'hash', encode(substring(j.hash for 4), 'hex'))
                                  order by p.stream)
                 from places p join journal j on j.home = left(p.stream, 2) and j.stream = substr(p.stream, 4) and j.seq = p.seq),
                '[]') as places`,
    values,
  )
  return rows[0]!
}
