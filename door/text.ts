/**
 * Names compared as people read them, in Khmer and in Latin letters.
 *
 * Khmer is typed in many orders that look alike on paper: the parts of a cluster are put in one
 * order, letters that cannot be told apart become one, and marks that cannot be seen are dropped.
 * The result is for comparing only; nobody is shown it.
 */

/** The same for two texts that a reader would call the same. */
export function normalise(text: string): string {
  // Of plain letters and digits there is one way to write them.
  if (plain.test(text)) return text.toLowerCase().replace(between, ' ').trim()
  const composed = text
    .normalize('NFC')
    .replace(invisible, '')
    .replace(/[០-៩]/g, (digit) => String(digit.charCodeAt(0) - 0x17e0))
  const khmer = composed.replace(cluster, ordered)
  const meant = anyVariant.test(khmer) ? variants.reduce((so, [one, other]) => so.replace(one, other), khmer) : khmer
  return latin(meant).replace(between, ' ').trim()
}

/**
 * How alike two names are, from 0 to 1, by Jaro and Winkler over letters, subscripts and vowels. Word
 * is held against word, in either order, and the least alike pair decides: sharing a family name
 * makes nobody alike. Where the words are not equally many, spaces are overlooked, since Khmer is
 * often written without.
 */
export function similarity(one: string, other: string): number {
  const [a, b] = [wordsOf(one), wordsOf(other)]
  if (a.length === 0 || b.length === 0) return 0
  if (a.length !== b.length) return Math.max(alike(a.join(''), b.join('')), alike(inOrder(a), inOrder(b)))
  return Math.max(leastAlike(a, b), leastAlike(a, [...b].reverse()))
}

const plain = /^[\x20-\x7e]*$/
const between = /[\p{P}\p{S}\s]+/gu

// Zero-width spaces and joiners, direction marks, and the two inherent vowels that nobody sees.
const invisible = /[\u200b-\u200f\u2060\ufeff\u00ad\u17b4\u17b5]/g

// Written one way, meant another: vowels in two strokes, subscripts da and ta that look the same, letters no longer used.
const variants: readonly (readonly [RegExp, string])[] = [
  [/\u17c1\u17b8|\u17b8\u17c1/g, '\u17be'],
  [/\u17c1\u17b6|\u17b6\u17c1/g, '\u17c4'],
  [/\u17d2\u178a/g, '\u17d2\u178f'],
  [/\u17a3/g, '\u17a2'],
  [/\u17a4/g, '\u17a2\u17b6'],
  [/\u17a8/g, '\u17a7\u1780'],
  [/\u17b2/g, '\u17b1\u17d2\u1799'],
  [/\u17d3/g, '\u17c6'],
  [/\u17c7(?=\u17c7)|\u17d1/g, ''],
]

const anyVariant = new RegExp(variants.map(([written]) => written.source).join('|'))

const cluster = /[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b6-\u17d1\u17dd])+/g
const part = /\u17d2[\u1780-\u17b3]|[\u17b6-\u17d1\u17dd]/g

/** The parts of a cluster in the one order: subscripts (ro last), shifter, vowel, then the signs above. */
function ordered(written: string): string {
  const parts = written.slice(1).match(part) ?? []
  return written[0] + parts.sort((one, other) => rankOf(one) - rankOf(other)).join('')
}

function rankOf(sign: string): number {
  if (sign[0] === '\u17d2') return sign[1] === '\u179a' ? 1 : 0
  if (sign === '\u17c9' || sign === '\u17ca') return 2
  if (sign >= '\u17b6' && sign <= '\u17c5') return 3
  return 4
}

/** Small letters without their marks: é is e. */
function latin(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
}

/** Register shifters (ដារ៉ា, ដារា) are left out by so many writers that they tell no two people apart. */
function wordsOf(name: string): string[] {
  return normalise(name)
    .replace(/[\u17c9\u17ca]/g, '')
    .split(' ')
    .filter((word) => word !== '')
}

function inOrder(words: readonly string[]): string {
  return [...words].sort().join('')
}

function leastAlike(a: readonly string[], b: readonly string[]): number {
  return Math.min(...a.map((word, place) => alike(word, b[place]!)))
}

/** Jaro's measure, raised where the first letters agree. */
function alike(one: string, other: string): number {
  const [a, b] = [lettersOf(one), lettersOf(other)]
  const jaro = jaroOf(a, b)
  const differs = [0, 1, 2, 3].findIndex((place) => a[place] === undefined || a[place] !== b[place])
  return jaro + (differs === -1 ? 4 : differs) * 0.1 * (1 - jaro)
}

/** A subscript is one letter with its sign. */
function lettersOf(word: string): string[] {
  return word.match(/\u17d2[\u1780-\u17b3]|./gsu) ?? []
}

function jaroOf(a: readonly string[], b: readonly string[]): number {
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const taken = new Set<number>()
  const common: string[] = []
  a.forEach((letter, place) => {
    for (let at = Math.max(0, place - reach); at <= Math.min(b.length - 1, place + reach); at++) {
      if (b[at] !== letter || taken.has(at)) continue
      taken.add(at)
      common.push(letter)
      return
    }
  })
  if (common.length === 0) return 0

  const inOther = [...taken].sort((one, other) => one - other).map((at) => b[at])
  const crossed = common.filter((letter, place) => letter !== inOther[place]).length / 2
  const count = common.length
  return (count / a.length + count / b.length + (count - crossed) / count) / 3
}
