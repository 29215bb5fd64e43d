/**
 * Chance that can be repeated: the same seed gives the same people, days and prices on every machine.
 *
 * Each part of a story draws from its own stream, named by what it decides, so that a change in how
 * trainings are planned leaves the households as they were.
 */
export type Chance = ReturnType<typeof chanceOf>

export function chanceOf(seed: number, purpose: string) {
  let [a, b, c, d] = scattered(`${seed} ${purpose}`)

  // sfc32 of Chris Doty-Humphrey: small, fast, and passes the usual batteries.
  function bits(): number {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return sum >>> 0
  }
  for (let round = 0; round < 15; round++) bits()

  const unit = () => bits() / 4_294_967_296
  const below = (end: number) => Math.floor(unit() * end)

  return {
    /** From 0 to just below 1. */
    unit,
    /** A whole number from 0 to just below the end. */
    below,
    /** A whole number, both ends included. */
    between: (from: number, to: number) => from + below(to - from + 1),
    /** True in this share of cases. */
    happens: (share: number) => unit() < share,
    pick: <T>(from: readonly T[]): T => from[below(from.length)]!,
    /** One of several, each as often as its weight. */
    weighted<T>(options: readonly (readonly [T, number])[]): T {
      let left = unit() * options.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [option, weight] of options) {
        left -= weight
        if (left < 0) return option
      }
      return options.at(-1)![0]
    },
    shuffled<T>(given: readonly T[]): T[] {
      const mixed = [...given]
      for (let at = mixed.length - 1; at > 0; at--) {
        const other = below(at + 1)
        ;[mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!]
      }
      return mixed
    },
    /** Around nothing, mostly within one: the sum of many small causes. */
    around: () => unit() + unit() + unit() + unit() + unit() + unit() - 3,
    bytes: (count: number) => Uint8Array.from({ length: count }, () => bits() & 0xff),
    hex: (digits: number) => Array.from({ length: digits }, () => (bits() & 0xf).toString(16)).join(''),
  }
}

/** Four words from a text (FNV-1a, four times begun anew). */
function scattered(text: string): [number, number, number, number] {
  const word = (start: number) => {
    let hash = 0x811c9dc5 ^ start
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
    return hash | 0
  }
  return [word(1), word(2), word(3), word(4)]
}
