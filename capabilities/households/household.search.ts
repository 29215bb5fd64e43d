/**
 * What a search compares: one text for each household, and the terms of what somebody typed.
 *
 * Both come from the same normaliser, here for the server's column and for a phone's own households, so
 * that the same fragment finds the same people in both places. The text holds nothing but Latin letters and
 * digits, the Khmer ones written in capitals: an index of the database knows letters only by its locale,
 * and in most there are no Khmer ones.
 */
import { type Household, headOf, type Member } from '#capabilities/households/household.ts'
import { isKey } from '#door/key.ts'
import { normalise } from '#door/text.ts'

/** An index keeps the text whole in one entry, which PostgreSQL ends at a third of a page. */
export const searchTextMax = 2_000

/** From this length on a fragment is found anywhere in a word; a shorter one at its beginning. */
const anywhereFrom = 3

const termsMax = 8

/**
 * Words behind spaces, without repetition: a name is one word with all its parts, since Khmer is written
 * with and without spaces, and the beginnings of its later parts stand beside it for the shortest fragments.
 */
export function searchTextOf(household: Household): string {
  const head = headOf(household)
  const others = household.members.filter((member) => member !== head)
  // A phone may hold the household without what tells of its poverty.
  const cards = [household.card, ...(household.poverty ?? []).map(({ card }) => card)]
  const words = new Set(
    [
      ...namesOf(head),
      ...cards.flatMap((card) => wordsIn(card ?? '')),
      ...household.identityNumbers.flatMap(wordsIn),
      ...household.phones.flatMap(({ number }) => phoneWords(number)),
      shortCodeOf(household.key),
      ...others.flatMap(namesOf),
    ].filter((word) => word !== ''),
  )
  let text = ''
  for (const word of words) {
    if (text.length + word.length >= searchTextMax) break
    text += ` ${word}`
  }
  return text
}

/** All of them must be found. One that begins with a space is found only where a word begins. */
export function searchTermsOf(query: string): readonly string[] {
  const typed = query.trim().toLowerCase()
  if (isKey(typed)) return [shortCodeOf(typed)]
  const words = partsOf(typed)
  // A number with spaces in it, as people write a telephone's: one word, whatever its groups.
  const digits = words.join('')
  const terms = /^\d{8,}$/.test(digits) ? [digits.replace(/^8550/, '855')] : words.slice(0, termsMax).map(termOf)
  return [...new Set(terms)]
}

export function isFound(searchText: string, terms: readonly string[]): boolean {
  return terms.every((term) => searchText.includes(term))
}

/** The end of a key, which is chance and no clock: short enough to read out. */
export function shortCodeOf(key: string): string {
  return key.slice(-8)
}

function namesOf({ nameKm, nameLatin }: Member): string[] {
  return [...wordsIn(nameKm ?? ''), ...wordsIn(nameLatin ?? '')]
}

function wordsIn(written: string): string[] {
  const parts = partsOf(written)
  return [
    parts.map(encoded).join(''),
    ...parts.slice(1).map((part) => encoded(lettersOf(part.replace(silent, '')).slice(0, 2).join(''))),
  ]
}

/** `+85512345678` is also read as `012345678`. */
function phoneWords(number: string): string[] {
  const digits = number.replace(/\D/g, '')
  return digits.startsWith('855') ? [`0${digits.slice(3)}`, digits] : [digits]
}

function termOf(word: string): string {
  return lettersOf(word).length < anywhereFrom ? ` ${encoded(word)}` : encoded(word)
}

// Signs that are left out by as many as write them: ដារ៉ា and ដារា, ចាន់ and ចាន, សិដ្ឋី and its robat.
const silent = /[\u17c9-\u17d0\u17dd]/g

function partsOf(written: string): string[] {
  return normalise(written)
    .split(' ')
    .filter((part) => part !== '')
}

function lettersOf(word: string): string[] {
  return [...word]
}

function encoded(word: string): string {
  let code = ''
  for (const letter of word.replace(silent, '')) code += codes.get(letter) ?? codeOfRare(letter)
  return code
}

/**
 * The letters of which most names consist, the commonest first, are one capital each, so that three of them
 * fill what the index keeps of a text, three characters; the others are Z and a small one. No letter's code
 * begins within another's.
 */
const frequent =
  '\u17b6\u1793\u179f\u17d2\u17bb\u179a\u17b8\u1798\u179b\u1784\u178e\u179c\u17b7\u178f\u17c1\u1785\u1780\u1792\u17a0\u1781\u1794\u1799\u1791\u1797\u17b9'
const seldom =
  '\u1782\u17bf\u17a2\u17c6\u178a\u1796\u17bc\u17bd\u1787\u1795\u1790\u17c2\u1789\u17c5\u17a1\u1788\u17c4\u1786\u17c8\u17c0\u178b\u178c\u17a7\u17b1\u17be\u1783\u17ba\u17af\u17c7'

const codes = new Map([
  ...[...'abcdefghijklmnopqrstuvwxyz0123456789'].map((letter) => [letter, letter] as const),
  ...[...frequent].map((letter, at) => [letter, String.fromCharCode(65 + at)] as const),
  ...[...seldom].map((letter, at) => [letter, `Z${at.toString(36)}`] as const),
])

function codeOfRare(letter: string): string {
  return `Zz${letter.codePointAt(0)!.toString(16).padStart(6, '0')}`
}
