/**
 * How a name sounds, written so that Khmer and Latin spellings of it come out the same or nearly so.
 *
 * Capital letters are consonants by class: aspiration, voice and doubling are left out, since every
 * clerk writes them differently (Sok, Sokh, សុខ). Small letters are vowels by where they are spoken:
 * `a` open, `e` front, `o` back, `u` central, `x` the vowel Khmer does not write. What is written but
 * not spoken, a final r or a consonant struck out, is dropped.
 */

/** One word, already normalised. */
export function soundOf(word: string): string {
  return squeezed(khmer.test(word) ? khmerSound(word) : latinSound(word))
}

/** The consonants that survive a clerk, in alphabetical order: the same for any order of the words, or none. */
export function skeletonOf(sound: string): string {
  return [...sound.replace(/[^CGKLMNPRST]/g, '')].sort().join('')
}

const khmer = /[\u1780-\u17ff]/

const consonants = new Map(
  Object.entries({
    K: 'កខគឃ',
    G: 'ង',
    C: 'ចឆជឈ',
    N: 'ញណន',
    T: 'ដឋឌឍតថទធ',
    P: 'បផពភ',
    M: 'ម',
    Y: 'យ',
    R: 'រ',
    L: 'លឡ',
    W: 'វ',
    S: 'ឝឞស',
    H: 'ហ',
    '': 'អ',
    e: 'ឥឦឯឰ',
    o: 'ឧឩឪឱឳ',
    Ru: 'ឫឬ',
    Lu: 'ឭឮ',
  }).flatMap(([sound, letters]) => [...letters].map((letter) => [letter, sound] as const)),
)

const vowels = new Map(
  Object.entries({ a: 'ា', e: 'ិីេែៀៃ', u: 'ឹឺើឿ', o: 'ុូួោៅ', xM: 'ំ' }).flatMap(([sound, signs]) =>
    [...signs].map((sign) => [sign, sound] as const),
  ),
)

const cluster = /[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3])*[\u17b6-\u17d1\u17dd]*/g

/** Syllables that are not spoken as they are written. */
const irregular: readonly (readonly [RegExp, string])[] = [
  [/រស្មី/g, 'រាក់ស្មី'],
  [/រ័?ត្ន(?![\u17b6-\u17d2])/g, 'រ័ត់'],
  [/លក្ខណ៍?$/g, 'លាក'],
]

function khmerSound(word: string): string {
  const clusters = irregular.reduce((so, [written, spoken]) => so.replace(written, spoken), word).match(cluster) ?? []
  return clusters.map((written, place) => clusterSound(written, place, clusters)).join('')
}

function clusterSound(written: string, place: number, clusters: readonly string[]): string {
  const letters = written.replace(/[\u17b6-\u17d1\u17dd]/g, '').split('\u17d2')
  const signs = written.replace(/[\u1780-\u17b3\u17d2]/g, '')
  const spoken = signs.includes('\u17cd') ? letters.slice(0, -1) : letters
  const vowel = vowelSound(signs, clusters[place + 1])
  const ends = place === clusters.length - 1 && place > 0
  if (vowel === '' && ends) return finalSound(spoken[0] ?? '', signs)

  const onset = spoken.map((letter) => consonants.get(letter) ?? '')
  // A written h before another consonant only lends its voice: ហ្វ is f.
  const voiced = onset.length > 1 && onset[0] === 'H' ? onset.slice(1) : onset
  // Nor is an r heard that closes a syllable within: ពេជ្រចិន្តា.
  const heard = vowel === '' && place > 0 && voiced.length > 1 && voiced.at(-1) === 'R' ? voiced.slice(0, -1) : voiced
  const struck = spoken.length < letters.length
  const inherent = vowel === '' && !struck && !/[\u17cb]/.test(signs) ? 'x' : vowel
  return heard.join('') + (/[a-z]$/.test(heard.at(-1) ?? '') ? vowel : inherent)
}

/** Of consonants at the end only the first is spoken, and r, y, v and h hardly. */
function finalSound(letter: string, signs: string): string {
  const sound = consonants.get(letter) ?? ''
  const spoken = /^[RYWH]$/.test(sound) ? '' : sound
  return signs.includes('\u17c8') ? `${sound}xK` : spoken
}

function vowelSound(signs: string, following: string | undefined): string {
  const sound = [...signs].map((sign) => vowels.get(sign) ?? '').join('')
  const joined = sound.length > 2 ? sound.replace('x', '') : sound
  const nasal = following?.startsWith('ង') ? joined.replace('M', '') : joined
  return signs.includes('\u17c8') ? `${nasal || 'x'}K` : nasal
}

const latinSteps: readonly (readonly [RegExp, string])[] = [
  [/[^a-z]/g, ''],
  [/^ng|ng(?![aeiou])|ng(?=[aeiou])/g, 'G'],
  [/^gn|nh|gn(?=[aeiouy])/g, 'N'],
  [/ch+/g, 'C'],
  [/[kg]h?|c[kh]*|q/g, 'K'],
  [/[td]h?/g, 'T'],
  [/[pb]h?|f/g, 'P'],
  [/sh?|x|z/g, 'S'],
  [/j/g, 'C'],
  [/n/g, 'N'],
  [/m/g, 'M'],
  [/l/g, 'L'],
  // r is heard before a vowel only: Sophorn, Porn.
  [/(?<=[aeiouy])r(?![aeiouy])/g, ''],
  [/r/g, 'R'],
  [/(?<=[aeiouy])[vw](?![aeiouy])/g, ''],
  [/[vw]/g, 'W'],
  [/(?<![A-Z])h(?=[aeiouy])/g, 'H'],
  [/h/g, ''],
  [/^y(?=[aeiou])|(?<=[aeiou])y(?=[aeiou])/g, 'Y'],
  [/[aeiouy]+/g, ' $& '],
]

function latinSound(word: string): string {
  const stepped = latinSteps.reduce((so, [written, heard]) => so.replace(written, heard), word)
  const parts = stepped.split(' ')
  return parts
    .map((part, place) => (/^[a-z]/.test(part) ? latinVowel(part, place === parts.length - 2) : part))
    .join('')
}

function latinVowel(letters: string, isLast: boolean): string {
  if (/eu|oe|ue/.test(letters)) return 'u'
  // Keo is កែវ: the o stands for the final v.
  if (letters === 'eo' && isLast) return 'e'
  if (/^[ou]|au|ao|eo|ou/.test(letters)) return 'o'
  return letters.includes('a') && !/ae|ai/.test(letters) ? 'a' : 'e'
}

/** Two of the same beside each other are heard once. */
function squeezed(sound: string): string {
  return sound.replace(/(.)\1+/g, '$1')
}
