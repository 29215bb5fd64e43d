/**
 * Whom a row of somebody else's list means, of those who are registered.
 *
 * Nothing is decided on a likeness alone. A row surely means a household where a number and the name
 * agree and no second household has both, or where name, village and birth year do and nobody else comes
 * near. Everything less is offered to a person; a missing value speaks for nobody.
 */
import type { Ground, MatchingRules } from '#capabilities/households/likeness.rules.ts'
import { type Evidence, type Likeness, likenessOf } from '#capabilities/households/likeness.ts'
import type { Key } from '#door/key.ts'

export interface Likely extends Likeness {
  readonly household: Key
}

export interface Meant {
  readonly sure: Likely | null
  /** All who may be meant, the likeliest first; whoever is surely meant stands first. */
  readonly likely: readonly Likely[]
}

export function meantBy(row: Evidence, registered: readonly Evidence[], rules: MatchingRules): Meant {
  const offering = rulesForOffering(rules)
  const likely = registered
    .flatMap((one): Likely[] => {
      const likeness = likenessOf(row, one, offering)
      return likeness ? [{ household: one.key, ...likeness }] : []
    })
    .sort((one, other) => other.score - one.score || (one.household < other.household ? -1 : 1))
  return { sure: surely(likely, rules), likely }
}

function surely(likely: readonly Likely[], { listed }: MatchingRules): Likely | null {
  const [first, second] = likely
  if (!first) return null
  const numbered = likely.filter((one) => agree(one, ['card', 'identity']) && agree(one, names))
  if (numbered.length > 0) return numbered.length === 1 && numbered[0] === first ? first : null
  const isClear = first.score >= listed.sure && (!second || first.score - second.score >= listed.apart)
  return isClear && agree(first, names) && agree(first, ['village']) && agree(first, ['birth-year']) ? first : null
}

const names: readonly Ground[] = ['name', 'name-across-scripts']

function agree({ grounds }: Likely, any: readonly Ground[]): boolean {
  return any.some((ground) => grounds.includes(ground))
}

const offeringBy = new WeakMap<MatchingRules, MatchingRules>()

/** Less speaks for a row of a list than for a household: it names one person, and seldom a phone. */
function rulesForOffering(rules: MatchingRules): MatchingRules {
  const known = offeringBy.get(rules)
  if (known) return known
  const fresh = { ...rules, threshold: rules.listed.near }
  offeringBy.set(rules, fresh)
  return fresh
}
