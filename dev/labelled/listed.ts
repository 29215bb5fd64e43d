/**
 * Rows of a ministry's list whose truth is known, held against a register.
 *
 * The register is the honest households of a labelled list but for every tenth; the rows are those who
 * come again, as another clerk has written them, and the tenth that nobody has registered. A row names
 * one person: no phone, no spouse.
 */
import type { MatchingRules } from '#capabilities/households/likeness.rules.ts'
import { type Evidence, matchKeysOf } from '#capabilities/households/likeness.ts'
import { type Likely, meantBy } from '#capabilities/households/meant.ts'
import { evidenceFrom } from '#dev/labelled/measure.ts'
import type { Registration } from '#dev/labelled/registrations.ts'
import { type Key, keyOf } from '#door/key.ts'

/** What the rows hold besides name, sex, birth year and village. */
export type Layout = 'with cards' | 'without numbers'

export interface ListedRow {
  readonly row: Evidence
  /** The household that it is about, where that is registered. */
  readonly truth: Key | null
  readonly sure: Key | null
  readonly offered: readonly Likely[]
}

const offeredMost = 5

export function measureListed(list: Iterable<Registration>, layout: Layout, rules: MatchingRules): ListedRow[] {
  const index = new Map<string, Evidence[]>()
  const registered = new Map<number, Key>()
  const rows: { row: Evidence; of: number }[] = []
  for (const registration of list) {
    const { number, duplicateOf } = registration
    const isLeftOut = duplicateOf === null && number % 10 === 7
    if (duplicateOf !== null || isLeftOut) {
      rows.push({ row: rowFrom(registration, layout), of: duplicateOf ?? number })
      continue
    }
    const evidence = evidenceFrom(registration)
    registered.set(number, evidence.key)
    for (const key of matchKeysOf(evidence, rules)) {
      const holders = index.get(key)
      if (holders) holders.push(evidence)
      else index.set(key, [evidence])
    }
  }
  return rows.map(({ row, of }) => {
    const near = [...new Set(matchKeysOf(row, rules).flatMap((key) => index.get(key) ?? []))]
    const { sure, likely } = meantBy(row, near, rules)
    return {
      ...{ row, truth: registered.get(of) ?? null, sure: sure?.household ?? null },
      offered: likely.slice(0, offeredMost),
    }
  })
}

function rowFrom(registration: Registration, layout: Layout): Evidence {
  const { key, place, card, identityNumbers, people } = evidenceFrom(registration)
  return {
    // A row is no household.
    key: keyOf('00', key.slice(3)),
    place,
    card: layout === 'with cards' ? card : null,
    identityNumbers: layout === 'with cards' ? identityNumbers : [],
    phones: [],
    people: people.slice(0, 1),
  }
}

export interface ListedFigures {
  readonly rows: number
  readonly registered: number
  /** Of the rows about registered households, those that are sure. */
  readonly sure: number
  /** Of those that are sure, those that are right. */
  readonly precision: number
  /** Of the rows about registered households that are not sure, those whose household is offered. */
  readonly offered: number
  /** Of the rows about registered households, those for which nobody was found. */
  readonly missed: number
  /** Of the rows about nobody who is registered, those for which nobody was offered. */
  readonly unknown: number
}

export function figuresOf(rows: readonly ListedRow[]): ListedFigures {
  const registered = rows.filter(({ truth }) => truth !== null)
  const sure = rows.filter((one) => one.sure !== null)
  const strangers = rows.filter(({ truth }) => truth === null)
  const doubtful = registered.filter((one) => one.sure === null)
  return {
    rows: rows.length,
    registered: registered.length,
    sure: registered.filter((one) => one.sure !== null).length / registered.length,
    precision: sure.filter((one) => one.sure === one.truth).length / sure.length,
    offered:
      doubtful.filter(({ truth, offered }) => offered.some(({ household }) => household === truth)).length /
      doubtful.length,
    missed: doubtful.filter(({ offered }) => offered.length === 0).length / registered.length,
    unknown: strangers.filter(({ offered }) => offered.length === 0).length / strangers.length,
  }
}
