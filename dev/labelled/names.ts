/**
 * Names as they are spread over villages: a few families make up much of a village, brothers and
 * sisters share a syllable, and some names are many times as common as others.
 *
 * Built from the project's own invented names and from syllables that Cambodian given names are put
 * together of. A folder with names.csv may be named instead, for the spread of a longer list.
 */
import { existsSync, readFileSync } from 'node:fs'
import type { Chance } from '#dev/chance.ts'
import { aName } from '#dev/names.ts'

export interface Word {
  readonly km: string
  readonly latin: string
}

export interface NameSource {
  family(chance: Chance): Word
  given(chance: Chance, sex: 'female' | 'male'): Word
}

const firstSyllables: readonly Word[] = pairs(
  'សុ So,សុខ Sok,ចាន់ Chan,ប៊ុន Bun,គឹម Kim,លី Ly,ម៉េង Meng,សា Sa,វណ្ណ Vann,ភា Phea,ធា Thea,រ័ត្ន Rath,ណា Na,វី Vi,ហេង Heng,សៀវ Siev,ពៅ Pov,សម្បត្តិ Sambath,មុនី Mony,ជា Chea,សេង Seng,ឡុង Long,ដា Da,កុល Kol',
)
const lastSyllables: readonly Word[] = pairs(
  'ខេម khem,លាង leang,នាង neang,ណេត net,រី ry,ភី phy,ធី thy,លីន lin,ណៃ nai,ហ៊ាង heang,ឃាង kheang,ឡេង leng,ហ៊ួរ hour,ថា tha,វ៉ាន់ van,ដេត det,រ៉ា ra,ស៊ីន sin,ម៉ៅ mao,គា kea,ឆេង chheng,យ៉ា ya,រស្មី raksmey,ពេជ្រ pich,នីតា nita,មាន mean,លក្ខណ៍ leak,ណាត nat,ហួយ huoy,ឈុន chhun',
)

/** Two in five are put together of syllables; the rest come from the project's list, the first of two draws more often. */
export const builtInNames: NameSource = {
  family(chance) {
    const [km, latin] = wordsOf(aName(chance, 'male'), 0)
    return { km, latin }
  },
  given(chance, sex) {
    if (chance.happens(0.4)) return joined(chance.pick(firstSyllables), chance.pick(lastSyllables))
    const [km, latin] = wordsOf(aName(chance, sex), 1)
    return { km, latin }
  },
}

/** A given name that begins as a brother's or sister's does. */
export function siblingName(like: Word, chance: Chance): Word {
  const first = firstSyllables.find(({ km }) => like.km.startsWith(km)) ?? chance.pick(firstSyllables)
  return joined(first, chance.pick(lastSyllables))
}

/** The names of a folder, each as often as its weight says; the project's own where it has none. */
export function namesFrom(folder: string | undefined): NameSource {
  const file = `${folder}/names.csv`
  if (folder === undefined || !existsSync(file)) return builtInNames
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1)
  const families: Word[] = []
  const givens: Record<'female' | 'male', Word[]> = { female: [], male: [] }
  for (const row of rows) {
    const [part, sex, km, latin, , weight] = row.split(',') as [string, string, string, string, string, string]
    const into =
      part === 'family' ? [families] : sex === 'unisex' ? [givens.female, givens.male] : [givens[sex as 'male']]
    // Weights are steps of commonness, not counts: each step about doubles it.
    for (const list of into) for (let time = 0; time < 2 ** Number(weight); time++) list.push({ km, latin })
  }
  return {
    family: (chance) => chance.pick(families),
    given: (chance, sex) => chance.pick(givens[sex]),
  }
}

function joined(first: Word, last: Word): Word {
  return { km: first.km + last.km, latin: first.latin + last.latin }
}

function wordsOf({ nameKm, nameLatin }: { nameKm: string; nameLatin: string }, place: 0 | 1): [string, string] {
  const rest = (name: string) =>
    place === 0 ? name.slice(0, name.indexOf(' ')) : name.slice(name.indexOf(' ') + 1).replaceAll(' ', '')
  return [rest(nameKm), rest(nameLatin)]
}

function pairs(listed: string): Word[] {
  return listed.split(',').map((pair) => {
    const [km, latin] = pair.split(' ') as [string, string]
    return { km, latin }
  })
}
