import { afterAll, beforeAll, expect, test } from 'vitest'
import { reviewKey } from '#capabilities/words/word.ts'
import { dara, pisey, theary, visal } from '#dev/cast.ts'
import { type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'
import { reads } from '#server/capabilities.ts'

let programme: Play
const sentence = { message: 'refusal_household_merged', khmer: 'គ្រួសារនេះត្រូវបានបញ្ចូលជាមួយគ្រួសារមួយទៀត។' }
const key = reviewKey(programmeCode, sentence.message, sentence.khmer)

beforeAll(async () => {
  programme = await startProgramme({ bare: true })
})
afterAll(() => programme.end())

function reviewedFor(places: string[], code = programmeCode) {
  return reads['word.reviewed']!.run([{ programme: code, places }], {}, programme.pool)
}

test('nothing is reviewed before somebody says so', async () => {
  expect(await reviewedFor([''])).toEqual([])
})

test('an administrator who reads Khmer approves a sentence, under their name', async () => {
  const record = await programme.as(pisey).does('word.approve', key, sentence)

  expect(record).toMatchObject({ ...sentence, reviewedBy: pisey.key })
  expect(await reviewedFor(['0508'])).toMatchObject([{ ...sentence, nameLatin: 'Uk Pisey' }])
})

test('the same sentence is approved once', async () => {
  expect(await programme.as(pisey).ask('word.approve', key, sentence)).toMatchObject({
    refusal: { refused: 'record.exists' },
  })
})

test('a changed sentence has another record, and is unreviewed', () => {
  expect(reviewKey(programmeCode, sentence.message, `${sentence.khmer} `)).not.toBe(key)
})

test('what is kept is what was read', async () => {
  const other = reviewKey(programmeCode, sentence.message, 'ប្រយោគផ្សេង')
  expect(await programme.as(pisey).ask('word.approve', other, sentence)).toMatchObject({
    refusal: { refused: 'record.changed' },
  })
})

test.each([dara, theary, visal])('$nameLatin may not approve', async (person) => {
  expect(await programme.as(person).ask('word.approve', key, sentence)).toMatchObject({
    refusal: { refused: 'actor.not-allowed' },
  })
})

test('another programme sees none of it, and reviews for itself', async () => {
  expect(await reviewedFor([''], 'another')).toEqual([])
  expect(reviewKey('another', sentence.message, sentence.khmer)).not.toBe(key)
})
