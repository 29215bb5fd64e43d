/** Everything that this phone can know to speak against a proposal, before it is asked; and what it cannot know. */
import type { InputOf } from '#capabilities/commands.ts'
import { categoryOn, type Household } from '#capabilities/households/household.ts'
import type { Place } from '#capabilities/places/place.ts'
import { forebodings, objectionsTo } from '#capabilities/proposals/proposal.objections.ts'
import type { Doubt, Proposal } from '#capabilities/proposals/proposal.ts'
import type { Window } from '#capabilities/windows/window.ts'
import type { Key } from '#door/key.ts'
import type { Refusal } from '#door/refusal.ts'
import { dayOf } from '#door/values.ts'
import type { FieldEngine } from '#sync/engine.ts'
import type { Foresight } from '#sync/outlook.ts'

export interface Warned {
  /** Rules that it breaks: it cannot be asked like this. */
  readonly refusals: readonly Refusal[]
  /** It can be asked, and will most likely be turned down. */
  readonly doubts: readonly Doubt[]
  readonly later: readonly Refusal[]
  /** No poverty status is proven today: the share is the smallest. */
  readonly isShareUnproven: boolean
  /** Drawn for a visit before anybody decides. */
  readonly isVisited: boolean
}

export interface Asked {
  readonly household: Household
  readonly about: Key
  readonly input: InputOf<'proposal.submit'>
  readonly returned: Proposal | undefined
  readonly foresight: Foresight
}

export function warningsFor(
  phone: Pick<FieldEngine, 'bearer' | 'find' | 'all' | 'now'>,
  { household, about, input, returned, foresight }: Asked,
): Warned {
  const actor = phone.bearer()?.actor
  const told = foresight.refusal && foresight.refusal.refused !== 'input.invalid' ? [foresight.refusal] : []
  const window = phone.find<Window>('window', input.window)
  const nothing = { refusals: told, doubts: [], later: [], isShareUnproven: false, isVisited: false }
  // Whoever was not sent the poverty status is told what the foresight says, and no more.
  if (!actor || !window || !household.poverty) return nothing

  const at = phone.now()
  const village = phone.find<Place>('place', input.place)
  const refusals = [
    ...objectionsTo(household.key, input, { household, window, village }, { actor, about, at, first: returned }),
  ].filter(({ refused }) => refused !== 'input.invalid' && refused !== 'proposal.plan-needed')
  const others = phone.all<Proposal>('proposal').filter((one) => one.household === household.key)
  const merged = phone.all<Household>('household').filter(({ mergedInto }) => mergedInto === household.key)
  const asked = foresight.record as Proposal | undefined
  const { doubts, refusals: later } = forebodings(
    {
      key: about,
      place: input.place,
      submittedOn: returned?.submittedOn ?? dayOf(at),
      projectMinor: asked?.projectMinor ?? 0,
    },
    window,
    household,
    others,
    merged,
  )
  return {
    refusals: refusals.length > 0 ? refusals : told.filter(({ refused }) => refused !== 'proposal.plan-needed'),
    doubts,
    later: later.filter(({ refused }) => !refusals.some((one) => one.refused === refused)),
    isShareUnproven: !returned && categoryOn(household, dayOf(at)) === 'unknown',
    isVisited: asked?.sampled ?? false,
  }
}
