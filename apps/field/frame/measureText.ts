import { numberText } from '#ui/numbers.ts'
import { unitWords } from '#ui/words/names.ts'

/** `30 kg`: a number and its unit never stand on two lines. */
export function measureText(quantity: number, unit: keyof typeof unitWords | undefined): string {
  return unit ? `${numberText(quantity)}\u00a0${unitWords[unit]()}` : numberText(quantity)
}
