/**
 * Records that stand behind the documents of a reader: windows, places, shops, what is taught, and
 * the reader's own. A pack is named by the digest of what it says, so that it is fetched once and kept;
 * one that many readers share is made once for all of them.
 */
import type { Shop } from '#capabilities/organisations/shop.ts'
import { shopDocument } from '#capabilities/organisations/shop.ts'
import type { Person } from '#capabilities/people/person.ts'
import type { Programme } from '#capabilities/programmes/programme.ts'
import type { Window } from '#capabilities/windows/window.ts'
import { type Actor, everything, scopeOf } from '#door/actor.ts'
import type { Subject } from '#door/command.ts'
import type { Pack } from '#door/document.ts'
import { type Key, national } from '#door/key.ts'
import { stores } from '#server/capabilities.ts'
import type { Queryable } from '#server/database/connection.ts'
import type { PackShelf, ShelvedPack } from './pack-shelf.ts'
import { soundLists } from './sounds.ts'
import { without } from './view.ts'

/** Of a person's own record, what no rule of a phone reads. */
const keptOfPersons = ['phone', 'email', 'accountId', 'grants', 'deputies', 'relatives', 'birthYear'] as const
const keptOfShops = ['payment', 'registeredBy'] as const satisfies readonly (keyof Shop)[]
const keptOfOtherShops = ['contract', 'suspensions'] as const satisfies readonly (keyof Shop)[]
const provinceDigits = 2

interface Making extends Pick<Pack, 'name'> {
  /** What it is made for: readers for whom this is the same share it. */
  readonly for: readonly string[]
  readonly isPublic?: true
  readonly hides?: Pack['hides']
  make(): Promise<Pack['records']>
}

/** The packs this reader should hold, by the state of what stands behind them. */
export async function packsFor(reader: Actor, behind: string, shelf: PackShelf, db: Queryable): Promise<ShelvedPack[]> {
  const areas = await areasOf(reader, db)
  const programmes = programmesOf(reader)
  const ofWindows = windowProgrammes(reader)
  const provinces = [...new Set(areas.map((area) => area.slice(0, provinceDigits)))]
  const makings: Making[] = [
    {
      name: 'programmes',
      for: programmes,
      isPublic: true,
      make: async () => ({ programme: await taught(programmes, db) }),
    },
    {
      name: 'windows',
      for: [...ofWindows, '/', ...provinces],
      isPublic: true,
      make: async () => ({ window: await windows(ofWindows, provinces, db) }),
    },
    ...provinces.map((province): Making => {
      const name = `places-${province || 'all'}`
      return { name, for: [], isPublic: true, make: async () => ({ place: await places(province, db) }) }
    }),
    {
      name: 'shops',
      for: [...programmes, '/', ...areas, '/', reader.shop ?? ''],
      hides: { shop: [...keptOfShops, ...keptOfOtherShops] },
      make: async () => ({ shop: await shops(reader, areas, db) }),
    },
    {
      name: 'sounds',
      // Which sentences somebody hears hangs on what they may do.
      for: [...programmes, '/', ...reader.grants.map(({ programme, role }) => `${programme} ${role}`)],
      make: async () => ({ 'sound-list': await soundLists(reader, programmes, db) }),
    },
    { name: 'people', for: [reader.id], hides: { person: keptOfPersons }, make: () => people(reader, db) },
  ]
  const { shop } = reader
  if (shop)
    makings.push({
      name: 'own-shop',
      for: [shop],
      hides: { shop: keptOfShops },
      make: async () => ({ shop: await ownShop(shop, db) }),
    })

  const found: ShelvedPack[] = []
  for (const { name, for: readers, isPublic = false, hides = {}, make } of makings) {
    const words = JSON.stringify([name, behind, readers, name === 'people' ? reader.grants : []])
    found.push(await shelf.find(words, async () => ({ name, isPublic, records: await make(), hides })))
  }
  return found
}

/** Beginnings of place codes around the reader: their places, their household's commune, their shop's districts. */
async function areasOf(reader: Actor, db: Queryable): Promise<string[]> {
  const own = reader.grants.flatMap(({ places }) => places)
  const households = reader.grants.flatMap(({ household }) => (household ? [household] : []))
  const ofShops = reader.grants.flatMap(({ shop }) => (shop ? [shop] : []))
  const found = [
    ...(households.length > 0 ? await stores.household!.find([...new Set(households)], false, db) : []).map(
      ({ place }) => place.slice(0, 6),
    ),
    ...(ofShops.length > 0 ? ((await stores.shop!.find([...new Set(ofShops)], false, db)) as Shop[]) : []).flatMap(
      ({ place, serves }) => [place.slice(0, 6), ...serves],
    ),
  ]
  return [...new Set([...own, ...found])].sort()
}

