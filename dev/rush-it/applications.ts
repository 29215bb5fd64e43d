/**
 * Who proposes what, when: 5 screens' worth of wishes, before anybody has decided about them.
 *
 * Every number of proposals is met by construction: so many first ones, so many by households that
 * come again, and the rest by households that also want the other chain or the next round.
 */
import { type Chance, chanceOf } from '#dev/chance.ts'
import type { Commune } from '#dev/rush-it/areas.ts'
import { earlierOf, fieldDayFrom, laterOf, syncDayFrom } from '#dev/rush-it/calendar.ts'
import type { Home } from '#dev/rush-it/households.ts'
import { duplicates, lastDay, outsideArea, published, secondApplications, windowClosed } from '#dev/rush-it/scenario.ts'
import { rounds, type WindowCode, windowCodes } from '#dev/rush-it/windows.ts'
import type { Key } from '#door/key.ts'
import { addDays, type Day } from '#door/values.ts'

/** What is known of a proposal from its first day: `second`, `outside` and `late` will be rejected for it. */
export type Kind = 'first' | 'other' | 'again' | 'second' | 'duplicate' | 'outside' | 'late'

export interface Application {
  readonly key: Key
  readonly home: Home
  readonly window: WindowCode
  readonly kind: Kind
  readonly submittedOn: Day
  readonly knownOn: Day
  /** The proposal it comes after, or comes twice with. */
  readonly after: Application | null
}

export type Areas = Readonly<Record<WindowCode, ReadonlySet<string>>>

/** The day from which on nothing new can be worked through before the programme ends. */
const tooLate = addDays(lastDay, -15)

/** Each window leaves out a few communes, and no commune is left out of both windows of a round. */
export function areasOf(seed: number, communes: readonly Commune[]): Areas {
  const chance = chanceOf(seed, 'window areas')
  const without = (share: number, except: ReadonlySet<string>) =>
    new Set(communes.map(({ code }) => code).filter((code) => !except.has(code) && chance.happens(share)))
  const inside = (out: ReadonlySet<string>) =>
    new Set(communes.map(({ code }) => code).filter((code) => !out.has(code)))

  const out1 = without(0.07, new Set())
  const out2 = without(0.07, new Set())
  return {
    'vegetables-1': inside(out1),
    'chicken-1': inside(without(0.07, out1)),
    'vegetables-2': inside(out2),
    'chicken-2': inside(without(0.07, out2)),
  }
}

