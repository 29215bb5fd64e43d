/**
 * Records that stand behind the documents of a reader: windows, places, shops, what is taught, and
 * the reader's own. A pack is sent whole when it differs from the one the device holds.
 */
import { createHash } from 'node:crypto'
import { type Shop, shopDocument } from '#capabilities/organisations/shop.ts'
import type { Person } from '#capabilities/people/person.ts'
import type { Programme } from '#capabilities/programmes/programme.ts'
import type { Window } from '#capabilities/windows/window.ts'
import { type Actor, everything, scopeOf } from '#door/actor.ts'
import type { Subject } from '#door/command.ts'
import type { Pack } from '#door/document.ts'
import { type Key, national } from '#door/key.ts'
import { stores } from '#server/capabilities.ts'
import type { Queryable } from '#server/database/connection.ts'
import { soundLists } from './sounds.ts'
import { without } from './view.ts'

/** Of a person's own record, what no rule of a phone reads. */
const keptOfPersons = ['phone', 'email', 'accountId', 'grants', 'deputies', 'relatives', 'birthYear'] as const
const keptOfShops = ['payment', 'registeredBy'] as const satisfies readonly (keyof Shop)[]
const keptOfOtherShops = ['contract', 'suspensions'] as const satisfies readonly (keyof Shop)[]
/** Villages of a whole province fit a phone; those of the country do not. */
const detailDigits = 2

/** The packs that differ from those the device holds, by their digests. */
export async function packsFor(reader: Actor, held: Readonly<Record<string, string>>, db: Queryable): Promise<Pack[]> {
  const areas = await areasOf(reader, db)
  const made: { name: string; records: Pack['records']; hides?: Pack['hides'] }[] = [
    { name: 'programmes', records: { programme: await programmes(reader, db) } },
    { name: 'windows', records: { window: await windows(reader, areas, db) } },
    { name: 'places', records: { place: await places(areas, db) } },
    { name: 'own-shop', records: { shop: await ownShop(reader, db) }, hides: { shop: keptOfShops } },
    {
      name: 'shops',
      records: { shop: await shops(reader, areas, db) },
      hides: { shop: [...keptOfShops, ...keptOfOtherShops] },
    },
    { name: 'sounds', records: { 'sound-list': await soundLists(reader, programmesOf(reader), db) } },
    { name: 'people', records: await people(reader, db), hides: { person: keptOfPersons } },
  ]
  return made
    .map(({ hides = {}, ...pack }) => ({ ...pack, hides, digest: digestOf(pack.records) }))
    .filter(({ name, digest }) => held[name] !== digest)
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

async function programmes(reader: Actor, db: Queryable): Promise<Subject[]> {
  const codes = programmesOf(reader)
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

async function windows(reader: Actor, areas: readonly string[], db: Queryable): Promise<Subject[]> {
  const codes = [...new Set(scopeOf(reader, 'window.read').map(({ programme }) => programme))].filter(
    (code) => code !== everything,
  )
  if (codes.length === 0) return []
  const found = (await stores.window!.search(
    national,
    codes.map((programme) => ({ programme })),
    db,
  )) as Window[]
  const provinces = new Set(areas.map((area) => area.slice(0, 2)))
  const isNear = (province: string | null) => province === null || provinces.has('') || provinces.has(province)
  return found
    .map((window) => ({ ...window, prices: window.prices.filter(({ province }) => isNear(province)) }))
    .sort(byKey)
}

async function places(areas: readonly string[], db: Queryable): Promise<Subject[]> {
  const wide = areas.filter((area) => area.length < detailDigits)
  const { rows } = await db.query<{ code: string }>(
    `select code from place where exists (select from unnest($1::text[]) area where starts_with(code, area) or starts_with(area, code))
       or ($2 and length(code) <= 4)`,
    [areas.filter((area) => area.length >= detailDigits), wide.length > 0],
  )
  return (await stores.place!.find(
    rows.map(({ code }) => code),
    false,
    db,
  )) as Subject[]
}

/** The shop the reader works for, as its people may see it. */
async function ownShop(reader: Actor, db: Queryable): Promise<Subject[]> {
  if (reader.shop === null) return []
  return ((await stores.shop!.find([reader.shop], false, db)) as Shop[]).map(shopDocument) as Subject[]
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

function digestOf(records: Pack['records']): string {
  return createHash('sha256').update(JSON.stringify(records)).digest('base64url').slice(0, 22)
}
