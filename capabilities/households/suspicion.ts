/**
 * The watch over households: whatever is decided about one, it is compared with those who may be the same.
 *
 * It stands in the door, behind every command, so no role and no import can pass it by. It opens
 * suspicions; only a person closes them. An open one blocks the issuing of vouchers and nothing else.
 */
import { type Household, type Judgement, type Suspicion, withSuspicions } from '#capabilities/households/household.ts'
import { builtInRules, MatchingRules } from '#capabilities/households/likeness.rules.ts'
import { type Evidence, evidenceOf, type Likeness, likenessOf, matchKeysOf } from '#capabilities/households/likeness.ts'
import type { Definition, Watch } from '#door/command.ts'
import { all, type NeedAll, none } from '#door/facts.ts'
import type { Key } from '#door/key.ts'
import { addDays, type Day, dayOf } from '#door/values.ts'

/**
 * Of those who share one key, so many are compared. Two records of a person share other keys too, which
 * few hold; a number that more than these bear is nobody's, and comparing the first of them says so.
 */
const most = 100

export const householdWatch: Watch<Household, { candidates: NeedAll<Household> }> = {
  needs: (household, definition) => ({
    candidates:
      household.state === 'active' ? seenBy(rulesOf(definition), household).candidates : none<Household>('household'),
  }),

  look(household, { definition, at, facts: { candidates } }) {
    if (household.state !== 'active') {
      return { ...household, suspicions: [], suspects: [], judgeBy: null, matchKeys: [] }
    }
    const rules = rulesOf(definition)
    const { evidence, keys } = seenBy(rules, household)
    const seen = candidates
      .filter(
        ({ key, state, programme }) => key !== household.key && state === 'active' && programme === household.programme,
      )
      .flatMap((other) => suspicionOf(household, evidence, other, rules, dayOf(at)))
    const known = new Set(household.suspects)
    const isKnown = ({ other }: Suspicion) => known.has(other)
    // What was open stays open though a name was corrected meanwhile: a person closes it, not an edit.
    const seenNow = new Set(seen.map(({ other }) => other))
    const stillOpen = household.suspicions.filter(({ other }) => !seenNow.has(other))
    return {
      // Of equals those that are known already stay: looked at again, nothing changes.
      ...withSuspicions(household, [...stillOpen, ...seen.filter(isKnown), ...seen.filter((one) => !isKnown(one))]),
      matchKeys: keys,
    }
  },
}

/** Asked for when candidates are looked up, and again when they are held against it. */
function seenBy(rules: MatchingRules, household: Household): Seen {
  const known = remembered.get(household)
  if (known?.rules === rules) return known
  const evidence = evidenceOf(household)
  const keys = matchKeysOf(evidence, rules)
  const seen = {
    rules,
    evidence,
    keys,
    candidates: all<Household>('household', null, { matchKeys: { any: keys, most } }),
  }
  remembered.set(household, seen)
  return seen
}

interface Seen {
  readonly rules: MatchingRules
  readonly evidence: Evidence
  readonly keys: string[]
  readonly candidates: NeedAll<Household>
}

const remembered = new WeakMap<Household, Seen>()

function suspicionOf(
  household: Household,
  evidence: Evidence,
  other: Household,
  rules: MatchingRules,
  today: Day,
): Suspicion[] {
  // It is open from the other side already: one suspicion, one judgement.
  if (other.suspects.includes(household.key)) return []
  const likeness = likenessOf(evidence, evidenceOf(other), rules)
  if (!likeness || isSettled(household, other, likeness, rules)) return []
  const known = household.suspicions.find((open) => open.other === other.key)
  return [
    {
      other: other.key,
      ...likeness,
      rules: rules.version,
      since: known?.since ?? today,
      due: known?.due ?? addDays(today, rules.deadlineDays),
      office: areaOfBoth(household.place, other.place),
      unsure: known?.unsure ?? null,
    },
  ]
}

/** "Not the same" is remembered from both sides, until a card or number that nobody had seen says otherwise. */
function isSettled(one: Household, other: Household, { grounds }: Likeness, rules: MatchingRules): boolean {
  const judged = [...judgementsOn(one, other.key), ...judgementsOn(other, one.key)]
  const strong = grounds.filter((ground) => (rules.enough as readonly string[]).includes(ground))
  return judged.some((before) => strong.every((ground) => before.grounds.includes(ground)))
}

function judgementsOn(household: Household, other: Key): Judgement[] {
  return household.judgements.filter((judged) => judged.other === other)
}

/** A district, a province, or nothing where they have none in common. */
export function areaOfBoth(one: string, other: string): string {
  const digits = [4, 2].find((length) => one.slice(0, length) === other.slice(0, length)) ?? 0
  return one.slice(0, digits)
}

const parsed = new WeakMap<Definition, MatchingRules>()

/** The programme's own rules, or the built-in ones where it carries none. */
export function rulesOf(definition: Definition | undefined): MatchingRules {
  if (definition?.matching === undefined) return builtInRules
  const rules = parsed.get(definition) ?? MatchingRules.parse(definition.matching)
  parsed.set(definition, rules)
  return rules
}
