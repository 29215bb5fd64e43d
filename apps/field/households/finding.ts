/**
 * Finding a household among those of this phone, as the office finds it: by any parts of names and numbers.
 *
 * What each is found by is made once for each record, a few at a time: three thousand at once would hold
 * up a cheap phone for a second and a half, and what is typed meanwhile.
 */
import { useEffect, useMemo, useState } from 'react'
import { isFound, searchTermsOf, searchTextOf } from '#capabilities/households/household.search.ts'
import { type Household, headOf } from '#capabilities/households/household.ts'
import { normalise } from '#door/text.ts'

const atOnce = 60

const texts = new WeakMap<Household, string>()

function textOf(household: Household): string {
  const text = texts.get(household) ?? searchTextOf(household)
  texts.set(household, text)
  return text
}

/** Those that fit what was typed, by name; `isWhole` once all have been looked at. */
export function useFound(households: readonly Household[], typed: string): { found: Household[]; isWhole: boolean } {
  const [ready, setReady] = useState({ households, count: 0 })
  const count = ready.households === households ? ready.count : 0

  useEffect(() => {
    let at = 0
    let timer = setTimeout(prepare)
    return () => clearTimeout(timer)

    function prepare() {
      const until = Math.min(at + atOnce, households.length)
      const fresh = households.slice(at, until).filter((household) => !texts.has(household))
      for (const household of fresh) textOf(household)
      at = until
      // What is known already is passed over at once; drawn again is only now and then.
      if (fresh.length === 0 && at < households.length) return prepare()
      if (at >= households.length || at % (atOnce * 10) === 0) setReady({ households, count: at })
      if (at < households.length) timer = setTimeout(prepare)
    }
  }, [households])

  const found = useMemo(() => {
    const terms = searchTermsOf(typed)
    if (terms.length === 0) return []
    return byName(households.slice(0, count).filter((household) => isFound(textOf(household), terms)))
  }, [households, count, typed])
  return { found, isWhole: count >= households.length }
}

const names = new WeakMap<Household, string>()

/** As people read a list. Khmer letters stand in their own order. */
export function byName(households: readonly Household[]): Household[] {
  return [...households].sort((one, other) => {
    const [a, b] = [nameOf(one), nameOf(other)]
    return a < b ? -1 : a > b ? 1 : 0
  })
}

function nameOf(household: Household): string {
  const { nameKm, nameLatin } = headOf(household)
  const name = names.get(household) ?? normalise(nameKm ?? nameLatin ?? '')
  names.set(household, name)
  return name
}

export interface Village {
  readonly code: string
  readonly count: number
}

/** Villages of which this phone holds households, with how many live there. */
export function villagesOf(households: readonly Household[]): Village[] {
  const counts = new Map<string, number>()
  for (const { place } of households) counts.set(place, (counts.get(place) ?? 0) + 1)
  return [...counts].map(([code, count]) => ({ code, count })).sort((one, other) => (one.code < other.code ? -1 : 1))
}
