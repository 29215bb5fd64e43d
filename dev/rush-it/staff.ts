/**
 * Who works in the demonstration, where, and from when: people are registered, given their roles,
 * recruited and trained by those who may do so.
 */
import { type Chance, chanceOf } from '#dev/chance.ts'
import { aName, type Named } from '#dev/names.ts'
import type { Commune } from '#dev/rush-it/areas.ts'
import { fieldDayFrom, laterOf, officeDayFrom } from '#dev/rush-it/calendar.ts'
import { code, firstDay, lastDay, published, untrainedWorkers } from '#dev/rush-it/scenario.ts'
import type { Script, When } from '#dev/rush-it/script.ts'
import type { Key } from '#door/key.ts'
import { addDays, type Day, type Sex } from '#door/values.ts'
import { systemKey } from '#server/actors.ts'

export interface Somebody extends Named {
  readonly key: Key
  readonly sex: Sex
  readonly place: string
}

export interface ExtensionWorker extends Somebody {
  readonly commune: string
  readonly next: string
  readonly recruitedOn: Day
  /** From this day on the worker may register households and teach. */
  readonly readyOn: Day
  readonly trained: boolean
}

export interface ShopOf {
  readonly key: Key
  readonly province: string
  readonly serves: readonly string[]
  readonly keeper: Somebody
  readonly since: Day
}

export interface Staff {
  readonly administrator: Somebody
  /** Three decide at the national level: one turns down, another hears the appeal, and somebody is left to approve. */
  readonly directors: readonly Somebody[]
  readonly finance: readonly Somebody[]
  readonly monitoring: readonly Somebody[]
  readonly approvers: ReadonlyMap<string, readonly Somebody[]>
  readonly officers: ReadonlyMap<string, readonly Somebody[]>
  readonly witnesses: ReadonlyMap<string, Somebody>
  readonly workers: readonly ExtensionWorker[]
  readonly shops: readonly ShopOf[]
}

/** What an extension worker passes before counting as trained. */
export interface Courses {
  readonly required: readonly string[]
  readonly others: readonly string[]
}

export function staffOf(seed: number, communes: readonly Commune[], courses: Courses, script: Script): Staff {
  const chance = chanceOf(seed, 'staff')
  const begin = dawn(firstDay)
  const people = peopleIn(chance, script)

  const administrator = people.register(begin, systemKey, '', chance.pick(sexes))
  people.grant(begin, systemKey, administrator, 'administrator', [''])
  const nation = (role: string, count: number) =>
    Array.from({ length: count }, () => {
      const one = people.register(begin, administrator.key, '', chance.pick(sexes))
      people.grant(begin, administrator.key, one, role, [''])
      return one
    })
  const directors = nation('programme-director', 3)
  const finance = nation('secretariat-finance', 2)
  const monitoring = nation('m-and-e', 2)
  nation('auditor', 1)
  nation('donor', 1)

  const provinces = [...new Set(communes.map(({ province }) => province))]
  const districts = [...new Set(communes.map(({ district }) => district))]
  const startOf = (beginning: string) =>
    communes
      .filter(({ code }) => code.startsWith(beginning))
      .map(({ startsOn }) => startsOn)
      .sort()[0]!
  // Two at every post, so that nobody has to judge their own work.
  const posts = (role: string, places: readonly string[]) =>
    new Map(
      places.map((place) => {
        const when = dawn(addDays(startOf(place), -22))
        const two = [0, 1].map(() => {
          const one = people.register(when, administrator.key, place, chance.pick(sexes))
          people.grant(when, administrator.key, one, role, [place])
          return one
        })
        return [place, two] as const
      }),
    )
  const approvers = posts('provincial-approver', provinces)
  const officers = posts('district-officer', districts)

  const witnesses = new Map(
    communes
      .filter(() => chance.happens(0.4))
      .map(({ code: place, startsOn }) => {
        const when = dawn(addDays(startsOn, 20))
        const one = people.register(when, administrator.key, place, chance.pick(sexes))
        people.grant(when, administrator.key, one, 'commune-witness', [place])
        return [place, one] as const
      }),
  )
  const workers = workersOf(chance, communes, courses, { administrator, approvers, people, script })
  const shops = shopsOf(chance, communes, { administrator, people, script })
  return { administrator, directors, finance, monitoring, approvers, officers, witnesses, workers, shops }
}

const sexes: readonly Sex[] = ['female', 'male']

interface Hiring {
  readonly administrator: Somebody
  readonly people: ReturnType<typeof peopleIn>
  readonly script: Script
}

