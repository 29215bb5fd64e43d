import * as z from 'zod/mini'
import type { Gazetteer, Unit } from '#capabilities/places/gazetteer.ts'
import { homeOf, type Key } from '#door/key.ts'
import type { Queryable } from '#server/database/connection.ts'
import { read } from '#server/database/read.ts'
import { recordStore, type Store } from '#server/database/records.ts'

type Sheet = Omit<Gazetteer, 'units'>

/** The record without its places, which lie in a table of their own where everybody finds them. */
const sheetStore = recordStore<Sheet>({
  table: 'gazetteer',
  fields: ['programme', 'place', 'source', 'asOf', 'complete', 'publishedAt', 'publishedBy', 'changes'],
})

export const gazetteerStore: Store<Gazetteer> = {
  async find(keys, lock, tx) {
    const sheets = await sheetStore.find(keys, lock, tx)
    const units = await unitsOf(
      sheets.map(({ key }) => key),
      tx,
    )
    return sheets.map((sheet) => ({ ...sheet, units: units.get(sheet.place) ?? [] }))
  },

  async search(home, questions, tx) {
    const sheets = await sheetStore.search(home, questions, tx)
    return gazetteerStore.find(
      sheets.map(({ key }) => key),
      false,
      tx,
    )
  },

  async add(gazetteers, tx) {
    await sheetStore.add(gazetteers, tx)
    await writeUnits(gazetteers, tx)
  },

  async put(gazetteers, tx) {
    await sheetStore.put(gazetteers, tx)
    await writeUnits(gazetteers, tx)
  },

  documents: () => [],
}

async function unitsOf(keys: readonly Key[], tx: Queryable): Promise<Map<string, Unit[]>> {
  const { rows } = await tx.query<Unit>(
    `select code, version, kind, parent, name_km as "nameKm", name_latin as "nameLatin", alternatives, latitude, longitude,
            valid_from as "validFrom", valid_to as "validTo", successors, legal_act as "legalAct"
     from place where left(code, 2) = any($1) order by code`,
    [keys.map(homeOf)],
  )
  const units = new Map<string, Unit[]>()
  for (const unit of rows) {
    const province = homeOf(unit.code)
    const found = units.get(province)
    if (found) found.push(unit)
    else units.set(province, [unit])
  }
  return units
}

/** Writes the places that a list changed: they bear its version. One statement, however many they are. */
async function writeUnits(gazetteers: readonly Gazetteer[], tx: Queryable): Promise<void> {
  const changed = gazetteers.flatMap(({ units, version }) => units.filter((unit) => unit.version === version))
  await tx.query(
    `insert into place (code, version, kind, parent, name_km, name_latin, alternatives, latitude, longitude, valid_from, valid_to, successors, legal_act)
     select u.code, u.version, u.kind, u.parent, u."nameKm", u."nameLatin", u.alternatives, u.latitude, u.longitude, u."validFrom",
            u."validTo", u.successors, u."legalAct"
     from jsonb_to_recordset($1) as u(code text, version int, kind text, parent text, "nameKm" text, "nameLatin" text,
            alternatives text[], latitude float8, longitude float8, "validFrom" date, "validTo" date, successors text[], "legalAct" text)
     on conflict (code) do update set version = excluded.version, kind = excluded.kind, parent = excluded.parent,
       name_km = excluded.name_km, name_latin = excluded.name_latin, alternatives = excluded.alternatives,
       latitude = excluded.latitude, longitude = excluded.longitude, valid_from = excluded.valid_from,
       valid_to = excluded.valid_to, successors = excluded.successors, legal_act = excluded.legal_act`,
    [JSON.stringify(changed)],
  )
}

export const gazetteerReads = {
  published: read({
    summary: 'Which list each province has its places from, as of which day, and what it changed.',
    permission: 'place.read',
    input: z.object({}),
    async run(scope, _, db) {
      const provinces = [...new Set(scope.flatMap(({ places }) => places.map((place) => place.slice(0, 2))))]
      const { rows } = await db.query<
        Pick<Gazetteer, 'place' | 'version' | 'source' | 'asOf' | 'complete' | 'publishedAt' | 'changes'>
      >(
        `select place, version, source, as_of as "asOf", complete, published_at as "publishedAt", changes from gazetteer
         where $1 or place = any($2) order by place`,
        [provinces.includes(''), provinces],
      )
      return rows
    },
  }),
}
