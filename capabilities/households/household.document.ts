/**
 * What of a household a phone is sent, and what is kept back from whom.
 *
 * The poverty block goes to those who record it, judge by it or ask on the household's behalf, and
 * to the household itself. Identity numbers stay at the office, and so does which other households
 * this one may be the same as: they may lie in another area.
 */
import type { Household, Suspicion } from '#capabilities/households/household.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import { type Actor, covers } from '#door/actor.ts'

export const showsPoverty = [
  'household.poverty',
  'household.exception',
  'proposal.submit',
  'proposal.verify',
  'proposal.decide',
]
const judges = 'household.judge'

export const povertyFields = ['poverty', 'exception', 'card'] as const satisfies readonly (keyof Household)[]
/** What only the office looks for others by. */
export const officeFields = ['matchKeys'] as const satisfies readonly (keyof Household)[]
/** From these a share, and so a status, could be read. */
export const shareFields = ['category', 'percent', 'lines'] as const satisfies readonly (keyof Proposal)[]

/** May this person see the poverty status of this household? */
export function seesPoverty(reader: Actor, household: Household): boolean {
  if (reader.household === household.key) return true
  return reader.grants.some(
    (grant) => covers(grant, household) && showsPoverty.some((power) => grant.permissions.includes(power)),
  )
}

/** The household as its document holds it: what is needed to ask for it, without what is nobody's business. */
export function householdDocument(household: Household, reader: Actor): Household {
  const isOwn = reader.household === household.key
  const mayJudgeIn = (place: string) =>
    reader.grants.some(
      (grant) =>
        grant.permissions.includes(judges) && covers(grant, { key: '', programme: household.programme, place }),
    )
  const suspicions = household.suspicions.map((open) => (mayJudgeIn(open.office) ? open : untold(open)))
  return {
    ...household,
    members: household.members.map((member) => ({ ...member, identityNumber: isOwn ? member.identityNumber : null })),
    identityNumbers: isOwn ? household.identityNumbers : [],
    suspicions,
    suspects: suspicions.flatMap(({ other }) => (other === '' ? [] : [other])),
    judgements: mayJudgeIn(household.place) ? household.judgements : [],
    matchKeys: [],
  }
}

function untold({ since, due, office }: Suspicion): Suspicion {
  return { other: '', score: 0, grounds: [], rules: '', since, due, office, unsure: null }
}
