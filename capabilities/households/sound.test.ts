import { expect, test } from 'vitest'
import { skeletonOf, soundOf } from '#capabilities/households/sound.ts'
import { normalise } from '#door/text.ts'

const heard = (word: string) => soundOf(normalise(word))
const skeleton = (word: string) => skeletonOf(heard(word))

test.each([
  ['សុខ', 'Sok', 'Sokh'],
  ['ឈុន', 'Chhun', 'Chun'],
  ['ផាន', 'Phan', 'Phann'],
  ['ស្រី', 'Srey', 'Sreiy'],
  ['អ៊ុក', 'Ouk', 'Uk'],
  ['កែវ', 'Keo', 'Kaev'],
  ['ពៅ', 'Pov', 'Pou'],
  ['ម៉ៅ', 'Mao', 'Mau'],
  ['ឧត្តម', 'Oudom', 'Outdom'],
  ['សំណាង', 'Samnang', 'Somnang'],
  ['វុទ្ធី', 'Vuthy', 'Wuthy'],
])('%s is heard in %s and in %s', (khmer, latin, otherwise) => {
  expect(skeleton(latin)).toBe(skeleton(khmer))
  expect(skeleton(otherwise)).toBe(skeleton(khmer))
})

test.each([
  ['ពេជ្រ', 'Pich'],
  ['សុភ័ក្ត្រ', 'Sopheak'],
  ['លក្ខណ៍', 'Leak'],
  ['រតនៈ', 'Ratanak'],
  ['រស្មី', 'Raksmey'],
  ['ប៉ាំង', 'Pang'],
])('what is written in %s but not spoken is dropped', (khmer, latin) => {
  expect(skeleton(khmer)).toBe(skeleton(latin))
})

test('vowels keep apart what consonants do not', () => {
  expect(heard('Sok')).not.toBe(heard('Sek'))
  expect(skeleton('Sok')).toBe(skeleton('Sek'))
})

test('different names sound different', () => {
  const words = ['Sok', 'Chan', 'Chea', 'Kim', 'Ly', 'Heng', 'Long', 'Pen', 'Touch', 'Nop', 'Prak', 'Ros', 'Uk']
  expect(new Set(words.map(heard)).size).toBe(words.length)
})

test('what is in no script we know has no sound, and breaks nothing', () => {
  for (const odd of ['', '123', '李', '្', '៍', 'ំ', "'", 'ៈ']) expect(heard(odd)).toEqual(expect.any(String))
})
