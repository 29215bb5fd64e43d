/** Registers a labelled list one by one as the door would, and counts which duplicates were noticed. */

import type { MatchingRules } from '#capabilities/households/likeness.rules.ts'
import { type Evidence, likenessOf, matchKeysOf } from '#capabilities/households/likeness.ts'
import type { Registration } from '#dev/labelled/registrations.ts'
import { keyOf } from '#door/key.ts'

export interface Suspicion {
  readonly one: Registration
  readonly other: Registration
  readonly score: number
}

export interface Duplicate {
  readonly registration: Registration
  readonly original: Registration
  /** It shares a match key with its original. */
  readonly isMet: boolean
  readonly isSuspected: boolean
}

export interface Measured {
  readonly suspicions: readonly Suspicion[]
  readonly duplicates: readonly Duplicate[]
  /** Distinct earlier households looked at, one count a registration. */
  readonly candidates: readonly number[]
}

export function measure(list: Iterable<Registration>, rules: MatchingRules): Measured {
  const index = new Map<string, number[]>()
  const known: { registration: Registration; evidence: Evidence }[] = []
  const suspicions: Suspicion[] = []
  const duplicates: Duplicate[] = []
  const candidates: number[] = []
  for (const registration of list) {
    const evidence = evidenceFrom(registration)
    const keys = matchKeysOf(evidence, rules)
    const near = new Set(keys.flatMap((key) => index.get(key) ?? []))
    candidates.push(near.size)
    const suspected = new Set<number>()
    for (const number of near) {
      const other = known[number]!
      const likeness = likenessOf(evidence, other.evidence, rules)
      if (!likeness) continue
      suspicions.push({ one: registration, other: other.registration, score: likeness.score })
      suspected.add(number)
    }
    const original = registration.duplicateOf
    if (original !== null) {
      duplicates.push({
        registration,
        original: known[original]!.registration,
        isMet: near.has(original),
        isSuspected: suspected.has(original),
      })
    }
    known[registration.number] = { registration, evidence }
    for (const key of keys) {
      const row = index.get(key)
      if (row) row.push(registration.number)
      else index.set(key, [registration.number])
    }
  }
  return { suspicions, duplicates, candidates }
}

/** Of the suspicions, those that are right; of the duplicates, those that were suspected. */
export function precisionAndRecall({ suspicions, duplicates }: Measured): { precision: number; recall: number } {
  const right = suspicions.filter(({ one, other }) => isSame(one, other)).length
  const noticed = duplicates.filter(({ isSuspected }) => isSuspected).length
  return { precision: right / suspicions.length, recall: noticed / duplicates.length }
}

/** Two duplicates of one household are the same household too. */
export function isSame(one: Registration, other: Registration): boolean {
  return (one.duplicateOf ?? one.number) === (other.duplicateOf ?? other.number)
}

export function evidenceFrom({
  number,
  village,
  card,
  identityNumber,
  phone,
  spouse,
  ...head
}: Registration): Evidence {
  const { nameKm, nameLatin, sex, birthYear } = head
  return {
    key: keyOf(village.slice(0, 2), `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`),
    place: village,
    card,
    identityNumbers: identityNumber ? [identityNumber] : [],
    phones: phone ? [phone] : [],
    people: [
      { nameKm, nameLatin, sex, birthYear, role: 'head' },
      ...(spouse ? [{ ...spouse, role: 'spouse' as const }] : []),
    ],
  }
}
