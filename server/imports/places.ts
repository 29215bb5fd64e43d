import { type Provinces, provincesAmong } from '#capabilities/imports/provinces.ts'
import type { PlaceTold } from '#capabilities/imports/row-problem.ts'
import { type Villages, villagesAmong } from '#capabilities/imports/villages.ts'
import type { Queryable } from '#server/database/connection.ts'

/** The whole gazetteer as it stands: lists name places by any of their names. */
export async function villagesIn(db: Queryable): Promise<Villages> {
  const { rows } = await db.query(
    `select code, name_km as "nameKm", name_latin as "nameLatin", alternatives from place where valid_to is null`,
  )
  return villagesAmong(rows)
}

/** Places by their codes, as they are told to people. */
export async function placesTold(codes: readonly string[], db: Queryable): Promise<Map<string, PlaceTold>> {
  const { rows } = await db.query<PlaceTold>(
    'select code, name_km as km, name_latin as latin from place where code = any($1)',
    [codes],
  )
  return new Map(rows.map((place) => [place.code, place]))
}

export async function provincesIn(db: Queryable): Promise<Provinces> {
  const { rows } = await db.query(
    `select code, name_km as "nameKm", name_latin as "nameLatin", alternatives
     from place where valid_to is null and length(code) = 2`,
  )
  return provincesAmong(rows)
}
