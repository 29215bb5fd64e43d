import { describe, expect, test } from 'vitest'
import { isPicture, originalBytesMax, photoBytesMax, shrink, within } from './shrink.ts'

const bytes = (...head: number[]) => new Uint8Array([...head, ...new Array(16).fill(0)].slice(0, 16))
const ascii = (text: string) => bytes(...[...text].map((letter) => letter.charCodeAt(0)))

describe('what a picture is', () => {
  test.each([
    ['a JPEG', bytes(0xff, 0xd8, 0xff, 0xe0)],
    ['a PNG', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
    ['a WebP', ascii('RIFF____WEBPVP8 ')],
    ['what an iPhone takes', ascii('\0\0\0\u0018ftypheic')],
  ])('%s is one', (_, head) => {
    expect(isPicture(head)).toBe(true)
  })

  test.each([
    ['a PDF', ascii('%PDF-1.7')],
    ['a program', ascii('MZ')],
    ['a film', ascii('\0\0\0\u0018ftypmp42')],
    ['a page that calls itself a photo', ascii('<svg onload=')],
    ['nothing', bytes()],
  ])('%s is none', (_, head) => {
    expect(isPicture(head)).toBe(false)
  })
})

describe('before anything is opened', () => {
  test('a file of 40 MB is refused', async () => {
    expect(await shrink(new Blob([new Uint8Array(40 * 1024 * 1024)]))).toBe('too-large')
    expect(originalBytesMax).toBeLessThan(40 * 1024 * 1024)
  })

  test('a text that was named photo.jpg is refused', async () => {
    expect(await shrink(new File(['not a photo'], 'photo.jpg', { type: 'image/jpeg' }))).toBe('not-image')
  })

  test('what is sent is at most 150 KB', () => {
    expect(photoBytesMax).toBe(153_600)
  })
})

test.each([
  [4000, 3000, 1600, { width: 1600, height: 1200 }],
  [3000, 4000, 1600, { width: 1200, height: 1600 }],
  [640, 480, 1600, { width: 640, height: 480 }],
  [10_000, 1, 100, { width: 100, height: 1 }],
])('%d × %d fits into a square of %d and keeps its shape', (width, height, side, size) => {
  expect(within(width, height, side)).toEqual(size)
})
