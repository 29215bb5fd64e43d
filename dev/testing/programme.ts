/**
 * A programme to tell stories in: the cast, a window for chickens with money behind it, the real
 * door on a real database, and a clock that only moves when something is asked.
 *
 * People and places are put there by SQL, because the stories are about what comes afterwards;
 * whatever a story is about goes through the door.
 */
import { readFileSync } from 'node:fs'
import { allotmentKey } from '#capabilities/budgets/budget.ts'
import type { CommandName, InputOf } from '#capabilities/commands.ts'
import type { WindowTerms } from '#capabilities/windows/window.ts'
import { bopha, bophasHousehold, cast, castId, type Player, sokha, sokhasShop } from '#dev/cast.ts'
import type { Envelope } from '#door/envelope.ts'
import { homeOf, idOf, type Key, keyOf, uuidv7 } from '#door/key.ts'
import { addDays } from '#door/values.ts'
import { systemKey } from '#server/actors.ts'
import { reactions as allReactions, capabilities, stores } from '#server/capabilities.ts'
import { openPool } from '#server/database/connection.ts'
import { type Answer, openDoor } from '#server/door.ts'
import { openReactions } from '#server/reactions.ts'
import { timeSealWith } from '#server/signatures.ts'

export const programmeCode = 'story'
export const budgetLine: Key = keyOf('00', castId(301))
export const chickens: Key = keyOf('00', castId(302))
export const allotment: Key = allotmentKey(budgetLine, '05')
export const village = '05080101'

/** A window with everything decided: Thpong district, 30 chicks and their feed, 80 % for the poor. */
export function someTerms(changes: Partial<WindowTerms> = {}): WindowTerms & { programme: string } {
  return {
    programme: programmeCode,
    code: 'chicken-2021',
    names: { km: 'មាន់ស្រែ ២០២១', en: 'Village chicken 2021' },
    chain: 'chicken',
    area: ['0508'],
    opensOn: '2021-01-01',
    closesOn: '2021-06-30',
    budgetLine,
    currency: 'USD',
    ceilingPerHousehold: 20_000,
    items: [
      { code: 'chick', names: { km: 'កូនមាន់', en: 'Chick' }, unit: 'bird', substitutes: ['duckling'], mortalityDays: 7 },
      { code: 'duckling', names: { km: 'កូនទា', en: 'Duckling' }, unit: 'bird', substitutes: [], mortalityDays: 7 },
      { code: 'feed', names: { km: 'ចំណីមាន់', en: 'Chicken feed' }, unit: 'kg', substitutes: [], mortalityDays: null },
    ],
    packages: [
      {
        code: 'chicks-and-feed',
        names: { km: 'កូនមាន់ និងចំណី', en: 'Chicks and feed' },
        items: [
          { item: 'chick', quantity: 1 },
          { item: 'feed', quantity: 1 },
        ],
        quantityMin: 10,
        quantityMax: 60,
        plan: { cycleDays: 90, yield: 1, yieldUnit: 'bird', unitSale: 16_000, ownCost: 2_000 },
      },
    ],
    prices: [
      { item: 'chick', province: null, currency: 'KHR', minor: 5_000, from: '2020-10-01', source: 'quotation' },
      { item: 'duckling', province: null, currency: 'KHR', minor: 4_500, from: '2020-10-01', source: 'quotation' },
      { item: 'feed', province: null, currency: 'KHR', minor: 2_000, from: '2020-10-01', source: 'quotation' },
    ],
    rates: [{ from: '2020-10-01', rielPerDollar: 4_075, source: 'National Bank' }],
    shares: { poor1: 100, poor2: 80, general: 60, unknown: 60, exception: 80 },
    contributions: ['cash', 'labour', 'material'],
    planAbove: 10_000,
    deadlines: { verify: 10, decide: 10, appeal: 14, issue: 5, redeem: 30, confirm: 5, check: 20, pay: 30 },
    lateDays: 14,
    verification: { how: 'desk', share: 0, above: null },
    verifyTier: 1,
    tiers: [
      { tier: 2, upTo: 15_000 },
      { tier: 3, upTo: null },
    ],
    reasons: [
      reason('window-closed', 'window-closed'),
      reason('outside-area', 'outside-area'),
      reason('second-application', 'second-application'),
      reason('budget-exhausted', 'budget-exhausted'),
      reason('no-coop', null),
      reason('incomplete', null),
    ],
    voucherDays: 60,
    handoversMax: 3,
    ...changes,
  }
}

function reason(code: string, proof: WindowTerms['reasons'][number]['proof']): WindowTerms['reasons'][number] {
  return { code, names: { km: 'មូលហេតុ', en: code }, next: { km: 'សូមសួរភ្នាក់ងារ', en: 'Ask your extension worker' }, proof }
}

