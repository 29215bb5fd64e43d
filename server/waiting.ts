/**
 * What waits for somebody: counted by the reads of each noun, through the permission that acting on it
 * needs, so that nobody is told to do what they would be refused.
 */
import { type Actor, scopeOf } from '#door/actor.ts'
import type { Queryable } from '#server/database/connection.ts'
import type { Read } from '#server/database/read.ts'

interface Task {
  readonly permission: string
  readonly read: string
  readonly input?: unknown
  /** How many a row stands for, for somebody who decides at a tier. */
  count(row: Readonly<Record<string, unknown>>, tier: number): number
}

const proposals = (permission: string, states: readonly string[], atTier: boolean): Task => ({
  permission,
  read: 'proposal.waiting',
  count: (row, tier) =>
    states.includes(String(row.state)) && (!atTier || row.tier === tier) ? Number(row.proposals) : 0,
})

const vouchers = (permission: string, ...matters: readonly string[]): Task => ({
  permission,
  read: 'voucher.waiting',
  count: (row) => (matters.includes(String(row.matter)) ? Number(row.vouchers) : 0),
})

const each = () => 1

export const tasks: readonly Task[] = [
  proposals('proposal.submit', ['returned'], false),
  proposals('proposal.verify', ['submitted'], true),
  proposals('proposal.decide', ['verified', 'appealed'], true),
  vouchers('voucher.confirm', 'confirm'),
  vouchers('voucher.check', 'check'),
  vouchers('voucher.decide', 'resolve', 'loss'),
  vouchers('voucher.move', 'answer'),
  { permission: 'voucher.redeem', read: 'voucher.atShop', input: { state: 'open' }, count: each },
  { permission: 'claim.submit', read: 'claim.claimable', input: {}, count: each },
  { permission: 'claim.pay', read: 'claim.waiting', count: (row) => Number(row.claims) },
]

/** The sum over everything the person may act on. */
export async function waitingFor(actor: Actor, reads: Readonly<Record<string, Read>>, db: Queryable): Promise<number> {
  const counts = await Promise.all(
    tasks.map(async ({ permission, read: name, input = {}, count }) => {
      const scope = scopeOf(actor, permission)
      const read = reads[name]
      if (!read) throw new Error(`what waits is counted by a read that does not exist: ${name}`)
      if (scope.length === 0) return 0
      const tier = actor.grants
        .filter(({ permissions }) => permissions.includes(permission))
        .reduce((highest, grant) => Math.max(highest, grant.tier), 0)
      const rows = (await read.run(scope, read.input.parse(input), db)) as Readonly<Record<string, unknown>>[]
      return rows.reduce((sum, row) => sum + count(row, tier), 0)
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}
