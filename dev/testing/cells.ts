/** Cells as a reader hands them on. */
import type { Cell } from '#capabilities/imports/table.ts'

export function written(text: string): Cell {
  return text === '' ? { is: 'empty' } : { is: 'text', text }
}

/** As a workbook holds it; the text is what it would be without a format. */
export function numbered(number: number, text = String(number)): Cell {
  return { is: 'number', number, text }
}