export interface Setting {
  readonly terms?: Partial<WindowTerms>
  readonly startsAt?: string
  /** Cents put into the province's allotment. */
  readonly money?: number
  /** Without a window: for stories of how one comes about. */
  readonly bare?: boolean
  /** False where it has to be a real one. */
  readonly demonstration?: boolean
  /** A migrated, empty database; in tests, without one, a fresh one is made. */
  readonly url?: string
}

export type Play = Awaited<ReturnType<typeof startProgramme>>

export async function startProgramme({
  terms,
  startsAt = '2021-02-01T02:00:00.000Z',
  money = 1_000_000,
  bare = false,
  demonstration = true,
  url: given,
}: Setting = {}) {
  const url = given ?? (await (await import('#dev/testing/database.ts')).freshDatabase())
  const pool = openPool(url, 8)
  let clock = Date.parse(startsAt)
  const now = () => new Date(clock)
  const timeSeal = timeSealWith(Buffer.alloc(32, 7))
  const door = openDoor({ capabilities, stores, pool, timeSeal, now })
  const reactions = openReactions({ reactions: allReactions, door, pool, now })
  let number = 0
  const toEnd: (() => void)[] = []

  const play = {
    url,
    pool,
    door,
    reactions,
    timeSeal,
    now,

    /** Moves the clock to a moment, or by days. */
    at(moment: string) {
      clock = Date.parse(moment.length === 10 ? `${moment}T02:00:00.000Z` : moment)
    },
    later(days: number) {
      clock += days * 86_400_000
    },
    today: () => new Date(clock + 7 * 3_600_000).toISOString().slice(0, 10),

    /** A new id, as a device would make it. */
    id() {
      number += 1
      return uuidv7(clock, new Uint8Array([0, 0, 0, 0, 0, 0, number >> 16, (number >> 8) & 255, number & 255, 1]))
    },
    key: (home = '05'): Key => keyOf(home, play.id()),

    envelope(
      person: Key,
      name: string,
      about: Key,
      input: Record<string, unknown>,
      changes: Partial<Envelope> = {},
    ): Envelope {
      return {
        id: play.id(),
        home: homeOf(about),
        name,
        about,
        input,
        person,
        device: null,
        n: 0,
        askedAt: now().toISOString(),
        lastServerTime: null,
        after: [],
        signature: null,
        ...changes,
      }
    },

    as(player: Pick<Player, 'key'> | 'system') {
      const person = player === 'system' ? systemKey : player.key
      return {
        async ask<Name extends CommandName>(
          name: Name,
          about: Key,
          input: InputOf<Name>,
          changes: Partial<Envelope> = {},
        ): Promise<Answer> {
          clock += 1_000
          return door.ask(play.envelope(person, name, about, input as Record<string, unknown>, changes), person)
        },
        /** Asks something that must be accepted, and gives back the record. */
        async does<Name extends CommandName>(name: Name, about: Key, input: InputOf<Name>): Promise<any> {
          const answer = await this.ask(name, about, input)
          if (answer.outcome !== 'accepted') throw new Error(`${name} was not accepted: ${JSON.stringify(answer)}`)
          return play.record(name.slice(0, name.indexOf('.')), about)
        },
      }
    },

    async record(noun: string, key: Key): Promise<any> {
      return (await stores[noun]!.find([key], false, pool))[0]
    },

    async journal(about?: Key) {
      const { rows } = await pool.query(
        'select name, outcome, reason, author, about, stream, seq from journal where $1::text is null or about = $1 order by received_at, position',
        [about ?? null],
      )
      return rows as {
        name: string
        outcome: string
        reason: string | null
        author: string
        about: string
        stream: string
        seq: number
      }[]
    },

    async balance(account: string, home = '05'): Promise<number> {
      const { rows } = await pool.query<{ balance: number }>(
        'select balance from account where home = $1 and id = $2',
        [home, account],
      )
      return rows[0]?.balance ?? 0
    },

    /** Runs every reaction that is due. */
    settle: () => reactions.drain(),

    /** What would go on by itself, such as a phone; it is not waited for: a killed one never answers. */
    endWithStory(end: () => void) {
      toEnd.push(end)
    },
    async end() {
      for (const end of toEnd) end()
      await reactions.stop()
      await pool.end()
    },
  }

  await peopleAndPlaces(play, demonstration)
  await play.as('system').does('programme.open', keyOf('00', castId(300)), {
    code: programmeCode,
    demonstration,
    definition: {
      names: { km: 'កម្មវិធីសាកល្បង', en: 'A story' },
      complaints: { phone: '+85512000900', days: 15 },
      officePhone: '+85512000901',
      chains: [
        { code: 'chicken', names: { km: 'មាន់ស្រែ', en: 'Village chicken' } },
        { code: 'vegetables', names: { km: 'បន្លែ', en: 'Vegetables' } },
      ],
      roles: JSON.parse(readFileSync('programmes/roles.json', 'utf8')),
    },
  })
  if (!bare) {
    await play.as('system').does('budget.set', budgetLine, {
      programme: programmeCode,
      code: 'inputs',
      names: { km: 'ធាតុចូល', en: 'Inputs' },
      fundingSource: 'IFAD',
      component: 'RUSH-IT',
      category: 'Goods',
      currency: 'USD',
      minor: money,
    })
    if (money > 0) {
      await play.as('system').does('budget.allot', budgetLine, { to: '05', minor: money })
      await play.as('system').does('allotment.receive', allotment, { line: budgetLine, minor: money })
      // The reaction would give it once more; the story has already done its work.
      await pool.query(`update reaction_state set state = 'done'`)
    }
    await play.as('system').does('window.publish', chickens, someTerms(terms))
  }
  return play
}

