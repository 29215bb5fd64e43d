/** The households of the demonstration: where, when and by whom they were registered, and what is known of each. */
import { categoryOn, type Household, type PovertyEntry } from '#capabilities/households/household.ts'
import { builtInRules } from '#capabilities/households/likeness.rules.ts'
import { type Evidence, likenessOf, matchKeysOf, type Person } from '#capabilities/households/likeness.ts'
import { type Chance, chanceOf } from '#dev/chance.ts'
import { aName, misheard, type Named } from '#dev/names.ts'
import type { Commune } from '#dev/rush-it/areas.ts'
import {
  fieldDayFrom,
  firstOfMonth,
  laterOf,
  monthOf,
  officeDayFrom,
  syncDayFrom,
  workingHour,
} from '#dev/rush-it/calendar.ts'
import {
  code,
  differentLookalikes,
  exceptions,
  lastDay,
  mergedHouseholds,
  months,
  povertyMix,
  published,
  unjudgedLookalikes,
} from '#dev/rush-it/scenario.ts'
import type { Script } from '#dev/rush-it/script.ts'
import { type ExtensionWorker, type Somebody, type Staff, workersReadyIn } from '#dev/rush-it/staff.ts'
import type { Key } from '#door/key.ts'
import { addDays, type Day, type Sex } from '#door/values.ts'

export interface Home extends Named {
  readonly key: Key
  readonly commune: Commune
  readonly village: string
  readonly sex: Sex
  readonly birthYear: number
  readonly registeredOn: Day
  /** The day the office knows of it. */
  readonly knownOn: Day
  readonly worker: ExtensionWorker
  /** The ids of its members: the head's first. */
  readonly members: string[]
  poverty: Pick<PovertyEntry, 'category' | 'source' | 'recordedOn' | 'expiresOn'>[]
  exceptionOn: Day | null
  readonly phone: string | null
  /** Under suspicion until this day, or for good. */
  suspectedUntil: Day | 'open' | null
  merged: boolean
  /** The head as somebody who signs in, for those who do. */
  farmer: Key | null
  farmerSince: Day | null
}

export function categoryOf({ poverty, exceptionOn }: Home, day: Day) {
  // The rule reads nothing else of a household.
  return categoryOn({ poverty, exception: exceptionOn ? { on: exceptionOn } : null } as unknown as Household, day)
}

export function householdsOf(seed: number, communes: readonly Commune[], staff: Staff, script: Script): Home[] {
  const chance = chanceOf(seed, 'households')
  const kept = published.households_registered
  const twins = differentLookalikes + unjudgedLookalikes
  const registrar = registrarOf(chance, staff, script)

  const days = chance.shuffled(daysFor(chance, kept - twins))
  const homes = days.map((day) => registrar.first(communeFor(chance, communes, day), day))
  const models = chance.shuffled(homes.filter(({ registeredOn }) => registeredOn < '2021-08-15'))

  // The same family twice, or two families that only look so: somebody has to say which.
  const again = models.slice(0, mergedHouseholds + twins).map((model, place) => {
    const verdict =
      place < mergedHouseholds ? 'same' : place < mergedHouseholds + differentLookalikes ? 'different' : null
    return registrar.again(model, verdict)
  })
  const all = [...homes, ...again].sort((a, b) => (a.registeredOn < b.registeredOn ? -1 : 1))
  except(chance, all, staff, script)
  return all
}

/** As many days as households, month by month as busy as the scenario says. */
function daysFor(chance: Chance, count: number): Day[] {
  const total = months.reduce<number>((sum, weight) => sum + weight, 0)
  const days: Day[] = []
  let weight = 0
  months.forEach((each, month) => {
    weight += each
    const until = Math.round((count * weight) / total)
    const first = firstOfMonth(month)
    const length = month === 14 ? 18 : 28
    while (days.length < until)
      days.push(fieldDayFrom(addDays(first, month === 0 ? chance.between(19, 27) : chance.below(length))))
  })
  return days
}

function communeFor(chance: Chance, communes: readonly Commune[], day: Day): Commune {
  const begun = communes.filter(({ startsOn }) => startsOn <= day)
  return chance.weighted(begun.map((commune) => [commune, commune.weight] as const))
}

function headOf({
  nameKm,
  nameLatin,
  sex,
  birthYear,
}: Pick<Home, 'nameKm' | 'nameLatin' | 'sex' | 'birthYear'>): Person {
  return { nameKm, nameLatin, sex, birthYear, role: 'head' }
}

