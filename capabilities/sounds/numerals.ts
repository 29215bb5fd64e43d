/**
 * How a number is said, in the pieces that somebody records once: thirty chicks are "chicks", "thirty",
 * "birds", and nobody records a thousand numbers.
 *
 * Khmer counts with five: six is five and one, so 6 to 9 have no word of their own. The tens have words, and
 * after the thousand comes the ten thousand, ម៉ឺន.
 */
import { itemSlot, messageSlot, type Slot } from './slots.ts'

export const soundLanguages = ['km', 'en'] as const
export type SoundLanguage = (typeof soundLanguages)[number]

const khmer: Readonly<Record<number, string>> = {
  0: 'សូន្យ',
  1: 'មួយ',
  2: 'ពីរ',
  3: 'បី',
  4: 'បួន',
  5: 'ប្រាំ',
  10: 'ដប់',
  20: 'ម្ភៃ',
  30: 'សាមសិប',
  40: 'សែសិប',
  50: 'ហាសិប',
  60: 'ហុកសិប',
  70: 'ចិតសិប',
  80: 'ប៉ែតសិប',
  90: 'កៅសិប',
  100: 'រយ',
  1000: 'ពាន់',
  10000: 'ម៉ឺន',
  1000000: 'លាន',
}

const english: Readonly<Record<number, string>> = {
  0: 'zero',
  1: 'one',
  2: 'two',
  3: 'three',
  4: 'four',
  5: 'five',
  6: 'six',
  7: 'seven',
  8: 'eight',
  9: 'nine',
  10: 'ten',
  11: 'eleven',
  12: 'twelve',
  13: 'thirteen',
  14: 'fourteen',
  15: 'fifteen',
  16: 'sixteen',
  17: 'seventeen',
  18: 'eighteen',
  19: 'nineteen',
  20: 'twenty',
  30: 'thirty',
  40: 'forty',
  50: 'fifty',
  60: 'sixty',
  70: 'seventy',
  80: 'eighty',
  90: 'ninety',
  100: 'hundred',
  1000: 'thousand',
  1000000: 'million',
}

/** The word of each piece, by what it stands for. */
export const numerals: Readonly<Record<SoundLanguage, Readonly<Record<number, string>>>> = { km: khmer, en: english }

/** Beyond this a number is not said. */
export const saidMax = 99_999_999

/** The pieces of a number, one after another: 36 is 30, 5, 1 in Khmer and 30, 6 in English. */
export function piecesOf(count: number, language: SoundLanguage): readonly number[] {
  if (!Number.isInteger(count) || count < 0 || count > saidMax) throw new Error(`nobody can say ${count}`)
  const words = numerals[language]
  if (Object.hasOwn(words, count) && count < 100) return [count]
  const great = Object.keys(words)
    .map(Number)
    .filter((unit) => unit >= 100 && unit <= count)
    .at(-1)
  if (great !== undefined) {
    const rest = count % great
    return [...piecesOf(Math.floor(count / great), language), great, ...(rest === 0 ? [] : piecesOf(rest, language))]
  }
  // Five is what six to nine are counted from; above, the tens are.
  const base = count < 10 ? 5 : count - (count % 10)
  return [base, ...piecesOf(count - base, language)]
}

/** A number in the pieces that are played one after another. */
function numberSlots(count: number, language: SoundLanguage): readonly Slot[] {
  return piecesOf(count, language).map((piece) => `number/${piece}`)
}

/** Every piece of a number, with its word. */
export function numeralSlots(language: SoundLanguage): readonly { readonly slot: Slot; readonly sentence: string }[] {
  return Object.entries(numerals[language]).map(([piece, sentence]) => ({ slot: `number/${piece}`, sentence }))
}

/** "Chicks, thirty, birds": what, how many, counted in what. */
export function countedSlots(
  { item, unit, count }: { readonly item: string; readonly unit: string; readonly count: number },
  language: SoundLanguage,
): readonly Slot[] {
  return [itemSlot(item), ...numberSlots(count, language), messageSlot(`unit_${unit}`)]
}