/** Bopha's household as Sreymom registers it: poor, card seen. */
export function aRegistration(changes: Partial<InputOf<'household.register'>> = {}): InputOf<'household.register'> {
  return {
    programme: programmeCode,
    member: castId(111),
    nameKm: bopha.nameKm,
    nameLatin: bopha.nameLatin,
    sex: 'female',
    birthYear: 1984,
    village,
    phone: { number: bopha.phone!, shared: false },
    poverty: {
      category: 'poor2',
      source: 'card-seen',
      card: 'KSP-0508-1234',
      issuedOn: '2020-01-01',
      expiresOn: null,
      photo: 'a'.repeat(64),
    },
    consent: '2020-10',
    ...changes,
  }
}

/** Thirty chicks and their feed. */
export function aWish(changes: Partial<InputOf<'proposal.submit'>> = {}): InputOf<'proposal.submit'> {
  return {
    household: bophasHousehold,
    window: chickens,
    package: 'chicks-and-feed',
    quantity: 30,
    place: village,
    contribution: 'cash',
    consent: true,
    ...changes,
  }
}

async function peopleAndPlaces(play: { pool: ReturnType<typeof openPool> }, sample: boolean) {
  const from = '2020-01-01'
  const people = cast.map(({ key, nameKm, nameLatin, sex, role, places, place, phone, email }) => ({
    home: homeOf(key),
    id: idOf(key),
    version: 1,
    programme: programmeCode,
    place,
    name_km: nameKm,
    name_latin: nameLatin,
    sex,
    phone,
    email,
    household: key === bopha.key ? bophasHousehold : null,
    shop: key === sokha.key ? sokhasShop : null,
    relatives: [],
    deputies: [],
    sample,
    state: 'active',
    grants:
      role === 'nobody'
        ? []
        : [
            {
              id: idOf(key),
              role,
              programme: programmeCode,
              places,
              from,
              until: null,
              by: systemKey,
              takenBack: null,
              household: key === bopha.key ? bophasHousehold : null,
              shop: key === sokha.key ? sokhasShop : null,
            },
          ],
  }))
  await play.pool.query(
    `insert into person (home, id, version, programme, place, name_km, name_latin, sex, phone, email, household, shop, relatives, deputies, sample, state, grants)
     select home, id, version, programme, place, name_km, name_latin, sex, phone, email, household, shop, relatives, deputies, sample, state, grants
     from jsonb_populate_recordset(null::person, $1)`,
    [JSON.stringify(people)],
  )

  const units = [
    ['05', 'province', null, 'កំពង់ស្ពឺ', 'Kampong Speu'],
    ['0507', 'district', '05', 'សំរោងទង', 'Samraong Tong'],
    ['050701', 'commune', '0507', 'ឃុំមួយ', 'First commune'],
    ['05070101', 'village', '050701', 'ភូមិមួយ', 'First village'],
    ['0508', 'district', '05', 'ថ្ពង', 'Thpong'],
    ['050801', 'commune', '0508', 'អមលាំង', 'Amleang'],
    ['05080101', 'village', '050801', 'ភូមិមួយ', 'Amleang one'],
    ['05080102', 'village', '050801', 'ភូមិពីរ', 'Amleang two'],
    ['050802', 'commune', '0508', 'ឃុំពីរ', 'Second commune'],
    ['05080201', 'village', '050802', 'ភូមិបី', 'Second one'],
  ] as const
  await play.pool.query(
    `insert into place (code, kind, parent, name_km, name_latin, valid_from)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[])`,
    [
      units.map(([code]) => code),
      units.map(([, kind]) => kind),
      units.map(([, , parent]) => parent),
      units.map((unit) => unit[3]),
      units.map((unit) => unit[4]),
      units.map(() => addDays(from, -1)),
    ],
  )
}
