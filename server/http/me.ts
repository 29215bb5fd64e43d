/** Who is signed in, as every screen's first question. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Hono } from 'hono'
import { everything } from '#door/actor.ts'
import { homeOf, idOf } from '#door/key.ts'
import type { Pool } from '#server/database/connection.ts'
import type { ReaderOf } from './reader.ts'
import { answerProblem, type Visit } from './visit.ts'

interface Parts {
  /** Where the field app lies that phones are sent. */
  readonly fieldFolder: string
  readonly pool: Pool
  readonly readerOf: ReaderOf
}

export function meRoutes({ pool, readerOf, fieldFolder }: Parts) {
  return new Hono<Visit>().get('/me', async (c) => {
    const key = c.get('person')
    const actor = await readerOf(key)
    if (!actor) return answerProblem(c, { problem: 'not-allowed' })

    const [people, programmes, fieldVersion] = await Promise.all([
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
      versionIn(fieldFolder),
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
      fieldVersion,
    })
  })
}

/** A build calls its entry by a digest of what is in it, and phones tell which they run. */
async function versionIn(folder: string): Promise<string | null> {
  const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => '')
  return /<script type="module"[^>]*-([\w-]{8})\.js"/.exec(page)?.[1] ?? null
}