/** Every commune has one from its first day; the others are spread over communes and join in waves. */
function workersOf(
  chance: Chance,
  communes: readonly Commune[],
  { required, others }: Courses,
  { administrator, approvers, people, script }: Hiring & Pick<Staff, 'approvers'>,
): ExtensionWorker[] {
  const trained = published.extension_workers_trained
  const women = published.extension_workers_trained_women
  const seats = [...communes, ...chance.shuffled(communes), ...chance.shuffled(communes), ...chance.shuffled(communes)]
  const taken = seats.slice(0, trained + untrainedWorkers)
  if (taken.length < trained + untrainedWorkers)
    throw new Error('the gazetteer has too few communes for the extension workers')
  const sexOf = chance.shuffled(taken.slice(0, trained).map((_, place): Sex => (place < women ? 'female' : 'male')))

  return taken.map((commune, place) => {
    const isFirst = place < communes.length
    const isTrained = place < trained
    const joinsOn = isFirst
      ? addDays(commune.startsOn, -chance.between(17, 18))
      : isTrained
        ? addDays(commune.startsOn, chance.between(10, 240))
        : addDays(lastDay, -chance.between(25, 90))
    const recruitedOn = officeDayFrom(commune.province, laterOf(joinsOn, firstDay))
    const by = chance.pick(approvers.get(commune.province)!)
    const sex = sexOf[place] ?? chance.pick(sexes)
    const school = chance.pick(schools)
    const when = { on: recruitedOn, moment: 'dawn' } as const
    const worker = people.register(when, administrator.key, commune.code, sex)
    const places = [...new Set([commune.code, commune.next])]
    people.grant(when, administrator.key, worker, 'cew', places)
    script.say({ on: recruitedOn, moment: 'office' }, by.key, 'worker.recruit', worker.key, {
      communes: places,
      recruitedOn,
    })

    const wanted = isTrained
      ? [...required, ...others.filter(() => chance.happens(0.3))]
      : required.slice(0, chance.below(required.length))
    let readyOn = recruitedOn
    for (const topic of wanted) {
      // Before a commune begins its first worker passes everything in one week.
      const on = fieldDayFrom(addDays(isFirst ? recruitedOn : readyOn, isFirst ? 4 : chance.between(2, 12)))
      const passedOn = officeDayFrom(commune.province, on)
      if (passedOn >= lastDay) break
      readyOn = passedOn
      script.say({ on: readyOn, moment: 'office' }, by.key, 'worker.passTraining', worker.key, {
        topic,
        on,
        by: school,
      })
    }
    return {
      ...worker,
      commune: commune.code,
      next: commune.next,
      recruitedOn,
      readyOn: addDays(readyOn, 1),
      trained: isTrained,
    }
  })
}

const schools = ['Prek Leap National Institute of Agriculture', 'Provincial department of agriculture'] as const

/** One to three shops in a province, each with the districts whose farmers it serves. */
function shopsOf(chance: Chance, communes: readonly Commune[], { administrator, people, script }: Hiring): ShopOf[] {
  return [...new Set(communes.map(({ province }) => province))].flatMap((province) => {
    const own = communes.filter((one) => one.province === province)
    const districts = [...new Set(own.map(({ district }) => district))]
    const start = addDays(own.map(({ startsOn }) => startsOn).sort()[0]!, 9)
    const count = Math.min(3, Math.max(1, Math.round(districts.length / 2)))
    return Array.from({ length: count }, (_, place): ShopOf => {
      const nearest = districts.filter((_, at) => at % count === place)
      const stands = chance.pick(own.filter(({ district }) => nearest.includes(district)))
      const since = officeDayFrom(province, addDays(start, place * 7))
      const when = { on: since, moment: 'dawn' } as const
      const name = aName(chance, chance.pick(sexes))
      const key = script.key(province, since)
      script.say(when, administrator.key, 'shop.register', key, {
        programme: code,
        nameKm: `ហាង ${name.nameKm}`,
        nameLatin: `${name.nameLatin} shop`,
        place: stands.code,
        phone: people.phone(),
        // Somebody else must be able to take over a voucher, so every shop may serve the whole province.
        serves: [province],
        chains: [],
        contract: { number: `RI-${province}-${place + 1}`, from: since, until: lastDay },
        payment: chance.pick([
          { method: 'bank', account: `DEMO-${province}-${place + 1}` },
          { method: 'wing', account: `DEMO-${province}-${place + 1}` },
        ] as const),
      })
      const keeper = people.register(when, administrator.key, stands.code, chance.pick(sexes), key)
      people.grant(when, administrator.key, keeper, 'shop', [], key)
      return { key, province, serves: nearest, keeper, since }
    })
  })
}

function dawn(day: Day): When {
  return { on: laterOf(day, firstDay), moment: 'dawn' }
}

function peopleIn(chance: Chance, script: Script) {
  let numbers = 0
  // 00 is no operator's prefix: nobody can be called at these numbers.
  const phone = () => {
    numbers += 7919
    return `+85500${String(1_000_000 + (numbers % 8_999_999)).padStart(7, '0')}`
  }

  return {
    phone,

    register(when: When, by: Key, place: string, sex: Sex, shop?: Key): Somebody {
      const key = script.key(place.slice(0, 2) || '00', when.on)
      const name = aName(chance, sex)
      script.say(when, by, 'person.register', key, {
        programme: code,
        place,
        ...name,
        sex,
        phone: phone(),
        email: null,
        ...(shop ? { shop } : {}),
      })
      return { key, sex, place, ...name }
    },

    grant(when: When, by: Key, { key }: Somebody, role: string, places: readonly string[], shop?: Key) {
      script.say(when, by, 'person.grant', key, {
        role,
        programme: code,
        places: [...places],
        from: when.on,
        ...(shop ? { shop } : {}),
      })
    },
  }
}

/** Those who serve a commune and are ready on a day: its own, then those of the next one. */
export function workersReadyIn(staff: Pick<Staff, 'workers'>, commune: string, day: Day): ExtensionWorker[] {
  return staff.workers.filter((worker) => worker.commune === commune && worker.trained && worker.readyOn <= day)
}