/** Everybody so far, so that nobody is taken for somebody else by accident: cards and phones only tell people apart. */
function strangers() {
  const known = new Map<string, Evidence[]>()
  const evidenceOf = (key: Key, village: string, people: readonly Person[]): Evidence => ({
    key,
    place: village,
    card: null,
    identityNumbers: [],
    phones: [],
    people,
  })
  return {
    add({ key, village }: Pick<Home, 'key' | 'village'>, people: readonly Person[]) {
      const evidence = evidenceOf(key, village, people)
      for (const match of matchKeysOf(evidence, builtInRules)) known.set(match, [...(known.get(match) ?? []), evidence])
    },
    likeOf({ key = '', village }: { key?: Key; village: string }, people: readonly Person[]): Key[] {
      const evidence = evidenceOf(key, village, people)
      const candidates = matchKeysOf(evidence, builtInRules).flatMap((match) => known.get(match) ?? [])
      const like = candidates.filter((other) => other.key !== key && likenessOf(evidence, other, builtInRules))
      return [...new Set(like.map((other) => other.key))]
    },
  }
}

function registrarOf(chance: Chance, staff: Staff, script: Script) {
  const registry = strangers()
  let numbers = 0
  let cards = 0
  const phone = () => {
    numbers += 6007
    return `+85500${String(2_000_000 + (numbers % 7_999_999)).padStart(7, '0')}`
  }
  const card = (district: string) => {
    cards += 1
    return `${district}-${10_000 + cards}`
  }

  function register(
    said: Omit<
      Home,
      | 'key'
      | 'worker'
      | 'knownOn'
      | 'members'
      | 'poverty'
      | 'exceptionOn'
      | 'suspectedUntil'
      | 'merged'
      | 'farmer'
      | 'farmerSince'
    > & { poverty: PovertyInput | null },
  ): Home {
    const { commune, registeredOn: on, village, nameKm, nameLatin, sex, birthYear, poverty } = said
    const worker = chance.pick(workersReadyIn(staff, commune.code, on))
    const knownOn = syncDayFrom(commune.province, chance.happens(0.12) ? addDays(on, chance.between(1, 4)) : on)
    const key = script.key(commune.province, on)
    const head = script.key(commune.province, on).slice(3)
    const when = { on: knownOn, moment: 'evening', happenedAt: workingHour(chance, on) } as const
    script.say(when, worker.key, 'household.register', key, {
      programme: code,
      member: head,
      nameKm,
      nameLatin,
      sex,
      birthYear,
      village,
      phone: said.phone ? { number: said.phone, shared: chance.happens(0.14) } : null,
      poverty,
      consent: '2020-10',
    })
    const entry = poverty && {
      category: poverty.category,
      source: poverty.source,
      recordedOn: on,
      expiresOn: poverty.expiresOn,
    }
    const home: Home = {
      ...said,
      key,
      worker,
      knownOn,
      members: [head],
      poverty: entry ? [entry] : [],
      exceptionOn: null,
      suspectedUntil: null,
      merged: false,
      farmer: null,
      farmerSince: null,
    }
    registry.add(home, [headOf(home)])
    if (chance.happens(0.42)) addSpouse(chance, home, when, script, registry)
    if (poverty === null && chance.happens(0.35)) learn(chance, home, script)
    if (chance.happens(0.025)) admit(home, script)
    return home
  }

  return {
    first(commune: Commune, day: Day): Home {
      const village = chance.pick(commune.villages)
      const birthYear =
        2020 -
        chance.weighted([
          [chance.between(23, 34), 24],
          [chance.between(35, 49), 41],
          [chance.between(50, 63), 27],
          [chance.between(64, 77), 8],
        ])
      const sex: Sex = chance.happens(0.34) ? 'female' : 'male'
      let name = aName(chance, sex)
      while (registry.likeOf({ village }, [headOf({ ...name, sex, birthYear })]).length > 0) name = aName(chance, sex)
      return register({
        ...name,
        commune,
        village,
        sex,
        birthYear,
        registeredOn: laterOf(day, commune.startsOn),
        phone: chance.happens(0.93) ? phone() : null,
        poverty: povertyOf(chance, day, () => card(commune.district)),
      })
    },

    /** Somebody who looks like a household that is known already. */
    again(model: Home, verdict: 'same' | 'different' | null): Home {
      const written = misheard(model, chance)
      const like = registry.likeOf({ village: model.village }, [headOf({ ...model, ...written })])
      const isLikeThatOne = like.length > 0 && like.every((key) => key === model.key)
      const name = isLikeThatOne ? written : { nameKm: model.nameKm, nameLatin: model.nameLatin }
      const on = fieldDayFrom(addDays(model.registeredOn, chance.between(12, 70)))
      const home = register({
        ...name,
        commune: model.commune,
        village: model.village,
        sex: model.sex,
        birthYear: model.birthYear,
        registeredOn: on,
        phone: verdict === 'same' ? model.phone : phone(),
        poverty: null,
      })
      if (verdict === null) {
        home.suspectedUntil = 'open'
        model.suspectedUntil = 'open'
        return home
      }
      const { province, district } = model.commune
      const judgedOn = officeDayFrom(province, addDays(home.knownOn, chance.between(3, 40)))
      const officer = chance.pick(staff.officers.get(district)!)
      script.say({ on: judgedOn, moment: 'office' }, officer.key, 'household.judge', home.key, {
        other: model.key,
        verdict,
        reason: chance.pick(verdict === 'same' ? sameBecause : differentBecause),
      })
      home.suspectedUntil = judgedOn
      model.suspectedUntil = judgedOn
      home.merged = verdict === 'same'
      return home
    },
  }
}

