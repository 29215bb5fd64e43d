/** What belongs to one household, from what this phone holds. */
import type { Clash } from '#capabilities/clashes/clash.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import type { Subject } from '#door/command.ts'
import type { Key } from '#door/key.ts'
import { useRecords } from '#sync/hooks.ts'

/** An edit that met another, and what the supervisor said of it. */
export type Settled = Subject & { readonly household: Key } & Pick<Clash, 'settlement'>

/** A session that somebody of the household sat in. */
interface Attended extends Subject {
  readonly household: Key
  readonly topic: string
  readonly heldOn: string
  readonly trainer: Key
  readonly members: readonly string[]
}

export function useBelongings(household: Key) {
  const of = <R extends { household: Key }>(records: readonly R[]) =>
    records.filter((record) => record.household === household)
  return {
    proposals: of(useRecords<Proposal>('proposal')).sort((one, other) =>
      one.submittedOn < other.submittedOn ? 1 : -1,
    ),
    vouchers: of(useRecords<Voucher>('voucher')),
    attended: of(useRecords<Attended>('attended')),
    settled: of(useRecords<Settled>('clash')),
  }
}
