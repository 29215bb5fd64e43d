/**
 * What a likeness is made of, as data: a programme may carry its own of the same shape, and every
 * suspicion names the version it was opened under.
 *
 * Points are added for what agrees and taken away for what differs, as Fellegi and Sunter taught:
 * about four for every halving of the chance that two strangers would agree in it.
 */
import * as z from 'zod/mini'
import { Code } from '#door/values.ts'

const Points = z.int().check(z.minimum(-200), z.maximum(200))
const Share = z.number().check(z.minimum(0), z.maximum(1))

/** What two households can agree in, as a suspicion tells it. */
export const grounds = [
  'card',
  'identity',
  'phone',
  'name',
  'name-across-scripts',
  'couple',
  'birth-year',
  'village',
  'card-nearly',
] as const
export type Ground = (typeof grounds)[number]

/** The parts a match key is put together from. */
const keyParts = [
  'card',
  'identity',
  'phone',
  'word',
  'skeleton',
  'sound',
  'sex',
  'birth-year',
  'village',
  'commune',
  'district',
  'province',
] as const

/** Whose names a key is made of: `couple` is the head and, each in turn, the spouse. */
const KeyRecipe = z.object({
  of: z.enum(['household', 'head', 'couple']),
  from: z.array(z.enum(keyParts)).check(z.minLength(1), z.maxLength(5)),
})

/** How far two sounds lie apart (0 the same, 1 nothing in common), and what share of the points is left. */
const Closeness = z.array(z.object({ upTo: Share, share: Share })).check(z.minLength(1), z.maxLength(8))

/** How close a name is, from 0 (a word is another's) to 1 (spelled alike). */
const AttendeeRules = z.object({
  /** From here on a name agrees. */
  agrees: Share,
  /** So much where nothing speaks for it but that nobody else in the village has such a name. */
  alone: Share,
  /** From here on it may be the same name: somebody looks, and nobody is alone beside such another. */
  near: Share,
  /** Years of birth further apart than this are two persons'. */
  yearsApart: z.int().check(z.minimum(0), z.maximum(10)),
  /** So many are offered to choose from. */
  offered: z.int().check(z.minimum(1), z.maximum(20)),
})

/** Chosen on seed 1 of `npm run bench -- attendance`. */
const attendee = { agrees: 0.55, alone: 0.8, near: 0.3, yearsApart: 2, offered: 5 }

/** Whom a row of a list means; see `meant.ts`. */
const ListedRules = z.object({
  /** Points from which name, village and birth year make a row sure. */
  sure: Points,
  /** So many fewer points has whoever comes next. */
  apart: Points,
  /** From here on a household is offered to choose from. */
  near: Points,
})

/** Chosen on seed 1 of `npm run bench -- same-person`. */
const listed = { sure: 110, apart: 30, near: 70 }

export const MatchingRules = z.object({
  version: Code,
  /** From here on two households are worth a person's look. */
  threshold: Points,
  /** Days in which a suspicion should be judged. */
  deadlineDays: z.int().check(z.minimum(1), z.maximum(365)),
  /** What is enough by itself, whatever contradicts it. */
  enough: z.array(z.enum(['card', 'identity'])),
  card: z.object({ same: Points, near: Points, differs: Points }),
  identity: z.object({ same: Points, differs: Points }),
  phone: z.object({ same: Points, shared: Points, differs: Points }),
  birthYear: z.object({ same: Points, one: Points, two: Points, swapped: Points, few: Points, differs: Points }),
  sex: z.object({ same: Points, differs: Points }),
  place: z.object({ village: Points, commune: Points, district: Points, province: Points, elsewhere: Points }),
  /** The other half of the couple. */
  couple: z.object({ same: Points, differs: Points }),
  /** The head of the one found among the other's people in this role. */
  role: z.object({ head: Points, spouse: Points, parent: Points, child: Points, other: Points }),
  name: z.object({
    /** For every halving of the share of people who bear the word. */
    perBit: Points,
    differs: Points,
    /** Spelled alike, in either order of family and given name. */
    spelled: Share,
    /** One letter lost, added, another, or exchanged with its neighbour, in a word of four letters or more. */
    slip: Share,
    withinScript: Closeness,
    acrossScripts: Closeness,
    /** How much a vowel counts beside a consonant, within a script and across. */
    vowelWithin: Share,
    vowelAcross: Share,
    /** People in a thousand who bear a word, where the word is common; by sound, so the spelling is free. */
    common: z.record(z.string(), z.number().check(z.minimum(0.01), z.maximum(1000))),
    /** People in a thousand who bear a word that is not listed. */
    otherwise: z.number().check(z.minimum(0.01), z.maximum(1000)),
  }),
  keys: z.array(KeyRecipe).check(z.minLength(1), z.maxLength(12)),
  mostKeys: z.int().check(z.minimum(1), z.maximum(20)),
  listed: z._default(ListedRules, listed),
  /** Who a line of an attendance sheet means. */
  attendee: z._default(AttendeeRules, attendee),
})
export type MatchingRules = z.infer<typeof MatchingRules>
export type KeyRecipe = z.infer<typeof KeyRecipe>

