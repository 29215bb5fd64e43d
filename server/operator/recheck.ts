import { randomBytes } from 'node:crypto'
import { householdStore } from '#capabilities/households/household.store.ts'
import type { Household } from '#capabilities/households/household.ts'
import { householdWatch, rulesOf } from '#capabilities/households/suspicion.ts'
import type { Envelope } from '#door/envelope.ts'
import type { NeedAll } from '#door/facts.ts'
import { homeOf, idOf, type Key, uuidv7 } from '#door/key.ts'
import type { Instant } from '#door/values.ts'
import { programmesOver, systemKey } from '#server/actors.ts'
import { capabilities, stores } from '#server/capabilities.ts'
import { openPool, type Pool } from '#server/database/connection.ts'
import { openDoor } from '#server/door.ts'
import { timeSealWith } from '#server/signatures.ts'
import { type Operation, WrongArguments } from './operation.ts'

const pageLength = 500

export const operation: Operation = {
  name: 'recheck',
  summary: 'hold every household of a programme against the others anew, after its matching rules were revised',
  usage: 'PROGRAMME',
  examples: ['npm run chamka -- recheck practice'],
  async run([programme, ...rest], { withDatabase, print, report }) {
    if (!programme || rest.length > 0) throw new WrongArguments('Say one programme.')
    return withDatabase(async (url) => {
      const pool = openPool(url, 3)
      try {
        const definition = (await programmesOver()(pool)).definition(programme)
        if (!definition) {
          print(`There is no programme ${programme}.`)
          return 1
        }
        print(`Rules: ${rulesOf(definition).version}`)
        const words = { km: 'កំពុងប្រៀបធៀបគ្រួសារ', en: 'Comparing households' }
        const { looked, changed } = await recheck(programme, pool, (done, total) => report.progress(words, done, total))
        print(`${looked} households looked at, ${changed} changed.`)
        return 0
      } finally {
        await pool.end()
      }
    })
  },
}

/** Asks the door for those alone whose keys or suspicions would change: run again, it finds nothing to do. */
export async function recheck(programme: string, pool: Pool, told: (done: number, total: number) => void = () => {}) {
  const door = openDoor({ capabilities, stores, pool, timeSeal: timeSealWith(randomBytes(32)) })
  const definition = (await programmesOver()(pool)).definition(programme)
  const { rows: counted } = await pool.query<{ n: number }>(
    `select count(*)::int as n from household where programme = $1 and state = 'active'`,
    [programme],
  )
  let [looked, changed] = [0, 0]
  let after = ['', '00', '00000000-0000-0000-0000-000000000000']
  for (;;) {
    const { rows } = await pool.query<{ key: string; place: string }>(
      `select home || '-' || id as key, place from household
       where programme = $1 and (place, home, id) > ($2, $3, $4::uuid) and state = 'active'
       order by place, home, id limit $5`,
      [programme, ...after, pageLength],
    )
    if (rows.length === 0) return { looked, changed }
    const last = rows.at(-1)!
    after = [last.place, homeOf(last.key), idOf(last.key)]

    const households = await householdStore.find(
      rows.map(({ key }) => key),
      false,
      pool,
    )
    const asked = households.map((household) => {
      const { candidates } = householdWatch.needs(household, definition) as { candidates: NeedAll<Household> }
      return { household, where: candidates.where as { matchKeys: { any: readonly string[] } } }
    })
    const found = await householdStore.search(
      null,
      asked.map(({ where }) => where),
      pool,
    )
    const holders = new Map<string, Household[]>()
    for (const one of found) for (const key of one.matchKeys) holders.set(key, [...(holders.get(key) ?? []), one])
    const at = new Date().toISOString()
    const different = asked.filter(({ household, where }) => {
      const candidates = [...new Set(where.matchKeys.any.flatMap((key) => holders.get(key) ?? []))]
      const seen = householdWatch.look(household, { definition, at, facts: { candidates } })
      return noted(seen) !== noted(household)
    })
    const answers = await door.askAll(
      different.map(({ household: { key } }) => recheckOf(key, at)),
      systemKey,
    )
    const refused = answers.find(({ outcome }) => outcome !== 'accepted')
    if (refused) throw new Error(`a household could not be rechecked: ${JSON.stringify(refused)}`)
    looked += rows.length
    changed += different.length
    told(looked, Math.max(counted[0]!.n, looked))
  }
}

/** What the watch writes on a household. */
function noted({ matchKeys, suspicions }: Household): string {
  return JSON.stringify([
    matchKeys,
    suspicions.map(({ other, score, grounds, rules, office }) => [other, score, grounds, rules, office]),
  ])
}

function recheckOf(about: Key, askedAt: Instant): Envelope {
  return {
    id: uuidv7(Date.parse(askedAt), randomBytes(10)),
    home: homeOf(about),
    name: 'household.recheck',
    about,
    input: { gone: null },
    person: systemKey,
    device: null,
    n: 0,
    askedAt,
    lastServerTime: null,
    after: [],
    signature: null,
  }
}
