import { afterAll, beforeAll, expect, test } from 'vitest'
import { dara, type Player, sreymom, vanna } from '#dev/cast.ts'
import { allotment, aRegistration, aWish, type Play, startProgramme } from '#dev/testing/programme.ts'
import type { Key } from '#door/key.ts'
import { account } from '#door/posting.ts'
import { capabilities, stores } from './capabilities.ts'
import { openPool, type Pool } from './database/connection.ts'
import { openDoor } from './door.ts'

/** What the project gives for thirty chicks and their feed to a household of the second category, in cents. */
const each = 4_123
const applicants = 1_000
const funded = 400

let programme: Play
let another: Pool

beforeAll(async () => {
  // Some cents are left over, which is not enough for one more.
  programme = await startProgramme({ money: funded * each + each - 1 })
  another = openPool(programme.url, 8)
})
afterAll(async () => {
  await another.end()
  await programme.end()
})

test('a thousand approvals at once, at two servers, on a line that can pay four hundred: exactly four hundred pass', async () => {
  const households = Array.from({ length: applicants }, () => programme.key())
  await all(sreymom, 'household.register', households, (at) =>
    aRegistration({
      member: programme.id(),
      nameKm: `គ្រួសារ ${at}`,
      nameLatin: null,
      birthYear: 1930 + (at % 70),
      village: at % 2 ? '05080101' : '05080102',
      phone: null,
      poverty: { category: 'poor2', source: 'ministry-list', card: null, issuedOn: null, expiresOn: null, photo: null },
    }),
  )
  const proposals = households.map(() => programme.key())
  await all(sreymom, 'proposal.submit', proposals, (at) => aWish({ household: households[at]! }))
  const look = { seen: 1, how: 'desk', note: null, photo: null, position: null }
  await all(dara, 'proposal.verify', proposals, () => look)

  const { timeSeal, now } = programme
  const doors = [programme.door, openDoor({ capabilities, stores, pool: another, timeSeal, now })]
  const answers = await Promise.all(
    proposals.map((proposal, at) =>
      doors[at % 2]!.ask(
        programme.envelope(vanna.key, 'proposal.approve', proposal, { seen: 2, note: null }),
        vanna.key,
      ),
    ),
  )

  expect(answers.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(funded)
  expect(
    answers.filter((told) => told.outcome === 'refused' && told.refusal.refused === 'budget.exhausted'),
  ).toHaveLength(applicants - funded)
  expect(await programme.balance(account.available(allotment))).toBe(each - 1)
  expect(await programme.balance(account.committed(allotment))).toBe(funded * each)
  const { rows } = await programme.pool.query(
    `select count(*) filter (where state = 'approved')::int as approved, (sum(project_minor) filter (where state = 'approved'))::int as promised from proposal`,
  )
  expect(rows).toEqual([{ approved: funded, promised: funded * each }])
}, 120_000)

/** The same is asked about many, and all of it must be accepted. */
async function all(by: Player, name: string, about: readonly Key[], input: (at: number) => unknown) {
  const asked = about.map((key, at) => programme.envelope(by.key, name, key, input(at) as Record<string, unknown>))
  const answers = await programme.door.askAll(asked, by.key)
  expect(answers.filter(({ outcome }) => outcome !== 'accepted')).toEqual([])
}
