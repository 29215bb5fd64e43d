import * as z from 'zod/mini'
import { type Proposal, type ProposalRow, proposalStates } from '#capabilities/proposals/proposal.ts'
import type { Scope } from '#door/actor.ts'
import { homeOf, idOf, type Key, KeyText } from '#door/key.ts'
import { Code, Instant, PlaceCode } from '#door/values.ts'
import type { Queryable } from '#server/database/connection.ts'
import { pageKeys } from '#server/database/page.ts'
import { pageMax, read, withinSql } from '#server/database/read.ts'
import { recordStore } from '#server/database/records.ts'

export const proposalStore = recordStore<Proposal>({
  table: 'proposal',
  fields: [
    'programme',
    'place',
    'household',
    'window',
    'chain',
    'package',
    'quantity',
    'lines',
    'category',
    'percent',
    'contribution',
    'plan',
    'position',
    'photos',
    'shop',
    'doubts',
    'sampled',
    'currency',
    'projectMinor',
    'rate',
    'state',
    'since',
    'tier',
    'referrals',
    'submittedOn',
    'submittedBy',
    'assistedBy',
    'returns',
    'verification',
    'approval',
    'rejections',
    'appeal',
  ],
  documents: ({ household }) => [{ kind: 'household', key: household }],
})

const columns = { household: 'household' }

const rowColumns = `p.home || '-' || p.id as key, p.version, p.place, p.household, p."window", p.package, p.quantity, p.state, p.since, p.tier,
  p.currency, p.project_minor as "projectMinor", p.doubts, p.sampled, p.assisted_by as "assistedBy", p.submitted_on as "submittedOn",
  (select jsonb_build_object('nameKm', m ->> 'nameKm', 'nameLatin', m ->> 'nameLatin')
   from household h, jsonb_array_elements(h.members) m
   where h.home = p.home and h.id = substr(p.household, 4)::uuid and m ->> 'role' = 'head' limit 1) as head`

async function shown(scope: Scope, keys: readonly Key[], order: string, limit: number, db: Queryable) {
  const within = withinSql(scope, 3, { alias: 'p', household: 'p.household' })
  const { rows } = await db.query<ProposalRow>(
    `select ${rowColumns} from unnest($1::text[]) as found(key)
     join proposal p on p.home = left(found.key, 2) and p.id = substr(found.key, 4)::uuid
     where ${within.text} order by ${order} limit $2`,
    [keys, limit, ...within.values],
  )
  return rows
}

export const proposalReads = {
  queue: read({
    summary: 'Proposals that wait for somebody, longest first.',
    permission: 'proposal.read',
    input: z.object({
      programme: z.optional(Code),
      state: z.optional(z.enum(proposalStates)),
      tier: z.optional(z.int()),
      place: z.optional(PlaceCode),
      after: z.optional(z.object({ since: Instant, key: KeyText })),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { programme, state, tier, place, after, limit }, db) {
      const waiting = `state in ('submitted', 'verified', 'appealed', 'returned')`
      const keys = await pageKeys(
        scope,
        { table: 'proposal', by: 'since', type: 'timestamptz', always: [waiting], household: 'household' },
        { programme, place, limit, equal: { state, tier }, after: after && { value: after.since, key: after.key } },
        db,
      )
      return shown(scope, keys, 'p.since, p.home, p.id', limit, db)
    },
  }),

  list: read({
    summary: 'Proposals by place, in any state.',
    permission: 'proposal.read',
    input: z.object({
      state: z.optional(z.enum(proposalStates)),
      place: z.optional(PlaceCode),
      household: z.optional(KeyText),
      after: z.optional(z.object({ place: z.string(), key: KeyText })),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { state, place, household, after, limit }, db) {
      const keys = await pageKeys(
        scope,
        { table: 'proposal', by: 'place', household: 'household' },
        {
          place,
          limit,
          equal: { state, household, home: household && homeOf(household) },
          isLittle: household !== undefined,
          after: after && { value: after.place, key: after.key },
        },
        db,
      )
      return shown(scope, keys, 'p.place, p.home, p.id', limit, db)
    },
  }),

  unissued: read({
    summary: 'Approved proposals for which no voucher has been issued, longest first.',
    permission: 'proposal.read',
    input: z.object({ limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50) }),
    async run(scope, { limit }, db) {
      const within = withinSql(scope, 2, { alias: 'p', household: 'p.household' })
      const { rows } = await db.query<ProposalRow>(
        `select ${rowColumns} from proposal p
         where p.state = 'approved' and ${within.text}
           and not exists (select from voucher v where v.home = p.home and v.proposal = p.home || '-' || p.id)
         order by p.since, p.home, p.id limit $1`,
        [limit, ...within.values],
      )
      return rows
    },
  }),

  one: read({
    summary: 'One proposal, whole.',
    permission: 'proposal.read',
    input: z.object({ key: KeyText }),
    async run(scope, { key }, db) {
      const within = withinSql(scope, 3, columns)
      const { rows } = await db.query(`select 1 from proposal where home = $1 and id = $2 and ${within.text}`, [
        homeOf(key),
        idOf(key),
        ...within.values,
      ])
      return rows.length === 0 ? null : ((await proposalStore.find([key], false, db))[0] ?? null)
    },
  }),

  waiting: read({
    summary: 'How many proposals wait, by state and by the level that must act, with the oldest of each.',
    permission: 'proposal.read',
    input: z.object({}),
    async run(scope, _, db) {
      const within = withinSql(scope, 1, columns)
      const { rows } = await db.query<{
        programme: string
        state: Proposal['state']
        tier: number
        proposals: number
        oldest: string
      }>(
        `select programme, state, tier, count(*)::int as proposals, min(since) as oldest from proposal
         where state in ('submitted', 'verified', 'appealed', 'returned') and ${within.text}
         group by programme, state, tier order by programme, state, tier`,
        within.values,
      )
      return rows
    },
  }),
}
