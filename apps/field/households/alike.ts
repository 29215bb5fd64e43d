/** Who of this phone's households a new one may be, by the same comparing as the office's. */
import type { InputOf } from '#capabilities/commands.ts'
import type { Household } from '#capabilities/households/household.ts'
import { builtInRules } from '#capabilities/households/likeness.rules.ts'
import { type Evidence, evidenceOf, type Likeness, likenessOf } from '#capabilities/households/likeness.ts'
import type { Key } from '#door/key.ts'

export interface Alike extends Likeness {
  readonly household: Household
}

/** So many are told: more would only frighten. */
const most = 3

/** The most alike first. Nothing is said before there is a name or a number to compare. */
export function alikeTo(
  { nameKm, nameLatin, sex, birthYear, village, phone, poverty }: InputOf<'household.register'>,
  about: Key,
  households: readonly Household[],
): Alike[] {
  const card = poverty?.card ?? null
  if (!nameKm && !nameLatin && !phone?.number && !card) return []
  const one: Evidence = {
    key: about,
    place: village ?? '',
    card: card === '' ? null : card,
    identityNumbers: [],
    phones: phone?.number ? [phone] : [],
    people: [
      {
        nameKm: nameKm ?? null,
        nameLatin: nameLatin ?? null,
        sex: sex ?? null,
        birthYear: birthYear ?? null,
        role: 'head',
      },
    ],
  }
  return households
    .filter(({ key, state }) => key !== about && state === 'active')
    .flatMap((household) => {
      const likeness = likenessOf(one, evidence(household), builtInRules)
      return likeness ? [{ household, ...likeness }] : []
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
}

const seen = new WeakMap<Household, Evidence>()

/** Card numbers stay away where this phone was not sent them. */
function evidence(household: Household): Evidence {
  const known = seen.get(household) ?? evidenceOf({ ...household, card: household.card ?? null })
  seen.set(household, known)
  return known
}
