/**
 * Who is meant by the lines of an attendance sheet: looked for among those who share a match key with a
 * line, and among all who are registered in the village.
 *
 * Only whom the bringer may see, in the area that it is a list of, is named. Of somebody who surely is
 * registered beyond it nobody is told more than whose office to ask.
 */
import type { Household } from '#capabilities/households/household.ts'
import type { MatchingRules } from '#capabilities/households/likeness.rules.ts'
import type { Evidence } from '#capabilities/households/likeness.ts'
import { type Attendee, type Found, type Registered, whoIs } from '#capabilities/trainings/attendee.ts'
import { type Key, keyOf, national } from '#door/key.ts'
import type { Pool } from '#server/database/connection.ts'
import { householdsNear } from './near.ts'
import type { ListReach } from './reach.ts'

/** `elsewhere`: surely somebody, who lives in this district, where the bringer sees nobody. */
export type Recognised = Found | { readonly is: 'elsewhere'; readonly district: string }

export interface Looking {
  readonly programme: string
  readonly reach: ListReach
  readonly rules: MatchingRules
  readonly pool: Pool
}

export interface Wanted extends Attendee {
  /** Households of which somebody has said that it is none of them. */
  readonly refused: readonly Key[]
}

/** Households of a village, as far as they are looked through. */
const villageMost = 5_000
/** After so many lines others have their turn. */
const breath = 25

export async function recognise(wanted: readonly Wanted[], looking: Looking): Promise<Recognised[]> {
  const { programme, reach, rules, pool } = looking
  const near = await nearby(wanted, looking)
  const found: Recognised[] = Array.from({ length: wanted.length })
  const inVillages = new Map<string, number[]>()
  for (const [at, { village }] of wanted.entries()) {
    const those = inVillages.get(village)
    if (those) those.push(at)
    else inVillages.set(village, [at])
  }
  let done = 0
  for (const [village, lines] of inVillages) {
    const neighbours = await householdsOf(village, programme, pool)
    const isWhole = neighbours.length < villageMost
    for (const line of lines) {
      const all = new Map([...neighbours, ...near[line]!].map((one) => [one.key, one]))
      for (const key of wanted[line]!.refused) all.delete(key)
      found[line] = recogniseOne(wanted[line]!, [...all.values()], isWhole)
      done += 1
      if (done % breath === 0) await new Promise(setImmediate)
    }
  }
  return found

  function recogniseOne(attendee: Attendee, all: readonly Registered[], isWhole: boolean): Recognised {
    const reached = all.filter(({ place }) => reach.covers(place))
    const named = whoIs(attendee, reached, rules, isWhole)
    if (named.is !== 'unmatched' || reached.length === all.length) return named
    const beyond = whoIs(attendee, all, rules, isWhole)
    if (beyond.is !== 'sure') return named
    const { place } = all.find(({ key }) => key === beyond.person.household)!
    return { is: 'elsewhere', district: place.slice(0, 4) }
  }
}

/** For each line, the households that share a match key with it. */
async function nearby(wanted: readonly Wanted[], { programme, rules, pool }: Looking): Promise<Household[][]> {
  // A line that says no sex has the keys of both.
  const evidence = wanted.map((one) =>
    one.sex === null ? [evidenceIn(one, 'female'), evidenceIn(one, 'male')] : [evidenceIn(one, one.sex)],
  )
  const found = await householdsNear(evidence.flat(), programme, rules, pool)
  let at = 0
  return evidence.map(({ length }) => {
    at += length
    return found.slice(at - length, at).flat()
  })
}

/** A line is no household: it has a key that no household has. */
const noHousehold = keyOf(national, '00000000-0000-7000-8000-000000000000')

function evidenceIn(
  { nameKm, nameLatin, birthYear, village, phone, card, identityNumber }: Attendee,
  sex: 'female' | 'male',
): Evidence {
  return {
    ...{ key: noHousehold, place: village, card },
    identityNumbers: identityNumber === null ? [] : [identityNumber],
    phones: phone === null ? [] : [{ number: phone, shared: false }],
    people: [{ nameKm, nameLatin, sex, birthYear, role: 'head' }],
  }
}

async function householdsOf(village: string, programme: string, pool: Pool): Promise<Registered[]> {
  const { rows } = await pool.query<Registered>(
    `select home || '-' || id as key, place, members, phones, card, identity_numbers as "identityNumbers"
     from household where programme = $1 and place = $2 and state = 'active' limit $3`,
    [programme, village, villageMost],
  )
  return rows
}
