/** How another clerk writes the same name, year or number: the dirt that lists really have. */
import type { Chance } from '#dev/chance.ts'

type Swap = readonly [RegExp, string]

const latinHabits: readonly Swap[] = [
  [/ea/i, 'ia'],
  [/ea\b/i, 'ear'],
  [/y\b/, 'ey'],
  [/y\b/, 'i'],
  [/ey/, 'y'],
  [/ou/, 'u'],
  [/u(?![oy])/, 'ou'],
  [/o(?![ueor])/, 'or'],
  [/o(?![ueor])/, 'u'],
  [/a\b/, 'ar'],
  [/ph/, 'p'],
  [/th/, 't'],
  [/kh/, 'k'],
  [/k\b/, 'kh'],
  [/n\b/, 'nn'],
  [/v/, 'w'],
  [/Chh/, 'Ch'],
  [/Ch(?!h)/, 'Chh'],
  [/oeu/, 'eu'],
  [/oeu/, 'oeur'],
  [/eo\b/, 'aev'],
  [/ai/, 'ay'],
  [/uo/, 'ou'],
  [/o\b/, 'oh'],
  [/i/, 'ee'],
  [/Kh/, 'K'],
  [/s\b/, 'ss'],
  [/Nh/, 'Gn'],
]

const khmerHabits: readonly Swap[] = [
  [/[៉៊]/, ''],
  [/់/, ''],
  [/ណ/, 'ន'],
  [/ន(?!់)/, 'ណ'],
  [/ឡ/, 'ល'],
  [/ខ$/, 'ក'],
  [/ុ/, 'ូ'],
  [/ិ/, 'ី'],
  [/ី/, 'ិ'],
  [/័/, ''],
  [/.៍/, ''],
  [/(.)្\1/, '$1'],
  [/ថ/, 'ធ'],
  [/ធ/, 'ថ'],
  [/ភ/, 'ផ'],
  [/ផ/, 'ភ'],
  [/េ/, 'ែ'],
  [/ឺ/, 'ឹ'],
  [/ោ/, 'ៅ'],
  [/ឈ/, 'ឆ'],
  [/ា/, '\u200bា'],
  [/(ុ)(ំ)/, '$2$1'],
]

/** Another habit of spelling, where the name gives room for one. */
export function respelled(name: string, chance: Chance): string {
  const habits = /[\u1780-\u17ff]/.test(name) ? khmerHabits : latinHabits
  const fitting = habits.filter(([written]) => written.test(name))
  if (fitting.length === 0) return name
  const [written, becomes] = chance.pick(fitting)
  return name.replace(written, becomes)
}

/** A slip of the finger: a letter lost, doubled, exchanged with its neighbour, or another one. */
export function mistyped(name: string, chance: Chance): string {
  const letters = [...name]
  const at = 1 + chance.below(letters.length - 1)
  const isKhmer = /[\u1780-\u17ff]/.test(name)
  const other = isKhmer ? chance.pick([...'កងចតនបមរលសាិុេ']) : chance.pick([...'aeiouknmstrl'])
  const slip = chance.below(4)
  if (slip === 0) letters.splice(at, 1)
  else if (slip === 1) letters.splice(at, 0, letters[at]!)
  else if (slip === 2 && at + 1 < letters.length) [letters[at], letters[at + 1]] = [letters[at + 1]!, letters[at]!]
  else letters[at] = other
  return letters.join('')
}

/** Given name first, as papers from abroad have it. */
export function turned(name: string): string {
  return name.split(' ').reverse().join(' ')
}

/** One digit another, or two exchanged. */
export function misread(number: string, chance: Chance): string {
  const digits = [...number]
  const places = digits.flatMap((digit, place) => (/\d/.test(digit) && place > 2 ? [place] : []))
  const at = chance.pick(places)
  if (chance.happens(0.5) && /\d/.test(digits[at + 1] ?? '')) {
    ;[digits[at], digits[at + 1]] = [digits[at + 1]!, digits[at]!]
  } else {
    digits[at] = String((Number(digits[at]) + 1 + chance.below(9)) % 10)
  }
  return digits.join('')
}

/** A year worked out from an age that was asked, and rounded as people round it. */
export function fromAge(year: number, thisYear: number, chance: Chance): number {
  const age = thisYear - year
  return thisYear - (chance.happens(0.4) ? Math.round(age / 5) * 5 : age + chance.between(-1, 1))
}

/** 1968 as 1986, where that is still a grown person. */
export function turnedYear(year: number): number {
  const swapped = Math.floor(year / 100) * 100 + (year % 10) * 10 + Math.floor((year % 100) / 10)
  return swapped >= 1930 && swapped <= 2004 ? swapped : year
}
