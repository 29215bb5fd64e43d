/**
 * The same figures, counted a second time: from the records alone, by the rules of each noun, without
 * SQL and without the journal. Where the two countings differ, one of them is wrong.
 */
import { categoryOn, type Household } from '#capabilities/households/household.ts'
import type { Indicator, Source, Split } from '#capabilities/indicators/indicator.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import type { Training } from '#capabilities/trainings/training.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import type { Worker } from '#capabilities/workers/worker.ts'
import type { Key } from '#door/key.ts'
import { type Day, dayOf } from '#door/values.ts'

/** All records of a programme that something is counted from. */
export interface Holdings {
  readonly requiredOfWorkers: readonly string[]
  readonly workers: readonly Worker[]
  readonly households: ReadonlyMap<Key, Household>
  readonly proposals: ReadonlyMap<Key, Proposal>
  readonly vouchers: readonly Voucher[]
  readonly trainings: readonly Training[]
}

interface Fact {
  readonly key: string
  readonly household: Key | null
  readonly place: string
  readonly on: Day
  readonly part: string
  readonly chain: string | null
  readonly minor: number
}

/** What a figure comes to in each cell of a split, as of a day by which everything has happened. */
export function countedAgain(indicator: Indicator, by: Split, holdings: Holdings, asOf: Day): Record<string, number> {
  const { parts, counts, uniqueBy, source } = indicator
  const facts = factsFrom(source, holdings, asOf).filter(({ part }) => parts === undefined || parts.includes(part))
  const cells = new Map<string, Fact[]>()
  for (const fact of facts) {
    const cell = cellOf(fact, by)
    const found = cells.get(cell)
    if (found) found.push(fact)
    else cells.set(cell, [fact])
  }
  const worth = (own: readonly Fact[]) =>
    counts === 'money'
      ? own.reduce((sum, { minor }) => sum + minor, 0)
      : new Set(own.map(({ key, household }) => (uniqueBy === 'household' ? household : key))).size
  return Object.fromEntries([...cells].map(([cell, own]) => [cell, worth(own)]))
}

function cellOf({ place, on, part, chain }: Fact, by: Split): string {
  if (by === 'province') return place.slice(0, 2)
  if (by === 'month') return on.slice(0, 7)
  return (by === 'part' ? part : chain) ?? 'unknown'
}

function factsFrom(source: Source, holdings: Holdings, asOf: Day): Fact[] {
  const { workers, households, proposals, vouchers, trainings, requiredOfWorkers } = holdings
  const whose = (household: Key): Key => households.get(household)?.mergedInto ?? household
  const ofProposal = (proposal: Proposal, on: Day, minor = 0): Fact => ({
    key: proposal.key,
    household: whose(proposal.household),
    place: proposal.place,
    on,
    part: proposal.category,
    chain: proposal.chain,
    minor,
  })

  switch (source.of) {
    case 'trained-workers':
      return workers.flatMap(({ key, place, sex, passed }) => {
        const days = requiredOfWorkers.map((course) => passed.find(({ topic }) => topic === course)?.on)
        if (days.length === 0 || days.includes(undefined)) return []
        const on = (days as Day[]).sort().at(-1)!
        return [{ key, household: null, place, on, part: sex ?? 'unknown', chain: null, minor: 0 }]
      })

    case 'households':
      return [...households.values()]
        .filter(({ state }) => state !== 'merged')
        .map((household) => ({
          key: household.key,
          household: household.key,
          place: household.place,
          on: household.registeredOn,
          part: categoryOn(household, asOf),
          chain: null,
          minor: 0,
        }))

    case 'proposals-that-were':
      return [...proposals.values()].flatMap((proposal) => {
        const days = source.asked.flatMap((asked) => dayWhen(proposal, asked) ?? [])
        const minor = source.asked.includes('proposal.approve') && proposal.approval ? proposal.projectMinor : 0
        return days.length > 0 ? [ofProposal(proposal, days.sort()[0]!, minor)] : []
      })

    case 'proposals-in':
      return [...proposals.values()]
        .filter(({ state }) => source.states.includes(state))
        .map((proposal) => ofProposal(proposal, dayOf(proposal.since)))

    case 'deliveries':
      return vouchers.flatMap(({ key, household, place, chain, proposal, handovers }) =>
        handovers
          .filter(
            ({ state, lines }) =>
              state === 'delivered' && lines.some(({ replaces, accepted }) => replaces === null && accepted),
          )
          .map(({ id, at }) => ({
            key: `${key}/${id}`,
            household: whose(household),
            place,
            on: dayOf(at),
            part: proposals.get(proposal)!.category,
            chain,
            minor: 0,
          })),
      )

    case 'attendances':
      return trainings.flatMap(({ key, heldOn, chain, attendance }) =>
        attendance
          .filter(({ present }) => present)
          .map(({ household, member, sex }) => ({
            key: `${key}/${member}`,
            household: whose(household),
            place: households.get(household)!.place,
            on: heldOn,
            part: sex ?? 'unknown',
            chain,
            minor: 0,
          })),
      )
  }
}

function dayWhen(
  proposal: Proposal,
  asked: 'proposal.submit' | 'proposal.approve' | 'proposal.reject',
): Day | undefined {
  if (asked === 'proposal.submit') return proposal.state === 'draft' ? undefined : proposal.submittedOn
  const at = asked === 'proposal.approve' ? proposal.approval?.at : proposal.rejections[0]?.at
  return at && dayOf(at)
}
