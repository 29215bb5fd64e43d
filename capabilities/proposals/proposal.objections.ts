/**
 * What speaks against a proposal as it is asked for, rule by rule: the door takes the first as its refusal,
 * a form on a phone shows them all while the family still sits there.
 */
import { categoryOn, type Household, servedAs } from '#capabilities/households/household.ts'
import { type Place, stands } from '#capabilities/places/place.ts'
import { type Doubt, doubtsOf, isActive, type Proposal, priced, promised } from '#capabilities/proposals/proposal.ts'
import type { ContributionKind, Window } from '#capabilities/windows/window.ts'
import { type Actor, scopeOf, within } from '#door/actor.ts'
import { homeOf, type Key } from '#door/key.ts'
import { isRefusal, type Refusal, refuse } from '#door/refusal.ts'
import { dayOf, type Instant } from '#door/values.ts'

/** Of what is asked for, what a rule reads. */
export interface Asked {
  readonly package: string
  readonly quantity: number
  readonly place: string
  readonly contribution: ContributionKind
  readonly quotations?: readonly { item: string; unitPrice: number }[] | undefined
  readonly plan?: { readonly note: string | null } | undefined
}

/** What the rules are held against; each is read only by the rule that needs it. */
export interface Known {
  readonly window: Window | undefined
  readonly household: Household | undefined
  readonly village: Place | undefined
}

export interface Asking {
  readonly actor: Actor
  readonly about: Key
  readonly at: Instant
  /** Of one that is put right, what was fixed when it was first submitted. */
  readonly first?: Pick<Proposal, 'category' | 'percent' | 'submittedOn'> | undefined
}

export function* objectionsTo(
  householdKey: Key,
  asked: Asked,
  known: Known,
  asking: Asking,
): Generator<Refusal, void, void> {
  const { actor, about, at, first } = asking
  const { household } = known
  // A stranger with a household's key learns nothing of it, not even that it is there.
  if (!household || !within(scopeOf(actor, 'proposal.submit'), household)) return yield refuse('household.not-found')
  if (!isActive(household)) yield refuse('household.merged')
  if (household.consent.withdrawnOn !== null) yield refuse('household.no-consent')
  if (homeOf(about) !== homeOf(householdKey)) return yield refuse('household.not-found')

  const { window } = known
  if (!window || window.programme !== household.programme) return yield refuse('window.not-found')
  const day = dayOf(at)
  if (day < window.opensOn) yield refuse('window.not-open', { opensOn: window.opensOn, closesOn: window.closesOn })
  const { village } = known
  if (!village || !stands(village, day) || asked.place.slice(0, 2) !== household.place.slice(0, 2))
    yield refuse('place.unknown', { code: asked.place })
  if (!window.contributions.includes(asked.contribution))
    yield refuse('proposal.contribution-kind', { kind: asked.contribution })

  const cost = priced(
    window,
    asked.package,
    asked.quantity,
    asked.quotations ?? [],
    first?.percent ?? window.shares[first?.category ?? categoryOn(household, day)],
    asked.place,
    day,
  )
  if (isRefusal(cost)) return yield cost
  if (cost.projectMinor > window.ceilingPerHousehold)
    yield refuse('proposal.above-ceiling', { ceiling: window.ceilingPerHousehold, currency: window.currency })
  if (cost.projectMinor > window.planAbove && !asked.plan?.note) yield refuse('proposal.plan-needed')
}

/**
 * What stops nobody from asking, and will most likely be the answer: doubts that the proposal carries, and
 * rules that only its approval is held against.
 */
export function forebodings(
  proposal: Pick<Proposal, 'key' | 'place' | 'submittedOn' | 'projectMinor'>,
  window: Window,
  household: Household,
  others: readonly Proposal[],
  merged: readonly Household[],
): { readonly doubts: Doubt[]; readonly refusals: Refusal[] } {
  const rest = others.filter((other) => other.key !== proposal.key)
  const served = servedAs(household, merged, window.key)
  return {
    doubts: doubtsOf(window, proposal.place, proposal.submittedOn, rest),
    refusals: [
      ...(promised(rest, window.key) + proposal.projectMinor > window.ceilingPerHousehold
        ? [refuse('proposal.above-ceiling', { ceiling: window.ceilingPerHousehold, currency: window.currency })]
        : []),
      ...(served ? [refuse('household.served', { as: served })] : []),
    ],
  }
}
