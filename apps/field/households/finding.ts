/**
 * Finding a household among those of this phone, as the office finds it: by any parts of names and numbers.
 *
 * What each is found by is made once for each record, a few at a time: three thousand at once would hold
 * up a cheap phone for a second, and what is typed meanwhile.
 */
import { useEffect, useMemo, useState } from 'react'
import { isFound, searchTermsOf, searchTextOf } from '#capabilities/households/household.search.ts'
import { type Household, headOf } from '#capabilities/households/household.ts'
import { normalise } from '#door/text.ts'

/** Milliseconds of work before what somebody does is looked after again. */
const slice = 24
/** Between two looks at what was found so far. */
const glance = 300

const texts = new WeakMap<Household, string>()

function textOf(household: Household): string {
  const known = texts.get(household)
  if (known !== undefined) return known
  const text = searchTextOf(household)
  texts.set(household, text)
  return text
}

/** Makes ready what all are found by, and tells how far it is now and then, and at the end; it can be called off. */
export function makeReady(households: readonly Household[], onReady: (count: number) => void = () => {}): () => void {
  let at = 0
  let shown = performance.now()
  let timer = setTimeout(go)
  return () => clearTimeout(timer)

  function go() {
    const began = performance.now()
    while (at < households.length && performance.now() - began < slice) {
      textOf(households[at]!)
      nameOf(households[at]!)
      at += 1
    }
    const isWhole = at >= households.length
    if (!isWhole) timer = setTimeout(go)
    if (!isWhole && performance.now() - shown < glance) return
    shown = performance.now()
    onReady(at)
  }
}

/** Those that fit what was typed, by name; `isWhole` once all have been looked at. */
export function useFound(households: readonly Household[], typed: string): { found: Household[]; isWhole: boolean } {
  const [ready, setReady] = useState({ households, count: 0 })
  const count = ready.households === households ? ready.count : 0

  useEffect(() => makeReady(households, (count) => setReady({ households, count })), [households])

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
  return households
    .map((household) => [nameOf(household), household] as const)
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([, household]) => household)
}

function nameOf(household: Household): string {
  const known = names.get(household)
  if (known !== undefined) return known
  const { nameKm, nameLatin } = headOf(household)
  const name = normalise(nameKm ?? nameLatin ?? '')
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
