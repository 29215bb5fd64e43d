import { createHash } from 'node:crypto'
import { uuidv7 } from '#door/key.ts'

/** The same id for the same words, as if it had been made at that moment. */
export function idAt(at: number, words: string): string {
  return uuidv7(at, createHash('sha256').update(words).digest().subarray(0, 10))
}
