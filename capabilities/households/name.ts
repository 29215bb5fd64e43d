/**
 * Two names held against each other: as spelled, and as they sound, within a script and across.
 *
 * Words are heard once and remembered while there is room, because a list holds the same few thousand
 * again and again. What is remembered only saves time; it changes no answer.
 */
import type { MatchingRules } from '#capabilities/households/likeness.rules.ts'
import { soundOf } from '#capabilities/households/sound.ts'
import { normalise } from '#door/text.ts'

export interface Heard {
  /** The words as spelled, normalised; the family name usually first. */
  readonly spelled: readonly string[]
  readonly sounds: readonly string[]
}

export interface NameLikeness {
  readonly points: number
  /** How many of the words compared are clearly others. */
  readonly strangers: number
}

/** Undefined where nothing can be heard: a missing name is like nothing. */
export function heard(name: string | null): Heard | undefined {
  if (name === null) return undefined
  const spelled: string[] = []
  const sounds: string[] = []
  for (const written of name.split(' ')) {
    const part = hearWord(written)
    for (let place = 0; place < part.spelled.length; place++) {
      spelled.push(part.spelled[place]!)
      sounds.push(part.sounds[place]!)
    }
  }
  return spelled.length === 0 ? undefined : { spelled, sounds }
}

const room = 20_000
const remembered = new Map<string, Heard>()

/** What stands between two spaces: mostly a word, more where a point or a hyphen divides it, none where nothing is seen. */
function hearWord(written: string): Heard {
  const known = remembered.get(written)
  if (known) return known
  const spelled = normalise(written)
    .split(' ')
    .filter((word) => word !== '')
  const fresh = { spelled, sounds: spelled.map(soundOf) }
  if (remembered.size >= room) remembered.clear()
  remembered.set(written, fresh)
  return fresh
}

/** Points for two names in one script, or in two. */
export function compareNames(one: Heard, other: Heard, across: boolean, rules: MatchingRules): NameLikeness {
  if (one.spelled.length !== other.spelled.length) return compareRun(one, other, across, rules)
  const straight = compareWords(one, other, false, across, rules)
  if (one.spelled.length === 1 || straight.strangers === 0) return straight
  const turned = better(straight, compareWords(one, other, true, across, rules))
  // A space that slipped by a letter makes strangers of two words.
  return turned.strangers === 0 ? turned : better(turned, compareRun(one, other, across, rules))
}

function better(one: NameLikeness, other: NameLikeness): NameLikeness {
  return other.points > one.points ? other : one
}

function compareWords(one: Heard, other: Heard, turned: boolean, across: boolean, rules: MatchingRules): NameLikeness {
  const count = one.spelled.length
  let points = 0
  let strangers = 0
  for (let place = 0; place < count; place++) {
    const at = turned ? count - 1 - place : place
    const [sound, otherSound] = [one.sounds[place]!, other.sounds[at]!]
    const share = shareOf(one.spelled[place]!, other.spelled[at]!, sound, otherSound, across, rules)
    if (share > 0) points += share * Math.min(worth([sound], rules), worth([otherSound], rules))
    else if (share < 0) {
      points += rules.name.differs
      strangers += 1
    }
  }
  return { points, strangers }
}

/** Where the words are not equally many, spaces are overlooked, since Khmer is often written without. */
function compareRun(one: Heard, other: Heard, across: boolean, rules: MatchingRules): NameLikeness {
  const [more, fewer] = one.spelled.length < other.spelled.length ? [other, one] : [one, other]
  const straight = shareOfRun(more, fewer, across, rules)
  const share =
    straight === rules.name.spelled || more.spelled.length === fewer.spelled.length
      ? straight
      : Math.max(straight, shareOfRun(reversed(more), fewer, across, rules))
  if (share < 0) return { points: 2 * rules.name.differs, strangers: 2 }
  return { points: share * runWorth(more, fewer, rules), strangers: 0 }
}

function shareOfRun(one: Heard, other: Heard, across: boolean, rules: MatchingRules): number {
  return shareOf(
    one.spelled.join(''),
    other.spelled.join(''),
    one.sounds.join(''),
    other.sounds.join(''),
    across,
    rules,
  )
}

function reversed({ spelled, sounds }: Heard): Heard {
  return { spelled: [...spelled].reverse(), sounds: [...sounds].reverse() }
}

/** Where a space slipped, the words as the one has them may be rarer than as the other has them. */
function runWorth(more: Heard, fewer: Heard, rules: MatchingRules): number {
  const isEven = more.sounds.length === fewer.sounds.length
  return isEven ? Math.min(worth(more.sounds, rules), worth(fewer.sounds, rules)) : worth(more.sounds, rules)
}

