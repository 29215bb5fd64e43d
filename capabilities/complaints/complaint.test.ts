import { expect, test } from 'vitest'
import { keyOf, uuidv7 } from '#door/key.ts'
import { readReference, referencesFor } from './complaint.ts'

const complaint = keyOf('05', uuidv7(1_612_000_000_000, new Uint8Array(10).fill(7)))

test('a reference is ten digits, follows from the key, and is read as it is spoken', () => {
  const [reference, ...others] = referencesFor(complaint)
  expect(reference).toMatch(/^\d{3}-\d{3}-\d{4}$/)
  expect(new Set([reference, ...others]).size).toBe(3)
  expect(referencesFor(complaint)[0]).toBe(reference)
  expect(readReference(` ${reference!.replaceAll('-', ' ')} `)).toBe(reference)
  expect(readReference('12')).toBeUndefined()
})

test('every wrong digit, and every two neighbours that changed places, is noticed', () => {
  const digits = referencesFor(complaint)[0]!.replaceAll('-', '')
  for (let at = 0; at < digits.length; at++) {
    for (let wrong = 0; wrong < 10; wrong++) {
      if (String(wrong) === digits[at]) continue
      expect(readReference(digits.slice(0, at) + wrong + digits.slice(at + 1))).toBeUndefined()
    }
    const [one, other] = [digits[at], digits[at + 1]]
    if (other === undefined || one === other) continue
    expect(readReference(digits.slice(0, at) + other + one + digits.slice(at + 2))).toBeUndefined()
  }
})
