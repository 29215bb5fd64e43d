/** The households of the season: where they live, who helps them, and what is known of their poverty. */
import type { InputOf } from '#capabilities/commands.ts'
import { bopha, bophasHousehold, castId, dara, type Player, practiceProgramme, rithy, sreymom } from '#dev/cast.ts'
import { chanceOf } from '#dev/chance.ts'
import { aName, misheard, type Named } from '#dev/names.ts'
import { photoOf, type Script } from '#dev/practice/script.ts'
import type { Home } from '#dev/practice/telling.ts'

/** Who she is in her household. */
export const bophasMember = castId(111)

type Poverty = InputOf<'household.register'>['poverty']

const amleang = [
  '05080101',
  '05080102',
  '05080103',
  '05080105',
  '05080106',
  '05080109',
  '05080111',
  '05080116',
] as const
const monourom = ['05080203', '05080205', '05080207'] as const

export interface Homes {
  readonly bopha: Home
  /** Helped by Sreymom in Amleang. */
  readonly sreymoms: readonly Home[]
  /** Helped by Rithy in Amleang. */
  readonly rithys: readonly Home[]
  /** Helped by Rithy in his own commune. */
  readonly neighbours: readonly Home[]
  /** Registered again, by somebody else and under a name misheard. */
  readonly twin: Home
  /** Registered again with the same card. */
  readonly sameCard: Home
}

/** `twinOf` and `cardOf` are those of Sreymom's households that somebody registers a second time. */
export function registerHomes(script: Script, twinOf: number, cardOf: number): Homes {
  const { say, key, id, day } = script
  const chance = chanceOf(1, 'practice households')
  let count = 0

  function register(
    days: number,
    helper: Player,
    village: string,
    changes: Partial<InputOf<'household.register'>> = {},
    home: Pick<Home, 'key' | 'member'> = { key: key([days, '07:00']), member: id([days, '07:00']) },
  ): Home & { named: Named; sex: 'female' | 'male'; birthYear: number } {
    const n = count++
    const sex = chance.happens(0.6) ? 'female' : 'male'
    const named = aName(chance, sex)
    const birthYear = 1953 + ((n * 7) % 47)
    const time = `${String(7 + Math.floor((n % 24) / 3)).padStart(2, '0')}:${String(10 + (n % 3) * 15)}`
    const input: InputOf<'household.register'> = {
      programme: practiceProgramme,
      member: home.member,
      ...named,
      sex,
      birthYear,
      village,
      phone: n % 5 === 4 ? null : { number: `+85512000${300 + n}`, shared: n % 7 === 3 },
      poverty: povertyOf(n, day(-400)),
      consent: '2020-10',
      ...changes,
    }
    say([days, time], helper, 'household.register', home.key, input)
    if (n % 3 === 1) {
      say([days, time], helper, 'household.addMember', home.key, {
        member: id([days, time]),
        ...aName(chance, sex === 'female' ? 'male' : 'female'),
        sex: sex === 'female' ? 'male' : 'female',
        birthYear: birthYear + 2,
        role: 'spouse',
        identityNumber: null,
      })
    }
    return { ...home, village, helper, named, sex, birthYear }
  }

  const bophas = register(
    -66,
    sreymom,
    bopha.place,
    {
      nameKm: bopha.nameKm,
      nameLatin: bopha.nameLatin,
      sex: 'female',
      birthYear: 1984,
      phone: { number: bopha.phone!, shared: false },
      poverty: cardSeen('poor2', 'KSP-0508-1234', day(-400)),
    },
    { key: bophasHousehold, member: bophasMember },
  )
  const sreymoms = Array.from({ length: 15 }, (_, n) =>
    register(-66 + Math.floor(n / 6), sreymom, amleang[n % amleang.length]!),
  )
  const rithys = Array.from({ length: 7 }, (_, n) => register(-65, rithy, amleang[(n + 3) % amleang.length]!))
  const neighbours = Array.from({ length: 5 }, (_, n) => register(-64, rithy, monourom[n % monourom.length]!))

  const seen = sreymoms[twinOf]!
  const twin = register(-6, rithy, seen.village, {
    ...misheard(seen.named, chance),
    sex: seen.sex,
    birthYear: seen.birthYear,
    phone: null,
    poverty: null,
  })
  const card = sreymoms[cardOf]!
  // The card is shown later than at registration, as it often is.
  say([-60, '16:00'], sreymom, 'household.setPoverty', card.key, cardSeen('poor1', sharedCard, day(-400)))
  const sameCard = register(-10, rithy, monourom[0], { poverty: cardSeen('poor1', sharedCard, day(-400)) })

  // One family on two lists: said by the district to be the same.
  const once = sreymoms[4]!
  const again = register(-52, rithy, once.village, {
    ...once.named,
    sex: once.sex,
    birthYear: once.birthYear,
    phone: null,
    poverty: null,
  })
  say([-49, '10:20'], dara, 'household.judge', again.key, {
    other: once.key,
    verdict: 'same',
    reason: 'បានទៅផ្ទះ មានតែគ្រួសារមួយ',
  })

  // Poor, and on no list: said by the district, with evidence.
  say([-62, '14:00'], dara, 'household.exception', sreymoms[2]!.key, {
    reason: 'ផ្ទះត្រូវខ្យល់បក់រលំកាលពីខែមុន ហើយគ្រួសារមិនមានក្នុងបញ្ជីក្រីក្រ។',
    photo: photoOf('exception'),
  })
  say([-61, '09:00'], sreymom, 'household.nameRecipient', sreymoms[3]!.key, {
    ...aRecipient(chance),
    phone: null,
  })
  return { bopha: bophas, sreymoms, rithys, neighbours, twin, sameCard }
}

const sharedCard = 'KSP-0508-2291'

function cardSeen(category: 'poor1' | 'poor2', card: string, issuedOn: string): NonNullable<Poverty> {
  return { category, source: 'card-seen', card, issuedOn, expiresOn: null, photo: photoOf(`card ${card}`) }
}

/** Cards seen, lists, statuses that nobody proved, and households of whom nothing is known. */
function povertyOf(n: number, issuedOn: string): Poverty {
  const unproven = { card: null, issuedOn: null, expiresOn: null, photo: null }
  switch (n % 6) {
    case 0:
      return cardSeen('poor2', `KSP-0508-${3000 + n}`, issuedOn)
    case 1:
      return { category: 'general', source: 'ministry-list', ...unproven }
    case 2:
      return null
    case 3:
      return cardSeen('poor1', `KSP-0508-${3000 + n}`, issuedOn)
    case 4:
      return { category: 'general', source: 'ministry-list', ...unproven }
    default:
      return { category: 'poor2', source: 'self-declared', ...unproven }
  }
}

function aRecipient(chance: ReturnType<typeof chanceOf>) {
  return { name: aName(chance, 'female').nameKm, relation: 'កូនស្រី' }
}
