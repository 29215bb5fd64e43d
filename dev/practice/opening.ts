/** How the season begins: the programme, its people and their roles, money, shops, workers and two windows. */
import { itemKey } from '#capabilities/catalogue/item.ts'
import type { InputOf } from '#capabilities/commands.ts'
import type { CeilingPrice } from '#capabilities/windows/window.ts'
import {
  bopha,
  castId,
  chenda,
  dara,
  kosal,
  kunthea,
  malis,
  type Player,
  pisey,
  practiceProgramme,
  rithy,
  samnang,
  sokha,
  sokhasShop,
  sophal,
  sreymom,
  theary,
  vanna,
  visal,
} from '#dev/cast.ts'
import type { Script } from '#dev/practice/script.ts'
import { type Key, keyOf } from '#door/key.ts'
import { catalogueOf, type Definition, termsOf } from '#programmes/programme.ts'

export const budgetLine: Key = keyOf('00', castId(310))
const trainingLine: Key = keyOf('00', castId(311))
const programme: Key = keyOf('00', castId(300))
export const windows = { chicken: keyOf('00', castId(321)), vegetables: keyOf('00', castId(322)) } as const
export type Chain = keyof typeof windows

/** Two more shops of the district, for which nobody of the cast works. */
const monouromShop: Key = keyOf('05', castId(202))
const prambeiMumShop: Key = keyOf('05', castId(203))

/** The practice programme is RUSH-IT's rules under another name: its courses, reasons, packages and roles. */
export function practiceOf(rushIt: Definition): Definition {
  return {
    ...rushIt,
    code: practiceProgramme,
    names: { km: 'រដូវអនុវត្ត ឃុំអមលាំង', en: 'Practice season in Amleang' },
    summary: {
      km: 'កម្មវិធីសាកល្បង ដែលមនុស្ស គ្រួសារ និងចំនួនទឹកប្រាក់ទាំងអស់ត្រូវបានប្រឌិតឡើង។',
      en: 'A programme to practise in: every person, household and amount in it is invented.',
    },
    area: ['0508'],
    milestones: [],
    financing: [],
    indicators: [],
  }
}

export function openProgramme({ say, day }: Script, definition: Definition) {
  say([-75, '08:00'], 'system', 'programme.open', programme, {
    code: practiceProgramme,
    demonstration: true,
    definition: definition as unknown as InputOf<'programme.open'>['definition'],
  })

  // Whoever is marked as invented is registered by the installation itself; roles are then the administrator's to give.
  for (const player of [pisey, ...staff, kunthea]) register([-75, '08:05'], player)
  say([-75, '08:10'], 'system', 'person.grant', pisey.key, {
    role: pisey.role,
    programme: practiceProgramme,
    places: [...pisey.places],
    from: day(-75),
  })
  for (const player of staff) grant([-74, '09:00'], player)
  grant([-74, '09:30'], kunthea, { until: day(6) })

  function register(when: readonly [number, string], player: Player) {
    say(when, 'system', 'person.register', player.key, inWords(player))
  }

  function grant(when: readonly [number, string], player: Player, more: { until?: string } = {}) {
    say(when, pisey, 'person.grant', player.key, {
      role: player.role,
      programme: practiceProgramme,
      places: [...player.places],
      from: day(-74),
      ...more,
    })
  }
}

const staff = [sreymom, rithy, dara, samnang, chenda, vanna, sophal, kosal, malis, theary]

export function openShops({ say, day }: Script) {
  const shop = (
    key: Key,
    given: Pick<InputOf<'shop.register'>, 'nameKm' | 'nameLatin' | 'place' | 'phone'> & { until: number },
  ) => {
    const { until, ...rest } = given
    say([-73, '10:00'], pisey, 'shop.register', key, {
      ...rest,
      programme: practiceProgramme,
      serves: ['0508'],
      chains: [],
      contract: { number: `PR-${key.slice(-3)}`, from: day(-73), until: day(until) },
      payment: { method: 'khqr', account: 'practice' },
    })
  }
  shop(sokhasShop, {
    nameKm: 'ហាងសម្ភារៈកសិកម្ម សុខា',
    nameLatin: 'Sokha Farm Supplies',
    place: '05080106',
    phone: sokha.phone,
    until: 290,
  })
  shop(monouromShop, {
    nameKm: 'ហាងកសិកម្ម មនោរម្យ',
    nameLatin: 'Monourom Farm Shop',
    place: '05080203',
    phone: '+85512000209',
    until: 9,
  })
  shop(prambeiMumShop, {
    nameKm: 'ហាងកសិកម្ម អន្លង់ជ្រៃ',
    nameLatin: 'Anlong Chrey Farm Shop',
    place: '05080410',
    phone: '+85512000210',
    until: -3,
  })
  say([-73, '10:30'], 'system', 'person.register', sokha.key, { ...inWords(sokha), shop: sokhasShop })
  say([-73, '10:35'], pisey, 'person.grant', sokha.key, {
    role: sokha.role,
    programme: practiceProgramme,
    places: [],
    shop: sokhasShop,
    from: day(-73),
  })
}

/** Once her household is registered: she signs in with her own number. */
export function admitBopha({ say, day }: Script, household: Key, member: string) {
  say([-66, '15:00'], 'system', 'person.register', bopha.key, { ...inWords(bopha), household, member })
  say([-66, '15:05'], pisey, 'person.grant', bopha.key, {
    role: bopha.role,
    programme: practiceProgramme,
    places: [],
    household,
    from: day(-66),
  })
}

/** A new colleague, registered and still without a role. */
export function registerNewcomer({ say }: Script) {
  say([-3, '16:00'], 'system', 'person.register', visal.key, inWords(visal))
}