/** Frequencies are rough figures from general knowledge, not counts of any list. */
const common = {
  ...at(45, 'Sok Chan Chea Kim Ly Heng'),
  ...at(28, 'Keo Lim Seng Bun Nuon Long Srey'),
  ...at(18, 'Chhim Pen Touch Uk Yim Meas Som Tep Mao Pov Phan Chhuon Sam Ros Suon Hong'),
  ...at(12, 'Nop Tan Im Prak Um Kang Khun Sim Lay Vong Chum Nhem Nguon Ek Pich Huot Om Nhim Hun Thon Sin Men'),
  ...at(8, 'Sophea Sokha Sophal Sophy Sreymom Sreypov Sokhom Samnang Sopheap Dara Vanna Phalla Savuth Sothea'),
  ...at(6, 'Bopha Theary Channa Chantha Thida Rithy Visal Vuthy Sarath Piseth Sovann Veasna Ratana Sothy Mony'),
  ...at(4, 'Chanthou Kunthea Pisey Lina Neary Tevy Kosal Vichet Borey Ratha Panha Narith Kimheng Makara Chenda'),
}

export const builtInRules: MatchingRules = {
  version: 'cambodia-1',
  threshold: 100,
  deadlineDays: 14,
  enough: ['card', 'identity'],
  card: { same: 80, near: 0, differs: -14 },
  identity: { same: 100, differs: -20 },
  phone: { same: 42, shared: 18, differs: -12 },
  birthYear: { same: 24, one: 10, two: 6, swapped: 14, few: -14, differs: -32 },
  sex: { same: 4, differs: -24 },
  place: { village: 46, commune: 26, district: 12, province: 2, elsewhere: -2 },
  couple: { same: 30, differs: -18 },
  role: { head: 0, spouse: -8, parent: -12, child: -40, other: -24 },
  name: {
    perBit: 4,
    differs: -44,
    spelled: 1,
    slip: 0.3,
    withinScript: [
      { upTo: 0.02, share: 0.95 },
      { upTo: 0.12, share: 0.7 },
      { upTo: 0.24, share: 0.45 },
      { upTo: 0.3, share: 0 },
    ],
    acrossScripts: [
      { upTo: 0.04, share: 0.9 },
      { upTo: 0.12, share: 0.7 },
      { upTo: 0.3, share: 0.45 },
      { upTo: 0.36, share: 0 },
    ],
    vowelWithin: 0.5,
    vowelAcross: 0.25,
    common,
    otherwise: 3,
  },
  keys: [
    { of: 'household', from: ['card'] },
    { of: 'household', from: ['identity'] },
    { of: 'head', from: ['phone', 'word'] },
    { of: 'couple', from: ['skeleton', 'commune'] },
    { of: 'head', from: ['word', 'sex', 'village'] },
    { of: 'head', from: ['sound', 'birth-year', 'sex'] },
  ],
  mostKeys: 10,
  listed,
  attendee,
}

function at(perThousand: number, words: string): Record<string, number> {
  return Object.fromEntries(words.split(' ').map((word) => [word, perThousand]))
}
