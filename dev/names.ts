/**
 * Names for people who do not exist: common Khmer names, put together by chance.
 *
 * Written from general knowledge. No list of real persons stands behind them.
 */
import type { Chance } from '#dev/chance.ts'

export interface Named {
  readonly nameKm: string
  readonly nameLatin: string
}

type Pair = readonly [km: string, latin: string]

const families: readonly Pair[] = [
  ['សុខ', 'Sok'],
  ['ចាន់', 'Chan'],
  ['ជា', 'Chea'],
  ['គឹម', 'Kim'],
  ['លី', 'Ly'],
  ['ហេង', 'Heng'],
  ['កែវ', 'Keo'],
  ['ទេព', 'Tep'],
  ['ឈឹម', 'Chhim'],
  ['ឡុង', 'Long'],
  ['នួន', 'Nuon'],
  ['ប៉ែន', 'Pen'],
  ['សេង', 'Seng'],
  ['ទូច', 'Touch'],
  ['អ៊ុក', 'Uk'],
  ['យឹម', 'Yim'],
  ['មាស', 'Meas'],
  ['លឹម', 'Lim'],
  ['ណុប', 'Nop'],
  ['ពៅ', 'Pov'],
  ['ម៉ៅ', 'Mao'],
  ['សោម', 'Som'],
  ['តាន់', 'Tan'],
  ['អ៊ឹម', 'Im'],
  ['ប្រាក់', 'Prak'],
  ['ឈួន', 'Chhuon'],
  ['សំ', 'Sam'],
  ['អ៊ុំ', 'Um'],
  ['កង', 'Kang'],
  ['ឃុន', 'Khun'],
  ['ស៊ឹម', 'Sim'],
  ['ឡាយ', 'Lay'],
  ['វង់', 'Vong'],
  ['ផាន់', 'Phan'],
  ['សួន', 'Suon'],
  ['រស់', 'Ros'],
  ['ជុំ', 'Chum'],
  ['ញ៉ែម', 'Nhem'],
  ['ងួន', 'Nguon'],
  ['ឯក', 'Ek'],
  ['ពេជ្រ', 'Pich'],
  ['ហួត', 'Huot'],
  ['អោម', 'Om'],
  ['ប៊ុន', 'Bun'],
]

const women: readonly Pair[] = [
  ['សុភា', 'Sophea'],
  ['ស្រីមុំ', 'Sreymom'],
  ['ចាន់ធូ', 'Chanthou'],
  ['សុខា', 'Sokha'],
  ['បុប្ផា', 'Bopha'],
  ['ម៉ាលីស', 'Malis'],
  ['ធារី', 'Theary'],
  ['ស្រីពៅ', 'Sreypov'],
  ['សុជាតា', 'Socheata'],
  ['គន្ធា', 'Kunthea'],
  ['ចន្ធា', 'Chanthea'],
  ['រតនា', 'Ratana'],
  ['សុវណ្ណី', 'Sovanny'],
  ['លីណា', 'Lina'],
  ['ពិសី', 'Pisey'],
  ['ផល្លា', 'Phalla'],
  ['សុភាព', 'Sopheap'],
  ['វណ្ណា', 'Vanna'],
  ['ស្រីនាង', 'Sreyneang'],
  ['ណារី', 'Nary'],
  ['នារី', 'Neary'],
  ['សុខុម', 'Sokhom'],
  ['ចាន់ណា', 'Channa'],
  ['ធីតា', 'Thida'],
  ['ទេវី', 'Tevy'],
  ['កុលាប', 'Kolap'],
  ['រំដួល', 'Romduol'],
  ['ដាលីស', 'Dalis'],
  ['មករា', 'Makara'],
  ['ស្រីល័ក្ខ', 'Sreyleak'],
  ['សុភ័ក្ត្រ', 'Sopheak'],
  ['យ៉ាត', 'Yat'],
  ['សារឿន', 'Saroeun'],
  ['សុខលី', 'Sokly'],
  ['រ៉ានី', 'Rany'],
  ['ស្រីណេត', 'Sreynet'],
  ['សាវ៉េត', 'Savet'],
  ['សុធា', 'Sothea'],
  ['លក្ខិណា', 'Leakhena'],
  ['មុំ', 'Mom'],
  ['ស៊ីណា', 'Sina'],
  ['ម៉ាឡា', 'Mala'],
]

