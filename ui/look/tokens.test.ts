import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const tokens = new Map([...css.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, colour]) => [name, colour!]))

// Relative luminance and contrast as WCAG 2.2 defines them.
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5]
    .map((place) => Number.parseInt(colour.slice(place, place + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(tokens.get(one)!), luminance(tokens.get(other)!)].sort((a, b) => b - a)
  return (light! + 0.05) / (dark! + 0.05)
}

describe('contrast', () => {
  const inks = ['ink', 'ink-quiet', 'ink-faint', 'leaf', 'earth', 'bad']
  const grounds = ['paper', 'surface', 'sunk']
  test.each(inks.flatMap((ink) => grounds.map((ground) => [ink, ground] as const)))(
    '%s can be read on %s',
    (ink, ground) => {
      expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5)
    },
  )

  test.each(['good', 'waiting', 'going', 'bad', 'quiet'])('a state that is %s can be read on its ground', (tone) => {
    expect(contrast(tone, `${tone}-soft`)).toBeGreaterThanOrEqual(4.5)
  })

  test.each([
    ['on-leaf', 'leaf'],
    ['on-leaf', 'leaf-deep'],
    ['leaf', 'leaf-soft'],
    ['earth', 'earth-soft'],
    ['ink', 'leaf-soft'],
    ['ink-quiet', 'waiting-soft'],
  ])('%s can be read on %s', (ink, ground) => {
    expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5)
  })

  test.each(['paper', 'surface', 'sunk'])('bounds and focus can be seen on %s', (ground) => {
    expect(contrast('line-strong', ground)).toBeGreaterThanOrEqual(3)
    expect(contrast('focus', ground)).toBeGreaterThanOrEqual(3)
  })
})

test('lines are high enough for Khmer', () => {
  expect(Number(/--line-height:\s*([\d.]+)/.exec(css)![1])).toBeGreaterThanOrEqual(1.7)
})
