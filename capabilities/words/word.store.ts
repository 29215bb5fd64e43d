import * as z from 'zod/mini'
import type { WordReview } from '#capabilities/words/word.ts'
import { everything } from '#door/actor.ts'
import type { Key } from '#door/key.ts'
import type { Instant } from '#door/values.ts'
import { read, withinSql } from '#server/database/read.ts'
import { recordStore } from '#server/database/records.ts'

export const wordStore = recordStore<WordReview>({
  table: 'word_review',
  fields: ['programme', 'place', 'message', 'khmer', 'reviewedBy', 'reviewedAt'],
})

/** A sentence that was approved, and by whom. */
export interface Reviewed {
  readonly key: Key
  readonly message: string
  readonly khmer: string
  readonly reviewedAt: Instant
  readonly nameKm: string | null
  readonly nameLatin: string | null
}

export const wordReads = {
  reviewed: read({
    summary: 'Khmer sentences that a named reader has approved. All others are unreviewed.',
    permission: 'word.read',
    input: z.object({}),
    async run(scope, _, db) {
      if (scope.length === 0) return []
      // The words of a programme are everybody's who works in it, wherever that is; what was approved
      // for the whole installation is approved for each of its programmes.
      const programmes = scope.map((reach) => ({ ...reach, places: [''] }))
      const within = withinSql(programmes, 2, { alias: 'w' })
      const { rows } = await db.query<Reviewed>(
        `select w.home || '-' || w.id as key, w.message, w.khmer, w.reviewed_at as "reviewedAt",
                p.name_km as "nameKm", p.name_latin as "nameLatin"
         from word_review w left join person p on p.home = left(w.reviewed_by, 2) and p.id = substr(w.reviewed_by, 4)::uuid
         where w.programme = $1 or ${within.text} order by w.message, w.reviewed_at`,
        [everything, ...within.values],
      )
      return rows
    },
  }),
}