export function applyingIn(seed: number, areas: Areas, key: (home: string, on: Day) => Key) {
  const chance = chanceOf(seed, 'applications')
  const asked = new Map<Key, Set<WindowCode>>()
  const hasAsked = (home: Home, window: WindowCode) => asked.get(home.key)?.has(window) ?? false

  function apply(
    home: Home,
    window: WindowCode,
    kind: Kind,
    wishedOn: Day,
    after: Application | null = null,
  ): Application {
    const submittedOn = fieldDayFrom(laterOf(wishedOn, home.registeredOn))
    const sentOn = chance.happens(0.16) ? addDays(submittedOn, chance.between(1, 5)) : submittedOn
    const synced = syncDayFrom(home.commune.province, sentOn)
    // A proposal of the day of registration waits for it in the same phone.
    const knownOn = laterOf(synced, home.knownOn)
    asked.set(home.key, new Set([...(asked.get(home.key) ?? []), window]))
    return { key: key(home.commune.province, submittedOn), home, window, kind, submittedOn, knownOn, after }
  }

  const isIn = (home: Home, window: WindowCode) => areas[window].has(home.commune.code)

  return {
    /** The first proposals: most within weeks of registration, in the window of the chain the household prefers. */
    first(homes: readonly Home[]): Application[] {
      const made = homes.map((home) => {
        const chain = chance.happens(0.54) ? 'vegetables' : 'chicken'
        const gap = chance.happens(0.48)
          ? 0
          : Math.round(4 + 26 * chance.unit() ** 2 + (chance.happens(0.15) ? chance.below(60) : 0))
        const placed = roundFor(chance, chain, addDays(home.registeredOn, gap))
        return { home, ...placed }
      })

      const outside = new Set(
        chance
          .shuffled(made.filter(({ home, window, late, day }) => !late && !isIn(home, window) && day < tooLate))
          .slice(0, outsideArea),
      )
      const late = new Set(
        chance.shuffled(made.filter(({ late, day }) => late && day < tooLate)).slice(0, windowClosed - 20),
      )
      return made.flatMap((wish) => {
        const { home, window, day } = wish
        if (outside.has(wish)) return [apply(home, window, 'outside', day)]
        if (late.has(wish)) return [apply(home, window, 'late', day)]
        // Whoever is told that the commune is not in this window asks for the other chain instead.
        const own = isIn(home, window) ? window : otherChain(window)
        const { opensOn, closesOn } = rounds[own]
        const on =
          day < opensOn ? addDays(opensOn, chance.below(9)) : day > closesOn ? addDays(closesOn, -chance.below(6)) : day
        return on < home.registeredOn ? [] : [apply(home, own, 'first', on)]
      })
    },

    /** The rest: households that have one proposal and make another in another window. */
    others(first: readonly Application[], count: number): Application[] {
      const made: Application[] = []
      const mixed = chance.shuffled(first)
      for (let at = 0; made.length < count; at++) {
        if (at > 40 * mixed.length) throw new Error('too few households can make another proposal')
        const before = mixed[at % mixed.length]!
        const { home } = before
        const window = chance.pick(windowCodes)
        const from = laterOf(addDays(before.submittedOn, 12), rounds[window].opensOn)
        const until = earlierOf(rounds[window].closesOn, addDays(before.submittedOn, 200))
        if (hasAsked(home, window) || !isIn(home, window) || until <= from) continue
        const length = Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000)
        const on = fieldDayFrom(addDays(from, chance.below(length)))
        if (on <= rounds[window].closesOn) made.push(apply(home, window, 'other', on, before))
      }
      return made
    },

    /** The same window once more while the first proposal stands: a misunderstanding, or hope. */
    second(standing: readonly Application[], kind: 'second' | 'duplicate', count: number): Application[] {
      const fit = standing.filter(
        ({ submittedOn, window }) => addDays(submittedOn, 40) < earlierOf(rounds[window].closesOn, tooLate),
      )
      return take(chance, fit, count).map((before) =>
        apply(
          before.home,
          before.window,
          kind,
          kind === 'duplicate' ? before.knownOn : addDays(before.submittedOn, chance.between(6, 38)),
          before,
        ),
      )
    },

    /** After a rejection: with a better plan, in the same window if it is still open, else in the next round. */
    again(rejected: readonly { application: Application; decidedOn: Day }[], count: number): Application[] {
      const made: Application[] = []
      for (const { application, decidedOn } of chance.shuffled(rejected)) {
        const { home, window } = application
        const next = window.replace('1', '2') as WindowCode
        const target = [window, next].find(
          (one) =>
            addDays(decidedOn, 30) < rounds[one].closesOn &&
            isIn(home, one) &&
            (one === window || !hasAsked(home, one)),
        )
        if (!target || made.length === count) continue
        const from = laterOf(addDays(decidedOn, 3), rounds[target].opensOn)
        made.push(apply(home, target, 'again', addDays(from, chance.below(22)), application))
      }
      if (made.length < count) throw new Error('too few households can propose again')
      return made
    },

    /** After the window has closed: the form was filled in before, and sent too late. */
    late(homes: readonly Home[], count: number): Application[] {
      const fit = homes.filter((home) => home.registeredOn < '2021-03-20')
      return take(chance, fit, count).map((home) => {
        const window = isIn(home, 'chicken-1') ? 'chicken-1' : 'vegetables-1'
        return apply(home, window, 'late', addDays(rounds[window].closesOn, chance.between(1, 12)))
      })
    },
  }
}

export const secondsWanted = { second: secondApplications, duplicate: duplicates } as const
export const received = published.proposals_received

function roundFor(chance: Chance, chain: string, day: Day): { window: WindowCode; day: Day; late: boolean } {
  const [first, second] = [`${chain}-1`, `${chain}-2`] as [WindowCode, WindowCode]
  if (day <= rounds[first].closesOn)
    return { window: first, day: laterOf(day, addDays(rounds[first].opensOn, chance.below(3))), late: false }
  // Between the rounds: some send the old form, others wait for the new one.
  if (day < rounds[second].opensOn && chance.happens(0.6)) return { window: first, day, late: true }
  if (day <= rounds[second].closesOn)
    return { window: second, day: laterOf(day, addDays(rounds[second].opensOn, chance.below(12))), late: false }
  return { window: second, day, late: true }
}

function otherChain(window: WindowCode): WindowCode {
  return (
    window.startsWith('chicken') ? window.replace('chicken', 'vegetables') : window.replace('vegetables', 'chicken')
  ) as WindowCode
}

function take<T>(chance: Chance, from: readonly T[], count: number): T[] {
  if (from.length < count) throw new Error(`only ${from.length} of the ${count} that are wanted are possible`)
  return chance.shuffled(from).slice(0, count)
}
