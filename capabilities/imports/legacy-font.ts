/**
 * Khmer from before Unicode: Latin letters and signs that look Khmer in their own font (Limon, ABC) and
 * in no other. `PUmi` is a village, `esckþI` a matter. It cannot be read without knowing the font, and
 * kept as it is it can be found by nobody.
 *
 * One cell may be a Latin name spelled oddly; a column of them is not. So a column is judged by how many
 * of its cells bear marks that Latin names do not.
 */
import { seen } from './reading.ts'
import type { Cell } from './table.ts'

export interface LegacyFont {
  /** The share of cells with Latin letters that bear marks, from 0 to 1. */
  readonly likelihood: number
  readonly isLikely: boolean
  readonly example: string | null
}

/** Typing mistakes such as `SOk` mark two or three cells in a hundred. */
const mostMistakes = 0.2

export function legacyFontIn(cells: Iterable<Cell | undefined>): LegacyFont {
  let [judged, marked] = [0, 0]
  let example: string | null = null
  for (const cell of cells) {
    if (cell?.is !== 'text') continue
    const text = seen(cell.text)
    if (!/[a-z\u00a1-\u00ff]/i.test(text) || /[\u1780-\u17d3]/.test(text)) continue
    judged += 1
    const marks = fontMarks(text)
    if (marks === 'none') continue
    marked += 1
    example ??= text
  }
  const likelihood = judged === 0 ? 0 : marked / judged
  return { likelihood, isLikely: marked >= 2 && likelihood > mostMistakes, example }
}

// Signs of Western fonts that no name in Latin letters holds; é, ç, ñ, ß, ø and their like are left out.
const foreign =
  /[\u0080-\u009f\u00a1-\u00a9\u00ab-\u00b3\u00b5-\u00b9\u00bb-\u00bf\u00d7\u00de\u00f7\u00feƒ„…†‡ˆ‰‹›•™˜]/
// Between two letters there is an apostrophe, a hyphen or a full stop, and nothing else.
const between = /\p{L}[:;<>?@#$%^&*_+=|\\~`{}[\]"!]+(?:\p{L}|$|\s)/u

/** `certain` where no Latin name is written so, `possible` where a mistake of typing would explain it. */
export function fontMarks(text: string): 'certain' | 'possible' | 'none' {
  const words = text.split(/[\s,()/-]+/).filter((word) => /[a-z\u00a1-\u00ff]/i.test(word))
  if (words.some((word) => foreign.test(word) && /\p{L}/u.test(word))) return 'certain'
  if (between.test(text)) return 'possible'
  return words.some((word) => hasStrangeCapitals(word) || hasNoVowel(word)) ? 'possible' : 'none'
}

/** `XMu`, `fI`, `esckI`; not `CHAN`, `McDonald`, `DeVries`, `O'Neil`. */
function hasStrangeCapitals(word: string): boolean {
  const bare = word
    .replace(/^(?:Mc|Mac|De|Del|Di|Du|La|Le|Van|Von|St)(?=\p{Lu}\p{Ll})/u, '')
    .replace(/^\p{L}['’.]/u, '')
  return /\p{Ll}\p{Lu}|\p{Lu}{2,}\p{Ll}/u.test(bare)
}

/** Three letters or more without a vowel; initials and a few surnames (`Ng`) are shorter. */
function hasNoVowel(word: string): boolean {
  const letters = word.normalize('NFD').replace(/\P{L}/gu, '')
  return letters.length >= 3 && letters !== letters.toUpperCase() && !/[aeiouy]/i.test(letters)
}
