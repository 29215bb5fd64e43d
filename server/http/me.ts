/** Who is signed in, as every screen's first question. */
import { Hono } from 'hono'
import { everything } from '#door/actor.ts'
import { homeOf, idOf } from '#door/key.ts'
import type { Pool } from '#server/database/connection.ts'
import type { ReaderOf } from './reader.ts'
import { answerProblem, type Visit } from './visit.ts'

interface Parts {
  readonly pool: Pool
  readonly readerOf: ReaderOf
}

export function meRoutes({ pool, readerOf }: Parts) {
  return new Hono<Visit>().get('/me', async (c) => {
    const key = c.get('person')
    const actor = await readerOf(key)
    if (!actor) return answerProblem(c, { problem: 'not-allowed' })

    const [people, programmes] = await Promise.all([
      pool.query(
        `select name_km as "nameKm", name_latin as "nameLatin", sex, programme, place, phone, email, sample
         from person where home = $1 and id = $2`,
        [homeOf(key), idOf(key)],
      ),
      pool.query<{ demonstration: boolean }>(
        `select programme, state, as_of as "asOf", demonstration, definition->'names' as names,
                definition->'complaints'->>'phone' as complaints
         from programme where $1 or programme = any($2) order by programme`,
        [
          actor.grants.some(({ programme }) => programme === everything),
          [...new Set(actor.grants.map(({ programme }) => programme))],
        ],
      ),
    ])
    const { secondFactor, sample } = c.get('session')
    return c.json({
      person: { key, ...people.rows[0] },
      grants: actor.grants,
      household: actor.household,
      relatives: actor.relatives,
      shop: actor.shop,
      programmes: programmes.rows,
      demonstration: sample || programmes.rows.some(({ demonstration }) => demonstration),
      secondFactor,
    })
  })
}