const men: readonly Pair[] = [
  ['ដារ៉ា', 'Dara'],
  ['រិទ្ធី', 'Rithy'],
  ['សំណាង', 'Samnang'],
  ['វិសាល', 'Visal'],
  ['សុផល', 'Sophal'],
  ['កុសល', 'Kosal'],
  ['ពិសិដ្ឋ', 'Piseth'],
  ['វិចិត្រ', 'Vichet'],
  ['សុភ័ណ', 'Sophorn'],
  ['បូរី', 'Borey'],
  ['វុទ្ធី', 'Vuthy'],
  ['ច័ន្ទដារា', 'Chandara'],
  ['សារ៉ាត់', 'Sarath'],
  ['ធឿន', 'Thoeun'],
  ['រដ្ឋា', 'Ratha'],
  ['បញ្ញា', 'Panha'],
  ['ពិរុណ', 'Pirun'],
  ['មុនី', 'Mony'],
  ['រតនៈ', 'Rattanak'],
  ['សុវណ្ណ', 'Sovann'],
  ['ចំរើន', 'Chamroeun'],
  ['សារិន', 'Sarin'],
  ['ថន', 'Thon'],
  ['ហុង', 'Hong'],
  ['សុធី', 'Sothy'],
  ['ភារុណ', 'Phearun'],
  ['ភក្តី', 'Pheakdey'],
  ['វាសនា', 'Veasna'],
  ['ជីវ័ន', 'Chivorn'],
  ['សុវត្ថិ', 'Sovath'],
  ['រិន', 'Rin'],
  ['ប៊ុនធឿន', 'Bunthoeun'],
  ['សំអុល', 'Sam Ol'],
  ['សុខជា', 'Sokchea'],
  ['លីហួរ', 'Lyhour'],
  ['មានិត', 'Manit'],
  ['ធារ៉ា', 'Theara'],
  ['ប៊ុនលី', 'Bunly'],
  ['សាវុធ', 'Savuth'],
  ['ឧត្តម', 'Oudom'],
  ['ណារិទ្ធ', 'Narith'],
  ['ពន្លឺ', 'Ponleu'],
  ['ឆាយ', 'Chhay'],
]

export function aName(chance: Chance, sex: 'female' | 'male', family?: Named): Named {
  const [familyKm, familyLatin] = family ? familyOf(family) : chance.pick(families)
  const [givenKm, givenLatin] = chance.pick(sex === 'female' ? women : men)
  return { nameKm: `${familyKm} ${givenKm}`, nameLatin: `${familyLatin} ${givenLatin}` }
}

/** A woman's name for each number, so that neighbours in a story are never taken for each other. */
export function nameNumbered(number: number): Named {
  const [familyKm, familyLatin] = families[number % families.length]!
  const [givenKm, givenLatin] = women[(number * 11 + Math.floor(number / families.length)) % women.length]!
  return { nameKm: `${familyKm} ${givenKm}`, nameLatin: `${familyLatin} ${givenLatin}` }
}

/** The family name comes first and has no space in it. */
function familyOf({ nameKm, nameLatin }: Named): Pair {
  return [nameKm.split(' ', 1)[0]!, nameLatin.split(' ', 1)[0]!]
}

/** The same person as another writes it down: a letter more, a letter less, as on many a list. */
export function misheard({ nameKm, nameLatin }: Named, chance: Chance): Named {
  const changed = chance.weighted<(text: string) => string>([
    [(text) => text.replace(/ea/, 'ear'), 1],
    [(text) => text.replace(/o/, 'oo'), 2],
    [(text) => `${text}h`, 2],
    [(text) => text.replace(/([aeiou])([^aeiou ]*)$/, '$1$1$2'), 2],
  ])
  return { nameKm, nameLatin: changed(nameLatin) }
}