/** The share of the points that two words keep; below nothing where they are others. */
function shareOf(
  spelled: string,
  otherSpelled: string,
  sound: string,
  otherSound: string,
  across: boolean,
  { name }: MatchingRules,
): number {
  if (!across && spelled === otherSpelled) return name.spelled
  const apart = distance(sound, otherSound, across ? name.vowelAcross : name.vowelWithin)
  for (const { upTo, share } of across ? name.acrossScripts : name.withinScript) if (apart <= upTo) return share
  return !across && isSlip(spelled, otherSpelled) ? name.slip : -1
}

/** One letter lost, added, another, or exchanged with its neighbour. */
export function isSlip(one: string, other: string): boolean {
  const [longer, shorter] = one.length < other.length ? [other, one] : [one, other]
  if (shorter.length < 4 || longer.length - shorter.length > 1) return false
  let begins = 0
  while (begins < shorter.length && longer[begins] === shorter[begins]) begins++
  let ends = 0
  while (ends < shorter.length - begins && longer.at(-1 - ends) === shorter.at(-1 - ends)) ends++
  const left = longer.length - begins - ends
  if (left <= 1) return true
  return (
    longer.length === shorter.length &&
    left === 2 &&
    longer[begins] === shorter[begins + 1] &&
    longer[begins + 1] === shorter[begins]
  )
}

/** What agreement in these words is worth: a rare name says more than a common one. */
function worth(sounds: readonly string[], rules: MatchingRules): number {
  const { bySound, otherwise } = worthOfWords(rules)
  let points = 0
  for (const sound of sounds) points += bySound.get(sound) ?? otherwise
  return points
}

interface Worth {
  readonly bySound: ReadonlyMap<string, number>
  readonly otherwise: number
}

const worthByRules = new WeakMap<MatchingRules, Worth>()

/** Words that sound alike are counted together. */
function worthOfWords(rules: MatchingRules): Worth {
  const known = worthByRules.get(rules)
  if (known) return known
  const { common, otherwise, perBit } = rules.name
  const counted = new Map<string, number>()
  for (const [word, perThousand] of Object.entries(common)) {
    const sound = soundOf(normalise(word))
    counted.set(sound, (counted.get(sound) ?? 0) + perThousand)
  }
  const points = (perThousand: number) => perBit * Math.log2(1000 / perThousand)
  const bySound = new Map([...counted].map(([sound, perThousand]) => [sound, points(perThousand)]))
  const fresh = { bySound, otherwise: points(otherwise) }
  worthByRules.set(rules, fresh)
  return fresh
}

/** What must change for one sound to become the other, as a share of the longer: vowels weigh less than consonants. */
function distance(one: string, other: string, vowel: number): number {
  if (one === other) return 0
  let [row, next] =
    other.length < rows[0].length ? rows : [new Float64Array(other.length + 1), new Float64Array(other.length + 1)]
  row[0] = 0
  for (let at = 0; at < other.length; at++) row[at + 1] = row[at]! + weightOf(other.charCodeAt(at), vowel)
  const otherWeight = row[other.length]!
  let oneWeight = 0
  for (let place = 0; place < one.length; place++) {
    const letter = one.charCodeAt(place)
    const weight = weightOf(letter, vowel)
    oneWeight += weight
    next[0] = oneWeight
    for (let at = 0; at < other.length; at++) {
      const facing = other.charCodeAt(at)
      const changed = row[at]! + (letter === facing ? 0 : exchange(letter, facing, vowel))
      next[at + 1] = Math.min(changed, row[at + 1]! + weight, next[at]! + weightOf(facing, vowel))
    }
    ;[row, next] = [next, row]
  }
  return row[other.length]! / Math.max(oneWeight, otherWeight, 1)
}

/** Names longer than this are rare enough to be given rows of their own. */
const rows: [Float64Array, Float64Array] = [new Float64Array(64), new Float64Array(64)]

const [unwritten, front, central, back] = ['x', 'e', 'u', 'o'].map((letter) => letter.charCodeAt(0))

/** Glides and r come and go with the spelling. */
const consonantWeights = Float64Array.from({ length: 97 }, (_, code) =>
  'WYHR'.includes(String.fromCharCode(code)) ? 0.6 : 1,
)

function weightOf(letter: number, vowel: number): number {
  if (letter < 97) return consonantWeights[letter]!
  return letter === unwritten ? vowel / 5 : vowel
}

function exchange(one: number, other: number, vowel: number): number {
  if (one < 97 || other < 97) return one < 97 && other < 97 ? 1 : 1 + vowel
  if (one === unwritten || other === unwritten) return vowel / 4
  const near =
    one === central ? other === front || other === back : other === central && (one === front || one === back)
  return near ? vowel / 2 : vowel
}
