import { describe, expect, test } from 'vitest'
import { chanceOf } from '#dev/chance.ts'
import { aName } from '#dev/names.ts'
import { written } from '#dev/testing/cells.ts'
import { personName } from './cells.ts'
import { fontMarks, legacyFontIn } from './legacy-font.ts'

const chance = chanceOf(7, 'names in old fonts')
const names = Array.from({ length: 400 }, (_, at) => aName(chance, at % 2 ? 'female' : 'male'))

describe('a column', () => {
  test('of Khmer names in a legacy font is recognised, in full and in small', () => {
    const column = names.map(({ nameKm }) => limon(nameKm))
    const found = legacyFontIn(column.map(written))
    expect(found.isLikely).toBe(true)
    expect(found.likelihood).toBeGreaterThan(0.6)
    expect(column).toContain(found.example)

    const columnsOfTwenty = Array.from({ length: 20 }, (_, at) => column.slice(at * 20, at * 20 + 20))
    expect(columnsOfTwenty.filter((twenty) => !legacyFontIn(twenty.map(written)).isLikely)).toEqual([])
  })

  test('where only every second row is in it, too', () => {
    const mixed = names.map(({ nameKm, nameLatin }, at) => written(at % 2 ? limon(nameKm) : nameLatin))
    expect(legacyFontIn(mixed).isLikely).toBe(true)
  })

  test.each([
    ['Khmer names in Latin letters', names.map(({ nameLatin }) => nameLatin)],
    ['in capitals', names.map(({ nameLatin }) => nameLatin.toUpperCase())],
    ['in small letters', names.map(({ nameLatin }) => nameLatin.toLowerCase())],
    ['in Khmer', names.map(({ nameKm }) => nameKm)],
    ['French names', french()],
    ['French names in capitals', french().map((name) => name.toUpperCase())],
  ])('of %s is not', (_, column) => {
    const found = legacyFontIn(column.map(written))
    expect(found.likelihood).toBeLessThan(0.02)
    expect(found.isLikely).toBe(false)
  })

  test('with a few mistakes of typing is not', () => {
    const typed = names.map(({ nameLatin }, at) =>
      written(at % 25 ? nameLatin : nameLatin.replace(/^(.)(.)/, (_, a, b) => a + b.toUpperCase())),
    )
    expect(legacyFontIn(typed)).toMatchObject({ isLikely: false })
  })

  test('without names in Latin letters says nothing', () => {
    expect(legacyFontIn([undefined, written(''), written('12')])).toEqual({
      likelihood: 0,
      isLikely: false,
      example: null,
    })
  })
})

describe('a cell', () => {
  test.each(['esckþI', 'suxsa¦n', 'Gu¨k'])('%s is in a legacy font for certain', (text) => {
    expect(fontMarks(text)).toBe('certain')
    expect(personName(written(text))).toEqual({ problem: { code: 'legacy-font', text } })
  })

  test.each(['XMu', 'PUmi', 'can; fU', 'vNÑa'])('%s is, where its column is', (text) => {
    expect(fontMarks(text)).toBe('possible')
    expect(personName(written(text))).toEqual({ value: text })
    expect(personName(written(text), { isLegacyColumn: true })).toEqual({ problem: { code: 'legacy-font', text } })
  })

  test.each([
    'Sok Srey Pov',
    'CHAN DARA',
    "O'Neil",
    'McDonald',
    'Jean-François',
    'Ng Sok',
    'LeBlanc',
    'Müller',
    'Dr. Kim',
    'Sok (Pov)',
  ])('%s is a name', (text) => {
    expect(fontMarks(text)).toBe('none')
  })

  test('in Khmer stays a name in a column of the other kind', () => {
    expect(personName(written('សុខ ស្រីពៅ'), { isLegacyColumn: true })).toEqual({ value: 'សុខ ស្រីពៅ' })
  })
})

/** Khmer as it was typed for the Limon fonts: letter by letter, vowels before their consonant where they stand there. */
function limon(khmer: string): string {
  const clusters = khmer.match(/[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b6-\u17d1])*|./gsu) ?? []
  return clusters.map(typed).join('')
}

function typed(cluster: string): string {
  const [first = '', ...rest] = cluster.match(/\u17d2[\u1780-\u17b3]|./gsu) ?? []
  const before = rest.flatMap((sign) => (sign in leading ? [leading[sign]!] : sign === '\u17d2\u179a' ? ['R'] : []))
  const after = rest.map((sign) => signs[sign] ?? (sign in leading || sign === '\u17d2\u179a' ? '' : 'þ'))
  return before.reverse().join('') + (signs[first] ?? first) + after.join('')
}

const leading: Record<string, string> = {
  'េ': 'e',
  'ែ': 'E',
  'ៃ': 'é',
  'ោ': 'e',
  'ៅ': 'e',
  'ើ': 'e',
  'ៀ': 'e',
  'ឿ': 'e',
}

const signs: Record<string, string> = {
  ...Object.fromEntries(
    [...'កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអ'].map((letter, at) => [letter, 'kxKXgcqCQjdzDZNtfTFnbpBPmyrlvshLG'[at]!]),
  ),
  ...Object.fromEntries([...'ាិីឹឺុូួោៅើៀំះ៉៊់'].map((sign, at) => [sign, 'aiIwWuUYaAIoMH:‘;'[at]!])),
  '\u17d2ណ': 'Ñ',
  '\u17d2ន': 'ñ',
  '\u17d2ម': 'µ',
  '\u17d2យ': 'ü',
  '\u17d2ល': 'ø',
  '\u17d2វ': 'V',
  '\u17d2ត': 'þ',
  '\u17d2ព': '<',
}

function french(): string[] {
  const given =
    'Jean-François René Hélène Zoë André Éloïse Benoît Gaëlle Jérôme Noémie Théo Maël Anaïs Chloé Raphaël Inès Loïc Maïté Célestin Geneviève'.split(
      ' ',
    )
  const family =
    "Lefèvre d'Ormesson Beauséjour LeBlanc Dupré L'Hôpital Müller Garçon Noël de.La.Fontaine Saint-Exupéry Crépin Guérin Bœuf Île-de-Ré McMahon".split(
      ' ',
    )
  return given.flatMap((one) => family.map((other) => `${one} ${other.replaceAll('.', ' ')}`))
}