export function recruitWorkers({ say, day }: Script, { requiredOfWorkers }: Definition) {
  say([-73, '14:00'], vanna, 'worker.recruit', sreymom.key, { communes: ['050801'], recruitedOn: day(-73) })
  say([-73, '14:05'], vanna, 'worker.recruit', rithy.key, { communes: ['050802', '050801'], recruitedOn: day(-73) })
  for (const worker of [sreymom, rithy]) {
    for (const [index, topic] of requiredOfWorkers.entries()) {
      say([-71, `15:0${index}`], vanna, 'worker.passTraining', worker.key, {
        topic,
        on: day(-72),
        by: 'Provincial department of agriculture',
      })
    }
  }
}

export function openBudget({ say }: Script) {
  const line = {
    programme: practiceProgramme,
    fundingSource: 'Practice fund',
    currency: 'USD',
  } as const
  say([-74, '11:00'], kosal, 'budget.set', budgetLine, {
    ...line,
    code: 'inputs',
    names: { km: 'សម្ភារៈកសិកម្មសម្រាប់គ្រួសារ', en: 'Inputs for households' },
    component: 'inputs',
    category: 'Goods',
    minor: 2_000_000,
  })
  say([-74, '11:10'], kosal, 'budget.set', trainingLine, {
    ...line,
    code: 'training',
    names: { km: 'ការបណ្ដុះបណ្ដាល', en: 'Training' },
    component: 'advice',
    category: 'Training',
    minor: 300_000,
  })
  say([-74, '11:30'], kosal, 'budget.allot', budgetLine, { to: '05', minor: 600_000 })
  say([-20, '11:30'], kosal, 'budget.allot', budgetLine, { to: '05', minor: 150_000 })
}

export function publishWindows({ say, day }: Script, definition: Definition) {
  for (const chain of ['chicken', 'vegetables'] as const) {
    const plan = definition.windows.find((one) => one.chain === chain)
    if (!plan) throw new Error(`the programme has no window for ${chain}`)
    const terms = termsOf(definition, plan, budgetLine)
    const items = terms.items.map(({ code }) => code)
    say([-70, '09:00'], sophal, 'window.publish', windows[chain], {
      ...terms,
      code: `${chain}-amleang`,
      names: names[chain],
      area: ['0508'],
      opensOn: day(-68),
      closesOn: day(45),
      prices: items.flatMap((item) => pricesOf(item, day(-75), (riel) => riel)),
      rates: [{ from: day(-75), rielPerDollar: 4_050, source: invented }],
      deadlines: { verify: 10, decide: 10, appeal: 14, issue: 5, redeem: 30, confirm: 5, check: 20, pay: 30 },
      lateDays: 10,
      voucherDays: 45,
    })
    // Half way, what is bought by weight has become a little dearer.
    const risen = ['chick-feed', 'compost', 'mulch'].filter((item) => items.includes(item))
    say([-33, '09:00'], sophal, 'window.price', windows[chain], {
      prices: risen.flatMap((item) => pricesOf(item, day(-32), (riel) => riel + 100)),
    })
    say([-33, '09:05'], sophal, 'window.rate', windows[chain], {
      from: day(-32),
      rielPerDollar: 4_020,
      source: invented,
    })
  }
}

/** What two shops asked for the items of the windows: again where prices moved, and of some nobody was asked yet. */
export function fillCatalogue({ say, day }: Script, definition: Definition) {
  for (const item of catalogueOf(definition)) {
    const key = itemKey(item.programme, item.code)
    say([-72, '09:00'], sophal, 'item.add', key, item)
    const ceiling = ceilings[item.code]
    if (ceiling === undefined || unasked.includes(item.code)) continue
    const quote = (on: number, source: string, share: number, province: string | null = null) =>
      say([on, '10:00'], kosal, 'item.quote', key, {
        ...{ province, currency: 'KHR', source, from: day(on) },
        minor: Math.round((ceiling * share) / 50) * 50,
      })
    quote(-71, 'Sokha Farm Supplies', 0.9)
    if (moved.includes(item.code)) {
      quote(-52, 'Sokha Farm Supplies', 0.94)
      quote(-34, 'Monourom Farm Shop', 1)
      quote(-33, 'Monourom Farm Shop', 0.96, '05')
    }
  }
}

const unasked = ['pump', 'tank', 'cock']
const moved = ['chick', 'chick-feed', 'compost', 'mulch']

const invented = 'invented for the practice season'

const names = {
  chicken: { km: 'មាន់ស្រែ ស្រុកថ្ពង', en: 'Backyard chicken, Thpong' },
  vegetables: { km: 'បន្លែសុវត្ថិភាព ស្រុកថ្ពង', en: 'Safe vegetables, Thpong' },
} as const

/** What an item may cost at most, in riel. */
const ceilings: Readonly<Record<string, number>> = {
  chick: 5_000,
  hen: 28_000,
  cock: 32_000,
  'chick-feed': 2_600,
  netting: 4_500,
  mesh: 4_800,
  drinker: 6_000,
  feeder: 7_500,
  'vegetable-seed': 8_000,
  compost: 600,
  fertiliser: 2_400,
  mulch: 700,
  trellis: 1_300,
  drip: 120_000,
  pump: 380_000,
  tank: 250_000,
}

function pricesOf(item: string, from: string, changed: (riel: number) => number): CeilingPrice[] {
  const riel = ceilings[item]
  return riel === undefined
    ? []
    : [{ item, province: null, currency: 'KHR', minor: changed(riel), from, source: invented }]
}

function inWords({ place, nameKm, nameLatin, sex, phone, email }: Player): InputOf<'person.register'> {
  return { programme: practiceProgramme, place, nameKm, nameLatin, sex, phone, email, sample: true }
}
