import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sentenceFor } from './cannot-start.ts'
import { isDataFolder, openDataFolder } from './data-folder.ts'

let place: string
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'chamka-folder-'))
})
afterEach(() => rmSync(place, { recursive: true, force: true }))

function sentenceOf(work: () => void): string | undefined {
  try {
    work()
  } catch (error) {
    return sentenceFor(error)
  }
}

test('a folder is made, marked, and known again', () => {
  const folder = join(place, 'deep', 'data')
  openDataFolder(folder)
  expect(isDataFolder(folder)).toBe(true)
  expect(() => openDataFolder(folder)).not.toThrow()
})

test('an empty disk is taken', () => {
  const folder = join(place, 'lost+found')
  openDataFolder(place)
  expect(isDataFolder(place)).toBe(true)
  expect(isDataFolder(folder)).toBe(false)
})

test('a folder with other things is left as it is', () => {
  writeFileSync(join(place, 'holiday.jpg'), '')
  expect(sentenceOf(() => openDataFolder(place))).toMatch(/holds other things \(holiday\.jpg\)/)
  expect(readdirSync(place)).toEqual(['holiday.jpg'])
})

test.each(['{"layout":2}', 'not JSON'])('a folder of another version is left as it is: %s', (mark) => {
  writeFileSync(join(place, 'chamka-data.json'), mark)
  expect(sentenceOf(() => openDataFolder(place))).toMatch(
    /have layout (2|unknown), and this version of Chamka reads layout 1/,
  )
})

test('a file where the folder should be is named', () => {
  const file = join(place, 'file')
  writeFileSync(file, '')
  expect(sentenceOf(() => openDataFolder(join(file, 'data')))).toMatch(/A file stands where a folder is needed/)
  expect(sentenceOf(() => openDataFolder(file))).toMatch(/A file stands where a folder is needed/)
})

test('a folder that may not be written to is named', () => {
  // Of the kernel's own folders nobody may write to, not even root.
  expect(sentenceOf(() => openDataFolder('/proc/1/chamka'))).toMatch(
    /^(This user may not write here|The folder \().*\.$/,
  )
})