async function taught(codes: readonly string[], db: Queryable): Promise<Subject[]> {
  if (codes.length === 0) return []
  const found = (await stores.programme!.search(
    national,
    codes.map((programme) => ({ programme })),
    db,
  )) as Programme[]
  return found.map((programme) => ({ ...programme, definition: taughtIn(programme) }) as Programme)
}

/** Of a definition, what phones show and decide by: names, consent and the syllabus. Roles stay at the office. */
function taughtIn({ definition }: Programme): Programme['definition'] {
  const { names, consent, topics, courses, requiredOfWorkers, instruments } = definition
  return { names, consent, topics, courses, requiredOfWorkers, instruments }
}

function windowProgrammes(reader: Actor): string[] {
  const codes = scopeOf(reader, 'window.read').map(({ programme }) => programme)
  return [...new Set(codes)].filter((code) => code !== everything).sort()
}

async function windows(codes: readonly string[], provinces: readonly string[], db: Queryable): Promise<Subject[]> {
  if (codes.length === 0) return []
  const found = (await stores.window!.search(
    national,
    codes.map((programme) => ({ programme })),
    db,
  )) as Window[]
  const isNear = (province: string | null) =>
    province === null || provinces.includes('') || provinces.includes(province)
  return found
    .map((window) => ({ ...window, prices: window.prices.filter(({ province }) => isNear(province)) }))
    .sort(byKey)
}

/** A whole province, so that everybody in it shares one pack; of the country, provinces and districts. */
async function places(province: string, db: Queryable): Promise<Subject[]> {
  const { rows } = await db.query<{ code: string }>(
    `select code from place where case when $1 = '' then length(code) <= 4 else starts_with(code, $1) end`,
    [province],
  )
  return (await stores.place!.find(
    rows.map(({ code }) => code),
    false,
    db,
  )) as Subject[]
}

/** The shop the reader works for, as its people may see it. */
async function ownShop(shop: Key, db: Queryable): Promise<Subject[]> {
  return ((await stores.shop!.find([shop], false, db)) as Shop[]).map(shopDocument) as Subject[]
}

/** The other shops around: where they are and whom they serve. Their contracts are their own. */
async function shops(reader: Actor, areas: readonly string[], db: Queryable): Promise<Subject[]> {
  const codes = programmesOf(reader)
  if (codes.length === 0) return []
  const { rows } = await db.query<{ key: Key }>(
    `select home || '-' || id as key from shop
     where programme = any($1) and exists (
       select from unnest(serves) served, unnest($2::text[]) area where starts_with(served, area) or starts_with(area, served))`,
    [codes, areas],
  )
  const keys = rows.map(({ key }) => key).filter((key) => key !== reader.shop)
  const found = (await stores.shop!.find(keys, false, db)) as Shop[]
  return found.map((shop) => without(shopDocument(shop) as Shop, keptOfOtherShops)).sort(byKey)
}

/** The reader, and the extension workers in reach: who can have held a session. */
async function people(reader: Actor, db: Queryable): Promise<Pack['records']> {
  const reaches = scopeOf(reader, 'worker.read').flatMap(({ places }) => places)
  const { rows } = await db.query<{ key: Key }>(
    `select w.home || '-' || w.id as key from worker w
     where w.programme = any($1) and exists (
       select from unnest(w.communes) commune, unnest($2::text[]) reach where starts_with(commune, reach))`,
    [programmesOf(reader), reaches],
  )
  const keys = [...new Set([reader.id, ...rows.map(({ key }) => key)])]
  const persons = (await stores.person!.find(keys, false, db)) as Person[]
  const workers = await stores.worker!.find(keys, false, db)
  return {
    person: persons.map((person) => without(person, keptOfPersons)).sort(byKey),
    worker: [...workers].sort(byKey),
  }
}

export function programmesOf(reader: Actor): string[] {
  return [...new Set(reader.grants.map(({ programme }) => programme))].filter((code) => code !== everything).sort()
}

function byKey(one: Subject, other: Subject): number {
  return one.key < other.key ? -1 : 1
}