const sameBecause = [
  'The village chief says it is one family',
  'Called the number: the same person answered',
  'Seen at home: one household',
] as const
const differentBecause = [
  'Two cousins with nearly the same name',
  'Both were present at the meeting',
  'Another house, another husband',
] as const

type PovertyInput = {
  category: 'poor1' | 'poor2' | 'general'
  source: 'card-seen' | 'ministry-list' | 'self-declared'
  card: string | null
  issuedOn: Day | null
  expiresOn: Day | null
  photo: string | null
}

function povertyOf(chance: Chance, day: Day, card: () => string): PovertyInput | null {
  const status = chance.weighted(povertyMix)
  if (status === 'unknown') return null
  const bare = { card: null, issuedOn: null, expiresOn: null, photo: null }
  if (status === 'self-declared') return { category: 'poor2', source: 'self-declared', ...bare }
  if (status === 'general' || chance.happens(0.2)) return { category: status, source: 'ministry-list', ...bare }
  const issuedOn = addDays(day, -chance.between(40, 900))
  return { category: status, source: 'card-seen', card: card(), issuedOn, expiresOn: null, photo: chance.hex(64) }
}

function addSpouse(
  chance: Chance,
  home: Home,
  when: Parameters<Script['say']>[0],
  script: Script,
  registry: ReturnType<typeof strangers>,
) {
  const sex: Sex = home.sex === 'female' ? 'male' : 'female'
  const birthYear = home.birthYear + chance.between(-4, 6)
  const before = registry.likeOf(home, [headOf(home)])
  const couple = () => [headOf(home), { ...aName(chance, sex), sex, birthYear, role: 'spouse' as const }]
  let people = couple()
  while (registry.likeOf(home, people).some((key) => !before.includes(key))) people = couple()
  registry.add(home, people)
  const { nameKm, nameLatin } = people[1]!
  const member = script.key(home.commune.province, home.registeredOn).slice(3)
  home.members.push(member)
  script.say(when, home.worker.key, 'household.addMember', home.key, {
    member,
    nameKm,
    nameLatin,
    sex,
    birthYear,
    role: 'spouse',
    identityNumber: null,
  })
}

/** Has a phone that can do it, and will write the next proposals alone. */
function admit(home: Home, script: Script) {
  home.farmer = script.key(home.commune.province, home.knownOn)
  home.farmerSince = addDays(home.knownOn, 1)
  script.say({ on: home.knownOn, moment: 'evening' }, home.worker.key, 'person.admit', home.farmer, {
    household: home.key,
    member: home.members[0]!,
    phone: home.phone,
  })
}

/** Not asked at the door: looked up on the ministry's list some weeks later. */
function learn(chance: Chance, home: Home, script: Script) {
  const on = fieldDayFrom(addDays(home.knownOn, chance.between(8, 60)))
  const knownOn = syncDayFrom(home.commune.province, on)
  if (knownOn > addDays(lastDay, -3)) return
  const category = chance.happens(0.1) ? 'poor2' : 'general'
  const bare = { card: null, issuedOn: null, expiresOn: null, photo: null }
  script.say(
    { on: knownOn, moment: 'evening', happenedAt: workingHour(chance, on) },
    home.worker.key,
    'household.setPoverty',
    home.key,
    {
      category,
      source: 'ministry-list',
      ...bare,
    },
  )
  home.poverty.push({ category, source: 'ministry-list', recordedOn: on, expiresOn: null })
}

/** Poor, and not on the list: decided at the district, with a photo. */
function except(chance: Chance, homes: readonly Home[], staff: Staff, script: Script) {
  const wanted = homes.filter(
    (home) =>
      home.poverty.length === 0 && !home.merged && home.suspectedUntil === null && monthOf(home.registeredOn) < 10,
  )
  for (const home of chance.shuffled(wanted).slice(0, exceptions)) {
    const on = officeDayFrom(home.commune.province, addDays(home.knownOn, chance.between(2, 9)))
    const officer: Somebody = chance.pick(staff.officers.get(home.commune.district)!)
    script.say({ on, moment: 'office' }, officer.key, 'household.exception', home.key, {
      reason: chance.pick(poorBecause),
      photo: chance.hex(64),
    })
    home.exceptionOn = on
  }
}

const poorBecause = [
  'Came back from Thailand without work; the last list is three years old',
  'The husband fell ill after the list was made',
  'The house was lost in the flood of October 2020',
] as const
